"""The profile of fuzzing: many examples, none repeated from the last time, no deadline."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "fuzz",
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "5000")),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
