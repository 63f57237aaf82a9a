"""Words for tokens in the sentences about syntax errors, in Chinese and English."""

_CLASSES = {
    "NUMBER": ("数字", "a number"),
    "STRING": ("字符串", "a string"),
    "AT": ("日期或时长", "a temporal literal"),
    "NAME": ("名称", "a name"),
    "$END": ("表达式结尾", "the end of the expression"),
    "INSTANCE_OF": ("“instance of”", "“instance of”"),
    "DOTDOT": ("“..”", "“..”"),
    "NOT": ("“not”", "“not”"),
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
    "EQ": "=",
    "LT": "<",
    "GT": ">",
    "ARROW": "->",
    "OPEN_START": "]",
    "OPEN_END": "[",
}
_OPERATORS = {"EQ", "NE", "LT", "LE", "GT", "GE", "PLUS", "MINUS", "STAR", "SLASH", "POWER", "AND", "OR", "IN"} | {
    "BETWEEN",
    "INSTANCE_OF",
    "DOT",
    "LSQB",
    "LPAR",
}
_STARTS = {"NUMBER", "STRING", "NAME", "NULL", "IF"}


def _words(kind: str) -> tuple[str, str]:
    if kind in _CLASSES:
        return _CLASSES[kind]
    sign = _SIGNS.get(kind, kind.lower())
    return f"“{sign}”", f"“{sign}”"


def expectation(kinds: frozenset[str]) -> tuple[str, str]:
    """Say in both languages what any of these terminals would be; many are summed up."""
    if kinds >= _STARTS:
        return "表达式", "an expression"
    words = []
    if len(kinds & _OPERATORS) > 5:
        words.append(("运算符", "an operator"))
        kinds -= _OPERATORS
    words += [_words(kind) for kind in sorted(kinds, key=lambda kind: (kind != "$END", kind))]
    return "、".join(zh for zh, _ in words[:6]), " or ".join(en for _, en in words[:6])


def finding(kind: str, value: str) -> tuple[str, str]:
    """Say in both languages which token stood there."""
    if kind == "$END":
        return "表达式结尾", "the end of the expression"
    if kind in {"STRING", "AT"}:
        return f"字符串“{value[:40]}”", f"the string “{value[:40]}”"
    return f"“{value[:40]}”", f"“{value[:40]}”"
