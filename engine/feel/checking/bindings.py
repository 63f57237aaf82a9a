"""Checks what binds names: filters, `for`, `some` and `every`."""

from engine.feel import tree
from engine.feel.checking.asking import Asking
from engine.feel.checking.kinds import BOOLEAN, FeelType, is_open, item_type, list_of, words
from engine.feel.checking.scopes import Sight
from engine.feel.types import ANY


def filtered(checker: Asking, node: tree.Filter, sight: Sight) -> FeelType:
    """Check a filter: a number picks one item, a condition picks many."""
    item = item_type(checker.type_of(node.source, sight))
    names = {"item": item, **dict(item.entries)}
    unknown = is_open(item) or (item.name == "context" and not item.entries)
    condition = checker.type_of(node.condition, sight.inner(names, anything=unknown))
    if condition.name == "number":
        return item
    if condition.name == "boolean":
        return list_of(item)
    if not is_open(condition):
        zh, en = words(condition)
        checker.findings.add(
            node.condition.at,
            "feel.condition",
            zh="筛选条件应为真假值或序号，实为{kind_zh}。",
            en="A filter needs a condition or a position, but this is {kind_en}.",
            kind_zh=zh,
            kind_en=en,
        )
    return ANY


def _bound(checker: Asking, bindings: tuple[tree.Binding, ...], sight: Sight) -> Sight:
    """Return the sight behind the bindings, each of which sees those before it."""
    for binding in bindings:
        source = checker.type_of(binding.source, sight)
        if binding.end is not None:
            checker.type_of(binding.end, sight)
        sight = sight.inner({binding.name: source if binding.end is not None else item_type(source)})
    return sight


def loop(checker: Asking, node: tree.Loop, sight: Sight) -> FeelType:
    """Check `for`, whose body also sees the results so far."""
    inner = _bound(checker, node.bindings, sight.inner({"partial": list_of(ANY)}))
    return list_of(checker.type_of(node.body, inner))


def quantified(checker: Asking, node: tree.Quantified, sight: Sight) -> FeelType:
    """Check `some` and `every`, whose body must be true or false."""
    checker.require_truth(node.body, _bound(checker, node.bindings, sight))
    return BOOLEAN
