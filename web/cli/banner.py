"""What `guiju run` shows when everything is up: that this is a demo, where it is, and who can sign in."""

import unicodedata
from collections.abc import Sequence

from web.cli.demo import DemoAccount


def banner(url: str, accounts: Sequence[DemoAccount]) -> str:
    """Return the lines to print, in both languages, because nobody has chosen one yet."""
    lines = [
        "",
        "━" * 78,
        "  规矩 Guiju  演示 DEMO",
        "  仅供试用：人员为虚构，口令公开，请勿录入真实案件。",
        "  For trying out only: invented people, public passwords, no real cases.",
        "",
        f"  {url}",
        "━" * 78,
    ]
    if accounts:
        lines += ["", *_table([("账号 Login", "口令 Password", "姓名 Name", "岗位 Office"), *map(_row, accounts)])]
    return "\n".join([*lines, "", "  Ctrl-C: 停止 stop", ""])


def _row(account: DemoAccount) -> tuple[str, ...]:
    return (account.login, account.password, account.name, f"{account.roles_zh} {account.roles_en}")


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(_width(row[column]) for row in rows) for column in range(3)]
    return ["  " + "  ".join((*map(_pad, row[:3], widths), row[3])) for row in rows]


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    # A Chinese character takes two columns of a terminal.
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
