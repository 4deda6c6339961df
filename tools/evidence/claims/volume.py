"""Claims about volume: breakouts on two to three times the usual, falls on little."""

from collections.abc import Mapping

import numpy as np

from tools.evidence.claims.claim import Claim, ClaimInputs, Term, Trial
from tools.evidence.claims.columns import (
    BREAKOUT,
    against_base,
    between,
    breakouts,
    fell,
    leads_of,
    other_of,
    returns_of,
)
from tools.indicators.volume import volume_ratio
from tools.layers.base import adjusted_atr
from tools.profile import Profile
from tools.types import Absent, FloatArray, Unit

_SPIKE = (2.0, 3.0)
_BURST = 5
_FALL = 1.0
_DRAG = 10
_NO_VOLUME = "the source has no volume"


def _ratio(inputs: ClaimInputs) -> FloatArray:
    return volume_ratio(inputs.market.bars.volume, inputs.market.profile.votes.volume_window)


def _breakouts(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    bars, other = inputs.market.bars, other_of(inputs, inputs.market.benchmark)
    if bars.fields != "ohlcv":
        return Absent(_NO_VOLUME)
    if isinstance(other, Absent):
        return other
    ratio = _ratio(inputs)
    with np.errstate(invalid="ignore"):
        loud = breakouts(bars) & (ratio >= _SPIKE[0]) & (ratio <= _SPIKE[1])
    known = np.isfinite(ratio) & (np.arange(len(bars)) >= BREAKOUT)
    whose = f"{bars.symbol} against {other.symbol}"
    return against_base(
        "breakouts on volume", loud, known, leads_of(inputs, other, (1, _BURST, 10)), whose, (_BURST,)
    )


def _quiet_falls(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    bars = inputs.market.bars
    if bars.fields != "ohlcv":
        return Absent(_NO_VOLUME)
    ratio, closes = _ratio(inputs), bars.adj_close
    size = adjusted_atr(bars, inputs.market.profile.trend.atr_period)
    with np.errstate(invalid="ignore"):
        # the range of the session before: today's own fall is part of today's
        drop = np.concatenate(([False], closes[1:] - closes[:-1] <= -_FALL * size[:-1]))
        quiet, loud = ratio <= 1.0, ratio > 1.0
    return between(
        ("falls on little volume", drop & quiet),
        ("falls on more than usual", drop & loud),
        returns_of(bars, (5, _DRAG, 21), bars.index),
        bars.symbol,
        (_DRAG,),
        fell,
    )


def _spike_terms(profile: Profile) -> Mapping[str, Term]:
    return {
        "least": Term("least volume against its mean", _SPIKE[0], Unit.TIMES),
        "most": Term("most volume against its mean", _SPIKE[1], Unit.TIMES),
        "mean": Term("sessions of the mean", profile.votes.volume_window, Unit.SESSIONS),
        "window": Term("sessions of a breakout", BREAKOUT, Unit.SESSIONS),
        "horizon": Term("horizon of the verdict", _BURST, Unit.SESSIONS),
    }


def _fall_terms(profile: Profile) -> Mapping[str, Term]:
    return {
        "fall": Term("least fall in one session", _FALL, Unit.ATR),
        "mean": Term("sessions of the mean", profile.votes.volume_window, Unit.SESSIONS),
        "horizon": Term("horizon of the verdict", _DRAG, Unit.SESSIONS),
    }


CLAIMS = (
    Claim(
        "volume_breakouts",
        "volume at breakouts outperforms",
        "Breakouts on {least} to {most} times the usual volume come before bursts of outperformance.",
        "A close above the highest of the {window} before it on that much of the volume's mean over {mean}, "
        "against all sessions: share from which the symbol returned more than the benchmark over the "
        "{horizon} after the next open.",
        "outperformed",
        _breakouts,
        _spike_terms,
    ),
    Claim(
        "quiet_falls_go_on",
        "a fall without panic volume goes on",
        "A fall on no more than usual volume is no capitulation, and more of it follows.",
        "Falls of at least {fall} in one session, volume at or below its mean over {mean} against above it: "
        "share from which the symbol was lower {horizon} after the next open.",
        "fell",
        _quiet_falls,
        _fall_terms,
    ),
)
