"""Draws BPMN files from short texts, so that a case shows its diagram in a few lines.

One line holds nodes and flows, separated by semicolons; `KIND ID WORDS | SUFFIX | SUFFIX` is a node, `A > B [x > 1] >
C *` are sequence flows (condition in brackets, star for the default). A node that ends in `{` holds the lines up to
`}`. Lines in angle brackets are XML as it stands, after `root` beside the processes. `decision D of x = FEEL` is a
file with a decision. `process Q {` opens a further process; `| in other.bpmn` puts it into a file of its own.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

NODES = {
    "start": "startEvent",
    "end": "endEvent",
    "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent",
    "boundary": "boundaryEvent",
    "user": "userTask",
    "manual": "manualTask",
    "task": "task",
    "script": "scriptTask",
    "service": "serviceTask",
    "send": "sendTask",
    "receive": "receiveTask",
    "rule": "businessRuleTask",
    "call": "callActivity",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "event": "eventBasedGateway",
    "complex": "complexGateway",
    "sub": "subProcess",
    "handler": "subProcess",
    "transaction": "transaction",
    "adhoc": "adHocSubProcess",
}
ROOTS = """<message id="m1" name="m1"/><message id="m2" name="m2"/>
<signal id="s1" name="s1"/><signal id="s2" name="s2"/>
<error id="E1" errorCode="E1"/><error id="E2" errorCode="E2"/>
<escalation id="X1" escalationCode="X1"/><escalation id="X2" escalationCode="X2"/>"""
HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1"
targetNamespace="t">"""


@dataclass
class Scope:
    """What is collected of a process or subprocess while its lines are read."""

    body: list[str] = field(default_factory=list)
    flows: list[tuple[str, str, str, str | None]] = field(default_factory=list)
    defaults: dict[str, str] = field(default_factory=dict)

    def xml(self) -> str:
        """Return the nodes with their defaults, then the flows."""
        text = "\n".join(self.body)
        for source, flow in self.defaults.items():
            text = text.replace(f'id="{source}"', f'id="{source}" default="{flow}"', 1)
        return text + "".join(_flow_xml(*flow) for flow in self.flows)


@dataclass
class Drawing:
    """Reads the lines of a diagram, top down."""

    lines: list[str]
    files: dict[str, list[str]] = field(default_factory=dict)
    roots: list[str] = field(default_factory=list)
    main: str = ""
    position: int = 0

    def scope(self) -> Scope:
        """Read lines up to the one that closes the scope, or to the end."""
        scope = Scope()
        while self.position < len(self.lines):
            line = self.lines[self.position].strip()
            self.position += 1
            if line == "}":
                break
            self._line(scope, line)
        return scope

    def _line(self, scope: Scope, line: str) -> None:
        if line.startswith("decision "):
            self._decision(line)
        elif line.startswith("root "):
            self.roots.append(line.removeprefix("root "))
        elif line.startswith("process "):
            self._process(line)
        elif line.startswith("<"):
            scope.body.append(line)
        elif line.endswith("{"):
            scope.body.append(_node(line.removesuffix("{").strip(), self.scope().xml()))
        else:
            for item in re.split(r";\s*(?![^\[{]*[\]}])", line):
                _item(scope, item.strip())

    def _decision(self, line: str) -> None:
        head, _, text = line.removeprefix("decision ").partition(" = ")
        name, _, given = head.partition(" of ")
        needs = f'<informationRequirement><requiredInput href="#in_{given}"/></informationRequirement>'
        says = f"<literalExpression><text>{escape(text)}</text></literalExpression>"
        decision = f'<decision id="{name}" name="{name}"><variable name="{name}"/>{needs}{says}</decision>'
        data = f'<inputData id="in_{given}" name="{given}"><variable name="{given}"/></inputData>'
        head = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="d">'
        self.files[f"{name}.dmn"] = [f"{head}{data}{decision}</definitions>"]

    def _process(self, line: str) -> None:
        head, *suffixes = line.removesuffix("{").strip().split(" | ")
        identifier = head.split()[1]
        attributes = [suffix for suffix in suffixes if suffix.startswith("@")]
        if not line.endswith("{"):
            self.main = "".join(f" {_attribute(suffix)}" for suffix in attributes)
            return
        file = next((suffix[3:] for suffix in suffixes if suffix.startswith("in ")), "main.bpmn")
        more = "".join(f" {_attribute(suffix)}" for suffix in attributes)
        self.files.setdefault(file, []).append(
            f'<process id="{identifier}" isExecutable="true"{more}>{self.scope().xml()}</process>'
        )


def draw(text: str) -> dict[str, bytes]:
    """Return the files of a diagram by name; the main process is called P."""
    drawing = Drawing([line for line in text.splitlines() if line.strip()])
    body = drawing.scope().xml()
    executable = "" if "isExecutable" in drawing.main else ' isExecutable="true"'
    main = f'<process id="P"{executable}{drawing.main}>{body}</process>'
    drawing.files.setdefault("main.bpmn", []).insert(0, main)
    roots = ROOTS + "\n".join(drawing.roots)
    return {
        name: "".join(processes).encode()
        if name.endswith(".dmn")
        else f"{HEAD}{roots if name == 'main.bpmn' else ROOTS}{''.join(processes)}</definitions>".encode()
        for name, processes in drawing.files.items()
    }


def _item(scope: Scope, item: str) -> None:
    is_node = " > " not in item or item.split(maxsplit=1)[0] in NODES
    parts = [item] if is_node else re.split(r"\s*>\s*(?![^\[]*\])", item)
    if len(parts) == 1:
        scope.body.extend([_node(item)] if item else [])
        return
    for left, right in pairwise(parts):
        found = re.fullmatch(r"(\S+)(?:\s+\[(.*)\])?(\s+\*)?", right)
        assert found is not None, right
        source = left.split()[0]
        flow = f"{source}_{found[1]}"
        twins = sum(each[0].startswith(flow) for each in scope.flows)
        flow = f"{flow}_{twins + 1}" if twins else flow
        scope.flows.append((flow, source, found[1], found[2]))
        if found[3]:
            scope.defaults[source] = flow


def _flow_xml(flow: str, source: str, target: str, condition: str | None) -> str:
    inside = f"<conditionExpression>{escape(condition)}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{flow}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'


def _node(text: str, body: str = "") -> str:
    head, *suffixes = text.split(" | ")
    kind, identifier, *words = head.split(maxsplit=2)
    rest = words[0] if words else ""
    attributes, children = [f"id={quoteattr(identifier)}"], []
    if kind == "boundary":
        _, host, *event = rest.split(maxsplit=2)
        attributes.append(f'attachedToRef="{host}"')
        rest = event[0] if event else ""
    if kind in ("start", "end", "catch", "throw", "boundary"):
        children.append(_events(rest))
        if " & " in rest:
            attributes.append('parallelMultiple="true"')
    elif kind == "script" and rest:
        children.append(f"<script>{escape(rest)}</script>")
    elif kind == "call":
        attributes.append(f'calledElement="{rest}"')
    elif kind in ("send", "receive") and rest:
        attributes.append(f'messageRef="{rest}"')
    elif kind == "handler":
        attributes.append('triggeredByEvent="true"')
    _suffixes(kind, suffixes, attributes, children)
    tag = NODES[kind]
    return f"<{tag} {' '.join(attributes)}>{''.join(children)}{body}</{tag}>"


def _suffixes(kind: str, suffixes: list[str], attributes: list[str], children: list[str]) -> None:
    loop = [
        suffix for suffix in suffixes if re.match(r"\d+ times|each |until |while |at most |tested first|again", suffix)
    ]
    if loop:
        children.append(_loop(loop))
    for suffix in suffixes:
        if suffix == "beside":
            attributes.append('isInterrupting="false"' if kind == "start" else 'cancelActivity="false"')
        elif suffix.startswith("name "):
            attributes.append(f"name={quoteattr(suffix[5:])}")
        elif suffix.startswith("@"):
            attributes.append(_attribute(suffix))
        elif suffix.startswith("<"):
            children.append(suffix)
        elif suffix.startswith("done when "):
            children.append(f"<completionCondition>{escape(suffix[10:])}</completionCondition>")
        else:
            assert suffix in loop, f"unknown suffix {suffix}"


def _attribute(suffix: str) -> str:
    name, _, value = suffix[1:].partition("=")
    return f"{name}={quoteattr(value)}"


def _loop(suffixes: list[str]) -> str:
    standard = [suffix for suffix in suffixes if not re.match(r"\d+ times|each |until ", suffix)]
    if standard:
        return _standard_loop(standard)
    head = next(suffix for suffix in suffixes if not suffix.startswith("until "))
    until = "".join(
        f"<completionCondition>{escape(suffix[6:])}</completionCondition>"
        for suffix in suffixes
        if suffix.startswith("until ")
    )
    turn = "true" if head.endswith(" in turn") else "false"
    head = head.removesuffix(" in turn")
    times = re.fullmatch(r"(\d+) times", head)
    if times:
        inside = f"<loopCardinality>{times[1]}</loopCardinality>"
    else:
        each = re.fullmatch(r"each (\S+) as (\S+)(?: into (\S+) of (\S+))?", head)
        assert each is not None, head
        inside = f"<loopDataInputRef>{each[1]}</loopDataInputRef>"
        inside += f"<loopDataOutputRef>{each[3]}</loopDataOutputRef>" if each[3] else ""
        inside += f'<inputDataItem id="{each[2]}_in" name="{each[2]}"/>'
        inside += f'<outputDataItem id="{each[4]}_out" name="{each[4]}"/>' if each[4] else ""
    return f'<multiInstanceLoopCharacteristics isSequential="{turn}">{inside}{until}</multiInstanceLoopCharacteristics>'


def _standard_loop(suffixes: list[str]) -> str:
    attributes, inside = "", ""
    for suffix in suffixes:
        if suffix.startswith("while "):
            inside = f"<loopCondition>{escape(suffix[6:])}</loopCondition>"
        elif suffix.startswith("at most "):
            attributes += f' loopMaximum="{suffix[8:]}"'
        elif suffix == "tested first":
            attributes += ' testBefore="true"'
    return f"<standardLoopCharacteristics{attributes}>{inside}</standardLoopCharacteristics>"


def _events(text: str) -> str:
    return "".join(_event(part.strip()) for part in re.split(r" [+&] ", text) if part.strip())


def _event(text: str) -> str:
    kind, _, rest = text.partition(" ")
    if kind == "timer":
        form = "timeCycle" if rest.startswith("R") else "timeDate" if rest[:4].isdigit() else "timeDuration"
        return f"<timerEventDefinition><{form}>{escape(rest)}</{form}></timerEventDefinition>"
    if kind == "conditional":
        return f"<conditionalEventDefinition><condition>{escape(rest)}</condition></conditionalEventDefinition>"
    if kind == "link":
        return f'<linkEventDefinition name="{rest}"/>'
    if kind == "compensation":
        return f"<compensateEventDefinition{f' activityRef={quoteattr(rest)}' if rest else ''}/>"
    reference = f' {kind}Ref="{rest}"' if rest else ""
    return f"<{kind}EventDefinition{reference}/>"
