"""Which version of a called process a call activity is bound to: the live one, a numbered one, or always the latest."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from engine.bpmn import Element, read_model
from engine.definitions.bundle import Bundle
from engine.definitions.errors import BundleRefused
from engine.definitions.models import DefinitionVersion
from engine.definitions.store import live_versions_by_process
from engine.kernel.context import Context
from engine.kernel.errors import Fault

DEPLOYMENT, LATEST = "deployment", "latest"
"""Bound once, when the caller is published; and bound again whenever the called procedure is published."""


@dataclass(frozen=True)
class Binding:
    """A process that a bundle calls and does not hold, by which policy, and the call activities that say so.

    `number` is the version that is asked for, None for the live one.
    """

    process: str
    policy: str
    calls: tuple[Element, ...]

    @property
    def number(self) -> int | None:
        """Return the number of a pinned version."""
        return int(self.policy) or None if self.policy.isdecimal() else None


def read_bindings(bundle: Bundle) -> tuple[Binding, ...]:
    """Return what the bundle's diagram calls outside of itself, in document order.

    Raises `BundleRefused` where one process is called by two policies: a case runs one version of it.
    """
    model = read_model(bundle.sources([bundle.bpmn]))
    calls = [
        element
        for process in model.processes.values()
        for element in process.elements.values()
        if element.called and element.called not in model.processes
    ]
    found = [
        Binding(name, _policy(same[0]), tuple(same))
        for name in dict.fromkeys(element.called for element in calls)
        if name and (same := [element for element in calls if element.called == name])
    ]
    faults = [
        _fault("binding-conflict", call, process=binding.process, policy=binding.policy)
        for binding in found
        for call in binding.calls
        if _policy(call) != binding.policy
    ]
    if faults:
        raise BundleRefused(key=bundle.key, faults=faults)
    return tuple(found)


def bind(ctx: Context, bundle: Bundle, bindings: Sequence[Binding]) -> dict[str, UUID]:
    """Return the version that each called process is bound to now; raises `BundleRefused` for those there are not."""
    live = live_versions_by_process(ctx, [binding.process for binding in bindings])
    bound: dict[str, UUID] = {}
    faults = []
    for binding in bindings:
        number = binding.number
        version_id = live.get(binding.process) if number is None else _numbered(ctx, binding.process, number)
        if version_id is not None:
            bound[binding.process] = version_id
        elif number is None:
            faults.append(_fault("called-process-missing", binding.calls[0], process=binding.process))
        else:
            faults.append(_fault("called-version-missing", binding.calls[0], process=binding.process, number=number))
    if faults:
        raise BundleRefused(key=bundle.key, faults=faults)
    return bound


def _numbered(ctx: Context, process: str, number: int) -> UUID | None:
    return ctx.session.scalar(
        select(DefinitionVersion.id).where(
            DefinitionVersion.tenant_id == ctx.actor.tenant_id,
            DefinitionVersion.process == process,
            DefinitionVersion.number == number,
        )
    )


def _policy(call: Element) -> str:
    return (call.binding or DEPLOYMENT).strip()


_SENTENCES = {
    "called-process-missing": (
        "{file} 调用的流程“{process}”没有现行版本，请先发布它。",
        "{file} calls the process '{process}', which no live procedure holds; publish that one first.",
    ),
    "called-version-missing": (
        "{file} 调用流程“{process}”第 {number} 版，没有这一版。",
        "{file} calls version {number} of the process '{process}', which does not exist.",
    ),
    "binding-conflict": (
        "{file} 中流程“{process}”已按“{policy}”绑定，同一流程只能绑定一个版本。",
        "{file} has bound the process '{process}' by '{policy}' already; a case runs one version of it.",
    ),
}


def _fault(code: str, call: Element, **words: object) -> Fault:
    zh, en = _SENTENCES[code]
    where: dict[str, str | int] = {"file": call.file, "line": call.line, "element": call.id}
    if "process" in words:
        where["rule"] = str(words["process"])
    return Fault(code, zh.format(file=call.file, **words), en.format(file=call.file, **words), where)
