"""Whether a correction of data would open a gate, or pull the ground from under what was decided on it. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import Element, Formula, Gate
from engine.cases.gates import Ground, Required
from engine.cases.grounds import Rest, computed_from
from engine.kernel.errors import Fault


@dataclass(frozen=True)
class Seen:
    """What expressions see: names, and the functions they may call."""

    names: Mapping[str, Any]
    functions: Mapping[str, Callable[..., Any]]

    def value(self, formula: Formula) -> Any:
        """Return the value of a formula."""
        return formula.expression.evaluate(self.names, functions=self.functions)


def shaken_by(ground: Ground, before: Seen, after: Seen, changed: Collection[str]) -> tuple[Fault, ...]:
    """Return a fault for each gate that new values of some fields of the case document would open or undermine.

    A gate is looked at with the results its condition reads computed anew, as they would be computed from the
    corrected document.
    """
    process = ground.procedure.process.id
    rests = [rest for rest in ground.rests if rest.element.process_id == process]
    found: dict[tuple[str, str], Fault] = {}
    for fault in (
        *_decided(ground, changed),
        *_recomputed(ground, rests, before, after),
        *_opened(ground, rests, before, after),
        *_claimed(ground, before, after),
    ):
        found.setdefault((str(fault.where["element"]), fault.zh), fault)
    return tuple(found.values())


def _decided(ground: Ground, changed: Collection[str]) -> Iterator[Fault]:
    # What somebody decided behind a gate is changed by deciding again, not by correcting it.
    for element in ground.procedure.elements.values():
        gates = element.human.gates if element.human else ()
        form = ground.procedure.forms.get((element.human.form if element.human else None) or "")
        if gates and form and form.keys & set(changed) and _is_done(ground, element):
            yield _fault(
                element,
                gates[0],
                "的内容是经法定前置条件作出的决定，不能直接更正，请退回该环节重新办理",
                "was decided behind a gate and is changed by deciding again only",
            )


def _recomputed(ground: Ground, rests: list[Rest], before: Seen, after: Seen) -> Iterator[Fault]:
    for rest in rests:
        for name in rest.computing:
            element = ground.procedure.elements[name]
            if not ground.record.get(name) or not computed_from(ground.procedure, element):
                continue
            if computed(ground, element, before) != computed(ground, element, after):
                yield _fault(
                    element,
                    rest.gate,
                    "已据原值得出结论，更正后结论将不同，请退回该环节重新办理",
                    "has drawn its conclusion from the old value and would draw another from the new one",
                )


def _opened(ground: Ground, rests: list[Rest], before: Seen, after: Seen) -> Iterator[Fault]:
    for rest in rests:
        was = _settled(ground, rest, before).value(rest.gate.condition) is True
        now = _settled(ground, rest, after).value(rest.gate.condition) is True
        if now and not was:
            yield _fault(
                rest.element, rest.gate, "的法定前置条件将因更正而成立", "would have its gate opened by the correction"
            )
        elif was and not now and _is_done(ground, rest.element):
            yield _fault(
                rest.element,
                rest.gate,
                "已据原值办结，更正后其法定前置条件不再成立",
                "was done on the old value; with the new one its gate would be closed",
            )


def _claimed(ground: Ground, before: Seen, after: Seen) -> Iterator[Fault]:
    for element in ground.procedure.elements.values():
        if element.human is None or not _is_done(ground, element):
            continue
        for once in element.human.once:
            if before.value(once.key) != after.value(once.key):
                gate = Gate(once.key, once.basis, once.reason, once.reason_en)
                yield _fault(
                    element,
                    gate,
                    "办结时已据原值登记为只能办理一次的事项",
                    "has claimed by the old value what may be done once only",
                )


def computed(ground: Ground, element: Element, seen: Seen) -> Mapping[str, Any]:
    """Return what a script or a decision would write from what it sees."""
    if element.script is not None:
        value = seen.value(element.script)
        return value if isinstance(value, dict) else {}
    if element.decision is None or element.decision not in ground.procedure.decisions:
        return {}
    model = ground.procedure.decisions[element.decision]
    value = model.decide(element.decision, seen.names, functions=seen.functions).value
    if element.result:
        return {element.result: value}
    return value if isinstance(value, dict) else {element.decision: value}


def _settled(ground: Ground, rest: Rest, seen: Seen) -> Seen:
    for element in ground.procedure.elements.values():
        if element.id in rest.computing:
            seen = Seen({**seen.names, **computed(ground, element, seen)}, seen.functions)
    return seen


def _is_done(ground: Ground, element: Element) -> bool:
    return ground.is_done(Required(element, frozenset()))


def _fault(element: Element, gate: Gate, zh: str, en: str) -> Fault:
    basis, reason = gate.basis or "", gate.reason or gate.condition.text
    name = element.name or element.id
    return Fault(
        "gate",
        f"“{name}”{zh}（{basis}）：{reason}",
        f"'{element.name_en or name}' {en} ({basis}): {gate.reason_en or reason}",
        {"element": element.id, "rule": basis},
    )
