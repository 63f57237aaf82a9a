"""Coverage-guided fuzzing, where atheris is installed: `python -m tests.fuzz.guided feel -max_total_time=60`."""

import importlib
import sys

TARGETS = ("feel", "decisions", "bpmn")


def main() -> None:
    """Feed one target until the time is up; a crash ends the run with its input in a file."""
    try:
        import atheris
    except ImportError:
        print("Coverage-guided fuzzing does not run: atheris is not installed (pip install atheris).")  # noqa: T201
        return
    name = next((argument for argument in sys.argv[1:] if argument in TARGETS), TARGETS[0])
    with atheris.instrument_imports(include=["engine", "forms"]):
        target = importlib.import_module(f"tests.fuzz.fuzz_{name}")
    atheris.Setup([sys.argv[0], *(argument for argument in sys.argv[1:] if argument not in TARGETS)], target.take)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
