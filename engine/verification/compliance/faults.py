"""What can be wrong with a line, each with its place and what would be right."""

from collections.abc import Sequence
from difflib import get_close_matches

from engine.kernel.errors import Fault
from engine.verification.compliance.rule import Line
from engine.verification.compliance.sentences import SENTENCES


def _fault(line: Line, code: str, zh: str, en: str) -> Fault:
    where: dict[str, str | int] = {"rule": line.text}
    if line.file:
        where["file"] = line.file
    if line.number:
        where["line"] = line.number
    return Fault(code, zh, en, where)


def no_pattern(line: Line) -> Fault:
    """Return the fault of a line that is no sentence of the language."""
    known = "\n".join(f"  {sentence.example}" for sentence in SENTENCES)
    return _fault(
        line,
        "rule-pattern",
        f"“{line.text}”不是合规规则。可用的句式：\n{known}",
        f"“{line.text}” is no compliance rule. Sentences that are:\n{known}",
    )


def unknown_element(line: Line, name: str, names: Sequence[str]) -> Fault:
    """Return the fault of a name that no element has."""
    zh, en = _meant(name, names)
    return _fault(line, "rule-element", f"图中没有“{name}”。{zh}", f"The diagram has no “{name}”.{en}")


def ambiguous_element(line: Line, name: str, places: Sequence[str]) -> Fault:
    """Return the fault of a name that several elements have."""
    found = "、".join(places)
    return _fault(
        line,
        "rule-ambiguous",
        f"有多个环节叫“{name}”：{found}。请写明“规程／环节”或者编号。",
        f"Several elements are called “{name}”: {found}. Write procedure／element, or the id.",
    )


def unknown_field(line: Line, word: str, names: Sequence[str]) -> Fault:
    """Return the fault of a field that no form has."""
    zh, en = _meant(word, names)
    return _fault(line, "rule-field", f"没有字段“{word}”。{zh}", f"There is no field “{word}”.{en}")


def unknown_value(line: Line, value: str, element: str, values: Sequence[str]) -> Fault:
    """Return the fault of a result that the form of an element does not offer, or offers in several fields."""
    known = "、".join(dict.fromkeys(values)) or "（无）"
    return _fault(
        line,
        "rule-value",
        f"“{element}”的表单中没有唯一的“{value}”。可用的值：{known}。",
        f"The form of “{element}” has no single field with “{value}”. Its values: {known}.",
    )


def bad_condition(line: Line, condition: str, reason_zh: str, reason_en: str) -> Fault:
    """Return the fault of a condition that cannot be read."""
    return _fault(
        line,
        "rule-condition",
        f"条件“{condition}”无法读取：{reason_zh}",
        f"The condition “{condition}” cannot be read: {reason_en}",
    )


def no_human(line: Line, name: str) -> Fault:
    """Return the fault of a rule about people that names what no person does."""
    return _fault(
        line,
        "rule-no-person",
        f"“{name}”不是人工环节，没有办理人。",
        f"“{name}” is no human task: nobody performs it.",
    )


def same_step(line: Line, name: str) -> Fault:
    """Return the fault of a rule that sets a step against itself."""
    return _fault(
        line,
        "rule-same-step",
        f"“{name}”不能出现在规则的两边。",
        f"“{name}” cannot stand on both sides of a rule.",
    )


def contradiction(line: Line, other: Line) -> Fault:
    """Return the fault of two rules that no course of a case could keep while either speaks of anything."""
    return _fault(
        line,
        "rule-contradiction",
        f"“{line.text}”与“{other.text}”相互矛盾：没有任何案件能同时满足。",
        f"“{line.text}” contradicts “{other.text}”: no case could keep both.",
    )


def _meant(word: str, names: Sequence[str]) -> tuple[str, str]:
    near = get_close_matches(word, names, n=3, cutoff=0.5) or [name for name in names if word in name][:3]
    if not near:
        return "", ""
    return f"是否指：{'、'.join(near)}？", f" Did you mean {', '.join(near)}?"
