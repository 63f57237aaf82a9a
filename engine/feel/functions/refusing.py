"""The refusal of a regular expression, apart from what reads them, which is loaded with the first pattern."""


class PatternRefused(ValueError):  # noqa: N818 - never seen outside
    """The text is no pattern of XPath, or asks for too much."""
