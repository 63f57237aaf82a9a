"""Decision tables: reads the grid and compiles it to one closure (DMN 1.5, chapter 8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.decisions.items import Item
from engine.decisions.policies import AGGREGATORS, POLICIES, SINGLE_POLICIES, aggregate, by_priority, violation
from engine.decisions.reading import Reading
from engine.decisions.run import DecisionRun, FiredRule
from engine.decisions.xml import Element, child, children, text_of_child
from engine.feel import tree
from engine.feel.compiling.builder import TestCode
from engine.feel.compiling.table import build_code
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import parsed_tests
from engine.feel.scope import Code, Run, Scope


@dataclass(frozen=True, slots=True)
class Input:
    """A column of conditions: its expression with the names in it, and the values it allows if it says so."""

    label: str
    code: Code
    allowed: TestCode | None
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results: its name, the order of its values if given, its value where no rule fits."""

    name: str
    item: Item
    priorities: tuple[Any, ...]
    allowed: TestCode | None
    default: Code | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: the tests of the columns that are not empty, and the results."""

    number: int
    id: str | None
    annotation: str
    tests: tuple[tuple[int, TestCode], ...]
    outputs: tuple[Code, ...]
    writes: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table ready to run."""

    element: str
    policy: str
    aggregator: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    reads: Mapping[str, frozenset[str]]

    def __call__(self, scope: Scope) -> Any:
        """Evaluate the table in a scope."""
        values = self._input_values(scope)
        if values is None:
            return None
        matching = self._matching(values, scope)
        if not matching:
            return self._default(scope)
        hits = [[code(scope) for code in rule.outputs] for rule in matching]
        if violation(self.policy, hits, scope.run):
            self._note(matching, hits, values, scope.run)
            return None
        if self.policy in {"PRIORITY", "OUTPUT ORDER"}:
            order = by_priority(hits, [output.priorities for output in self.outputs], scope.run)
            matching, hits = [matching[at] for at in order], [hits[at] for at in order]
        if self.policy in SINGLE_POLICIES:
            matching, hits = matching[:1], hits[:1]
        self._note(matching, hits, values, scope.run)
        return self._result(hits, scope)

    def _input_values(self, scope: Scope) -> list[Any] | None:
        """Evaluate the input expressions; null when a value is not among those allowed."""
        values = [column.code(scope) for column in self.inputs]
        for column, value in zip(self.inputs, values, strict=True):
            if column.allowed and value is not None and column.allowed(value, scope) is not True:
                return scope.run.null(
                    "{label}: the value is not among those allowed", "{label}：取值不在允许范围内", label=column.label
                )
        return values

    def _matching(self, values: list[Any], scope: Scope) -> list[Rule]:
        """Return the rules whose tests all pass; the first one only where that is enough."""
        matching = []
        for rule in self.rules:
            for index, passes in rule.tests:
                if passes(values[index], scope) is not True:
                    break
            else:
                matching.append(rule)
                if self.policy == "FIRST":
                    break
        return matching

    def _note(self, rules: Sequence[Rule], hits: Sequence[list[Any]], values: list[Any], run: Run) -> None:
        """Remember which rules fired, where somebody asks."""
        if not isinstance(run, DecisionRun):
            return
        names = [output.name for output in self.outputs]
        inputs = {column.label: value for column, value in zip(self.inputs, values, strict=True)}
        for rule, outputs in zip(rules, hits, strict=True):
            named = dict(zip(names, outputs, strict=True))
            fired = FiredRule(
                self.element, rule.number, rule.id, rule.annotation, named, inputs, self.reads, rule.writes
            )
            run.fired.append(fired)

    def _result(self, hits: list[list[Any]], scope: Scope) -> Any:
        for outputs in hits:
            for column, value in zip(self.outputs, outputs, strict=True):
                if column.allowed and value is not None and column.allowed(value, scope) is not True:
                    return scope.run.null(
                        "{label}: the result is not among those allowed",
                        "{label}：结果不在允许范围内",
                        label=column.name,
                    )
        if self.aggregator:
            if len(self.outputs) > 1:
                return scope.run.null("Several results cannot be aggregated", "多个输出列不能聚合")
            return aggregate(self.aggregator, [outputs[0] for outputs in hits], scope.run)
        results = [self._shaped(outputs) for outputs in hits]
        return results[0] if self.policy in SINGLE_POLICIES else results

    def _shaped(self, outputs: list[Any]) -> Any:
        """Return a single result as it is, several as a context by name."""
        if len(self.outputs) == 1:
            return outputs[0]
        return {column.name: value for column, value in zip(self.outputs, outputs, strict=True)}

    def _default(self, scope: Scope) -> Any:
        """Return the default results where no rule fits; without any: an empty list, zero, or null."""
        if any(column.default for column in self.outputs):
            return self._shaped([column.default(scope) if column.default else None for column in self.outputs])
        if self.aggregator == "COUNT":
            return aggregate("COUNT", [], scope.run)
        if self.policy in SINGLE_POLICIES or self.aggregator:
            return scope.run.null("No rule fits", "没有符合的规则")
        return []


def read_table(element: Element, reading: Reading) -> Code:
    """Compile a `decisionTable` element; notes faults with table, row and column."""
    inputs = _distinct([_read_input(part, reading, at) for at, part in enumerate(children(element, "input"), 1)])
    columns = list(children(element, "output"))
    outputs = tuple(_read_output(part, reading, len(inputs) + at) for at, part in enumerate(columns, 1))
    policy = (element.get("hitPolicy") or "UNIQUE").upper()
    aggregator = (element.get("aggregation") or "").upper()
    if policy not in POLICIES or aggregator not in {"", *AGGREGATORS}:
        _refuse_policy(policy, aggregator, element, reading)
    if not outputs:
        reading.fault("no-output", "决策表没有输出列。", "The decision table has no output column.", element)
    if len(outputs) > 1:
        _require_names(columns, reading)
    shape = (inputs, outputs)
    rules = tuple(
        _read_rule(part, reading, shape, number=number) for number, part in enumerate(children(element, "rule"), 1)
    )
    reads = {column.label: column.names for column in inputs}
    return Table(reading.element, policy, aggregator if policy == "COLLECT" else "", inputs, outputs, rules, reads)


def _refuse_policy(policy: str, aggregator: str, element: Element, reading: Reading) -> None:
    is_policy = policy not in POLICIES
    known = ", ".join(sorted(POLICIES if is_policy else AGGREGATORS))
    kind_zh, kind_en = ("命中策略", "hit policy") if is_policy else ("汇总方式", "aggregation")
    name, label = policy if is_policy else aggregator, reading.label()
    zh = f"“{label}”：没有{kind_zh}“{name}”；应为其中之一：{known}。"
    en = f"“{label}”: there is no {kind_en} “{name}”; expected one of {known}."
    reading.fault("hit-policy", zh, en, element)


def _distinct(columns: Sequence[Input]) -> tuple[Input, ...]:
    """Return the columns, those that share a label numbered, so that each is told apart where a rule fired."""
    labels = [column.label for column in columns]
    return tuple(
        replace(column, label=f"{column.label} ({at})") if labels.count(column.label) > 1 else column
        for at, column in enumerate(columns, 1)
    )


def _require_names(columns: list[Element], reading: Reading) -> None:
    names = [column.get("name") or "" for column in columns]
    for at, column in enumerate(columns):
        if not names[at] or names[at] in names[:at]:
            zh, en = "多个输出列应各有不同名称。", "Several output columns need names of their own."
            reading.fault("output-name", zh, en, column, field=names[at])


def _read_input(element: Element, reading: Reading, index: int) -> Input:
    expression = child(element, "inputExpression")
    label = element.get("label") or ""
    if expression is None:
        zh, en = "输入列缺少表达式。", "An input column needs an expression."
        reading.fault("no-input-expression", zh, en, element, column=index)
        return Input(label, lambda _scope: None, None)
    values = child(element, "inputValues")
    label = label or text_of_child(expression, "text").strip()
    allowed = reading.tests(values, column=index) if values is not None else None
    return Input(label, reading.code(expression, column=index, field=label), allowed, reading.free_names(expression))


def _read_output(element: Element, reading: Reading, index: int) -> Output:
    name = element.get("name") or element.get("label") or ""
    values, default = child(element, "outputValues"), child(element, "defaultOutputEntry")
    return Output(
        name,
        reading.item(element.get("typeRef"), element),
        _priorities(values, reading) if values is not None else (),
        reading.tests(values, column=index) if values is not None else None,
        reading.code(default, column=index, field=name) if default is not None else None,
    )


def _priorities(element: Element, reading: Reading) -> tuple[Any, ...]:
    """Return the listed output values in their order; the faults are noted when they are read as tests."""
    try:
        tests = parsed_tests(text_of_child(element, "text"), reading.names)
    except FeelSyntaxError:
        return ()
    scope = Scope({}, None, Run())
    return tuple(build_code(node)(scope) for node in tests.items if not isinstance(node, tree.Test))


def _read_rule(
    element: Element, reading: Reading, shape: tuple[tuple[Input, ...], tuple[Output, ...]], *, number: int
) -> Rule:
    inputs, outputs = shape
    conditions, results = list(children(element, "inputEntry")), list(children(element, "outputEntry"))
    if len(conditions) != len(inputs) or len(results) != len(outputs):
        zh = f"“{reading.label()}”：第{number}条规则应有{len(inputs)}个条件和{len(outputs)}个结果"
        en = f"“{reading.label()}”: rule {number} should have {len(inputs)} conditions and {len(outputs)} results"
        zh += f"，实有{len(conditions)}个和{len(results)}个。"
        en += f", but has {len(conditions)} and {len(results)}."
        reading.fault("rule-width", zh, en, element, row=number)
    tests = []
    for index, condition in enumerate(conditions[: len(inputs)]):
        test = reading.tests(condition, row=number, column=index + 1, field=inputs[index].label)
        if test is not None:
            tests.append((index, test))
    codes = [
        reading.code(result, row=number, column=len(inputs) + at + 1, field=outputs[at].name)
        for at, result in enumerate(results[: len(outputs)])
    ]
    codes += [_nothing] * (len(outputs) - len(codes))
    writes = {column.name: reading.free_names(cell) for column, cell in zip(outputs, results, strict=False)}
    return Rule(number, element.get("id"), _annotation(element), tuple(tests), tuple(codes), writes)


def _nothing(_scope: Scope) -> None:
    """Stand in for a result that is missing."""


def _annotation(element: Element) -> str:
    """Return the description of a rule, else its annotation entries."""
    notes = [text_of_child(entry, "text").strip() for entry in children(element, "annotationEntry")]
    return text_of_child(element, "description").strip() or "；".join(note for note in notes if note)
