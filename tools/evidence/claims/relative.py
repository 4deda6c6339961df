"""Claims about the symbol against its benchmark and against the growth index."""

from collections.abc import Mapping

import numpy as np

from tools.bars import Bars
from tools.evidence.claims.claim import Claim, ClaimInputs, Group, Term, Trial
from tools.evidence.claims.columns import (
    against_base,
    between,
    breadth_of,
    fell,
    other_of,
    relative,
    returns_of,
)
from tools.profile import Profile
from tools.types import Absent, BoolArray, Unit

_WEEKS = (10, 15)
"""Two and three weeks of sessions."""

_CONFIRMS = 10
_LASTS = 21


def _rally(inputs: ClaimInputs, other: Bars) -> tuple[BoolArray, BoolArray, BoolArray]:
    """(the benchmark rises and the symbol lags, ... and it leads, both are known)."""
    lead, theirs = relative(inputs, other, inputs.market.profile.relative_strength.period)
    with np.errstate(invalid="ignore"):
        return (theirs > 0) & (lead < 0), (theirs > 0) & (lead > 0), np.isfinite(lead)


def _lag_warns(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    other = other_of(inputs, inputs.market.benchmark)
    if isinstance(other, Absent):
        return other
    bars = inputs.market.bars
    lags, leads, _ = _rally(inputs, other)
    trials: tuple[Trial, ...] = ()
    for one, decides in ((other, _WEEKS), (bars, ())):
        trials += between(
            (f"rallies of {other.symbol} that {bars.symbol} lags", lags),
            (f"rallies that {bars.symbol} leads", leads),
            returns_of(one, _WEEKS, bars.index),
            one.symbol,
            decides,
            fell,
        )
    return trials


def _lead_confirms(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    other = other_of(inputs, inputs.market.benchmark)
    if isinstance(other, Absent):
        return other
    bars = inputs.market.bars
    _, leads, known = _rally(inputs, other)
    return against_base(
        f"rallies of {other.symbol} that {bars.symbol} leads",
        leads,
        known,
        returns_of(bars, (5, _CONFIRMS, 21), bars.index),
        bars.symbol,
        (_CONFIRMS,),
    )


def _growth(inputs: ClaimInputs, other: Bars) -> tuple[tuple[str, BoolArray], tuple[str, BoolArray]]:
    lead, _ = relative(inputs, other, inputs.market.profile.relative_strength.growth_window)
    symbol = inputs.market.bars.symbol
    with np.errstate(invalid="ignore"):
        return (
            (f"sessions with {symbol} ahead of {other.symbol}", lead > 0),
            (f"sessions with {symbol} behind", lead < 0),
        )


def _leads_growth_broad(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    other, layer = other_of(inputs, inputs.market.growth), breadth_of(inputs)
    if isinstance(other, Absent):
        return other
    if isinstance(layer, Absent):
        return layer
    ahead_of, behind = _growth(inputs, other)
    share = layer.columns["percent"]
    window = inputs.market.profile.relative_strength.growth_window
    return (Trial(window, "members", Group(*ahead_of, share), Group(*behind, share)),)


def _leads_growth_lasts(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    other = other_of(inputs, inputs.market.growth)
    benchmark = other_of(inputs, inputs.market.benchmark)
    if isinstance(other, Absent):
        return other
    if isinstance(benchmark, Absent):
        return benchmark
    ahead_of, behind = _growth(inputs, other)
    returns = returns_of(benchmark, (_LASTS, 63), inputs.market.bars.index)
    return between(ahead_of, behind, returns, benchmark.symbol, (_LASTS,))


def _strength_terms(profile: Profile) -> Mapping[str, Term]:
    return {
        "period": Term("sessions of the comparison", profile.relative_strength.period, Unit.SESSIONS),
        "horizon": Term("horizon of the verdict", _CONFIRMS, Unit.SESSIONS),
    }


def _lag_terms(profile: Profile) -> Mapping[str, Term]:
    return {
        "period": Term("sessions of the comparison", profile.relative_strength.period, Unit.SESSIONS),
        "early": Term("first horizon of the verdict", _WEEKS[0], Unit.SESSIONS),
        "late": Term("second horizon of the verdict", _WEEKS[1], Unit.SESSIONS),
    }


def _growth_terms(profile: Profile) -> Mapping[str, Term]:
    return {
        "window": Term("sessions of the comparison", profile.relative_strength.growth_window, Unit.SESSIONS),
        "horizon": Term("horizon of the verdict", _LASTS, Unit.SESSIONS),
    }


CLAIMS = (
    Claim(
        "lag_warns_benchmark",
        "lagging a rally leads weakness",
        "When small caps lag a rally of the benchmark, the whole market weakens two to three weeks later.",
        "The benchmark is up over {period} and the symbol returned less, against rallies in which it "
        "returned more: share from which the benchmark was lower {early} and {late} after the next open. "
        "Supported where both intervals are above zero; the symbol's own are shown beside.",
        "fell",
        _lag_warns,
        _lag_terms,
    ),
    Claim(
        "lead_confirms",
        "leading a rally confirms it",
        "Small caps that return more than the benchmark in its rally confirm the advance.",
        "The benchmark is up over {period} and the symbol returned more, against all sessions: share from "
        "which the symbol was higher {horizon} after the next open.",
        "rose",
        _lead_confirms,
        _strength_terms,
    ),
    Claim(
        "leads_growth_is_broad",
        "leading the growth index is breadth",
        "Small caps ahead of the growth index mean that many stocks take part.",
        "Return over {window} above that of the growth index, against below: share of members above their "
        "average at the same close.",
        "members above",
        _leads_growth_broad,
        _growth_terms,
        statistic="mean",
        subject="breadth",
        open=("Members and fund are the same small caps, so some agreement is there by construction.",),
    ),
    Claim(
        "leads_growth_lasts",
        "leading the growth index makes rallies last",
        "Small caps ahead of the growth index are the sign of a bull market that lasts.",
        "Return over {window} above that of the growth index, against below: share from which the benchmark "
        "was higher {horizon} after the next open.",
        "rose",
        _leads_growth_lasts,
        _growth_terms,
    ),
)
