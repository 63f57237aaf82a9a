"""The vocabulary that the modules of this folder write their steps into."""

from engine.scenarios.sentences import Vocabulary

STEPS = Vocabulary()
