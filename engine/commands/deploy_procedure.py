"""Deploy a procedure: check a bundle whole and make it the version that new cases start on."""

from collections.abc import Sequence

from engine.audit.log import record_journal
from engine.bpmn import SourceFile
from engine.definitions.bundle import read_bundle
from engine.definitions.content import told
from engine.definitions.publishing import compile_for_publication, require_change
from engine.definitions.renewal import renew_callers
from engine.definitions.store import add_version
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt

JOURNAL = "procedures"
"""The journal of the record that deployments are written to."""


def deploy_procedure(ctx: Context, *, files: Sequence[SourceFile], note: str) -> Receipt:
    """Publish the bundle that the files make up; running cases stay on their version.

    The caller has made sure that the actor may publish, or acts for the operator of the machine. Raises
    `BundleRefused` with every fault of every file, `NothingChanged` if the live version is the same byte for byte.
    """
    bundle = read_bundle(files)
    require_change(ctx, bundle)
    procedure, calls = compile_for_publication(ctx, bundle)
    version = add_version(ctx, procedure, calls=calls, note=note)
    renew_callers(ctx, version)
    record_journal(
        ctx,
        JOURNAL,
        "procedure:deployed",
        {"key": bundle.key, "number": version.number, "version": version.id, "hash": bundle.hash, "note": note},
    )
    return Receipt(
        number=str(version.number),
        detail={"key": bundle.key, "version": str(version.id), "warnings": list(map(told, procedure.warnings))},
    )
