"""Boxed expressions: contexts, invocations, functions, lists, relations, loops (DMN 1.5, 10.5)."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.decisions.functions import Definition
from engine.decisions.items import Item, fit
from engine.decisions.reading import Boxed, Reading, null_code
from engine.decisions.tables import read_table
from engine.decisions.xml import Element, child, children, local_name
from engine.feel.compiling.calls import invoke, invoke_named
from engine.feel.compiling.loops import items_of, matching_items
from engine.feel.limits import LIST_ITEMS
from engine.feel.scope import Code, Exhausted, Scope
from engine.feel.types import type_name


def read_boxed(element: Element, reading: Reading) -> Code:
    """Compile any boxed expression; its type, where it states one, is imposed on the value."""
    reader = READERS.get(local_name(element))
    if reader is None:
        name = str(element.tag)
        reading.fault("expression", f"不支持的表达式“{name}”。", f"“{name}” is no expression known here.", element)
        return lambda _scope: None
    code, reference = reader(element, reading), element.get("typeRef")
    return typed(code, reading.item(reference, element)) if reference and local_name(element) in _TYPED else code


def read_inner(element: Element, reading: Reading) -> Code | None:
    """Compile the expression among an element's children; `None` when there is none."""
    inner = next(children(element, *READERS), None)
    return None if inner is None else read_boxed(inner, reading)


def _required(element: Element | None, parent: Element, reading: Reading) -> Code:
    """Compile the expression inside a part that must be there."""
    code = read_inner(element, reading) if element is not None else None
    if code is None:
        reading.fault("incomplete", "表达式不完整。", "The expression is incomplete.", parent)
        return lambda _scope: None
    return code


def typed(code: Code, item: Item) -> Code:
    """Return code whose value is made to fit a type; null with a reason where it does not."""

    def impose(scope: Scope) -> Any:
        value, fits = fit(code(scope), item, scope.run)
        if fits:
            return value
        return scope.run.null("The value is no {kind}", "值不符合类型{kind}", kind=item.name)

    return impose


def _literal(element: Element, reading: Reading) -> Code:
    imported = child(element, "importedValues")
    if imported is not None:
        reading.fault("imported-values", "不支持导入值。", "Imported values are not supported.", imported)
    return reading.code(element)


def _context(element: Element, reading: Reading) -> Code:
    entries: list[tuple[str, Code]] = []
    result: Code | None = None
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        code = _required(entry, entry, reading)
        if variable is None:
            result = code
            continue
        reference = variable.get("typeRef")
        code = typed(code, reading.item(reference, variable)) if reference else code
        entries.append((" ".join((variable.get("name") or "").split()), code))

    def build(scope: Scope) -> Any:
        values: dict[str, Any] = {}
        inner = Scope(values, scope, scope.run)
        for name, code in entries:
            values[name] = code(inner)
        return result(inner) if result else values

    return build


def _invocation(element: Element, reading: Reading) -> Code:
    function = read_inner(element, reading) or (lambda _scope: None)
    names, codes = [], []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        names.append(parameter.get("name") or "" if parameter is not None else "")
        codes.append(read_inner(binding, reading) or (lambda _scope: None))
    keys = tuple(names)

    def call(scope: Scope) -> Any:
        values = [code(scope) for code in codes]
        target = function(scope)
        return invoke_named(target, keys, values, scope.run) if keys else invoke(target, values, scope.run)

    return call


def read_function(element: Element, reading: Reading, name: str = "function") -> Code:
    """Compile a function definition; only those written in FEEL are accepted."""
    if (element.get("kind") or "FEEL") != "FEEL":
        zh, en = "模型中不得含外部函数。", "A model may not contain external functions."
        return null_code(reading.fault("external", zh, en, element))
    parameters = tuple(
        (" ".join((part.get("name") or "").split()), reading.item(part.get("typeRef"), part))
        for part in children(element, "formalParameter")
    )
    reference = element.get("typeRef")
    body = read_inner(element, reading) or (lambda _scope: None)
    if reference and reading.item(reference, element).type().name != "function":
        body = typed(body, reading.item(reference, element))
    return Definition(name, parameters, body)


def _relation(element: Element, reading: Reading) -> Code:
    columns = [" ".join((column.get("name") or "").split()) for column in children(element, "column")]
    rows = []
    for number, row in enumerate(children(element, "row"), 1):
        cells = [read_boxed(cell, reading) for cell in children(row, *READERS)]
        if len(cells) != len(columns):
            zh, en = f"第{number}行应有{len(columns)}格。", f"Row {number} should have {len(columns)} cells."
            reading.fault("row-width", zh, en, row, row=number)
        rows.append(tuple(zip(columns, cells, strict=False)))
    return lambda scope: [{name: code(scope) for name, code in row} for row in rows]


def _list(element: Element, reading: Reading) -> Code:
    items = [read_boxed(item, reading) for item in children(element, *READERS)]
    return lambda scope: [item(scope) for item in items]


def _conditional(element: Element, reading: Reading) -> Code:
    condition, yes, no = (_required(child(element, part), element, reading) for part in ("if", "then", "else"))

    def choose(scope: Scope) -> Any:
        verdict = condition(scope)
        if verdict is not None and type(verdict) is not bool:
            return scope.run.null("A condition gave a {kind}", "条件的结果是{kind}", kind=type_name(verdict))
        return yes(scope) if verdict is True else no(scope)

    return choose


def _filter(element: Element, reading: Reading) -> Code:
    source, match = (_required(child(element, part), element, reading) for part in ("in", "match"))

    def choose(scope: Scope) -> Any:
        value = source(scope)
        if value is None:
            return scope.run.null("Null cannot be filtered", "空值不能筛选")
        return matching_items(value if isinstance(value, list) else [value], match, scope)

    return choose


def _iteration(element: Element, reading: Reading, part: str) -> tuple[str, Code, Code]:
    start = child(element, "in")
    run = child(start, "literalExpression") if start is not None else None
    source = (reading.iteration(run) if run is not None else None) or _required(start, element, reading)
    body = _required(child(element, part), element, reading)
    return " ".join((element.get("iteratorVariable") or "").split()), source, body


def _for(element: Element, reading: Reading) -> Code:
    name, source, body = _iteration(element, reading, "return")

    def collect(scope: Scope) -> Any:
        items = items_of(source(scope), scope.run)
        if items is None:
            return None
        results: list[Any] = []
        for item in items:
            scope.run.step()
            if len(results) >= LIST_ITEMS:
                raise Exhausted
            results.append(body(Scope({name: item, "partial": results}, scope, scope.run)))
        return results

    return collect


def _quantified(decisive: bool) -> Boxed:  # noqa: FBT001 - the truth value that ends the walk
    def read(element: Element, reading: Reading) -> Code:
        name, source, body = _iteration(element, reading, "satisfies")

        def decide(scope: Scope) -> bool | None:
            items = items_of(source(scope), scope.run)
            if items is None:
                return None
            verdict: bool | None = not decisive
            for item in items:
                scope.run.step()
                answer = body(Scope({name: item}, scope, scope.run))
                if answer is decisive:
                    return bool(answer)
                if type(answer) is not bool:
                    verdict = None
            return verdict

        return decide

    return read


_TYPED = frozenset({"literalExpression", "invocation", "context", "conditional"})
"""Expressions whose stated type is imposed; that of a table means its single results, that of a function its own."""

READERS: Mapping[str, Callable[[Element, Reading], Code]] = {
    "literalExpression": _literal,
    "decisionTable": read_table,
    "context": _context,
    "invocation": _invocation,
    "functionDefinition": read_function,
    "relation": _relation,
    "list": _list,
    "conditional": _conditional,
    "filter": _filter,
    "for": _for,
    "some": _quantified(decisive=True),
    "every": _quantified(decisive=False),
}
