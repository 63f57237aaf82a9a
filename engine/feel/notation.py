"""Reads the notation of types: `list<number>`, `context<a: string>`, `function<number> -> string`."""

from engine.feel.cursor import Cursor
from engine.feel.types import Type


def read_type(cursor: Cursor) -> Type:
    """Read a type; raises FeelSyntaxError."""
    cursor.deeper()
    found = _function(cursor) if cursor.take_if("FUNCTION") else _named(cursor)
    cursor.shallower()
    return found


def _named(cursor: Cursor) -> Type:
    name = cursor.need("NAME").value
    if cursor.kind == "DOT":
        while cursor.take_if("DOT"):
            name += f".{cursor.need('NAME').value}"
        return Type(name)
    if not cursor.take_if("LT"):
        return Type(name)
    if cursor.kind == "NAME" and cursor.following == "COLON":
        members = [_member(cursor)]
        while cursor.take_if("COMMA"):
            members.append(_member(cursor))
        cursor.need("GT", "COMMA")
        return Type(name, entries=tuple(members))
    part = read_type(cursor)
    cursor.need("GT")
    return Type(name, parts=(part,))


def _member(cursor: Cursor) -> tuple[str, Type]:
    name = cursor.need("NAME").value
    cursor.need("COLON")
    return name, read_type(cursor)


def _function(cursor: Cursor) -> Type:
    """Read what follows `function`: nothing, or parameter types and the type of the result."""
    if not cursor.take_if("LT"):
        return Type("function")
    parameters: list[Type] = []
    if cursor.kind != "GT":
        parameters.append(read_type(cursor))
        while cursor.take_if("COMMA"):
            parameters.append(read_type(cursor))
    cursor.need("GT", "COMMA")
    cursor.need("ARROW")
    return Type("function", parts=tuple(parameters), result=read_type(cursor))
