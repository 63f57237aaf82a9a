"""Checks calls: whether there is such a function, and whether it takes such arguments."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.feel import tree
from engine.feel.checking.asking import Asking
from engine.feel.checking.findings import suggestion
from engine.feel.checking.kinds import ALIASES, FeelType, fits, is_open, words
from engine.feel.checking.results import result_type
from engine.feel.checking.scopes import Sight
from engine.feel.functions.registry import BUILTINS, Parameter, Signature
from engine.feel.temporal import parse_date, parse_date_time, parse_duration, parse_time
from engine.feel.types import ANY, PYTHON_TYPES, type_name

_READERS: Mapping[str, Callable[[str], Any]] = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_time,
    "duration": parse_duration,
}


def call(checker: Asking, node: tree.Call, sight: Sight) -> FeelType:
    """Check a call with positional arguments."""
    kinds = [checker.type_of(argument, sight) for argument in node.arguments]
    own = _own_function(checker, node.function, sight)
    if own is not None:
        return _own_result(checker, node, own, kinds)
    name = _name(node.function)
    if name not in BUILTINS:
        return ANY
    signature = next((signature for signature in BUILTINS[name] if signature.takes(len(kinds))), None)
    if signature is None:
        return _wrong_count(checker, node, name, len(kinds))
    _require_fitting(checker, node, signature, list(zip(signature.parameters, kinds, node.arguments, strict=False)))
    return literal_result(checker, node, name) or result_type(name, kinds)


def literal_result(checker: Asking, node: tree.Call, name: str) -> FeelType | None:
    """Return the type of a date, time or duration written as a string; `None` for anything else."""
    read = _READERS.get(name)
    argument = node.arguments[0] if len(node.arguments) == 1 else None
    if read is None or not isinstance(argument, tree.Literal) or not isinstance(argument.value, str):
        return None
    value = read(argument.value)
    if value is not None:
        return FeelType(type_name(value))
    checker.findings.add(
        argument.at,
        "feel.argument-type",
        zh="“{text}”不是有效的{name}。",
        en='"{text}" is no {name}.',
        text=argument.value[:80],
        name=name,
    )
    return result_type(name, ())


def named_call(checker: Asking, node: tree.NamedCall, sight: Sight) -> FeelType:
    """Check a call with named arguments."""
    kinds = [checker.type_of(argument, sight) for _, argument in node.arguments]
    own = _own_function(checker, node.function, sight)
    name = _name(node.function)
    if own is not None or name not in BUILTINS:
        return own.result or ANY if own else ANY
    names = tuple(key for key, _ in node.arguments)
    for signature in BUILTINS[name]:
        order = signature.order(names)
        if order is not None:
            used = [(part, kinds[at], node.arguments[at][1]) for part, at in _placed(signature, order)]
            _require_fitting(checker, node, signature, used)
            return result_type(name, [kind for _, kind, _ in used])
    return _wrong_names(checker, node, name, names)


def _placed(signature: Signature, order: Sequence[int]) -> list[tuple[Parameter, int]]:
    return [(part, at) for part, at in zip(signature.parameters, order, strict=True) if at >= 0]


def _name(function: tree.Node) -> str:
    return function.name if isinstance(function, tree.Name) else ""


def _own_function(checker: Asking, function: tree.Node, sight: Sight) -> FeelType | None:
    """Return the type of a function that is a value; `None` for built-in ones, those of the host and unknown ones."""
    if not isinstance(function, tree.Name):
        return checker.type_of(function, sight)
    kind = sight.find(function.name)
    if kind is not None and (kind.name == "function" or is_open(kind)):
        return kind
    if function.name not in BUILTINS and function.name not in sight.functions and not sight.anything:
        zh, en = suggestion(function.name, {*BUILTINS, *sight.functions})
        checker.findings.add(
            function.at,
            "feel.unknown-function",
            zh="没有名为“{name}”的函数{hint_zh}",
            en='There is no function named "{name}"{hint_en}',
            name=function.name,
            hint_zh=zh,
            hint_en=en,
        )
    return None


def _own_result(checker: Asking, node: tree.Call, own: FeelType, kinds: Sequence[FeelType]) -> FeelType:
    """Return what a function value gives; one that says what it takes must be given that many arguments."""
    if own.name == "function" and own.result is not None and len(own.parts) != len(kinds):
        checker.findings.add(
            node.at,
            "feel.arguments",
            zh="这个函数需要{wanted}个参数，给了{given}个。",
            en="This function takes {wanted} arguments, but {given} are given.",
            wanted=len(own.parts),
            given=len(kinds),
        )
    return own.result or ANY


def _wrong_count(checker: Asking, node: tree.Call, name: str, given: int) -> FeelType:
    checker.findings.add(
        node.at,
        "feel.arguments",
        zh="{name}不接受{given}个参数，应写作{forms}。",
        en="{name} does not take {given} arguments; it is written {forms_en}.",
        name=name,
        given=given,
        forms="或".join(map(written, BUILTINS[name])),
        forms_en=" or ".join(map(written, BUILTINS[name])),
    )
    return ANY


def _wrong_names(checker: Asking, node: tree.NamedCall, name: str, names: Sequence[str]) -> FeelType:
    checker.findings.add(
        node.at,
        "feel.arguments",
        zh="{name}没有这些参数名（{names}），应写作{forms}。",
        en="{name} has no such parameters ({names}); it is written {forms_en}.",
        name=name,
        names="、".join(names),
        forms="或".join(map(written, BUILTINS[name])),
        forms_en=" or ".join(map(written, BUILTINS[name])),
    )
    return ANY


def written(signature: Signature) -> str:
    """Return how a function is called: contains(string, match)."""
    parts = [f"{part.name}?" if part.optional else part.name for part in signature.parameters]
    return f"{signature.name}({', '.join(parts)}{', …' if signature.variadic else ''})"


def _require_fitting(
    checker: Asking,
    node: tree.Node,
    signature: Signature,
    arguments: Sequence[tuple[Parameter, FeelType, tree.Node]],
) -> None:
    """Note every argument that the function would refuse, whatever its value."""
    if signature.variadic:
        return
    for parameter, kind, argument in arguments:
        if _accepts(parameter, kind):
            continue
        zh, en = words(kind)
        checker.findings.add(
            argument.at if argument.at >= 0 else node.at,
            "feel.argument-type",
            zh="{name}的参数“{parameter}”应为{wanted}，实为{kind_zh}。",
            en='"{parameter}" of {name} should be {wanted_en}, but is {kind_en}.',
            name=signature.name,
            parameter=parameter.name,
            wanted="或".join(words(part)[0] for part in accepted(parameter)),
            wanted_en=" or ".join(words(part)[1] for part in accepted(parameter)),
            kind_zh=zh,
            kind_en=en,
        )


def accepted(parameter: Parameter) -> list[FeelType]:
    """Return the types that a parameter takes."""
    kinds = parameter.kinds or frozenset()
    names = {classes[0]: name for name, classes in PYTHON_TYPES.items() if name not in ALIASES}
    return [FeelType(name) for carrier, name in names.items() if carrier in kinds]


def _accepts(parameter: Parameter, kind: FeelType) -> bool:
    """Tell whether a parameter may take a value of a type; a list is wanted: any value serves as a list of one."""
    if parameter.kinds is None or is_open(kind) or list in parameter.kinds:
        return True
    return any(fits(kind, wanted) for wanted in accepted(parameter))
