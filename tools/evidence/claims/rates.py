"""Claims about rates and spreads: a narrower curve, falling yields, wider credit."""

from collections.abc import Mapping

import numpy as np

from tools.evidence.claims.claim import Claim, ClaimInputs, Term, Trial
from tools.evidence.claims.columns import (
    BASIS_POINTS,
    against_base,
    between,
    change,
    fell,
    leads_of,
    level_of,
    other_of,
    rate_before,
    relative,
    returns_of,
)
from tools.profile import Profile
from tools.types import Absent, FloatArray, Unit

_WARN = 21
_CURVE, _SHORT_RATE, _SPREAD = "T10Y2Y", "DGS2", "BAMLH0A0HYM2"


def _moved(inputs: ClaimInputs, name: str) -> FloatArray | Absent:
    """Change of a rate in basis points, as it was known at each close."""
    rate = rate_before(inputs, name)
    if isinstance(rate, Absent):
        return rate
    return BASIS_POINTS * change(rate, inputs.market.profile.credit.change_sessions)


def _narrow_curve(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    moved = _moved(inputs, _CURVE)
    if isinstance(moved, Absent):
        return moved
    with np.errstate(invalid="ignore"):
        narrower = moved <= -inputs.market.profile.credit.curve_change_bp
    return _warns(inputs, "sessions after a narrower curve", narrower, moved)


def _wide_spreads(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    moved = _moved(inputs, _SPREAD)
    if isinstance(moved, Absent):
        return moved
    with np.errstate(invalid="ignore"):
        wider = moved >= inputs.market.profile.credit.oas_change_bp
    return _warns(inputs, "sessions after wider spreads", wider, moved)


def _warns(
    inputs: ClaimInputs, name: str, holds: np.ndarray[tuple[int], np.dtype[np.bool_]], moved: FloatArray
) -> tuple[Trial, ...]:
    bars = inputs.market.bars
    outcomes = returns_of(bars, (10, _WARN, 63), bars.index)
    return against_base(name, holds, np.isfinite(moved), outcomes, bars.symbol, (_WARN,), fell)


def _falling_yields(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    other = other_of(inputs, inputs.market.benchmark)
    series = inputs.rates.get(_SHORT_RATE, Absent(f"{_SHORT_RATE} was not asked for"))
    if isinstance(other, Absent):
        return other
    if isinstance(series, Absent):
        return series
    window = inputs.market.profile.credit.change_sessions
    lead, _ = relative(inputs, other, window)
    # of the same days as the returns: nothing is foretold here, so nothing need be known beforehand
    moved = change(level_of(series, inputs), window)
    with np.errstate(invalid="ignore"):
        falling, rising = moved < 0, moved > 0
    whose = f"{inputs.market.bars.symbol} against {other.symbol}"
    return between(
        ("windows of a falling two-year yield", falling),
        ("windows of a rising one", rising),
        {window: lead},
        whose,
        (window,),
    )


def _yields_ahead(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    other = other_of(inputs, inputs.market.benchmark)
    series = _moved(inputs, _SHORT_RATE)
    if isinstance(other, Absent):
        return other
    if isinstance(series, Absent):
        return series
    bars = inputs.market.bars
    with np.errstate(invalid="ignore"):
        falling, rising = series < 0, series > 0
    return between(
        ("sessions after a falling two-year yield", falling),
        ("sessions after a rising one", rising),
        leads_of(inputs, other, (_WARN, 63)),
        f"{bars.symbol} against {other.symbol}",
        (_WARN,),
    )


def _curve_terms(profile: Profile) -> Mapping[str, Term]:
    return {
        "narrower": Term("least narrowing", profile.credit.curve_change_bp, Unit.BASIS_POINTS),
        **_window_terms(profile),
    }


def _spread_terms(profile: Profile) -> Mapping[str, Term]:
    return {
        "wider": Term("least widening", profile.credit.oas_change_bp, Unit.BASIS_POINTS),
        **_window_terms(profile),
    }


def _window_terms(profile: Profile) -> Mapping[str, Term]:
    return {
        "window": Term("sessions of the change", profile.credit.change_sessions, Unit.SESSIONS),
        "horizon": Term("horizon of the verdict", _WARN, Unit.SESSIONS),
    }


CLAIMS = (
    Claim(
        "narrow_curve_rolls_over",
        "a narrower curve comes before a fall",
        "When ten-year yields come closer to two-year yields, small caps roll over afterwards.",
        "The curve of the session before narrower by {narrower} or more than {window} earlier, against all "
        "sessions: share from which the symbol was lower {horizon} after the next open.",
        "fell",
        _narrow_curve,
        _curve_terms,
        subject="rates",
    ),
    Claim(
        "falling_yields_lift",
        "falling yields lift small caps most",
        "While two-year yields fall, small caps return more than the benchmark.",
        "Over the same {window}: share of windows in which the symbol returned more than the benchmark, with "
        "the yield falling against rising.",
        "outperformed",
        _falling_yields,
        _window_terms,
        subject="rates",
        open=(
            "Both are of the same window: it is no forecast.",
            "A first look had the yield a session earlier; its window is now on the days of the returns.",
        ),
    ),
    Claim(
        "falling_yields_ahead",
        "falling yields go on to lift them",
        "After two-year yields have fallen, small caps go on to return more than the benchmark.",
        "Yield of the session before lower than {window} earlier, against higher: share from which the "
        "symbol returned more than the benchmark over the {horizon} after the next open.",
        "outperformed",
        _yields_ahead,
        _window_terms,
        subject="rates",
    ),
    Claim(
        "spreads_warn",
        "wider high-yield spreads warn",
        "Widening high-yield spreads are an early warning for small caps.",
        "The spread of the session before wider by {wider} or more than {window} earlier, against all "
        "sessions: share from which the symbol was lower {horizon} after the next open.",
        "fell",
        _wide_spreads,
        _spread_terms,
        subject="rates",
    ),
)
