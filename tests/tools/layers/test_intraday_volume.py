"""The volume measure from 5-minute bars: the same rule, shown beside, never scored."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from tools.bars import Bars
from tools.facts import FactSheet
from tools.layers.base import Inputs
from tools.layers.momentum import LAYER
from tools.market.sample import SampleMarketData
from tools.market.sessions import Sessions
from tools.profile import load_profile
from tools.types import Absent, Fact, Missing, Reading

LAST = date(2025, 9, 26)
SESSIONS = Sessions(end=date(2026, 12, 31)).between(date(2014, 1, 1), LAST)


@pytest.fixture(scope="module")
def market() -> SampleMarketData:
    return SampleMarketData(SESSIONS)


def reading(market: SampleMarketData, intraday: Bars | Absent) -> tuple[Reading, float]:
    bars = market.bars("IWM").until(LAST)
    gone = Absent("not here")
    inputs = Inputs(bars, gone, gone, gone, load_profile("IWM"), np.ones(len(bars)), intraday)
    history = LAYER.history(inputs)
    assert not isinstance(history, Absent)
    words = LAYER.read(inputs, history, "neutral", FactSheet("IWM", LAST, "sample"))
    (found,) = (one for one in words.facts if one.id.endswith("_5m"))
    return found, float(history.score[-1])


def test_it_is_the_volume_in_the_lower_third_of_the_last_five_sessions(market: SampleMarketData) -> None:
    intraday = market.bars("IWM", interval="5m", start=SESSIONS[-9].date(), end=LAST)
    found, _ = reading(market, intraday)
    assert isinstance(found, Fact)
    frame = intraday.frame()
    day = frame.index.tz_convert("America/New_York").normalize().tz_localize(None)
    frame = frame[day >= SESSIONS[-5]]
    floor = frame["low"].min()
    third = floor + (frame["high"].max() - floor) / 3
    total = 0.0
    for bar in frame.itertuples():
        if bar.high == bar.low:
            total += bar.volume if bar.low <= third else 0.0
        else:
            total += bar.volume * min(max((third - bar.low) / (bar.high - bar.low), 0.0), 1.0)
    assert found.number == pytest.approx(total, rel=1e-9)


def test_without_all_five_sessions_it_is_not_known(market: SampleMarketData) -> None:
    intraday = market.bars("IWM", interval="5m", start=SESSIONS[-3].date(), end=LAST)
    found, _ = reading(market, intraday)
    assert isinstance(found, Missing)
    assert "5-minute bars" in found.reason


def test_it_never_moves_the_score(market: SampleMarketData) -> None:
    intraday = market.bars("IWM", interval="5m", start=SESSIONS[-9].date(), end=LAST)
    _, with_bars = reading(market, intraday)
    found, without = reading(market, Absent("the source has none"))
    assert with_bars == without
    assert isinstance(found, Missing)
    assert found.reason == "the source has none"


def test_a_bar_after_the_session_is_not_read(market: SampleMarketData) -> None:
    """The desk asks for bars up to the session; the last one begins before its close."""
    intraday = market.bars("IWM", interval="5m", start=SESSIONS[-5].date(), end=LAST)
    assert intraday.index[-1] < pd.Timestamp("2025-09-26 20:00", tz="UTC")
