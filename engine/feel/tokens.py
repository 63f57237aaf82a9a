"""The kinds of token of FEEL: its keywords, signs and brackets."""

from collections.abc import Mapping
from dataclasses import dataclass

KEYWORDS: Mapping[str, str] = {
    "if": "IF",
    "then": "THEN",
    "else": "ELSE",
    "for": "FOR",
    "in": "IN",
    "return": "RETURN",
    "some": "SOME",
    "every": "EVERY",
    "satisfies": "SATISFIES",
    "and": "AND",
    "or": "OR",
    "between": "BETWEEN",
    "function": "FUNCTION",
    "true": "TRUE",
    "false": "FALSE",
    "null": "NULL",
}
SIGNS: Mapping[str, str] = {
    "..": "DOTDOT",
    "**": "POWER",
    "<=": "LE",
    ">=": "GE",
    "!=": "NE",
    "->": "ARROW",
    "-": "MINUS",
    "+": "PLUS",
    "*": "STAR",
    "/": "SLASH",
    "=": "EQ",
    "<": "LT",
    ">": "GT",
    "(": "LPAR",
    ")": "RPAR",
    "{": "LBRACE",
    "}": "RBRACE",
    "[": "LSQB",
    "]": "RSQB",
    ",": "COMMA",
    ":": "COLON",
    ".": "DOT",
}
OPERAND_ENDS = frozenset(
    {"NAME", "NUMBER", "STRING", "AT", "TRUE", "FALSE", "NULL", "RPAR", "RSQB", "RBRACE", "FUNCTION"}
)
"""Kinds with which a value, or the name of a type, may end."""

OPENING = frozenset({"LPAR", "LSQB", "LBRACE", "OPEN_START"})
CLOSING = frozenset({"RPAR", "RSQB", "RBRACE", "OPEN_END"})


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One token: its terminal, its text (a string's or name's value), and the offset where it begins."""

    kind: str
    value: str
    offset: int
