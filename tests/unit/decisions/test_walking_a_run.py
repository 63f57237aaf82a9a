"""Boxed `for`, `some` and `every` over a run such as `1..3`, as FEEL's own loops take it."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from engine.decisions import read_decisions
from engine.kernel.errors import Invalid

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def walk(text: str, *, kind: str = "for", body: str = "i * 2") -> bytes:
    part = "return" if kind == "for" else "satisfies"
    inner = f"<literalExpression><text>{body}</text></literalExpression>"
    return f"""<definitions xmlns="{NAMESPACE}" name="m" namespace="urn:m"><inputData id="n" name="n"/>
<decision id="d" name="D"><informationRequirement><requiredInput href="#n"/></informationRequirement>
<{kind} iteratorVariable="i"><in><literalExpression><text>{text}</text></literalExpression></in>
<{part}>{inner}</{part}></{kind}></decision></definitions>""".encode()


WALKS = [
    # Numbers up, down, from what is in sight, in arithmetic, with a comment behind; days.
    (walk("1..3"), [2, 4, 6]),
    (walk("3..1"), [6, 4, 2]),
    (walk("n .. n+1"), [4, 6]),
    (walk("-(n)..0 // down"), [-4, -2, 0]),
    (walk('date("2026-03-01")..date("2026-03-02")', body="i"), [dt.date(2026, 3, 1), dt.date(2026, 3, 2)]),
    # Quantifiers; what has been walked; a range and a list as before.
    (walk("1..3", kind="some", body="i &gt; 2"), True),
    (walk("1..3", kind="every", body="i &gt; 2"), False),
    (walk("1..3", body="count(partial)"), [0, 1, 2]),
    (walk("[1..3]"), [2, 4, 6]),
    (walk("[1, 2]"), [2, 4]),
    # Ends that cannot be walked between.
    (walk('"a"..3'), None),
]


@pytest.mark.parametrize(("content", "value"), WALKS)
def test_a_run_is_walked_through(content: bytes, value: Any) -> None:
    assert read_decisions(content, file="m.dmn").decide("d", {"n": Decimal(2)}).value == value


@pytest.mark.parametrize("text", ["1..3, j in 1..2", "1..2 return 5 +", "1..", "1..3 satisfies", "1 +"])
def test_what_only_looks_like_a_run_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_decisions(walk(text), file="m.dmn")
    (fault,) = caught.value.faults
    assert (fault.code, fault.where["line"]) == ("dmn.feel", 3)
