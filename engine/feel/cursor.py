"""Where a parser stands among the tokens of one text, and how it refuses what does not fit there."""

from collections.abc import Sequence
from typing import NoReturn

from engine.feel.errors import FeelSyntaxError
from engine.feel.hints import token_hint
from engine.feel.lexer import locate
from engine.feel.limits import PARSE_LEVELS
from engine.feel.tokens import Lexeme
from engine.feel.wording import expectation, finding

_END = "$END"


class Cursor:
    """The tokens of one text and the place reached; what may come next is said in names of terminals."""

    __slots__ = ("_index", "_level", "kind", "last", "lexemes", "text")

    def __init__(self, text: str, lexemes: Sequence[Lexeme]) -> None:
        self.text = text
        self.lexemes = [*lexemes, Lexeme(_END, "", len(text.rstrip()))]
        self._index = 0
        self._level = 0
        self.kind = self.lexemes[0].kind
        self.last = self.lexemes[0]

    @property
    def at(self) -> int:
        """Return the offset of the token that comes next."""
        return self.lexemes[self._index].offset

    @property
    def following(self) -> str:
        """Return the kind of the token after the next one."""
        return self.lexemes[min(self._index + 1, len(self.lexemes) - 1)].kind

    def take(self) -> Lexeme:
        """Step over the next token and return it."""
        self.last = self.lexemes[self._index]
        self._index += 1
        self.kind = self.lexemes[min(self._index, len(self.lexemes) - 1)].kind
        return self.last

    def take_if(self, kind: str) -> bool:
        """Step over the next token where it is of a kind."""
        if self.kind != kind:
            return False
        self.take()
        return True

    def need(self, *kinds: str, or_operator: bool = False) -> Lexeme:
        """Step over the next token, which must be of one of the kinds; raises FeelSyntaxError."""
        if self.kind not in kinds:
            self.refuse(*kinds, or_operator=or_operator)
        return self.take()

    def refuse(self, *kinds: str, or_operator: bool = False) -> NoReturn:
        """Raise FeelSyntaxError: one of the kinds should come next."""
        lexeme = self.lexemes[self._index]
        line, column = locate(self.text, lexeme.offset)
        raise FeelSyntaxError(
            self.text,
            line,
            column,
            expected=expectation(kinds, or_operator=or_operator),
            found=finding(lexeme.kind, lexeme.value),
            hint=token_hint(self.lexemes, self._index, kinds),
        )

    def deeper(self) -> None:
        """Note that one more construct is open; raises FeelSyntaxError beyond the limit."""
        self._level += 1
        if self._level > PARSE_LEVELS:
            raise too_much(self.text, ("嵌套较浅的表达式", f"at most {PARSE_LEVELS} levels of nesting"))

    def shallower(self) -> None:
        """Note that a construct is closed."""
        self._level -= 1


def too_much(text: str, expected: tuple[str, str]) -> FeelSyntaxError:
    """Return the refusal of a text that exceeds a limit."""
    return FeelSyntaxError(text, 1, 1, expected=expected, found=("更大的表达式", "more"))
