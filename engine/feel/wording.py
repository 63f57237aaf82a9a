"""Words for tokens in the sentences about syntax errors, in Chinese and English."""

from collections.abc import Sequence

_CLASSES = {
    "EXPRESSION": ("表达式", "an expression"),
    "NUMBER": ("数字", "a number"),
    "STRING": ("字符串", "a string"),
    "AT": ("日期或时长", "a temporal literal"),
    "NAME": ("名称", "a name"),
    "$END": ("表达式结尾", "the end of the expression"),
    "INSTANCE_OF": ("“instance of”", "“instance of”"),
}
_SIGNS = {
    "LPAR": "(",
    "RPAR": ")",
    "LBRACE": "{",
    "RBRACE": "}",
    "LSQB": "[",
    "RSQB": "]",
    "COMMA": ",",
    "COLON": ":",
    "DOT": ".",
    "DOTDOT": "..",
    "EQ": "=",
    "LT": "<",
    "GT": ">",
    "ARROW": "->",
    "OPEN_START": "]",
    "OPEN_END": "[",
}
_OPERATOR = ("运算符", "an operator")


def _words(kind: str) -> tuple[str, str]:
    if kind in _CLASSES:
        return _CLASSES[kind]
    sign = _SIGNS.get(kind, kind.lower())
    return f"“{sign}”", f"“{sign}”"


def expectation(kinds: Sequence[str], *, or_operator: bool = False) -> tuple[str, str]:
    """Say in both languages what any of these terminals would be."""
    words = [_words(kind) for kind in kinds] + [_OPERATOR] * or_operator
    return "、".join(zh for zh, _ in words), " or ".join(en for _, en in words)


def finding(kind: str, value: str) -> tuple[str, str]:
    """Say in both languages which token stood there."""
    if kind == "$END":
        return "表达式结尾", "the end of the expression"
    if kind in {"STRING", "AT"}:
        return f"字符串“{value[:40]}”", f"the string “{value[:40]}”"
    return f"“{value[:40]}”", f"“{value[:40]}”"
