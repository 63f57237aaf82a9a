"""What can be refused about decisions."""

from engine.kernel.errors import NotFound


class NoSuchDecision(NotFound):
    """There is no decision “{decision}” in {file}; it has: {known}."""

    code = "no-such-decision"
    zh = "{file}中没有决策“{decision}”；已有：{known}。"
