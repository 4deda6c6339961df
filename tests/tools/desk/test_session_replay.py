"""The replay finds the bar at which a layer turned, as a plain loop over the desk's own cards does."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.builders import FakeEvents, market_of
from tests.tools.desk.desks import CALENDAR, NOW
from tests.tools.desk.replays import (
    FAILED,
    LAST,
    SOURCE,
    ZONE,
    Changed,
    debrief,
    desk_over,
    five,
    rebuilt,
    sealed,
)
from tests.tools.made_bars import fact
from tools.bars import Bars
from tools.debrief.call import read_call
from tools.debrief.replay import Ground
from tools.desk import Desk
from tools.desk.session_replay import _ground
from tools.desk.snapshot import Snapshot
from tools.layers.base import LayerHistory
from tools.market.gate import validate
from tools.profile import load_profile
from tools.types import Absent, Missing, Unit

CODES = {"bullish": 1, "neutral": 0, "bearish": -1}


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


MEASURES = {"trend": "separation", "momentum": "sigma", "relative_strength": "measure"}


def grounds(days: pd.DatetimeIndex) -> Iterator[tuple[Snapshot, Snapshot, Ground]]:
    """Sessions with the session before, and what a replay of them stands on."""
    desk = desk_over()
    for day in days:
        session, before = (
            desk.snapshot("IWM", day.date()),
            desk.snapshot("IWM", CALENDAR.previous(day.date())),
        )
        seal = sealed(before.header.as_of)
        call = read_call(seal.entry, seal.hash, float(before.bars.close[-1]), Unit.USD)
        ground = _ground(call, session, before, SOURCE, CALENDAR)
        assert isinstance(ground, Ground)
        yield session, before, ground


def test_at_the_last_bar_of_an_ex_dividend_day_the_layers_read_as_on_its_card() -> None:
    """Known before the open, the dividend is no fall; exactly the desk's own figures at the close."""
    bars = SOURCE.bars("IWM").until(LAST)
    factors = bars.adj_close / bars.close
    paid = np.flatnonzero(np.abs(np.diff(factors)) > 1e-4)[-2:] + 1
    assert len(paid) == 2
    for session, _, ground in grounds(bars.index[paid]):
        last = ground.at(len(ground.day) - 1)
        for name, column in (
            ("trend", "separation"),
            ("momentum", "sigma"),
            ("relative_strength", "measure"),
        ):
            history = last.layers[name]
            assert isinstance(history, LayerHistory)
            assert history.columns[column][-1] == pytest.approx(session.column(name, column)[-1], rel=1e-9)


def test_the_volume_check_stays_as_it_was_at_the_session_before() -> None:
    """Also where the whole session turned it, and the score is halved or not by that alone."""
    turned = 0
    for session, before, ground in grounds(CALENDAR.between(date(2025, 8, 1), LAST)):
        history = ground.at(len(ground.day) - 1).layers["momentum"]
        assert isinstance(history, LayerHistory)
        then, now = before.column("momentum", "weak")[-1], session.column("momentum", "weak")[-1]
        assert history.columns["weak"][-1] == then
        card = session.stack.layers["momentum"]
        assert isinstance(card, LayerHistory)
        turned += bool(then != now)
        factor = {0.0: 1.0, 1.0: session.profile.momentum.weak_factor}
        assert history.score[-1] / factor[then] == pytest.approx(card.score[-1] / factor[now], rel=1e-9)
    assert turned


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
