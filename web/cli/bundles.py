"""Bundles among the paths of a command: what the forms of each say about the data of its diagram."""

from collections.abc import Sequence
from pathlib import Path

from engine.bpmn import SourceFile, examine_model
from engine.definitions.bundle import MANIFEST, Bundle, read_bundle
from engine.definitions.folders import read_folder
from engine.verification.data.answers import facts_of
from engine.verification.data.writers import Facts
from engine.verification.findings import Finding
from engine.verification.verify import VIOLATED, FileReport
from forms import Form, FormError, read_form


def facts_below(paths: Sequence[Path], diagrams: Sequence[Path]) -> tuple[dict[str, Facts], list[FileReport]]:
    """Return, by diagram that belongs to a bundle at or below the paths, what its forms say, and the forms' faults.

    What one bundle calls is answered by the forms of the others. Raises `BundleRefused` for a manifest that is none.
    """
    manifests = [each for path in paths if path.is_dir() for each in sorted(path.rglob(MANIFEST))]
    bundles = [read_bundle(files) for manifest in manifests for files in read_folder(manifest)]
    forms, reports = _forms(bundles)
    called = [name for bundle in bundles if bundle.called_only for name in _processes(bundle)]
    facts = facts_of(forms, called=called)
    found = {
        str(path): facts
        for path in diagrams
        for bundle in bundles
        if path.absolute().as_posix().endswith(f"/{bundle.bpmn}")
    }
    return found, reports


def _forms(bundles: Sequence[Bundle]) -> tuple[list[Form], list[FileReport]]:
    contents = {path: bundle.files[path] for bundle in bundles for path in bundle.forms}
    forms, reports = [], []
    for path, content in contents.items():
        try:
            forms.append(read_form(content, file=path))
        except FormError as error:
            found = tuple(Finding(each.code, "error", each.zh, each.en, file=path) for each in error.faults)
            reports.append(FileReport(path, VIOLATED, found, None))
    return forms, reports


def _processes(bundle: Bundle) -> Sequence[str]:
    return tuple(examine_model([SourceFile(bundle.bpmn, bundle.files[bundle.bpmn])]).model.processes)
