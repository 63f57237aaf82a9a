"""What the environment tells the command line."""

from pathlib import Path

import pytest

from engine.kernel.errors import Invalid
from web.cli.settings import DatabaseUrlMissing, read_settings


def test_without_any_variable_the_embedded_database_below_var_is_meant() -> None:
    settings = read_settings({})
    assert settings.port == 8000
    assert settings.data == Path("var").absolute()
    assert settings.files == Path("var/files").absolute()
    assert settings.pg_bin is None
    with pytest.raises(DatabaseUrlMissing):
        _ = settings.app_url


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("postgresql+psycopg://a@h/d", "postgresql+psycopg://a@h/d"),  # As SQLAlchemy writes it.
        ("postgresql://a@h/d?sslmode=require", "postgresql+psycopg://a@h/d?sslmode=require"),  # As libpq writes it.
        ("postgres://a:b@h:5433/d", "postgresql+psycopg://a:b@h:5433/d"),  # As hosting providers write it.
        ("postgresql+psycopg2://a@h/d", "postgresql+psycopg://a@h/d"),  # Another driver than ours.
    ],
)
def test_an_address_may_be_spelled_in_the_usual_ways(given: str, understood: str) -> None:
    settings = read_settings({"DATABASE_URL": given})
    assert settings.app_url == settings.owner_url == understood


def test_the_owner_has_an_address_of_its_own() -> None:
    settings = read_settings({"DATABASE_URL": "postgresql://app@h/d", "GUIJU_MIGRATE_URL": "postgresql://owner@h/d"})
    assert settings.owner_url == "postgresql+psycopg://owner@h/d"


@pytest.mark.parametrize(
    "environment",
    [
        {"GUIJU_PORT": "eighty"},  # Not a number.
        {"GUIJU_PORT": "0"},  # Would be any free port; nobody would find it.
        {"GUIJU_PORT": "65536"},  # Beyond the last port.
        {"GUIJU_PORT": "８０"},  # Full-width figures are a typing error.
        {"DATABASE_URL": "mysql://a@h/d"},  # Another database.
        {"DATABASE_URL": "h/d"},  # No scheme.
        {"GUIJU_MIGRATE_URL": "sqlite:///file"},  # Another database.
    ],
)
def test_a_bad_value_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        read_settings(environment)
