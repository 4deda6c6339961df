"""Markets that the tests of claims share: the real one, and made ones in which a claim is true or false."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from tests.builders import bars_from, cut_inputs, folder_market, inputs_of, real_breadth, real_inputs
from tools.bars import Bars, RateSeries
from tools.evidence.claims.claim import Claim, ClaimInputs, Trial
from tools.evidence.claims.registry import CLAIMS, RATES
from tools.market.events import EventTable
from tools.market.sessions import Sessions
from tools.types import Absent, FloatArray

LAST = date(2025, 9, 26)
PANEL = date(2024, 3, 8)
"""The newest session with members' prices."""


@cache
def real_claim_inputs(folder: Path) -> ClaimInputs:
    """Everything the tests read of the real data, breadth up to the end of the panel."""
    market = replace(real_inputs(folder, LAST), breadth=real_breadth(folder, PANEL))
    source = folder_market(folder)
    rates: dict[str, RateSeries | Absent] = {name: source.rate(name) for name in RATES}
    events = EventTable.from_files(sessions=Sessions(end=date(2027, 12, 31)))
    days = [event.day for event in events.between(date(2000, 1, 1), LAST, ["fomc"])]
    return ClaimInputs(market, rates, pd.DatetimeIndex(sorted(map(pd.Timestamp, days))))


def cut(inputs: ClaimInputs, rows: int) -> ClaimInputs:
    """The same as it was known after the first `rows` sessions of the symbol."""
    last = inputs.market.bars.index[rows - 1]
    rates: dict[str, RateSeries | Absent] = {}
    for name, series in inputs.rates.items():
        assert isinstance(series, RateSeries)
        stop = int(series.index.searchsorted(last, side="right"))
        rates[name] = replace(series, index=series.index[:stop], level=series.level[:stop])
    days = inputs.decisions
    assert not isinstance(days, Absent)
    return ClaimInputs(cut_inputs(inputs.market, rows), rates, days[days <= last])


def claim_of(key: str) -> Claim:
    return next(claim for claim in CLAIMS if claim.key == key)


def trials_of(key: str, inputs: ClaimInputs) -> tuple[Trial, ...]:
    trials = claim_of(key).design(inputs)
    assert not isinstance(trials, Absent), trials
    return trials


def deciding(key: str, inputs: ClaimInputs) -> Trial:
    return next(trial for trial in trials_of(key, inputs) if trial.decides)


def rallies(seed: int, rounds: int, *, lag_is_bad: bool) -> ClaimInputs:
    """Rounds of a rally of SPY that IWM lags or leads, and then 25 sessions up or down.

    Args:
        seed: Of the order of the rounds and of the noise.
        rounds: How many.
        lag_is_bad: Whether a rally that IWM lags is followed by a fall, and another by a rise.
    """
    draw = np.random.default_rng(seed)
    spy: list[float] = []
    iwm: list[float] = []
    for lags in draw.permutation(np.arange(rounds) % 2 == 0):
        after = -0.004 if lags == lag_is_bad else 0.004
        spy += [0.004] * 15 + [after] * 25
        iwm += [0.002 if lags else 0.006] * 15 + [after] * 25
    rows = len(spy)
    return ClaimInputs(
        inputs_of(
            _bars("IWM", np.array(iwm) + draw.normal(0, 0.0005, rows)),
            benchmark=_bars("SPY", np.array(spy) + draw.normal(0, 0.0005, rows)),
        )
    )


def _bars(symbol: str, moves: FloatArray) -> Bars:
    close = 100 * np.exp(np.cumsum(moves))
    first = np.r_[100.0, close[:-1]]
    return bars_from(
        close,
        symbol,
        open=first,
        high=np.maximum(first, close) * 1.001,
        low=np.minimum(first, close) * 0.999,
        volume=np.full(len(close), 1e6),
    )
