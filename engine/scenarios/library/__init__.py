"""The shipped steps, in the officials' language; the vocabulary holds them all."""

from engine.scenarios.library import actions, outcomes, state
from engine.scenarios.library.vocabulary import STEPS

__all__ = ["STEPS", "actions", "outcomes", "state"]
