"""What is carried along while a model is read: the file, its types and names, the faults found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.decisions.items import ANYTHING, Item
from engine.decisions.places import place_of
from engine.decisions.xml import Element, child
from engine.feel import FeelSyntaxError, tree
from engine.feel.compiling.builder import TestCode
from engine.feel.compiling.table import build_code, build_tests
from engine.feel.expression import parsed, parsed_tests
from engine.feel.naming import names_of
from engine.feel.scope import Code, Scope
from engine.feel.types import PYTHON_TYPES, Type
from engine.kernel.errors import Fault

_FEEL = "feel"

_TOLERABLE = frozenset(
    f"dmn.{code}" for code in ("feel", "language", "external", "imported-values", "type", "type-cycle", "too-many")
)


@dataclass
class Reading:
    """One model being read; `element` is the id of the decision, knowledge model or item at hand.

    `labels` are the names of elements by id.
    """

    file: str
    names: frozenset[str] = frozenset()
    items: dict[str, Item] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    element: str = ""

    def fault(self, code: str, zh: str, en: str, at: Element, **where: str | int) -> Fault:
        """Note a defect at an element of the file."""
        place: dict[str, str | int] = {"file": self.file, "line": int(at.sourceline or 1)}
        if self.element:
            place["element"] = self.element
        found = Fault(f"dmn.{code}", zh, en, {**place, **where})
        self.faults.append(found)
        return found

    def label(self) -> str:
        """Return the name of the part at hand, else its id."""
        return self.labels.get(self.element, self.element)

    def item(self, reference: str | None, at: Element) -> Item:
        """Return what a type reference means; a fault when nothing has that name."""
        name = (reference or "").strip()
        if not name or name in self.items:
            return self.items.get(name, ANYTHING)
        bare = name.partition(":")[2] or name
        if bare in self.items:
            return self.items[bare]
        if bare == "Any":
            return ANYTHING
        if bare in PYTHON_TYPES:
            return Item(bare, Type(bare))
        self.fault("type", f"没有名为“{name}”的数据类型。", f"There is no type named “{name}”.", at)
        return ANYTHING

    def code(self, element: Element, **where: str | int) -> Code:
        """Compile the text of a literal expression; a syntax error is a fault and evaluates to null."""
        if not self._speaks_feel(element):
            return null_code(self.faults[-1])
        text, source = self._text(element)
        try:
            root = parsed(text, self.names)
        except FeelSyntaxError as error:
            return null_code(self._syntax(error, source, where))
        if _has_external(root):
            return null_code(self._external(source))
        return build_code(root, self.types)

    def iteration(self, element: Element) -> Code | None:
        """Compile a run such as `1..n`, which is no expression: only what is walked through may be one.

        Gives the list of its numbers or days; `None` where the text is something else (DMN 1.5, 10.3.1.2, rule 46).
        """
        try:
            # A line of its own ends a comment behind the run.
            root = parsed(f"for item in {self._text(element)[0]}\nreturn item", self.names)
        except FeelSyntaxError:
            return None
        match root:
            case tree.Loop(bindings=(tree.Binding(end=tree.Node()),), body=tree.Name(name="item")):
                return None if _has_external(root) else build_code(root, self.types)
            case _:
                return None

    def free_names(self, element: Element) -> frozenset[str]:
        """Return the names that an expression takes from outside; none where it cannot be read."""
        try:
            return frozenset(names_of(parsed(self._text(element)[0], self.names)).read)
        except FeelSyntaxError:
            return frozenset()

    def tests(self, element: Element, **where: str | int) -> TestCode | None:
        """Compile the unary tests of an element; `None` when every value passes."""
        if not self._speaks_feel(element):
            return _failing
        text, source = self._text(element)
        if text.strip() in {"", "-"}:
            return None
        try:
            return build_tests(parsed_tests(text, self.names), self.types)
        except FeelSyntaxError as error:
            self._syntax(error, source, where)
            return _failing

    def _text(self, element: Element) -> tuple[str, Element]:
        source = child(element, "text")
        return ((source.text or "") if source is not None else "", source if source is not None else element)

    def _syntax(self, error: FeelSyntaxError, source: Element, where: Mapping[str, str | int]) -> Fault:
        line = int(source.sourceline or 1) + error.line - 1
        zh, en = place_of(self.label(), where, line=error.line, character=error.column)
        # The error names line and column of the text, which would be taken for those of the table.
        told_zh, told_en = error.zh.partition("：")[2], error.en.partition(": ")[2]
        place = {**where, "line": line, "character": error.column}
        return self.fault("feel", f"{zh}：{told_zh}", f"{en}: {told_en}", source, **place)

    def _speaks_feel(self, element: Element) -> bool:
        language = element.get("expressionLanguage") or ""
        if not language or _FEEL in language.casefold():
            return True
        zh, en = f"表达式语言“{language}”不受支持，只接受FEEL。", f"Only FEEL is accepted, but this is “{language}”."
        self.fault("language", zh, en, element)
        return False

    def _external(self, source: Element) -> Fault:
        zh, en = "模型中不得含外部函数。", "A model may not contain external functions."
        return self.fault("external", zh, en, source)


def _has_external(root: tree.Node) -> bool:
    return (isinstance(root, tree.Function) and root.external) or any(map(_has_external, root.children()))


def is_tolerable(fault: Fault) -> bool:
    """Tell whether a model with this fault can still be tried: one expression gives null, all else means what it says.

    The public compatibility kit rests on external functions that give null, and on a model of more elements than go
    live. A cell is different from an expression that stands alone: with one cell unread, the whole table decides
    something else without a word.
    """
    in_table = "row" in fault.where or "column" in fault.where
    return fault.code in _TOLERABLE and not (fault.code == "dmn.feel" and in_table)


def null_code(fault: Fault) -> Code:
    """Return code for what could not be read: null with the fault as its reason."""

    def give(scope: Scope) -> Any:
        return scope.run.null("{fault.en}", "{fault.zh}", fault=fault)

    return give


def _failing(_value: Any, scope: Scope) -> bool | None:
    return scope.run.null("A test could not be read", "有一项条件无法读取")


Boxed = Callable[[Element, Reading], Code]
