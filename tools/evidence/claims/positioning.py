"""Claims about short covering, and about pivots as a breakout level."""

from collections.abc import Mapping

import numpy as np

from tools.evidence.claims.claim import Claim, ClaimInputs, Term, Trial
from tools.evidence.claims.columns import against_base, breadth_of, fell, returns_of
from tools.indicators.levels import demark_pivots
from tools.layers import momentum
from tools.overlays.positioning import short_covering
from tools.profile import Profile
from tools.types import Absent, Unit

_FADE = 5
_BREAK = 5


def _covering(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    bars, profile = inputs.market.bars, inputs.market.profile
    weak = momentum.history(inputs.market).columns["weak"]
    layer = breadth_of(inputs)
    nothing = np.full(len(bars), np.nan)
    percent = nothing if isinstance(layer, Absent) else layer.columns["percent"]
    known = np.isfinite(weak) | np.isfinite(percent)
    if not known.any():
        return Absent("neither breadth nor volume is known")
    flag = short_covering(bars, percent, weak, profile)
    outcomes = returns_of(bars, (1, _FADE, 10), bars.index)
    return against_base("covering rallies", flag, known, outcomes, bars.symbol, (_FADE,), fell)


def _pivot(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    bars = inputs.market.bars
    if bars.fields == "close":
        return Absent("pivots need opens, highs and lows")
    top = demark_pivots(bars.open, bars.high, bars.low, bars.close)["R1"]
    before = np.concatenate(([np.nan], top[:-1]))
    with np.errstate(invalid="ignore"):
        above = bars.close > before
    outcomes = returns_of(bars, (1, _BREAK, 10), bars.index)
    return against_base(
        "closes above the pivot", above, np.isfinite(before), outcomes, bars.symbol, (_BREAK,)
    )


def _covering_terms(profile: Profile) -> Mapping[str, Term]:
    rules = profile.positioning
    return {
        "rally": Term("least rise off the low", rules.rally_atr, Unit.ATR),
        "within": Term("sessions of the rally", rules.rally_sessions, Unit.SESSIONS),
        "low": Term("sessions of the low", rules.low_window, Unit.SESSIONS),
        "share": Term("share below which few carry it", rules.breadth_below, Unit.PERCENT),
        "horizon": Term("horizon of the verdict", _FADE, Unit.SESSIONS),
    }


def _pivot_terms(profile: Profile) -> Mapping[str, Term]:
    del profile
    return {"horizon": Term("horizon of the verdict", _BREAK, Unit.SESSIONS)}


CLAIMS = (
    Claim(
        "covering_rallies_fade",
        "covering rallies fade",
        "Rallies of shorts buying back look like breakouts and fade within {horizon}.",
        "Up more than {rally} within {within} off the lowest close of {low}, with breadth below {share} or "
        "weak momentum; against all sessions: share from which the symbol was lower {horizon} after the next "
        "open.",
        "fell",
        _covering,
        _covering_terms,
        open=("Short interest itself is not in the data; the rally's shape stands for it.",),
    ),
    Claim(
        "pivot_break",
        "a break of the DeMark high is bullish",
        "A move above the DeMark pivot high is a bullish breakout.",
        "A close above the pivot high made by the session before, against all sessions: share from which the "
        "symbol was higher {horizon} after the next open.",
        "rose",
        _pivot,
        _pivot_terms,
    ),
)
