"""`python -m tests.chaos`: a long storm, for `make chaos`."""

import argparse
import sys
from secrets import randbelow

from tests.chaos.storm import storm


def main() -> int:
    """Let a storm blow and say what it came to; 1 if anything is broken."""
    parser = argparse.ArgumentParser(prog="chaos")
    parser.add_argument("--seconds", type=float, default=150)
    parser.add_argument("--seed", type=int, default=None)
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else randbelow(10_000)
    result = storm(seconds=given.seconds, seed=seed, database_deaths=max(1, int(given.seconds // 50)))
    told = [f"seed {seed}: {result.cases} cases, {result.ended} through, deaths {result.deaths}", *result.broken]
    sys.stdout.write("\n".join(told) + "\n")
    return 1 if result.broken or not result.ended else 0


if __name__ == "__main__":
    sys.exit(main())
