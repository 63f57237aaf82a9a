"""Reads what a condition asks of data and record, part by part; a part that cannot be read may come out any way."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.bpmn import Formula
from engine.feel import Expression, tree
from engine.verification.data.domains import OTHER, document_of
from engine.verification.data.reading import compared

TRUE, FALSE, NULL = 1, 2, 4
EITHER = TRUE | FALSE | NULL
"""What a condition can come out as, as a set of bits."""

Values = Mapping[str, Any]
Answer = Callable[[Values], int]

_THREE = (TRUE, FALSE, NULL)


@dataclass
class Question:
    """A condition: the facts it depends on, with the constants that tell their values apart, and what it can answer.

    A fact is `Process:variable`, `done:Element`, `later:A:B` (A was completed after B) or `times:Element`.
    `is_whole` is false where some part was not read.
    """

    answer: Answer
    constants: dict[str, set[Any]] = field(default_factory=dict)
    is_whole: bool = True

    @property
    def facts(self) -> frozenset[str]:
        """Return the facts it depends on."""
        return frozenset(self.constants)


def question_of(formula: Formula, process: str) -> Question:
    """Return what a formula asks in a process."""
    if not formula.is_readable:
        return _opaque()
    return question(formula.expression.tree, process)


def question(node: tree.Node, process: str) -> Question:
    """Return what a condition asks in a process."""
    match node:
        case tree.Conjunction(parts=parts) | tree.Disjunction(parts=parts):
            decides = FALSE if isinstance(node, tree.Conjunction) else TRUE
            return _joined([question(part, process) for part in parts], decides=decides)
        case tree.Call(function=tree.Name(name="not"), arguments=(inner,)):
            asked = question(inner, process)
            return _mapped([asked], lambda values: _swapped(asked.answer(values)))
        case tree.Conditional(condition=condition, yes=yes, no=no):
            return _either(question(condition, process), question(yes, process), question(no, process))
        case tree.Literal(value=value):
            answer = _of_value(value)
            return Question(lambda _: answer)
        case tree.Comparison(operator=operator, left=left, right=right):
            found = _of_record(operator, left, right) or _of_null(operator, left, right, process)
            return found or _leaf(node, process)
    return _leaf(node, process)


def variable(node: tree.Node) -> str | None:
    """Return the name of a variable or of an entry of one, None for anything else."""
    match node:
        case tree.Name(name=name) if name not in ("case", "record", "today", "?"):
            return name
        case tree.Path(source=source, name=name):
            outer = variable(source)
            return None if outer is None else f"{outer}.{name}"
        case _:
            return None


def _leaf(node: tree.Node, process: str) -> Question:
    expression = Expression("", node)
    found = compared(Formula("", expression, "", 0)) or _contained(node)
    if not found:
        return _opaque()
    names = {name: f"{process}:{name}" for name in found}

    if isinstance(node, tree.Call):
        # Of a list nothing but its being there is followed.
        fact = next(iter(names.values()))
        listed = _about(frozenset({fact}), lambda values: NULL if values[fact] is None else TRUE | FALSE)
        return Question(listed, {fact: {OTHER}}, is_whole=False)
    answer = _about(
        frozenset(names.values()),
        lambda values: _of_value(
            expression.evaluate(document_of({name: values[fact] for name, fact in names.items()}))
        ),
    )
    return Question(answer, {names[name]: set(constants) for name, constants in found.items()})


def _about(facts: frozenset[str], answer: Answer) -> Answer:
    """Return an answer that is anything while one of its facts is not followed."""
    return lambda values: answer(values) if facts <= values.keys() else EITHER


def _contained(node: tree.Node) -> Mapping[str, frozenset[Any]] | None:
    match node:
        case tree.Call(function=tree.Name(name="list contains"), arguments=(listed, tree.Literal())):
            name = variable(listed)
            return None if name is None else {name: frozenset()}
        case _:
            return None


def _of_null(operator: str, left: tree.Node, right: tree.Node, process: str) -> Question | None:
    """Return the question whether something is set at all."""
    if isinstance(left, tree.Literal):
        left, right = right, left
    if not (isinstance(right, tree.Literal) and right.value is None) or operator not in ("=", "!="):
        return None
    recorded = _recorded(left)
    name = variable(left)
    fact = f"done:{recorded}" if recorded else f"{process}:{name}"
    if recorded is None and name is None:
        return None
    set_, unset = (TRUE, FALSE) if operator == "!=" else (FALSE, TRUE)
    answer = _about(frozenset({fact}), lambda values: unset if values[fact] is None else set_)
    return Question(answer, {fact: set() if recorded else {OTHER}})


def _of_record(operator: str, left: tree.Node, right: tree.Node) -> Question | None:
    """Return the question in which order elements were completed, or how often one was."""
    match left, right:
        case tree.Path(source=first, name="seq"), tree.Path(source=second, name="seq"):
            one, other = _recorded(first), _recorded(second)
            if one is None or other is None or operator not in ("<", ">", "<=", ">="):
                return None
            if operator in ("<", "<="):
                one, other = other, one
            fact = f"later:{one}:{other}"
            return Question(_about(frozenset({fact}), lambda values: _of_value(values[fact])), {fact: set()})
        case tree.Path(source=counted, name="times"), tree.Literal(value=Decimal()):
            element = _recorded(counted)
            if element is None:
                return None
            expression = Expression("", tree.Comparison(operator, tree.Name("n"), right))
            fact = f"times:{element}"
            answer = _about(frozenset({fact}), lambda values: _of_value(expression.evaluate({"n": values[fact]})))
            return Question(answer, {fact: {int(right.value)}})
        case _:
            return None


def _recorded(node: tree.Node) -> str | None:
    match node:
        case tree.Path(source=tree.Name(name="record"), name=name):
            return name
        case _:
            return None


def _opaque() -> Question:
    return Question(lambda _: EITHER, is_whole=False)


def _joined(parts: list[Question], *, decides: int) -> Question:
    """Return a conjunction or disjunction; one part that `decides` it is enough."""
    other = TRUE if decides == FALSE else FALSE

    def answer(values: Values) -> int:
        possible = other
        for part in parts:
            own = part.answer(values)
            possible = _combined(possible, own, decides)
            if possible == decides:
                break
        return possible

    return _mapped(parts, answer)


def _combined(one: int, other: int, decides: int) -> int:
    found = 0
    for a in _THREE:
        for b in _THREE:
            if a & one and b & other:
                found |= decides if decides in (a, b) else NULL if NULL in (a, b) else a
    return found


def _either(condition: Question, yes: Question, no: Question) -> Question:
    def answer(values: Values) -> int:
        asked = condition.answer(values)
        return (yes.answer(values) if asked & TRUE else 0) | (no.answer(values) if asked & (FALSE | NULL) else 0)

    return _mapped([condition, yes, no], answer)


def _mapped(parts: Iterable[Question], answer: Answer) -> Question:
    constants: dict[str, set[Any]] = {}
    whole = True
    for part in parts:
        whole = whole and part.is_whole
        for fact, values in part.constants.items():
            constants.setdefault(fact, set()).update(values)
    return Question(answer, constants, whole)


def _swapped(answer: int) -> int:
    return (FALSE if answer & TRUE else 0) | (TRUE if answer & FALSE else 0) | (answer & NULL)


def _of_value(value: Any) -> int:
    return TRUE if value is True else FALSE if value is False else NULL
