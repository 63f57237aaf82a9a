"""Deploy a procedure: check a bundle whole and make it the version that new cases start on."""

from collections.abc import Sequence

from engine.audit.log import record_journal
from engine.bpmn import SourceFile
from engine.definitions.bundle import read_bundle
from engine.definitions.gate import publish_version
from engine.definitions.publishing import JOURNAL, compile_for_publication, publication_of, receipt_of, require_change
from engine.definitions.renewal import renew_callers
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.scenarios.playable import require_playable


def deploy_procedure(ctx: Context, *, files: Sequence[SourceFile], note: str) -> Receipt:
    """Publish the bundle that the files make up; running cases stay on their version.

    The caller has made sure that the actor may publish, or acts for the operator of the machine. Raises
    `BundleRefused` with every fault of every file, `NothingChanged` if the live version is the same byte for byte,
    `ProofRefuted` with every way it can go wrong, `ProofUnknown` where no second person answers for it.
    """
    bundle = read_bundle(files)
    require_change(ctx, bundle)
    require_playable(bundle)
    procedure, calls = compile_for_publication(ctx, bundle)
    version, proof = publish_version(ctx, procedure, calls=calls, note=note)
    renew_callers(ctx, version)
    record_journal(ctx, JOURNAL, "procedure:deployed", publication_of(version, proof, note=note))
    return receipt_of(procedure, version)
