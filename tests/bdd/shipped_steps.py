"""Offers the shipped steps to pytest-bdd, so that the same files run here on PostgreSQL and elsewhere in memory."""

from pytest_bdd import given, parsers, then, when

from engine.scenarios.library import STEPS

KINDS = {"given": given, "when": when, "then": then}

for step in STEPS.definitions:
    converters = dict.fromkeys(step.numbers, int)
    KINDS[step.kind](parsers.re(step.pattern), converters=converters)(step.function)
