"""Relative strength: the symbol's return against the benchmark's, in units of its own history."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from tools.bars import Bars
from tools.facts import FactSheet
from tools.indicators.momentum import roc
from tools.indicators.relative_strength import relative_return
from tools.indicators.rolling import rolling_std
from tools.layers.base import Inputs, Layer, LayerHistory, Words
from tools.layers.next_close import next_close_fact, transitions
from tools.phrases import say
from tools.types import Absent, Flip, FloatArray, Reading, State, Unit

QUADRANTS: Mapping[tuple[bool, bool], str] = {
    (True, True): "confirmation",
    (False, True): "deterioration warning",
    (True, False): "resilience",
    (False, False): "weakness",
}
"""(outperforming, benchmark rising) -> the quadrant's name."""


def history(inputs: Inputs) -> LayerHistory | Absent:
    """Return of the symbol minus the benchmark's over `period`, as multiples of its trailing deviation.

    The score is that multiple over `full_scale`, clipped to [-1, +1]; outperforming a falling benchmark
    (resilience) counts `resilience_factor` of it. Columns: `difference` (points), `benchmark` (per cent),
    `sigma` (points), `measure` (sigma). Warm-up: `period + sigma_window - 1` sessions common to both.
    """
    profile = inputs.profile.relative_strength
    other = inputs.benchmark
    if isinstance(other, Absent):
        return other
    if other.symbol == inputs.bars.symbol:
        return Absent(f"{other.symbol} is the benchmark itself")
    mine, theirs, rows = common(inputs.bars, other)
    if len(mine) <= profile.period:
        return Absent(f"too few sessions in common with {other.symbol}")
    difference = relative_return(mine, theirs, profile.period)
    benchmark = roc(theirs, profile.period)
    sigma = rolling_std(difference, profile.sigma_window)
    with np.errstate(divide="ignore", invalid="ignore"):
        measure = np.where(sigma > 0, difference / sigma, np.nan)
    score = np.clip(measure / profile.full_scale, -1.0, 1.0)
    resilient = (benchmark <= 0) & (difference > 0)
    score = np.where(resilient, score * profile.resilience_factor, score)
    size = len(inputs.bars)
    measured = _spread(measure, rows, size)
    needs = f"needs {profile.period + profile.sigma_window} sessions in common with {other.symbol}"
    ended = f"{other.symbol} has no bar for this session, its last is {other.last_session.isoformat()}"
    return LayerHistory(
        score=_spread(score, rows, size),
        measure=measured,
        band=profile.band,
        columns={
            "difference": _spread(difference, rows, size),
            "benchmark": _spread(benchmark, rows, size),
            "sigma": _spread(sigma, rows, size),
            "measure": measured,
        },
        strength=measured / profile.full_scale,
        silence=ended if other.last_session < inputs.bars.last_session else needs,
    )


Rows = slice | npt.NDArray[np.intp]
"""Which rows of the symbol a common session is."""


def common(first: Bars, second: Bars) -> tuple[FloatArray, FloatArray, Rows]:
    """Adjusted closes on the sessions both have, and the rows of `first` they belong to."""
    if first.index is second.index or first.index.equals(second.index):
        return first.adj_close, second.adj_close, slice(None)
    places = second.index.get_indexer(first.index)
    rows = np.flatnonzero(places >= 0)
    return first.adj_close[rows], second.adj_close[places[rows]], rows


def _spread(values: FloatArray, rows: Rows, size: int) -> FloatArray:
    """Put values back on the rows of the symbol; NaN where the benchmark has no bar."""
    if isinstance(rows, slice):
        return values
    spread = np.full(size, np.nan)
    spread[rows] = values
    return spread


def read(inputs: Inputs, history: LayerHistory, state: State, sheet: FactSheet) -> Words:
    """The last session in facts and words."""
    profile, columns = inputs.profile.relative_strength, history.columns
    other, period = inputs.profile.benchmark, profile.period
    name = other.lower().lstrip("^")
    difference, rising = columns["difference"][-1], columns["benchmark"][-1] > 0
    vs = sheet.number(
        f"relative_strength.vs_{name}_{period}",
        f"{period}-session return against {other}",
        difference,
        Unit.POINTS,
        f"ROC({period}) minus {other}'s, adjusted closes",
    )
    benchmark = sheet.number(
        f"relative_strength.{name}_{period}",
        f"{other}'s {period}-session return",
        columns["benchmark"][-1],
        Unit.PERCENT,
        f"ROC({period}), adjusted close of {other}",
    )
    measure = sheet.number(
        "relative_strength.sigma",
        "the difference in units of its own history",
        columns["measure"][-1],
        Unit.SIGMA,
        f"difference / its {profile.sigma_window}-session standard deviation",
    )
    quadrant = QUADRANTS[difference > 0, bool(rising)]
    quadrant_fact = sheet.text(
        "relative_strength.quadrant", "quadrant", quadrant, f"sign of the difference and of {other}'s return"
    )
    inside = "inside the neutral band" if state == "neutral" else "outside the neutral band"
    rationale = say(
        f"{{vs}} against {other} over {period} sessions while {other} moved {{benchmark}}: {{quadrant}}, "
        f"{{measure}}, {inside}.",
        vs=vs,
        benchmark=benchmark,
        quadrant=quadrant_fact,
        measure=measure,
    )
    return Words(
        rationale,
        (vs, benchmark, measure, quadrant_fact, _against_growth(inputs, sheet)),
        _flips(inputs, history, state, sheet),
    )


def _against_growth(inputs: Inputs, sheet: FactSheet) -> Reading:
    """The longer comparison with the growth index: reported, never scored."""
    growth, window = inputs.growth, inputs.profile.relative_strength.growth_window
    other = inputs.profile.growth
    key = f"relative_strength.vs_{other.lower().lstrip('^')}_{window}"
    label = f"{window}-session return against {other}"
    if isinstance(growth, Absent):
        return sheet.missing(key, label, growth.reason)
    if growth.symbol == inputs.bars.symbol:
        return sheet.missing(key, label, f"{other} is the symbol itself")
    mine, theirs, rows = common(inputs.bars, growth)
    difference = _spread(relative_return(mine, theirs, window), rows, len(inputs.bars))
    return sheet.number(
        key, label, difference[-1], Unit.POINTS, f"ROC({window}) minus {other}'s, adjusted closes; not scored"
    )


def _flips(inputs: Inputs, history: LayerHistory, state: State, sheet: FactSheet) -> tuple[Flip, ...]:
    """Solved for the next close with the benchmark's close and the deviation held."""
    profile, bars, other = inputs.profile.relative_strength, inputs.bars, inputs.benchmark
    if isinstance(other, Absent):
        return ()
    mine, theirs, _ = common(bars, other)
    band = float(history.band * inputs.multiples[-1])
    # the next session's base is one session nearer than today's
    benchmark = theirs[-1] / theirs[-profile.period] - 1.0
    found = []
    for to, target in transitions(state, band):
        points = target * history.columns["sigma"][-1]
        reading = sheet.number(
            f"relative_strength.flip.{to}",
            f"{profile.period}-session difference for {to}",
            points,
            Unit.POINTS,
            "relative_strength.band x calendar multiple x sigma",
        )
        price = next_close_fact(
            bars,
            mine[-profile.period] * (1.0 + benchmark + points / 100.0),
            f"relative_strength.flip_close.{to}",
            f"next close for relative strength {to}",
            sheet,
        )
        found.append(Flip(to, reading, price))
    return tuple(found)


LAYER = Layer(
    "relative_strength",
    "Relative strength",
    "difference of returns in its own deviations / relative_strength.full_scale, clipped to [-1, +1]; "
    "x relative_strength.resilience_factor when ahead of a falling benchmark",
    history,
    read,
)
