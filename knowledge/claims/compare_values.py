"""Whether two figures can be the same: rounding, "about", ranges and one-sided figures honestly read."""

from dataclasses import dataclass
from math import inf, isfinite

from knowledge.claims.metrics import Metric
from knowledge.claims.model import Measure, Quantity

_UNSIGNED = frozenset({"drawdown", "underperformance", "outperformance", "level_distance"})
"""Metrics that are written with and without a minus."""
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Reach:
    """The values that a figure can stand for."""

    low: float
    high: float


def comparable(metric: Metric, first: Quantity, second: Quantity) -> bool:
    """Whether two figures are in one unit; a bare number is in the metric's usual one."""
    return unit_of(metric, first) is unit_of(metric, second)


def agree(metric: Metric, first: Quantity, second: Quantity) -> bool:
    """Whether two figures of a metric can be the same value.

    Each reaches half its last digit to both sides. Where one is rough ("about"), or the metric is counted
    differently from source to source, it reaches the metric's tolerance if that is more; the roughness of the
    two does not add up. A range holds every value in it, a one-sided figure all beyond its end.
    """
    one, other = _reach(metric, first), _reach(metric, second)
    gap = max(one.low - other.high, other.low - one.high)
    if not isfinite(gap):
        return True
    rounding = 0.0 if metric.whole else (first.step + second.step) / 2
    sizes = [abs(end) for end in (one.low, one.high, other.low, other.high) if isfinite(end)]
    rough = "about" in {first.bound, second.bound} or metric.time in {"slow", "structural"}
    tolerance = metric.tolerance * max(sizes, default=0.0) if rough else 0.0
    return gap <= max(rounding, tolerance) + _EPSILON * max(sizes, default=1.0)


def restated(first: Quantity, second: Quantity) -> bool:
    """Whether two figures of one table, an edition apart, are the same as written.

    What one desk writes in the same way each time has changed when its last digit has.
    """
    if "about" in {first.bound, second.bound}:
        return False
    away = max(abs(first.low - second.low), abs(first.high - second.high))
    size = max(abs(second.low), abs(second.high))
    return not isfinite(away) or away <= abs(first.step - second.step) / 2 + _EPSILON * size


def _reach(metric: Metric, quantity: Quantity) -> Reach:
    low, high = quantity.low, quantity.high
    if metric.key in _UNSIGNED and high <= 0:
        low, high = -high, -low
    return Reach(low if isfinite(low) else -inf, high if isfinite(high) else inf)


def unit_of(metric: Metric, quantity: Quantity) -> Measure:
    """The unit of a figure; a bare number is in the metric's usual one."""
    return metric.units[0] if quantity.unit is Measure.COUNT else quantity.unit
