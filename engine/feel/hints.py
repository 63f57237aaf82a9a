"""How to mend the mistakes that people make in FEEL: the sentence added to a syntax error, in Chinese and English."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from engine.feel.errors import NO_HINT
from engine.feel.tokens import CLOSING, OPENING, OPERAND_ENDS, Lexeme

Hint = tuple[str, str]

_HALF_WIDTH = {
    "，": ",",
    "（": "(",
    "）": ")",
    "【": "[",
    "】": "]",
    "［": "[",
    "］": "]",
    "｛": "{",
    "｝": "}",
    "：": ":",
    "＝": "=",
    "＞": ">",
    "＜": "<",
    "＋": "+",
    "－": "-",
    "＊": "*",
    "／": "/",
    "．": ".",
    "—": "-",
    "–": "-",
    "×": "*",
    "÷": "/",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "^": "**",
    "、": ",",
    "。": ".",
}
_CHARACTERS: dict[str, Hint] = {
    **{
        wrong: (f"请用半角的“{right}”代替“{wrong}”。", f"Write {right} instead of {wrong}.")
        for wrong, right in _HALF_WIDTH.items()
    },
    **dict.fromkeys(
        "“”‘’「」『』'＂`", ('文字请用半角双引号括起来，如"甲"。', 'Texts stand in straight double quotes: "A".')
    ),
    "&": ("“并且”写作and；连接文字用“+”。", '"And" is written and; texts are joined with +.'),
    "|": ("“或者”写作or。", '"Or" is written or.'),
    "!": ("“不等于”写作!=，“非”写作not(…)。", '"Not equal" is written !=, "not" is written not(…).'),
    "！": ("“不等于”写作!=，“非”写作not(…)。", '"Not equal" is written !=, "not" is written not(…).'),
    "%": ("百分数请写成小数，如0.05。", "Write a percentage as a number: 0.05."),
    "％": ("百分数请写成小数，如0.05。", "Write a percentage as a number: 0.05."),
    ";": ("一个单元格只写一个表达式；多项之间用半角逗号。", "There is one expression; parts are separated by commas."),
    "；": ("一个单元格只写一个表达式；多项之间用半角逗号。", "There is one expression; parts are separated by commas."),
    "￥": ("金额只写数字。", "Write amounts as plain numbers."),
    "¥": ("金额只写数字。", "Write amounts as plain numbers."),
    "$": ("金额只写数字。", "Write amounts as plain numbers."),
    "~": ("区间写作[1..5]。", "A range is written [1..5]."),
    "～": ("区间写作[1..5]。", "A range is written [1..5]."),
    '"': ("文字缺少右边的双引号。", "The text lacks its closing quotation mark."),
    "@": ('日期写作@"2026-01-31"。', 'A date is written @"2026-01-31".'),
}
_PAIRS: dict[tuple[str, str], Hint] = {
    ("EQ", "EQ"): ("相等只写一个“=”。", "Equality is written with one =."),
    ("EQ", "GT"): ("“大于或等于”写作>=。", '"At least" is written >=.'),
    ("EQ", "LT"): ("“小于或等于”写作<=。", '"At most" is written <=.'),
    ("LT", "GT"): ("“不等于”写作!=。", '"Not equal" is written !=.'),
    ("EQ", "COLON"): ("FEEL没有赋值，只写要计算的值。", "FEEL does not assign; write the value only."),
    ("COLON", "EQ"): ("FEEL没有赋值，只写要计算的值。", "FEEL does not assign; write the value only."),
    ("PLUS", "EQ"): ("FEEL没有赋值，只写要计算的值。", "FEEL does not assign; write the value only."),
    ("MINUS", "EQ"): ("FEEL没有赋值，只写要计算的值。", "FEEL does not assign; write the value only."),
    ("PLUS", "PLUS"): ("加1写作 + 1。", "Adding one is written + 1."),
    ("DOTDOT", "DOT"): ("区间中间是两个点。", "A range has two dots."),
    ("LPAR", "RPAR"): ("括号里至少要有一项。", "There must be something between the brackets."),
}
_NEEDED: dict[str, Hint] = {
    "THEN": ("条件写作：if 条件 then 值 else 值。", "A condition is written: if … then … else …."),
    "ELSE": ("条件写作：if 条件 then 值 else 值。", "A condition is written: if … then … else …."),
    "RETURN": ("遍历写作：for 名称 in 列表 return 值。", "A loop is written: for name in list return value."),
    "SATISFIES": (
        "写作：some 名称 in 列表 satisfies 条件。",
        "It is written: some name in list satisfies condition.",
    ),
    "IN": ("遍历写作：for 名称 in 列表。", "It is written: for name in list."),
    "COLON": ("每一项写作“名称: 值”。", "An entry is written name: value."),
    "AND": ("写作：between 最小值 and 最大值。", "It is written: between lowest and highest."),
    "ARROW": ("函数类型写作function<number>->string。", "The type is written function<number>->string."),
}
_CLOSERS = {"RPAR", "RSQB", "RBRACE", "OPEN_END"}


def character_hint(character: str) -> Hint:
    """Return how to write what a character that means nothing in FEEL was meant for."""
    return _CHARACTERS.get(character, NO_HINT)


def token_hint(lexemes: Sequence[Lexeme], index: int, kinds: Sequence[str]) -> Hint:
    """Return how to mend a token in the wrong place; `kinds` could have stood there instead."""
    return next((found for rule in _RULES if (found := rule(lexemes, index, kinds))), NO_HINT)


def _pair(lexemes: Sequence[Lexeme], index: int, _kinds: Sequence[str]) -> Hint | None:
    """Recognize operators of other languages, which are two of ours."""
    kinds = [lexeme.kind for lexeme in lexemes[max(index - 1, 0) : index + 2]]
    return next((_PAIRS[pair] for pair in pairwise(kinds) if pair in _PAIRS), None)


def _comma(lexemes: Sequence[Lexeme], index: int, kinds: Sequence[str]) -> Hint | None:
    """Recognize a comma with nothing behind it."""
    if index and lexemes[index - 1].kind == "COMMA" and lexemes[index].kind in {*_CLOSERS, "$END", "COMMA"}:
        return (
            "逗号后面缺少一项，或者多写了一个逗号。",
            "Something is missing behind the comma, or the comma is one too many.",
        )
    if lexemes[index].kind == "COMMA" and "$END" in kinds:
        return (
            "数字中不用千分位逗号；多个值请写成[1, 2]。",
            "Numbers have no thousands separators; several values are written [1, 2].",
        )
    return None


def _unclosed(lexemes: Sequence[Lexeme], index: int, kinds: Sequence[str]) -> Hint | None:
    """Name the bracket that is not closed."""
    if lexemes[index].kind != "$END" or not set(kinds) & _CLOSERS:
        return None
    opened: list[Lexeme] = []
    for lexeme in lexemes:
        if lexeme.kind in OPENING:
            opened.append(lexeme)
        elif lexeme.kind in CLOSING and opened:
            opened.pop()
    if not opened:
        return None
    sign, place = opened[-1].value, opened[-1].offset + 1
    return f"第{place}个字符“{sign}”没有对应的右括号。", f'The "{sign}" at character {place} is not closed.'


def _unopened(lexemes: Sequence[Lexeme], index: int, kinds: Sequence[str]) -> Hint | None:
    if "$END" not in kinds or lexemes[index].kind not in {*_CLOSERS, "OPEN_START"}:
        return None
    return "多写了一个右括号，或缺少左括号。", "A closing bracket is too many, or its opening one is missing."


def _needed(_lexemes: Sequence[Lexeme], _index: int, kinds: Sequence[str]) -> Hint | None:
    """Recall the form of a construct that lacks a word."""
    return next((_NEEDED[kind] for kind in kinds if kind in _NEEDED), None)


def _named(lexemes: Sequence[Lexeme], index: int, kinds: Sequence[str]) -> Hint | None:
    if kinds != ("NAME",) or not index or lexemes[index - 1].kind != "COMMA":
        return None
    return "参数要么都写名称，要么都不写。", "Either all arguments are named, or none."


def _foreign(lexemes: Sequence[Lexeme], index: int, _kinds: Sequence[str]) -> Hint | None:
    """Recognize what other languages write otherwise: conditions, functions, tests for null."""
    before = lexemes[index - 1] if index else lexemes[index]
    if lexemes[index].kind == "COLON" and before.kind == "NAME" and "?" in before.value:
        return _NEEDED["THEN"]
    if lexemes[index].kind == "ARROW":
        return "函数写作function(x) x + 1。", "A function is written function(x) x + 1."
    if lexemes[index].kind == "NULL" and before.value.endswith(" is"):
        return "“为空”写作 = null。", '"Is null" is written = null.'
    return None


def _range_end(lexemes: Sequence[Lexeme], index: int, _kinds: Sequence[str]) -> Hint | None:
    if not index or "DOTDOT" not in {lexemes[index - 1].kind, lexemes[index].kind}:
        return None
    return "区间两端都要写，如[1..5]；没有上限时写 >= 1。", "A range has two ends: [1..5]; without an end write >= 1."


def _neighbours(lexemes: Sequence[Lexeme], index: int, _kinds: Sequence[str]) -> Hint | None:
    """Recognize two values side by side."""
    if not index or lexemes[index - 1].kind not in OPERAND_ENDS:
        return None
    if lexemes[index - 1].kind == "NUMBER" and lexemes[index].kind == "NAME":
        return "数字后面不能跟单位，只写数字。", "A number has no unit; write the number only."
    if lexemes[index].kind in {"NAME", "NUMBER", "STRING", "AT", "TRUE", "FALSE", "NULL", "LBRACE"}:
        return "两个值之间缺少运算符或逗号。", "An operator or a comma is missing between two values."
    return None


_RULES: tuple[Callable[[Sequence[Lexeme], int, Sequence[str]], Hint | None], ...] = (
    _pair,
    _comma,
    _foreign,
    _unclosed,
    _needed,
    _named,
    _unopened,
    _range_end,
    _neighbours,
)
