"""The one error of this package: text that is no FEEL."""


class FeelSyntaxError(ValueError):
    """Text that is no FEEL, with the place, what could have stood there and what stood there.

    `expected` and `found` are pairs of a Chinese and an English wording.
    """

    def __init__(self, text: str, line: int, column: int, *, expected: tuple[str, str], found: tuple[str, str]) -> None:
        self.text = text
        self.line = line
        self.column = column
        self.expected = expected[1]
        self.found = found[1]
        self.zh = f"第{line}行第{column}列：应为{expected[0]}，实为{found[0]}。"
        self.en = f"Line {line}, column {column}: expected {expected[1]}, but found {found[1]}."
        super().__init__(self.en)
