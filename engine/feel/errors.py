"""The one error of this package: text that is no FEEL."""

NO_HINT = ("", "")


class FeelSyntaxError(ValueError):
    """Text that is no FEEL, with the place, what could have stood there and what stood there.

    `expected`, `found` and `hint` are pairs of a Chinese and an English wording; a hint says how to mend it.
    """

    def __init__(
        self,
        text: str,
        line: int,
        column: int,
        *,
        expected: tuple[str, str],
        found: tuple[str, str],
        hint: tuple[str, str] = NO_HINT,
    ) -> None:
        self.text = text
        self.line = line
        self.column = column
        self.expected = expected[1]
        self.found = found[1]
        self.hint = hint[1]
        self.zh = f"第{line}行第{column}列：应为{expected[0]}，实为{found[0]}。{hint[0]}"
        self.en = f"Line {line}, column {column}: expected {expected[1]}, but found {found[1]}. {hint[1]}".rstrip()
        super().__init__(self.en)
