"""What scenarios and walks enter: labels and words turned into what a form submits."""

from engine.scenarios.filling import NOT_FIELDS, Choices, Entries, raw_values, waiting

__all__ = ["NOT_FIELDS", "Choices", "Entries", "raw_values", "waiting"]
