"""What a decision requires and never uses."""

from collections.abc import Iterator

from engine.decisions.checks.types import Types
from engine.decisions.model import DecisionModel
from engine.decisions.xml import Element, children, local_name
from engine.kernel.errors import Fault


def unused_requirements(root: Element, model: DecisionModel) -> Iterator[Fault]:
    """Yield a warning for each input or decision that is required by a decision whose expressions never name it."""
    types = Types(root, model)
    for owner in children(root, "decision"):
        texts = " ".join(each.text or "" for each in owner.iter() if local_name(each) == "text")
        for name, element in types.required(owner) if texts.strip() else ():
            if element is not None and name not in " ".join(texts.split()):
                label = owner.get("name") or ""
                yield Fault(
                    "dmn.unused",
                    f"决策“{label}”要求“{name}”，但从未使用。",
                    f"Decision “{label}” requires “{name}” but never uses it.",
                    {"file": model.file, "line": int(owner.sourceline or 1), "element": owner.get("id") or label},
                    "warning",
                )
