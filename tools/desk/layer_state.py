"""A layer's state as a reading, so that it can be named, dated and compared like any other."""

from collections.abc import Iterable, Mapping

from tools.facts import FactSheet
from tools.types import Absent, LayerReading, Reading, State


def state_reading(layer: LayerReading, sheet: FactSheet) -> Reading:
    """The state, or why the layer abstains.

    Args:
        layer: The layer's last session.
        sheet: Makes the facts of that session.
    """
    key, label = f"{layer.name}.state", f"{layer.title.lower()} state"
    if isinstance(layer.state, Absent):
        return sheet.missing(key, label, layer.state.reason)
    return sheet.text(key, label, layer.state, "the layer's measure against its neutral band")


def states_of(layers: Iterable[LayerReading]) -> Mapping[str, State]:
    """Name -> state of the layers that have one."""
    return {layer.name: layer.state for layer in layers if not isinstance(layer.state, Absent)}
