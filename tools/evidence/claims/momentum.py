"""Claims about momentum: RSI dips, bounces, moves without volume, and how far to look back."""

from collections.abc import Mapping

import numpy as np

from tools.evidence.claims.claim import Claim, ClaimInputs, Group, Term, Trial
from tools.evidence.claims.columns import (
    against_base,
    ahead,
    between,
    change,
    not_higher,
    rate_before,
    returns_of,
)
from tools.indicators.momentum import roc, rsi, stochastic
from tools.layers import momentum
from tools.profile import Profile
from tools.types import Absent, BoolArray, FloatArray, Unit

_RSI = (35.0, 42.0)
_ENTRY = 21
_EASING = 63
_SHORT_RATE = "DGS2"
_BOUNCE_RSI = (35.0, 40.0)
_BOUNCE_K = (20.0, 30.0)
_BOUNCE = 5
_SIGNAL = 10
_USUAL = 14


def _within(values: FloatArray, limits: tuple[float, float]) -> BoolArray:
    with np.errstate(invalid="ignore"):
        return np.asarray((values >= limits[0]) & (values <= limits[1]))


def _rsi(inputs: ClaimInputs) -> FloatArray:
    return rsi(inputs.market.bars.adj_close, inputs.market.profile.votes.rsi_period)


def _dip(inputs: ClaimInputs) -> tuple[Trial, ...]:
    bars, index = inputs.market.bars, _rsi(inputs)
    outcomes = returns_of(bars, (10, _ENTRY, 63), bars.index)
    known = np.isfinite(index)
    return against_base(
        "sessions with RSI in the range", _within(index, _RSI), known, outcomes, bars.symbol, (_ENTRY,)
    )


def _easing_dip(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    rate = rate_before(inputs, _SHORT_RATE)
    if isinstance(rate, Absent):
        return rate
    bars, index, moved = inputs.market.bars, _rsi(inputs), change(rate, _EASING)
    outcomes = returns_of(bars, (10, _ENTRY, 63), bars.index)
    with np.errstate(invalid="ignore"):
        dip = _within(index, _RSI) & (moved < 0)
    known = np.isfinite(index) & np.isfinite(moved)
    return against_base(
        "sessions with RSI in the range and the rate falling", dip, known, outcomes, bars.symbol, (_ENTRY,)
    )


def _bounce(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    bars, index = inputs.market.bars, _rsi(inputs)
    if bars.fields == "close":
        return Absent("a stochastic needs highs and lows")
    quick, _ = stochastic(bars.high, bars.low, bars.close)
    known = np.isfinite(index) & np.isfinite(quick)
    low = _within(index, _BOUNCE_RSI) & _within(quick, _BOUNCE_K)
    outcomes = returns_of(bars, (_BOUNCE, 10), bars.index)
    return against_base("oversold sessions", low, known, outcomes, bars.symbol, (_BOUNCE,))


def _unconfirmed(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    bars, profile = inputs.market.bars, inputs.market.profile
    if bars.fields != "ohlcv":
        return Absent("the volume check needs highs, lows and volume")
    layer = momentum.history(inputs.market)
    weak = layer.columns["weak"]
    with np.errstate(invalid="ignore"):
        # the score before the check halves it, so that both groups are signals of the same strength
        signal = layer.columns["sigma"] / profile.momentum.clip > profile.momentum.band
    return between(
        ("rises without volume", signal & (weak == 1.0)),
        ("rises with volume", signal & (weak == 0.0)),
        returns_of(bars, (5, _SIGNAL, 21), bars.index),
        bars.symbol,
        (_SIGNAL,),
        not_higher,
    )


def _look_back(inputs: ClaimInputs) -> tuple[Trial, ...]:
    bars, closes = inputs.market.bars, inputs.market.bars.adj_close
    quick, usual = roc(closes, _SIGNAL), roc(closes, _USUAL)
    known = np.isfinite(quick) & np.isfinite(usual)
    trials = []
    for horizon in (5, _SIGNAL, 21):
        returns = ahead(bars, horizon, bars.index)

        def agreed(move: FloatArray, returns: FloatArray = returns) -> FloatArray:
            with np.errstate(invalid="ignore"):
                same = (move > 0) == (returns > 0)
            return np.where(np.isfinite(returns), same.astype(np.float64), np.nan)

        trials.append(
            Trial(
                horizon,
                bars.symbol,
                Group("signs of the shorter look-back", known, agreed(quick)),
                Group("signs of the usual one", known, agreed(usual)),
                horizon == _SIGNAL,
            )
        )
    return tuple(trials)


def _dip_terms(profile: Profile) -> Mapping[str, Term]:
    del profile
    return {
        "low": Term("lower end of the range", _RSI[0], Unit.POINTS_100),
        "high": Term("upper end of the range", _RSI[1], Unit.POINTS_100),
        "horizon": Term("horizon of the verdict", _ENTRY, Unit.SESSIONS),
        "easing": Term("sessions of the rate's change", _EASING, Unit.SESSIONS),
    }


def _bounce_terms(profile: Profile) -> Mapping[str, Term]:
    del profile
    return {
        "low": Term("lower end for RSI", _BOUNCE_RSI[0], Unit.POINTS_100),
        "high": Term("upper end for RSI", _BOUNCE_RSI[1], Unit.POINTS_100),
        "lowest": Term("lower end for %K", _BOUNCE_K[0], Unit.POINTS_100),
        "highest": Term("upper end for %K", _BOUNCE_K[1], Unit.POINTS_100),
        "horizon": Term("horizon of the verdict", _BOUNCE, Unit.SESSIONS),
    }


def _signal_terms(profile: Profile) -> Mapping[str, Term]:
    return {
        "band": Term("score of a signal", profile.momentum.band, Unit.SCORE),
        "horizon": Term("horizon of the verdict", _SIGNAL, Unit.SESSIONS),
    }


def _look_back_terms(profile: Profile) -> Mapping[str, Term]:
    del profile
    return {
        "short": Term("shorter look-back", _SIGNAL, Unit.SESSIONS),
        "usual": Term("usual look-back", _USUAL, Unit.SESSIONS),
        "horizon": Term("horizon of the verdict", _SIGNAL, Unit.SESSIONS),
    }


CLAIMS = (
    Claim(
        "rsi_dips",
        "RSI dips are good entries",
        "Dips of RSI to between {low} and {high} are among the best entries.",
        "Sessions with RSI in the range against all sessions: share from which the symbol was higher "
        "{horizon} after the next open.",
        "rose",
        _dip,
        _dip_terms,
    ),
    Claim(
        "rsi_dips_easing",
        "RSI dips while rates fall",
        "Such dips (RSI between {low} and {high}) are best while a cut in rates is being expected.",
        "The same with the two-year yield of the session before lower than {easing} earlier: share from "
        "which the symbol was higher {horizon} after the next open.",
        "rose",
        _easing_dip,
        _dip_terms,
        subject="rates",
        open=("A falling two-year yield stands for expected cuts; the reason of the fear is not known.",),
    ),
    Claim(
        "oversold_bounce",
        "RSI and %K oversold bounce",
        "RSI between {low} and {high} with %K between {lowest} and {highest} brings a relief rally.",
        "Those sessions against all: share from which the symbol was higher {horizon} after the next open.",
        "rose",
        _bounce,
        _bounce_terms,
    ),
    Claim(
        "unconfirmed_momentum",
        "momentum without volume fails more",
        "Momentum without volume in the lower third of the weekly range is false more often.",
        "Rising momentum with a score above {band} before the check, without the volume against with it: "
        "share not higher {horizon} after the next open.",
        "failed",
        _unconfirmed,
        _signal_terms,
    ),
    Claim(
        "shorter_look_back",
        "a shorter look-back says more",
        "Small caps turn faster, so momentum over {short} says more than over {usual}.",
        "On the same sessions, how often the sign of either agrees with the move of the {horizon} after the "
        "next open.",
        "agreed",
        _look_back,
        _look_back_terms,
    ),
)
