"""What people see of a case in memory: values by their labels, and the texts of forms."""

from collections.abc import Iterable, Iterator
from typing import Any

from engine.scenarios.memory.judging import document_of
from engine.scenarios.memory.seeing import names_of, thresholds_of
from engine.scenarios.memory.world import HeldCase, Stage, World
from engine.tasks.values import LockedTask
from forms import Form, Layout
from forms.layout.views import FieldView, GroupView, Item, NoteView


def case_shows(stage: Stage, world: World, label: str) -> list[str]:
    """Return what the case at hand shows under a label: the plain figure for a number, else the words."""
    held = world.held
    names = _tolerant(world, held, names_of(world, held.case, held.case.data))
    found = []
    for form in _forms_filled(held):
        layout = form.layout({}, context=names, language="zh", options=stage.organisation.options(form))
        views = [view for view in _views(layout) if view.label == label and view.shown]
        found += [read(view) for view in views]
    return list(dict.fromkeys(found))


def texts_of(stage: Stage, world: World, task: LockedTask) -> list[str]:
    """Return the texts that people read on the form of a task, besides its fields."""
    held = world.held
    form = held.procedure.forms.get(task.form or "")
    if form is None:
        return []
    names = _tolerant(world, held, names_of(world, held.case, document_of(stage, world, held, task)))
    layout = form.layout({}, context=names, language="zh", options=stage.organisation.options(form))
    return list(_paragraphs(layout.items))


def read(view: FieldView) -> str:
    """Return the words that are read; a number plainly, without grouping, unit or decimals that say nothing."""
    if view.kind != "number":
        return "、".join(view.shown)
    return view.value.rstrip("0").rstrip(".") if "." in view.value else view.value


def _forms_filled(held: HeldCase) -> Iterator[Form]:
    done = dict.fromkeys(task.form or "" for task in held.tasks if task.status == "completed" and task.form)
    return (held.procedure.forms[name] for name in done if name in held.procedure.forms)


def _tolerant(world: World, held: HeldCase, names: dict[str, Any]) -> dict[str, Any]:
    """Return names with the thresholds among them, null where none applies: a page is shown all the same."""
    return {**names, "threshold": thresholds_of(world, held.case, is_tolerant=True)}


def _views(layout: Layout) -> Iterator[FieldView]:
    for section in layout.sections:
        yield from (item for item in section.items if isinstance(item, FieldView))


def _paragraphs(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        if isinstance(item, NoteView):
            yield from item.paragraphs
        elif isinstance(item, GroupView):
            yield from _paragraphs(item.items)
