"""Claims about the averages and breakouts: converging averages, and false signals on small caps."""

from collections.abc import Mapping

import numpy as np

from tools.evidence.claims.claim import Claim, ClaimInputs, Group, Term, Trial
from tools.evidence.claims.columns import (
    BREAKOUT,
    against_base,
    ahead,
    not_higher,
    onto,
    other_of,
    returns_of,
    setups,
)
from tools.layers import trend
from tools.profile import Profile
from tools.types import Absent, Unit

_ENTRY = 21
_FAILS = 10
_TWICE = 2.0
_LONG = (10, _ENTRY, 63)
_DRIFT = (
    "The benchmark rises more often than the symbol on any session; the same ratio over all sessions, shown "
    "beside, says how much of the excess that is."
)


def _converging(inputs: ClaimInputs) -> tuple[Trial, ...]:
    bars, layer = inputs.market.bars, trend.history(inputs.market)
    flag = trend.flags(inputs.market, layer)["converging"]
    known = np.isfinite(layer.columns["separation"])
    outcomes = returns_of(bars, _LONG, bars.index)
    return against_base("sessions of converging averages", flag, known, outcomes, bars.symbol, (_ENTRY,))


def _from_below(inputs: ClaimInputs) -> tuple[Trial, ...]:
    bars, layer = inputs.market.bars, trend.history(inputs.market)
    separation = layer.columns["separation"]
    with np.errstate(invalid="ignore"):
        flag = trend.flags(inputs.market, layer)["converging"] & (separation < 0)
    outcomes = returns_of(bars, _LONG, bars.index)
    return against_base(
        "sessions of converging from below", flag, np.isfinite(separation), outcomes, bars.symbol, (_ENTRY,)
    )


def _false_signals(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    other = other_of(inputs, inputs.market.benchmark)
    if isinstance(other, Absent):
        return other
    bars, profile = inputs.market.bars, inputs.market.profile
    theirs = onto(setups(other, profile).astype(np.float64), other.index, bars.index) == 1.0
    both = np.isin(bars.index, other.index)
    trials: list[Trial] = []
    for name, whose, own, of_other, decides in (
        ("set-ups", bars.symbol, setups(bars, profile), theirs, True),
        ("all sessions", f"{bars.symbol} any day", both, both, False),
    ):
        for horizon in (5, _FAILS, 21):
            mine, yours = ahead(bars, horizon, bars.index), ahead(other, horizon, bars.index)
            case = Group(f"{name} of {bars.symbol}", own & both, not_higher(mine), mine)
            base = Group(f"{name} of {other.symbol}", of_other, not_higher(yours), yours)
            trials.append(Trial(horizon, whose, case, base, decides and horizon == _FAILS))
    return tuple(trials)


def _entry_terms(profile: Profile) -> Mapping[str, Term]:
    rules = profile.trend
    return {
        "side": Term("least sessions on one side", rules.run_sessions, Unit.SESSIONS),
        "back": Term("sessions of the narrowing", rules.cross_sessions, Unit.SESSIONS),
        "horizon": Term("horizon of the verdict", _ENTRY, Unit.SESSIONS),
    }


def _false_terms(profile: Profile) -> Mapping[str, Term]:
    del profile
    return {
        "times": Term("ratio claimed", _TWICE, Unit.TIMES),
        "window": Term("sessions of a breakout", BREAKOUT, Unit.SESSIONS),
        "horizon": Term("horizon of the verdict", _FAILS, Unit.SESSIONS),
    }


CLAIMS = (
    Claim(
        "converging_entries",
        "converging averages are the best entry",
        "Averages that converge after a long separation are among the best entries.",
        "The trend layer's flag: narrower than {back} ago, at least {side} on one side, a wide peak before. "
        "Those sessions against all: share from which the symbol was higher {horizon} after the next open.",
        "rose",
        _converging,
        _entry_terms,
        open=("The source does not say from which side; both are taken, and the next claim is one of them.",),
    ),
    Claim(
        "converging_from_below",
        "converging from below is the best entry",
        "Averages that converge while the fast one is below the slow one are among the best entries.",
        "The same flag with the fast average below the slow: narrower than {back} ago, at least {side} on "
        "that side. Against all sessions: share from which the symbol was higher {horizon} after the next "
        "open.",
        "rose",
        _from_below,
        _entry_terms,
    ),
    Claim(
        "false_signals_doubled",
        "false signals at nearly twice the rate",
        "A generic framework gives false signals on small caps at nearly {times} times the rate of the "
        "benchmark.",
        "Set-up: the first close above the highest of the {window} before it, or the fast average crossing "
        "above the slow. Failure: not higher {horizon} after the next open. The symbol's set-ups against the "
        "benchmark's. Supported where the ratio of failure rates is above one by its interval and the "
        "interval reaches the ratio claimed.",
        "failed",
        _false_signals,
        _false_terms,
        statistic="ratio",
        size=_TWICE,
        open=(_DRIFT,),
    ),
)
