"""Every scenario of every feature, played on PostgreSQL."""

from pytest_bdd import scenarios

scenarios(".")
