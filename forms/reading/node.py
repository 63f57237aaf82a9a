"""A place in the JSON of a definition that can be asked for typed parts and knows where it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from forms.faults import FormFault
from forms.reading.sentences import SENTENCES

_LONGEST_TEXT = 5000
_LARGEST = Decimal(10) ** 15
_TEXT = ("文字", "text")
_FLAG = ("true 或 false", "true or false")
_NUMBER = ("数字", "a number")
_OBJECT = ("对象", "an object")
_LIST = ("列表", "a list")


@dataclass
class Faults:
    """The faults found so far in one file."""

    file: str
    found: list[FormFault] = field(default_factory=list)

    def add(self, code: str, /, *, where: Mapping[str, str | int], **words: object) -> None:
        """Note a fault with its sentence in both languages."""
        sentence = SENTENCES[code]
        zh = {key.removesuffix("_zh"): value for key, value in words.items()} | words
        fault = FormFault(code, sentence.zh.format_map(zh), sentence.en.format_map(words), {"file": self.file, **where})
        if fault not in self.found:
            self.found.append(fault)


@dataclass(frozen=True)
class Node:
    """A JSON object, where it lies, and the field it describes.

    Asking for a part of the wrong type notes a fault and answers as if the part were missing, so that one reading
    finds all faults.
    """

    data: Mapping[str, Any]
    element: str
    faults: Faults
    field: str = ""

    def place(self, name: str = "") -> str:
        """Return the JSON path of a part."""
        return f"{self.element}.{name}" if self.element and name else self.element or name

    def fault(self, code: str, part: str = "", /, **words: object) -> None:
        """Note a fault at a part."""
        where: dict[str, str | int] = {"element": self.place(part)}
        if self.field:
            where["field"] = self.field
        self.faults.add(code, where=where, **words)

    def named(self, key: str) -> "Node":
        """Return the same place, known as the place of a field."""
        return Node(self.data, self.element, self.faults, key)

    def _wrong(self, name: str, expected: tuple[str, str]) -> None:
        self.fault("form-shape", name, name=name, expected_zh=expected[0], expected_en=expected[1])

    def text(self, name: str) -> str:
        """Return a text, or the empty string."""
        value = self.data.get(name)
        if isinstance(value, str) and len(value) <= _LONGEST_TEXT:
            return value
        if value is not None:
            self._wrong(name, _TEXT)
        return ""

    def flag(self, name: str, *, missing: bool = False) -> bool:
        """Return a truth value; properties hold it as the text "true" or "false"."""
        value = self.data.get(name)
        if value is True or value == "true":
            return True
        if value is False or value == "false":
            return False
        if value is not None:
            self._wrong(name, _FLAG)
        return missing

    def whole(self, name: str, *, low: int, high: int) -> int | None:
        """Return a whole number within bounds; None if missing or faulty."""
        value = self.number(name)
        if value is None:
            return None
        if value != value.to_integral_value() or not low <= value <= high:
            self.fault("form-bounds", name, name=name, low=low, high=high, value=value)
            return None
        return int(value)

    def number(self, name: str) -> Decimal | None:
        """Return a number, which may be written as text; None if missing or faulty."""
        value = self.data.get(name)
        if isinstance(value, str) and value.removeprefix("-").replace(".", "", 1).isdecimal():
            value = Decimal(value)
        if isinstance(value, Decimal) and abs(value) < _LARGEST:
            return value
        if value is not None:
            self._wrong(name, _NUMBER)
        return None

    def child(self, name: str) -> "Node":
        """Return an object inside, empty if missing."""
        value = self.data.get(name)
        if value is not None and not isinstance(value, Mapping):
            self._wrong(name, _OBJECT)
        return Node(value if isinstance(value, Mapping) else {}, self.place(name), self.faults, self.field)

    def items(self, name: str) -> Sequence["Node"]:
        """Return the objects of a list, in order."""
        value = self.data.get(name)
        if value is not None and not isinstance(value, list):
            self._wrong(name, _LIST)
        nodes: list[Node] = []
        for index, item in enumerate(value if isinstance(value, list) else ()):
            if isinstance(item, Mapping):
                nodes.append(Node(item, f"{self.place(name)}[{index}]", self.faults, self.field))
            else:
                self._wrong(f"{name}[{index}]", _OBJECT)
        return nodes
