"""Forms that tests read: small ones from their components, and one penalty form with everything in it."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from forms import Checked, Form, FormError, FormFault, read_form

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)

Make = Callable[..., Form]
Judge = Callable[..., Checked]


def document(components: list[Any], **top: Any) -> bytes:
    properties = {"title": "测试表", "title.en": "Test form"} | top.pop("properties", {})
    whole = {"type": "default", "id": "test-form", "properties": properties, "components": components} | top
    return json.dumps(whole, ensure_ascii=False).encode()


@pytest.fixture
def make() -> Make:
    """Read a form from its components."""
    return lambda *components, **top: read_form(document(list(components), **top), file="test.form")


@pytest.fixture
def faults_of() -> Callable[..., list[FormFault]]:
    """Read a form that has faults and return them."""

    def read(*components: Any, **top: Any) -> list[FormFault]:
        known = top.pop("known", None)
        with pytest.raises(FormError) as refused:
            read_form(document(list(components), **top), file="test.form", known=known)
        return list(refused.value.faults)

    return read


@pytest.fixture
def judge() -> Judge:
    """Validate a submission of a form."""

    def run(
        form: Form, raw: Any, *, language: str = "zh", context: Mapping[str, Any] | None = None, **more: Any
    ) -> Checked:
        return form.validate(raw, context=context or {}, language=language, now=NOW, **more)

    return run


@pytest.fixture(scope="session")
def penalty() -> Form:
    """The decision on a penalty: every kind of field, conditions, limits, a list, checks."""
    path = Path(__file__).parent / "penalty.form"
    return read_form(path.read_bytes(), file=path.name)


@pytest.fixture
def filled() -> dict[str, Any]:
    """A submission of the penalty form that is in order."""
    return {
        "party_type": "org",
        "party_name": "成都某餐饮有限公司",
        "party_code": "91510100MA6CA1234X",
        "violated_on": "2026-11-01",
        "inspected_at": "2026-11-02T09:30",
        "facts": "当事人占用人行道经营，面积约四平方米，影响市容。",
        "evidence": [
            {"title": "现场笔录", "kind": "record", "pages": "3", "files": ["0198f0aa-0000-7000-8000-00000000000a"]}
        ],
        "legal_basis": ["cd-48"],
        "discretion": "normal",
        "fine": "5000",
        "lead_officer": "wangmin",
        "recorded": True,
    }
