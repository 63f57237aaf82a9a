"""What the scenarios in a bundle must be like for it to be published."""

from typing import TYPE_CHECKING

from engine.definitions.bundle import Bundle
from engine.definitions.errors import BundleRefused
from engine.scenarios.errors import FeaturesRefused
from engine.scenarios.playing import require_known
from engine.scenarios.reading import read_features
from engine.scenarios.staging import read_defaults

if TYPE_CHECKING:
    from engine.kernel.errors import Fault


def require_playable(bundle: Bundle) -> None:
    """Raise `BundleRefused` for scenarios that are no Gherkin or use steps that there are not, and for bad defaults."""
    faults: list[Fault] = []
    try:
        features = read_features(bundle.sources(bundle.features))
        require_known(scenario for feature in features for scenario in feature.scenarios)
    except FeaturesRefused as refused:
        faults += refused.faults
    try:
        read_defaults(bundle.sources(bundle.defaults))
    except FeaturesRefused as refused:
        faults += refused.faults
    if faults:
        raise BundleRefused(key=bundle.key, faults=faults)
