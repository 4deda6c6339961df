"""What a replay says where bars are missing, odd, or not to be replayed at all."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from tests.builders import FakeEvents
from tests.tools.desk.desks import CALENDAR, NOW
from tests.tools.desk.replays import (
    FAILED,
    LAST,
    SOURCE,
    Changed,
    debrief,
    desk_over,
    five,
    notes_of,
    rebuilt,
    sealed,
)
from tests.tools.desk.seals import seal_of
from tests.tools.made_bars import fact
from tools.bars import Bars, Interval
from tools.desk import Desk
from tools.desk.debriefing import debrief_of
from tools.ledger.port import Row
from tools.market.folder import FolderMarketData
from tools.market.ports import Market
from tools.types import Fact, Missing


def test_the_bars_are_asked_for_only_when_the_rating_failed() -> None:
    class Counting(Changed):
        """Counts questions for the judged session's bars alone."""

        asked = 0

        def bars(
            self,
            symbol: str,
            *,
            interval: Interval = "1d",
            start: date | None = None,
            end: date | None = None,
        ) -> Bars:
            Counting.asked += interval == "5m" and start == end
            return super().bars(symbol, interval=interval, start=start, end=end)

    held = next(
        day.date()
        for day in CALENDAR.between(date(2025, 6, 2), LAST)
        if fact(debrief(day.date()).verdict_close).value == "resolved as predicted"
    )
    debrief(held, Counting({}))
    assert Counting.asked == 0
    debrief(FAILED[0], Counting({}))
    assert Counting.asked == 2


def test_breadth_and_the_volume_check_are_said_to_be_held() -> None:
    notes = notes_of(debrief(FAILED[0]))
    assert "Breadth keeps its sealed state in the replay: its members have no intraday bars." in notes
    assert "volume check is held" in notes


def test_without_the_benchmarks_bars_relative_strength_is_held_and_that_is_said() -> None:
    found = debrief(date(2025, 4, 1), Changed({"SPY": None}))
    assert "Relative strength keeps its sealed state" in notes_of(found)
    assert "no 5-minute bars of SPY" in notes_of(found)
    assert "relative strength" not in found.warning.layers


def test_without_bars_of_the_symbol_the_four_prices_speak_and_no_time_is_given() -> None:
    found = debrief(FAILED[1], Changed({"IWM": None}))
    assert isinstance(found.warning.time, Missing)
    assert "no time can be given" in found.warning.said.text
    assert "The session is not replayed: There are no 5-minute bars of IWM here." in notes_of(found)


def test_missing_bars_are_counted_and_a_change_in_a_gap_is_seen_at_the_next_bar() -> None:
    before = date(2025, 7, 9)
    bars = five("IWM", CALENDAR.next(before))
    whole = debrief(before).warning
    price = fact(whole.price).number
    at = int(np.flatnonzero(bars.close == price)[0])
    frame = bars.frame().drop(index=bars.index[at])
    found = debrief(before, Changed({"IWM": rebuilt(frame)}))
    assert "77 of 78 5-minute bars are there" in notes_of(found)
    assert str(fact(found.warning.time).value) > str(fact(whole.time).value)


def test_bars_outside_the_session_are_left_out() -> None:
    before = date(2025, 7, 9)
    frame = five("IWM", CALENDAR.next(before)).frame()
    early = frame.iloc[:1].copy()
    early.index = early.index - pd.Timedelta(minutes=30)
    found = debrief(before, Changed({"IWM": rebuilt(pd.concat([early, frame]))}))
    plain = debrief(before).warning
    assert (found.warning.time, found.warning.price) == (plain.time, plain.price)
    assert "1 5-minute bar outside the session was left out." in notes_of(found)


def test_bars_on_another_scale_than_the_daily_ones_are_not_replayed() -> None:
    before = date(2025, 7, 9)
    frame = five("IWM", CALENDAR.next(before)).frame()
    for column in ("open", "high", "low", "close", "adj_close"):
        frame[column] *= 2
    found = debrief(before, Changed({"IWM": rebuilt(frame)}))
    assert "leave the range of its daily bar" in notes_of(found)
    assert isinstance(found.warning.time, Missing)


def test_other_rules_than_the_seals_replay_nothing() -> None:
    before = FAILED[0]
    row = sealed(before)
    old = Row(1, row.hash, replace(row.entry, rules="1999.1"))
    found = debrief_of(desk_over(), old, CALENDAR.next(before)).debrief
    assert "the rules or the profile have changed since the seal" in notes_of(found)


def test_a_layer_whose_sealed_state_todays_bars_no_longer_give_is_not_replayed() -> None:
    before = date(2025, 7, 9)
    row = sealed(before)
    layers = tuple(
        replace(layer, state="neutral") if layer.name == "trend" else layer for layer in row.entry.layers
    )
    found = debrief_of(
        desk_over(), Row(1, row.hash, replace(row.entry, layers=layers)), CALENDAR.next(before)
    ).debrief
    assert "Trend is not replayed" in notes_of(found)


def test_a_short_session_is_whole_with_fewer_bars() -> None:
    """Short sessions whose move decides, called the wrong way: none misses a bar."""
    judged = 0
    for day in CALENDAR.early_closes(date(2022, 1, 1), date(2025, 7, 31)):
        before = CALENDAR.previous(day)
        row = sealed(before)
        move = fact(debrief(before).close_to_close).number
        wrong = "bullish" if move < 0 else "bearish"
        found = debrief_of(desk_over(), Row(1, row.hash, replace(row.entry, rating=wrong)), day).debrief
        if abs(move) >= 0.25:
            judged += 1
            assert len(five("IWM", day)) == 42
            assert fact(found.verdict_close).value == "failed"
            assert "5-minute bars are there" not in notes_of(found)
    assert judged


def test_simulated_debriefs_say_so_in_every_fact() -> None:
    found = debrief(FAILED[0])
    assert found.simulated
    for reading in (found.rating, found.close_to_close, found.warning.time, found.lesson.cases):
        assert isinstance(reading, Fact)
        assert "SIMULATED" in reading.notes


def test_a_folder_with_intraday_files_gives_the_same_warning(tmp_path: Path) -> None:
    """The same bars as CSV files that a manifest lists."""
    before = date(2025, 7, 9)
    day = CALENDAR.next(before)
    for folder in ("bars", "intraday"):
        (tmp_path / folder).mkdir()
    for symbol in ("IWM", "SPY"):
        daily, within = SOURCE.bars(symbol).until(day).frame(), five(symbol, day).frame()
        daily.to_csv(tmp_path / "bars" / f"{symbol}.csv", index_label="date")
        within.to_csv(tmp_path / "intraday" / f"{symbol}.csv", index_label="date")
    (tmp_path / "manifest.toml").write_text(
        '[bars]\npath = "bars/{symbol}.csv"\n[intraday]\npath = "intraday/{symbol}.csv"\n', encoding="utf-8"
    )
    source = FolderMarketData(tmp_path)
    market = Market("folder", source, source, source, source, simulated=False, terms="Made up.")
    desk = Desk(market, CALENDAR, FakeEvents(), lambda: NOW)
    found = debrief_of(desk, seal_of(desk, "IWM", before, rating="bullish"), day).debrief.warning
    plain = debrief(before).warning
    assert (fact(found.time).value, fact(found.price).number) == (
        fact(plain.time).value,
        fact(plain.price).number,
    )
    assert found.layers == plain.layers
