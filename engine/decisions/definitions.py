"""Reads the item definitions of a model."""

from collections.abc import Sequence

from engine.decisions.items import Item
from engine.decisions.reading import Reading
from engine.decisions.xml import Element, child, children, text_of_child
from engine.feel.types import ANY, Type


def read_items(root: Element, reading: Reading) -> None:
    """Fill the reading with the model's types; definitions may refer to later ones."""
    definitions = [part for part in children(root, "itemDefinition") if part.get("name")]
    for definition in definitions:
        name = definition.get("name") or ""
        reading.items[name] = Item(name)
    for definition in definitions:
        name = definition.get("name") or ""
        reading.element = name
        _fill(reading.items[name], definition, reading)
    _refuse_cycles(definitions, reading)
    reading.types.update({name: item.type() for name, item in reading.items.items()})
    # Allowed values may use the types, so they are compiled when all types are known.
    for definition in definitions:
        reading.element = definition.get("name") or ""
        _constrain(reading.items[reading.element], definition, reading)
    reading.element = ""


def _fill(item: Item, element: Element, reading: Reading) -> None:
    item.is_collection = element.get("isCollection") == "true"
    reference = text_of_child(element, "typeRef").strip() or element.get("typeRef")
    if reference:
        known = reading.item(reference, element)
        item.base = known if known.name in reading.items else known.base
    function = child(element, "functionItem")
    if function is not None:
        item.base = _function_type(function, reading)
    for part in children(element, "itemComponent"):
        name = " ".join((part.get("name") or "").split())
        item.components[name] = Item(name)
        _fill(item.components[name], part, reading)


def _function_type(element: Element, reading: Reading) -> Type:
    """Return the type of functions; its parts are resolved by name, later definitions included."""
    parameters = tuple(_simple_type(part.get("typeRef"), part, reading) for part in children(element, "parameters"))
    return Type("function", parts=parameters, result=_simple_type(element.get("outputTypeRef"), element, reading))


def _simple_type(reference: str | None, element: Element, reading: Reading) -> Type:
    item = reading.item(reference, element)
    return item.base if isinstance(item.base, Type) and not item.components else ANY


def _constrain(item: Item, element: Element, reading: Reading) -> None:
    allowed, constraint = child(element, "allowedValues"), child(element, "typeConstraint")
    if allowed is not None:
        item.allowed = reading.tests(allowed)
    if constraint is not None:
        item.constraint = reading.tests(constraint)
    for part in children(element, "itemComponent"):
        _constrain(item.components[" ".join((part.get("name") or "").split())], part, reading)


def _refuse_cycles(definitions: Sequence[Element], reading: Reading) -> None:
    """Note types that are defined by themselves, and cut the loop so that nothing runs in circles."""
    for definition in definitions:
        name = definition.get("name") or ""
        seen: set[int] = set()
        item: Item | Type = reading.items[name]
        while isinstance(item, Item) and id(item) not in seen:
            seen.add(id(item))
            item = item.base
        if isinstance(item, Item):
            item.base = ANY
            zh, en = f"类型“{name}”由其自身定义。", f"The type “{name}” is defined by itself."
            reading.fault("type-cycle", zh, en, definition)
