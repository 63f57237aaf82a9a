"""The compliance rules of diagrams that lie in a bundle: found beside the diagram, with its forms, and proved."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from engine.bpmn import Model, Process, SourceFile, examine_model
from engine.definitions.bundle import MANIFEST, Bundle, read_bundle
from engine.definitions.folders import read_folder
from engine.kernel.errors import GuijuError
from engine.verification.compliance.features import lines_of
from engine.verification.compliance.vocabulary import words_of
from engine.verification.duties.rules import DutyRule, read_duty_rules
from engine.verification.judging import Judged, Surroundings, judge_rules
from engine.verification.nets.compiling import roots
from engine.verification.timed.limits import Limit, read_limits, uncovered
from forms import Form, FormError, read_form

SEPARATION, LIMITS = "separation.toml", "limits.toml"


def judge_file(path: Path) -> Judged:
    """Return what is found of the rules of a diagram, nothing where it lies in no bundle that can be read."""
    library = _library(path.absolute().parent.parent)
    own = next((bundle for bundle in library if Path(bundle.bpmn).name == path.name), None)
    if own is None or not (path.parent / MANIFEST).is_file():
        return Judged()
    lines = lines_of(own.sources(own.features))
    model = examine_model([SourceFile(str(path), path.read_bytes())]).model
    around: dict[str, Process] = {}
    for bundle in library:
        if bundle.key != own.key:
            around |= examine_model(bundle.sources([bundle.bpmn])).model.processes
    whole = Model({**around, **model.processes}, model.message_flows)
    forms = {form.id: form for bundle in library for form in _forms(bundle)}
    folder = path.absolute().parent.parent
    known = Surroundings(words_of(forms.values()), _duties(folder), _limits(folder))
    judged = judge_rules(whole, roots(model), lines, known=known)
    return replace(judged, warnings=tuple(uncovered(whole, {process: str(path) for process in model.processes})))


@cache
def _library(folder: Path) -> tuple[Bundle, ...]:
    """Return all bundles of a folder that can be read; what is wrong with the others is said when they are deployed."""
    try:
        return tuple(read_bundle(files) for files in read_folder(folder))
    except GuijuError:
        return ()


def _forms(bundle: Bundle) -> Iterator[Form]:
    for path in bundle.forms:
        try:
            yield read_form(bundle.files[path], file=path)
        except FormError:
            continue


def _limits(folder: Path) -> dict[str, Limit]:
    try:
        return read_limits((folder / LIMITS).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def _duties(folder: Path) -> tuple[DutyRule, ...]:
    try:
        return read_duty_rules((folder / SEPARATION).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return ()
