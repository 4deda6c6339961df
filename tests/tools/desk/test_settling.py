"""What came of a call at a horizon: by hand, once, and never before its last session is over."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from tests.builders import bars_from, walk
from tests.tools.desk.desks import CALENDAR
from tests.tools.ledger.calls import call
from tools.bars import Bars
from tools.desk.settling import settle_seal
from tools.ledger.entries import HORIZONS, Settled, Unable
from tools.ledger.port import Row

SESSIONS = CALENDAR.between(date(2024, 1, 2), date(2024, 6, 28))
DAY = date(2024, 3, 1)
PLACE = int(SESSIONS.get_loc("2024-03-01"))
NOW = datetime(2024, 6, 28, 22, tzinfo=UTC)
ROW = Row(1, "a" * 64, call("IWM", DAY))


def settled(bars: Bars, *horizons: int, market_last: date | None = None) -> dict[int, Settled | Unable]:
    done, _ = settle_seal(ROW, horizons or HORIZONS, bars, market_last or bars.last_session, CALENDAR, NOW)
    return {one.horizon: one.outcome for one in done}


@pytest.mark.parametrize("horizon", HORIZONS)
def test_the_return_is_from_the_next_open_to_the_close_of_the_last_session(horizon: int) -> None:
    """By plain division of the two prices, where nothing was adjusted."""
    bars = walk(7, len(SESSIONS), "IWM", index=SESSIONS)
    outcome = settled(bars, horizon)[horizon]
    assert isinstance(outcome, Settled)
    assert outcome.percent == pytest.approx(
        100 * (bars.close[PLACE + horizon] / bars.open[PLACE + 1] - 1), abs=1e-9
    )
    assert outcome.entered == SESSIONS[PLACE + 1].date()
    assert outcome.left == SESSIONS[PLACE + horizon].date()


def test_a_dividend_on_the_way_is_part_of_the_return() -> None:
    """A flat price whose adjusted closes rise by one per cent returns one per cent."""
    flat = np.full(len(SESSIONS), 50.0)
    adjusted = np.where(np.arange(len(SESSIONS)) < PLACE + 3, 50 / 1.01, 50.0)
    bars = bars_from(
        flat, "IWM", index=SESSIONS, open=flat, high=flat, low=flat, volume=flat * 1e5, adj_close=adjusted
    )
    outcome = settled(bars, 5)[5]
    assert isinstance(outcome, Settled)
    assert outcome.percent == pytest.approx(1.0)


@pytest.mark.parametrize("missing", [1, 5])
def test_a_horizon_waits_until_its_last_session_has_a_bar(missing: int) -> None:
    """With bars up to the session before its end a horizon stays open, and says until when."""
    bars = walk(7, PLACE + missing, "IWM", index=SESSIONS[: PLACE + missing])
    done, waiting = settle_seal(ROW, HORIZONS, bars, bars.last_session, CALENDAR, NOW)
    assert [one.horizon for one in done] == [horizon for horizon in HORIZONS if horizon < missing]
    assert waiting[0].horizon == missing
    assert waiting[0].reason == f"its last session is {SESSIONS[PLACE + missing].date()}"


def test_later_bars_change_no_settlement() -> None:
    """What was settled with bars up to a day is what is settled with all of them."""
    bars = walk(7, len(SESSIONS), "IWM", index=SESSIONS)
    early = settled(bars.until(SESSIONS[PLACE + 10].date()), 1, 5, 10)
    assert early == settled(bars, 1, 5, 10)


def test_a_symbol_that_ended_while_the_market_went_on_is_unable_and_says_so() -> None:
    """A delisted symbol is told from a source that is behind by the benchmark's bars."""
    bars = walk(7, PLACE + 4, "IWM", index=SESSIONS[: PLACE + 4])
    outcome = settled(bars, 10, market_last=SESSIONS[-1].date())[10]
    assert isinstance(outcome, Unable)
    assert bars.last_session.isoformat() in outcome.reason
    assert not settled(bars, 10)


def test_a_missing_bar_and_closes_without_opens_are_unable() -> None:
    """No price is made up for a session that has none."""
    whole = walk(7, len(SESSIONS), "IWM", index=SESSIONS)
    holed = whole.on_sessions(SESSIONS.delete(PLACE + 5))
    outcomes = settled(holed, 5, 10)
    assert isinstance(outcomes[5], Unable)
    assert SESSIONS[PLACE + 5].date().isoformat() in outcomes[5].reason
    assert isinstance(outcomes[10], Settled)
    closes = bars_from(whole.close, "IWM", index=SESSIONS)
    assert all(isinstance(one, Unable) for one in settled(closes).values())
