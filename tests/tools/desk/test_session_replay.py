"""The replay finds the bar at which a layer turned, as a plain loop over the desk's own cards does."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.builders import FakeEvents, market_of
from tests.tools.desk.desks import CALENDAR, NOW
from tests.tools.desk.seals import seal_of
from tests.tools.made_bars import fact
from tools.bars import Bars, Interval
from tools.debrief.types import Debrief
from tools.desk import Desk
from tools.desk.debriefing import debrief_of
from tools.desk.snapshot import Snapshot
from tools.errors import NoData
from tools.ledger.entries import Seal
from tools.ledger.port import Row
from tools.market.folder import FolderMarketData
from tools.market.gate import validate
from tools.market.ports import BarSource, Market
from tools.market.sample import SampleMarketData
from tools.profile import load_profile
from tools.types import Absent, Fact, Missing

LAST = date(2025, 9, 26)
SOURCE = SampleMarketData(
    CALENDAR.between(date(2014, 1, 1), LAST),
    early_closes=frozenset(CALENDAR.early_closes(date(2014, 1, 2), LAST)),
)
CODES = {"bullish": 1, "neutral": 0, "bearish": -1}
ZONE = "America/New_York"


@dataclass
class Changed:
    """The sample's bars, some 5-minute bars of them replaced; None for a symbol that has none."""

    intraday: dict[str, Bars | None]
    name: str = SOURCE.name

    def bars(
        self, symbol: str, *, interval: Interval = "1d", start: date | None = None, end: date | None = None
    ) -> Bars:
        if interval == "5m" and symbol in self.intraday:
            found = self.intraday[symbol]
            if found is None:
                raise NoData(f"There are no 5-minute bars of {symbol} here.")
            return found
        return SOURCE.bars(symbol, interval=interval, start=start, end=end)

    batch = SOURCE.batch


def desk_over(source: BarSource = SOURCE) -> Desk:
    market = Market("sample", source, SOURCE, SOURCE, SOURCE, simulated=True, terms="Made up.")
    return Desk(market, CALENDAR, FakeEvents(), lambda: NOW)


@cache
def sealed(before: date) -> Row[Seal]:
    return seal_of(desk_over(), "IWM", before)


def debrief(before: date, source: BarSource = SOURCE) -> Debrief:
    return debrief_of(desk_over(source), sealed(before), CALENDAR.next(before)).debrief


def five(symbol: str, day: date) -> Bars:
    return SOURCE.bars(symbol, interval="5m", start=day, end=day)


def rebuilt(frame: pd.DataFrame, symbol: str = "IWM") -> Bars:
    return validate(frame, symbol=symbol, interval="5m", source=SOURCE.name, simulated=True)


def so_far(symbol: str, day: date, count: int) -> Bars:
    """Daily bars to the session before, and the session as its first 5-minute bars make it."""
    whole = SOURCE.bars(symbol).until(day).frame()
    bars = five(symbol, day).frame().iloc[:count]
    close = bars["close"].iloc[-1]
    whole.iloc[-1] = pd.Series(
        {
            "open": bars["open"].iloc[0],
            "high": bars["high"].max(),
            "low": bars["low"].min(),
            "close": close,
            "adj_close": close * whole["adj_close"].iloc[-1] / whole["close"].iloc[-1],
            "volume": bars["volume"].sum(),
        }
    )
    return validate(whole, symbol=symbol, source="rebuilt")


def card_states(shot: Snapshot, *, weak: bool) -> dict[str, str]:
    """The card's states; momentum's with the volume check as it is told here instead of the card's own."""
    found = {one.name: one.state for one in shot.readings if not isinstance(one.state, Absent)}
    momentum = next(one for one in shot.readings if one.name == "momentum")
    was_weak = next(flag.on for flag in momentum.flags if flag.id.endswith("momentum.weak"))
    rules = load_profile("IWM").momentum
    score = fact(momentum.score).number / (rules.weak_factor if was_weak else 1.0)
    score *= rules.weak_factor if weak else 1.0
    found["momentum"] = "bullish" if score > rules.band else "bearish" if score < -rules.band else "neutral"
    return {str(name): str(state) for name, state in found.items()}


def plain_warning(before: date) -> tuple[str, float, set[str]] | None:
    """Time, price and layers of the first bar, by asking the desk for a card at every bar."""
    seal, day = sealed(before).entry, CALENDAR.next(before)
    side = 1 if str(seal.rating).endswith("bullish") else -1
    weak = next(
        flag.on
        for one in desk_over().snapshot("IWM", before).readings
        for flag in one.flags
        if flag.id.endswith("momentum.weak")
    )
    bars = five("IWM", day)
    for count in range(1, len(bars) + 1):
        desk = Desk(
            market_of(so_far("IWM", day, count), so_far("SPY", day, count)),
            CALENDAR,
            FakeEvents(),
            lambda: NOW,
        )
        states = card_states(desk.snapshot("IWM", day), weak=weak)
        moved = {
            layer.title.lower()
            for layer in seal.layers
            if layer.name != "breadth"
            and layer.state is not None
            and (CODES[layer.state] - CODES[states[layer.name]]) * side > 0
        }
        if moved:
            end = (bars.index[count - 1] + pd.Timedelta(minutes=5)).tz_convert(ZONE)
            return f"{end:%H:%M} ET", float(bars.close[count - 1]), moved
    return None


FAILED = (date(2025, 4, 1), date(2025, 7, 9), date(2025, 9, 25), date(2025, 2, 20))
"""Sessions whose call failed on the next one, and whose layers warned, late or at the first bar."""


@pytest.mark.parametrize("before", FAILED)
def test_it_finds_what_a_card_at_every_bar_would_have_shown(before: date) -> None:
    found, plain = debrief(before).warning, plain_warning(before)
    assert plain is not None
    time, price, layers = plain
    assert fact(found.time).value == time
    assert fact(found.price).number == price
    assert set(found.layers) == layers
    assert time in found.said.text


def test_where_no_layer_turned_a_card_at_every_bar_shows_none_either() -> None:
    before = date(2025, 2, 12)
    found = debrief(before).warning
    assert plain_warning(before) is None
    assert found.layers == ()
    assert found.said.text.startswith("No warning from the layers")
    assert isinstance(found.time, Missing)


def test_bars_after_the_warning_do_not_change_it() -> None:
    """The rest of the session is turned upside down within its range."""
    before = date(2025, 7, 9)
    day = CALENDAR.next(before)
    found = debrief(before).warning
    bars = five("IWM", day)
    known = next(
        count
        for count in range(1, len(bars))
        if f"{(bars.index[count - 1] + pd.Timedelta(minutes=5)).tz_convert(ZONE):%H:%M} ET"
        == fact(found.time).value
    )
    frame = bars.frame()
    low, high = frame["low"].min(), frame["high"].max()
    rest = frame.index[known:]
    for column, mirror in (("open", "open"), ("close", "close"), ("high", "low"), ("low", "high")):
        frame.loc[rest, column] = low + high - bars.frame().loc[rest, mirror]
    frame["adj_close"] = frame["close"]
    changed = debrief(before, Changed({"IWM": rebuilt(frame)})).warning
    assert changed == found


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


def notes_of(found: Debrief) -> str:
    return " ".join(note.text for note in found.warning.notes)


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


UNMOVED = (date(2024, 7, 29), date(2025, 4, 1), date(2025, 7, 9), date(2025, 9, 25))


def test_a_turn_that_an_unchanged_price_would_have_made_is_said() -> None:
    """Against a card of a session in which no price moves."""
    spoken = set[bool]()
    for before in UNMOVED:
        found = debrief(before).warning
        day = CALENDAR.next(before)
        desk = Desk(market_of(still("IWM", day), still("SPY", day)), CALENDAR, FakeEvents(), lambda: NOW)
        state = card_states(desk.snapshot("IWM", day), weak=False)["relative_strength"]
        ended = next(
            layer for layer in sealed(before).entry.layers if layer.name == "relative_strength"
        ).state
        turned = "relative strength" in found.layers
        said = any("At an unchanged price relative strength" in note.text for note in found.notes)
        assert said == (turned and state != ended), before
        spoken.add(said)
    assert spoken == {True, False}


def still(symbol: str, day: date) -> Bars:
    whole = SOURCE.bars(symbol).until(day).frame()
    before = whole.iloc[-2]
    factor = before["adj_close"] / before["close"]
    whole.iloc[-1] = [before["close"]] * 4 + [before["close"] * factor, 0.0]
    return validate(whole, symbol=symbol, source="rebuilt")


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
