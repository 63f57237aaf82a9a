"""Types as the check sees them: their notation, their names for people, and which fit which."""

from collections.abc import Mapping
from functools import lru_cache

from engine.feel.cursor import Cursor
from engine.feel.lexer import Lexer
from engine.feel.notation import read_type
from engine.feel.types import ANY, PYTHON_TYPES, Type

FeelType = Type

NULL = Type("Null")
NUMBER = Type("number")
STRING = Type("string")
BOOLEAN = Type("boolean")
DATE = Type("date")
TIME = Type("time")
DATE_TIME = Type("date and time")
SECONDS = Type("days and time duration")
MONTHS = Type("years and months duration")
FUNCTION = Type("function")
WORKDAYS = Type("workdays")

ALIASES: Mapping[str, str] = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "any": "Any",
    "null": "Null",
}
_WORDS: Mapping[str, tuple[str, str]] = {
    "number": ("数字", "a number"),
    "string": ("文字", "a string"),
    "boolean": ("真假值", "a truth value"),
    "date": ("日期", "a date"),
    "time": ("时刻", "a time"),
    "date and time": ("日期时间", "a date and time"),
    "days and time duration": ("按日时的时长", "a duration of days"),
    "years and months duration": ("按年月的时长", "a duration of months"),
    "workdays": ("工作日数", "workdays"),
    "list": ("列表", "a list"),
    "context": ("数据组", "a context"),
    "range": ("区间", "a range"),
    "function": ("函数", "a function"),
    "Null": ("空值", "null"),
}


@lru_cache(maxsize=512)
def feel_type(notation: str) -> FeelType:
    """Return the type written as in `instance of`: "number", "list<string>"; raises FeelSyntaxError."""
    return canonical(read_type(Cursor(notation, Lexer(notation).lexemes())))


def list_of(item: FeelType) -> FeelType:
    """Return the type of lists with such items."""
    return Type("list", parts=(item,))


def range_of(end: FeelType) -> FeelType:
    """Return the type of ranges with such ends."""
    return Type("range", parts=(end,))


def context_of(entries: Mapping[str, FeelType]) -> FeelType:
    """Return the type of contexts with exactly these entries; without any, every entry may be there."""
    return Type("context", entries=tuple(entries.items()))


def canonical(kind: FeelType) -> FeelType:
    """Return a type under the name the language gives it; a name it does not know can be anything."""
    name = ALIASES.get(kind.name, kind.name)
    if name not in PYTHON_TYPES and name not in {"Any", "Null"}:
        return ANY
    return Type(
        name,
        tuple(canonical(part) for part in kind.parts),
        tuple((key, canonical(part)) for key, part in kind.entries),
        canonical(kind.result) if kind.result else None,
    )


def words(kind: FeelType) -> tuple[str, str]:
    """Return what people call a type, in Chinese and English."""
    return _WORDS.get(kind.name, (kind.name, kind.name))


def is_open(kind: FeelType) -> bool:
    """Tell whether nothing can be said about a value of the type."""
    return kind.name in {"Any", "Null"}


def item_type(kind: FeelType) -> FeelType:
    """Return the type of what one meets when walking through a value."""
    if kind.name in {"list", "range"}:
        return kind.parts[0] if kind.parts else ANY
    return kind


def joined(first: FeelType, second: FeelType) -> FeelType:
    """Return the type of a value that is one or the other."""
    if first == second or second.name == "Null":
        return first
    if first.name == "Null":
        return second
    return Type(first.name) if first.name == second.name else ANY


def comparable(left: FeelType, right: FeelType) -> bool:
    """Tell whether values of the types can be equal."""
    if is_open(left) or is_open(right) or left.name == right.name:
        return True
    return {left.name, right.name} <= {"date", "date and time"}


def fits(kind: FeelType, wanted: FeelType) -> bool:
    """Tell whether a value of a type may stand where another is wanted; lists of one item and their item are alike."""
    if is_open(kind) or is_open(wanted):
        return True
    if wanted.name == "list":
        return fits(item_type(kind), item_type(wanted)) if kind.name == "list" or wanted.parts else True
    if kind.name == "list":
        return fits(item_type(kind), wanted)
    if (kind.name, wanted.name) == ("date", "date and time"):
        return True
    if kind.name != wanted.name:
        return False
    members = dict(kind.entries)
    return all(fits(members[key], part) for key, part in wanted.entries if key in members)
