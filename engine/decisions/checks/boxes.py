"""Walks boxed expressions with the names each of them brings into sight, working out the types of their values."""

from collections.abc import Callable, Iterator, Mapping

from engine.decisions.checks.sight import Sight
from engine.decisions.xml import Element, child, children, local_name
from engine.feel.checking import BOOLEAN, FeelType, context_of, list_of
from engine.feel.types import ANY, Type

FUNCTION = Type("function")


def check_boxed(element: Element, sight: Sight) -> FeelType:
    """Check any boxed expression, noting faults; returns the type of its value, the stated one where it states one."""
    checker = _CHECKERS.get(local_name(element))
    found = checker(element, sight) if checker else ANY
    stated = sight.types.type(element.get("typeRef"))
    return found if stated == ANY or local_name(element) in {"decisionTable", "functionDefinition"} else stated


def check_inner(element: Element | None, sight: Sight) -> FeelType:
    """Check the expression among an element's children; anything where there is none."""
    inner = next(_expressions(element), None) if element is not None else None
    return ANY if inner is None else check_boxed(inner, sight)


def _expressions(element: Element) -> Iterator[Element]:
    return children(element, *_CHECKERS)


def _name(element: Element, attribute: str = "name") -> str:
    return " ".join((element.get(attribute) or "").split())


def _literal(element: Element, sight: Sight) -> FeelType:
    return sight.expression(element)


def _context(element: Element, sight: Sight) -> FeelType:
    entries: dict[str, FeelType] = {}
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        if variable is None:
            return check_inner(entry, sight.inside(entries))
        name, stated = _name(variable), sight.types.type(variable.get("typeRef"))
        # A function may call itself by the name of its entry.
        itself = {name: FUNCTION} if child(entry, "functionDefinition") is not None else {}
        found = check_inner(entry, sight.inside({**entries, **itself}))
        entries[name] = found if stated == ANY else stated
    return context_of(entries)


def _function(element: Element, sight: Sight) -> FeelType:
    check_function(element, sight)
    return FUNCTION


def check_function(element: Element, sight: Sight) -> None:
    """Check the body of a function, which sees its parameters."""
    parameters = {_name(part): sight.types.type(part.get("typeRef")) for part in children(element, "formalParameter")}
    check_inner(element, sight.inside(parameters))


def _invocation(element: Element, sight: Sight) -> FeelType:
    check_inner(element, sight)
    for binding in children(element, "binding"):
        check_inner(binding, sight)
    return ANY


def _relation(element: Element, sight: Sight) -> FeelType:
    names = [_name(column) for column in children(element, "column")]
    kinds = [sight.types.type(column.get("typeRef")) for column in children(element, "column")]
    for row in children(element, "row"):
        for cell in _expressions(row):
            check_boxed(cell, sight)
    return list_of(context_of(dict(zip(names, kinds, strict=True)))) if names else list_of(ANY)


def _list(element: Element, sight: Sight) -> FeelType:
    for item in _expressions(element):
        check_boxed(item, sight)
    return list_of(ANY)


def _conditional(element: Element, sight: Sight) -> FeelType:
    condition = child(element, "if")
    literal = child(condition, "literalExpression") if condition is not None else None
    if literal is not None:
        sight.expression(literal, expected=BOOLEAN)
    else:
        check_inner(condition, sight)
    first, second = (check_inner(child(element, part), sight) for part in ("then", "else"))
    return first if first == second else ANY


def _filter(element: Element, sight: Sight) -> FeelType:
    source = check_inner(child(element, "in"), sight)
    item = _item_of(source)
    # Entries of the items are names of their own; of items nobody knows, every name may be an entry.
    is_open = item == ANY or (item.name == "context" and not item.entries)
    check_inner(child(element, "match"), sight.inside({"item": item, **dict(item.entries)}, is_open=is_open))
    return source if source.name == "list" else ANY


def _item_of(kind: FeelType) -> FeelType:
    return kind.parts[0] if kind.name in {"list", "range"} and kind.parts else ANY


def _looped(element: Element, sight: Sight, part: str, more: Mapping[str, FeelType]) -> FeelType:
    item = _item_of(check_inner(child(element, "in"), sight))
    return check_inner(child(element, part), sight.inside({_name(element, "iteratorVariable"): item, **more}))


def _for(element: Element, sight: Sight) -> FeelType:
    return list_of(_looped(element, sight, "return", {"partial": list_of(ANY)}))


def _quantified(element: Element, sight: Sight) -> FeelType:
    _looped(element, sight, "satisfies", {})
    return BOOLEAN


def _table(element: Element, sight: Sight) -> FeelType:
    kinds = []
    for number, column in enumerate(children(element, "input"), 1):
        expression = child(column, "inputExpression")
        found = sight.expression(expression, column=number) if expression is not None else ANY
        stated = sight.types.column_type(column, sight.schema)
        kinds.append(found if stated == ANY else stated)
    outputs = list(children(element, "output"))
    results = [sight.types.type(column.get("typeRef")) for column in outputs]
    for at, (column, kind) in enumerate(zip(outputs, results, strict=True), len(kinds) + 1):
        default = child(column, "defaultOutputEntry")
        if default is not None:
            sight.expression(default, expected=kind, column=at)
    for number, rule in enumerate(children(element, "rule"), 1):
        _rule(rule, sight, kinds, results, number=number)
    return ANY


def _rule(rule: Element, sight: Sight, kinds: list[FeelType], results: list[FeelType], *, number: int) -> None:
    for column, (cell, kind) in enumerate(zip(children(rule, "inputEntry"), kinds, strict=False), 1):
        sight.cell(cell, kind, row=number, column=column)
    for column, (cell, kind) in enumerate(zip(children(rule, "outputEntry"), results, strict=False), len(kinds) + 1):
        sight.expression(cell, expected=kind, row=number, column=column)


_CHECKERS: Mapping[str, Callable[[Element, Sight], FeelType]] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "invocation": _invocation,
    "functionDefinition": _function,
    "relation": _relation,
    "list": _list,
    "conditional": _conditional,
    "filter": _filter,
    "for": _for,
    "some": _quantified,
    "every": _quantified,
}
