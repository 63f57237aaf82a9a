"""What people may do in the ad-hoc subprocesses of a case as it stands."""

from collections.abc import Iterator

from engine.bpmn import Element
from engine.runtime.run import Run, SubRun
from engine.runtime.specs.adhoc import AdHocNode
from engine.runtime.token import Token
from engine.runtime.values import Offer


def open_ad_hoc(run: Run) -> Iterator[tuple[Token, SubRun]]:
    """Yield the ad-hoc subprocesses that go on, oldest first."""
    for number, level in sorted(run.subprocesses.items()):
        if level.spec.is_ad_hoc and isinstance(run.positions[number].task_spec, AdHocNode):
            yield run.positions[number], level


def offers(run: Run) -> tuple[Offer, ...]:
    """Return every activity that may be begun now."""
    return tuple(
        _offer(host, f"{host.id}:{name}", level.spec.task_specs[name].element)
        for host, level in open_ad_hoc(run)
        for name in host.task_spec.offered(host, level)
    )


def finishable(run: Run) -> tuple[Offer, ...]:
    """Return every ad-hoc subprocess of which people may say that enough was done."""
    return tuple(
        _offer(host, host.key, host.task_spec.element)
        for host, level in open_ad_hoc(run)
        if host.task_spec.may_finish(host, level)
    )


def _offer(host: Token, key: str, element: Element) -> Offer:
    return Offer(
        key=key,
        element=element.id,
        process=element.process_id,
        kind=element.kind,
        within=host.task_spec.element.id,
        scope=str(host.scope) if host.scope else None,
        data=host.workflow.top_workflow.documents.view(host.scope),
        index=host.index,
        operation=element.operation,
    )
