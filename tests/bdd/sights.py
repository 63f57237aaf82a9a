"""What people see of a case: the pages' own layouts, and whether a protected value shows anywhere else."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from engine.cases.dossier import Dossier, read_dossier, read_protected
from engine.cases.environment import expression_context
from engine.cases.timeline import read_timeline
from engine.commands.reveal_reporter import reveal_reporter
from engine.kernel.context import Context
from engine.kernel.errors import Forbidden, NotFound
from engine.scenarios.driver import Sight
from engine.tasks.options import options_for
from engine.tasks.worksheet import read_worksheet
from forms import Form, Layout
from forms.layout.views import FieldView, GroupView, Item, NoteView
from tests.driving.casework import Casework
from tests.driving.district import District


def case_shows(ctx: Context, dossier: Dossier, label: str) -> list[str]:
    """Return what the case's page shows under a label: the plain figure for a number, else the words."""
    context = expression_context(ctx, dossier.case, dossier.case.data)
    found = []
    for section in dossier.sections:
        form = dossier.procedure.forms[section.form]
        layout = form.layout(
            {}, context=context, language="zh", options=options_for(ctx, form), withheld=dossier.procedure.protected
        )
        found += [_read(view) for view in _views(layout) if view.label == label and view.shown and not view.is_withheld]
    return found


def sight_of(district: District, login: str, case: Casework, task_id: UUID) -> Sight:
    """Return a done task as a person sees it, who asks for everything the engine might show them."""
    form = _form_of(district, case, task_id)
    document = case.document
    entered = {field.label("zh"): document[field.key] for field in form.fields if document.get(field.key) is not None}
    shown = _shown(district, login, case, task_id)
    protected = {field.label("zh") for field in form.fields if field.path in form.sensitive.protected}
    told = _told_elsewhere(district, login, case)
    for label in protected & entered.keys() - shown.keys():
        # A protected value that stands in another field, in the title or in the timeline has been seen as well.
        if str(entered[label]) in told:
            shown[label] = str(entered[label])
    return Sight(frozenset(entered), shown)


def texts_of(district: District, login: str, task_id: UUID) -> list[str]:
    """Return the texts that a person reads on the form of a task, besides its fields."""
    sheet = district.worksheet(login, task_id)
    assert sheet.form is not None
    layout = sheet.form.layout({}, context=sheet.context, language="zh", options=sheet.options)
    return list(_paragraphs(layout.items))


def _paragraphs(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        if isinstance(item, NoteView):
            yield from item.paragraphs
        elif isinstance(item, GroupView):
            yield from _paragraphs(item.items)


def _form_of(district: District, case: Casework, task_id: UUID) -> Form:
    performer = case.performer(task_id)
    assert performer is not None, "该环节尚未办理"
    with district.looking(performer) as ctx:
        form = read_worksheet(ctx, task_id).form
    assert form is not None, "该环节没有表单"
    return form


def _shown(district: District, login: str, case: Casework, task_id: UUID) -> dict[str, str]:
    shown: dict[str, str] = {}
    try:
        with district.looking(login) as ctx:
            sheet = read_worksheet(ctx, task_id)
            assert sheet.form is not None
            layout = sheet.form.layout(
                {}, context=sheet.context, language="zh", options=sheet.options, withheld=sheet.withheld
            )
            shown = {view.label: _read(view) for view in _views(layout) if view.shown and not view.is_withheld}
        district.do(login, reveal_reporter, case_id=case.case_id)
        with district.looking(login) as ctx:
            shown |= {held.label_zh: str(held.value) for held in read_protected(ctx, case.case_id)}
    except (NotFound, Forbidden):
        return shown
    return shown


def _told_elsewhere(district: District, login: str, case: Casework) -> str:
    try:
        with district.looking(login) as ctx:
            dossier = read_dossier(ctx, case.case_id)
            timeline = read_timeline(ctx, case.case_id, limit=500)
    except NotFound:
        return ""
    return repr((dossier.case.title, dossier.facts, dossier.sections, dossier.comments, timeline.items))


def _views(layout: Layout) -> Iterator[FieldView]:
    for section in layout.sections:
        yield from (item for item in section.items if isinstance(item, FieldView))


def _read(view: FieldView) -> str:
    """Return the words that are read; a number plainly, without grouping, unit or decimals that say nothing."""
    if view.kind != "number":
        return "、".join(view.shown)
    return view.value.rstrip("0").rstrip(".") if "." in view.value else view.value
