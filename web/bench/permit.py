"""A permit procedure in two dialects, ours and the library's, so that both can be measured on one diagram."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Dialect:
    """How one engine writes what the other writes differently."""

    incomplete: str
    not_ok: str
    duration: str

    def lasting(self, days: int) -> str:
        """Return the timer definition of so many days."""
        return (
            "<timerEventDefinition><timeDuration>"
            f"{self.duration.format(days=days)}</timeDuration></timerEventDefinition>"
        )


GUIJU = Dialect("complete = false", "ok = false", "P{days}D")
LIBRARY = Dialect("not complete", "not ok", '"P{days}D"')


def draw(dialect: Dialect) -> bytes:
    """Return the diagram as BPMN XML in a dialect."""
    inspection = _subprocess(
        "Inspection",
        [
            ("startEvent", "Arrive", ""),
            ("userTask", "Plan", ""),
            ("userTask", "Inspect", ""),
            ("boundaryEvent", "Late", f'attachedToRef="Inspect" cancelActivity="false">{dialect.lasting(21)}'),
            ("userTask", "RemindInspector", ""),
            ("endEvent", "Reminded", ""),
            ("endEvent", "Inspected", ""),
        ],
        "Arrive Plan Inspect Inspected;Late RemindInspector Reminded",
    )
    nodes = [
        ("startEvent", "Begin", ""),
        ("exclusiveGateway", "Again", ""),
        ("userTask", "Check", ""),
        ("boundaryEvent", "Remind", f'attachedToRef="Check" cancelActivity="false">{dialect.lasting(14)}'),
        ("userTask", "SendReminder", ""),
        ("endEvent", "ReminderSent", ""),
        ("boundaryEvent", "Expire", f'attachedToRef="Check" cancelActivity="true">{dialect.lasting(60)}'),
        ("userTask", "CloseCase", ""),
        ("endEvent", "Expired", ""),
        ("exclusiveGateway", "IsComplete", 'default="d0"'),
        ("userTask", "Supplement", ""),
        ("parallelGateway", "Split", ""),
        ("userTask", "AdviseOnFire", ""),
        ("userTask", "AdviseOnHealth", ""),
        ("userTask", "VerifyFee", ""),
        ("parallelGateway", "Join", ""),
        ("exclusiveGateway", "Redraft", ""),
        ("userTask", "Draft", ""),
        ("boundaryEvent", "SlowDraft", f'attachedToRef="Draft" cancelActivity="false">{dialect.lasting(7)}'),
        ("userTask", "Escalate", ""),
        ("endEvent", "Escalated", ""),
        ("userTask", "Review", ""),
        ("exclusiveGateway", "IsGood", 'default="d1"'),
        ("userTask", "Publish", ""),
        ("endEvent", "Done", ""),
    ]
    flows = (
        "Begin Again Check IsComplete;Remind SendReminder ReminderSent;Expire CloseCase Expired;"
        "IsComplete Supplement?incomplete;Supplement Again;IsComplete Split!d0;"
        "Split AdviseOnFire Join;Split AdviseOnHealth Join;Split VerifyFee Join;Split Inspection Join;"
        "Join Redraft Draft Review IsGood;SlowDraft Escalate Escalated;IsGood Redraft?not_ok;IsGood Publish!d1;"
        "Publish Done"
    )
    body = (
        "".join(map(_node, nodes))
        + inspection
        + _flows(flows, {"incomplete": dialect.incomplete, "not_ok": dialect.not_ok})
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:guiju:bench">'
        f'<process id="Permit" isExecutable="true">{body}</process></definitions>'
    ).encode()


def case_data() -> dict[str, object]:
    """Return a case document of about two kilobytes."""
    return {
        "applicant": {
            "name": "成都锦里小馆餐饮有限公司",
            "address": {"street": "武侯祠大街", "number": 231},
            "phone": "028",
        },
        "object": {"kind": "dormer", "area": 12, "description": "Window at the rear of the house. " * 6},
        "documents": [
            {"id": f"doc-{number}", "name": f"drawing-{number}.pdf", "size": 120_000 + number, "sha256": "a1b2c3d4" * 8}
            for number in range(8)
        ],
        "notes": [f"note {number}: as discussed on the telephone" for number in range(6)],
        "complete": True,
        "ok": True,
    }


def _node(node: tuple[str, str, str]) -> str:
    tag, name, more = node
    attributes, _, inner = more.partition(">")
    return f'<{tag} id="{name}" {attributes}>{inner}</{tag}>'


def _subprocess(name: str, nodes: list[tuple[str, str, str]], flows: str) -> str:
    return f'<subProcess id="{name}">{"".join(map(_node, nodes))}{_flows(flows, {}, prefix="i")}</subProcess>'


def _flows(text: str, conditions: Mapping[str, str], *, prefix: str = "f") -> str:
    """Return sequence flows: chains of ids; `?name` puts a condition on the last flow, `!id` names it."""
    drawn = []
    for number, line in enumerate(text.split(";")):
        known, _, flow = line.partition("!")
        chain, _, asked = known.partition("?")
        told = f"<conditionExpression>{conditions[asked]}</conditionExpression>" if asked else ""
        for place, (source, target) in enumerate(pairwise(chain.split())):
            name = flow or f"{prefix}{number}_{place}"
            drawn.append(f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{told}</sequenceFlow>')
    return "".join(drawn)
