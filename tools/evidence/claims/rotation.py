"""Claims about the price ratio: what its states do to purchases of the symbol, and to credit."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tools.bars import RateSeries
from tools.evidence.claims.claim import Claim, ClaimInputs, Group, Term, Trial
from tools.evidence.claims.columns import (
    BASIS_POINTS,
    BREAKOUT,
    against_base,
    between,
    level_of,
    not_higher,
    other_of,
    returns_of,
    setups,
)
from tools.overlays.rotation import rotation_history
from tools.profile import Profile
from tools.types import ABSTAIN, Absent, StateArray, Unit

_FAILS = 10
_ADVANCE = 21
_TIMES = 2.1
_SPREAD = "BAMLH0A0HYM2"


def _states(inputs: ClaimInputs) -> StateArray | Absent:
    """The ratio's state on the rows of the bars."""
    market = inputs.market
    other = other_of(inputs, market.benchmark)
    if isinstance(other, Absent):
        return other
    past = rotation_history(market.bars, other, market.profile.rotation)
    places = pd.DatetimeIndex(past.index).get_indexer(market.bars.index)
    if not len(past.state):
        return Absent(f"no sessions in common with {other.symbol}")
    return np.where(places >= 0, past.state[places], ABSTAIN).astype(np.int8)


def _flight_fails(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    states = _states(inputs)
    if isinstance(states, Absent):
        return states
    bars, rules = inputs.market.bars, inputs.market.profile.rotation
    signal = setups(bars, inputs.market.profile)
    return between(
        (f"set-ups in {rules.lagging}", signal & (states == -1)),
        (f"set-ups in {rules.leading}", signal & (states == 1)),
        returns_of(bars, (5, _FAILS, 21), bars.index),
        bars.symbol,
        (_FAILS,),
        not_higher,
    )


def _leadership_pays(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    states = _states(inputs)
    if isinstance(states, Absent):
        return states
    bars = inputs.market.bars
    return against_base(
        f"sessions of {inputs.market.profile.rotation.leading}",
        states == 1,
        states != ABSTAIN,
        returns_of(bars, (10, _ADVANCE, 63), bars.index),
        bars.symbol,
        (_ADVANCE,),
    )


def _flight_before_credit(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    states = _states(inputs)
    if isinstance(states, Absent):
        return states
    series = inputs.rates.get(_SPREAD, Absent(f"{_SPREAD} was not asked for"))
    if not isinstance(series, RateSeries):
        return series
    spread = BASIS_POINTS * level_of(series, inputs)
    wider = np.full(len(spread), np.nan)
    if len(spread) > _ADVANCE:
        wider[:-_ADVANCE] = spread[_ADVANCE:] - spread[:-_ADVANCE]
    known = states != ABSTAIN
    lagging = inputs.market.profile.rotation.lagging
    return (
        Trial(
            _ADVANCE,
            "the high-yield spread",
            Group(f"sessions of {lagging}", states == -1, wider),
            Group("all sessions", known, wider),
        ),
    )


def _fails_terms(profile: Profile) -> Mapping[str, Term]:
    del profile
    return {
        "times": Term("ratio claimed", _TIMES, Unit.TIMES),
        "window": Term("sessions of a breakout", BREAKOUT, Unit.SESSIONS),
        "horizon": Term("horizon of the verdict", _FAILS, Unit.SESSIONS),
    }


def _advance_terms(profile: Profile) -> Mapping[str, Term]:
    del profile
    return {"horizon": Term("horizon of the verdict", _ADVANCE, Unit.SESSIONS)}


CLAIMS = (
    Claim(
        "flight_fails_more",
        "set-ups fail more in flight",
        "While large caps are fled to, buying set-ups in small caps fail {times} times as often as while "
        "small caps lead.",
        "Set-up: the first close above the highest of the {window} before it, or the fast average crossing "
        "above the slow. Failure: not higher {horizon} after the next open. Supported where the ratio of "
        "failure rates is above one by its interval and the interval reaches the ratio claimed.",
        "failed",
        _flight_fails,
        _fails_terms,
        statistic="ratio",
        size=_TIMES,
        open=("The source does not say what a set-up or a failure is; this is the plainest reading.",),
    ),
    Claim(
        "leadership_pays",
        "leadership calls for exposure",
        "A rising ratio to the benchmark is a reason to hold more of the small caps.",
        "Sessions in confirmed or kept leadership against all sessions: share of them from which the symbol "
        "was higher {horizon} after the next open.",
        "rose",
        _leadership_pays,
        _advance_terms,
    ),
    Claim(
        "flight_before_credit",
        "flight comes before wider spreads",
        "When the ratio breaks down, money is leaving ahead of tighter credit.",
        "Sessions in flight against all sessions: change of the high-yield spread over the {horizon} after.",
        "widening",
        _flight_before_credit,
        _advance_terms,
        statistic="mean",
        unit=Unit.BASIS_POINTS,
        open=("Flight is often under way while spreads widen already; the test does not take that apart.",),
    ),
)
