"""Hindsight holds a session against the stack of the session before, and never passes for a debrief."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import bars_from, fact
from tests.tools.desk.desks import LAST, SESSIONS, fake_desk, made, real_desk
from tests.tools.made_bars import is_sound
from tools.debrief.daily_warning import levels_crossed
from tools.desk import Desk
from tools.desk.hindsight import Hindsight, called, read_hindsight
from tools.errors import NoData
from tools.results import facts_of
from tools.stack import read_composite
from tools.types import Fact, Flip, Missing, Sentence, State, Unit

BEFORE = date(2025, 9, 25)


def with_rating(
    rating: str, open_: float, close: float, low: float | None = None, high: float | None = None
) -> Hindsight:
    """The last session of IWM with other prices, after a session before that is rated so.

    Args:
        rating: Of the session before.
        open_: Moves from the close before, in ATR, as are the others.
        close: Of the last session.
        low: Of the last session; the lower of open and close unless given.
        high: Likewise.
    """
    desk = fake_desk()
    before = desk.snapshot("IWM", BEFORE)
    composite = read_composite(before.inputs, before.stack, before.readings, before.sheet)
    composite = replace(composite, rating=replace(fact(composite.rating), value=rating))
    plain = read_hindsight(desk.snapshot("IWM"), before, composite)
    last, atr = float(before.bars.close[-1]), fact(plain.atr).number

    def price(moved: float) -> float:
        return last + moved * atr

    iwm = made("IWM", 0)
    columns = {
        "open": price(open_),
        "close": price(close),
        "adj_close": price(close),
        "low": price(min(open_, close) if low is None else low),
        "high": price(max(open_, close) if high is None else high),
    }
    changed = {name: np.r_[getattr(iwm, name)[:-1], value] for name, value in columns.items()}
    frame = {"volume": iwm.volume} | {name: values for name, values in changed.items() if name != "close"}
    moved = bars_from(changed["close"], "IWM", index=SESSIONS, **frame)
    return read_hindsight(fake_desk(IWM=moved).snapshot("IWM"), before, composite)


@pytest.mark.parametrize(
    ("rating", "close", "verdict"),
    [
        ("bullish", 0.6, "as predicted"),
        ("strong bullish", 0.26, "as predicted"),
        ("bullish", -0.6, "failed"),
        ("bullish", 0.24, "inconclusive"),
        ("bullish", -0.24, "inconclusive"),
        ("bearish", -0.6, "as predicted"),
        ("strong bearish", 0.6, "failed"),
        ("neutral", 3.0, "no call"),
        ("neutral", 0.0, "no call"),
    ],
)
def test_the_move_in_atr_against_the_rating_decides(rating: str, close: float, verdict: str) -> None:
    found = with_rating(rating, 0.0, close)
    assert fact(found.close_to_close).number == pytest.approx(close)
    assert fact(found.open_to_close).number == pytest.approx(close)
    assert fact(found.verdict_close).value == verdict
    assert fact(found.verdict_open).value == verdict


def test_both_moves_are_judged_each_by_itself() -> None:
    found = with_rating("bullish", -1.0, -0.1)
    assert (fact(found.verdict_open).value, fact(found.verdict_close).value) == (
        "as predicted",
        "inconclusive",
    )
    assert fact(found.open_to_close).number == pytest.approx(0.9)


def test_a_neutral_rating_predicts_nothing_and_that_is_said() -> None:
    found = with_rating("neutral", 0.0, 2.0)
    assert "a neutral rating predicts nothing" in found.said.text
    assert found.lesson.text.startswith("No lesson: a neutral rating made no call.")


def test_it_says_first_that_it_is_no_debrief() -> None:
    found = fake_desk().hindsight("IWM")
    assert "nothing was sealed" in found.not_sealed.text
    assert "no debrief" in found.not_sealed.text
    assert all("too few cases" in one.lesson.text for one in (found, with_rating("bullish", 0.0, -1.0)))


@pytest.mark.parametrize("close", [0.9, -0.9])
def test_the_layer_most_right_has_the_largest_score_in_the_direction_of_the_move(close: float) -> None:
    found = with_rating("bullish", 0.0, close)
    sign = np.sign(close)
    scores = {one.title.lower(): fact(one.score).number * sign for one in found.layers}
    best, worst = max(scores.values()), min(scores.values())
    assert set(found.most_right) == {name for name, score in scores.items() if score == best > 0}
    assert set(found.most_wrong) == {name for name, score in scores.items() if score == worst < 0}
    for name in (*found.most_right, *found.most_wrong):
        assert name in found.blamed.text


def test_within_noise_no_layer_is_praised_or_blamed() -> None:
    found = with_rating("bullish", 0.0, 0.1)
    assert (found.most_right, found.most_wrong) == ((), ())
    assert "no layer was right or wrong" in found.blamed.text


def test_layers_that_share_the_largest_score_are_all_named() -> None:
    desk = fake_desk()
    before = desk.snapshot("IWM", BEFORE)
    tied = tuple(replace(one, score=replace(fact(one.score), value=0.5)) for one in before.readings)
    composite = read_composite(before.inputs, before.stack, before.readings, before.sheet)
    found = read_hindsight(desk.snapshot("IWM"), replace(before, readings=tied), composite)
    named = found.most_right or found.most_wrong
    if abs(fact(found.close_to_close).number) >= 0.25:
        assert set(named) == {"trend", "momentum", "breadth", "relative strength"}
        assert "trend and momentum and breadth and relative strength" in found.blamed.text


def test_the_earliest_warning_is_the_first_price_beyond_a_flip_and_has_no_time() -> None:
    at_open = with_rating("bullish", -5.0, -5.0)
    assert at_open.warning.text.startswith("Earliest warning: the open of $")
    at_low = with_rating("bullish", 0.0, -0.3, low=-5.0)
    assert at_low.warning.text.startswith("Earliest warning: the low of $")
    for found in (at_open, at_low):
        assert "no time can be given without intraday bars" in found.warning.text
        assert found.warning.facts


def crossed(state: State, flips: dict[State, float], price: float, side: int) -> list[tuple[str, float]]:
    """What a price crosses of a layer in a state, the close before being 100."""
    shot = fake_desk().snapshot("IWM", BEFORE)
    made_flips = []
    for to, at in flips.items():
        level = shot.sheet.fact(f"flip.{to}", f"flip to {to}", at, Unit.USD, "made")
        made_flips.append(Flip(to, level, level))
    layer = called(replace(shot.readings[0], state=state, flips=tuple(made_flips)), shot.sheet)
    return [(level.to, level.price.number) for _, level in levels_crossed([layer], 100.0, price, side)]


@pytest.mark.parametrize(
    ("side", "price", "passed"),
    [
        (1, 89.0, [("bearish", 95.0)]),
        (1, 95.0, [("bearish", 95.0)]),
        (1, 96.0, []),
        (-1, 111.0, [("bullish", 105.0)]),
        (-1, 105.0, [("bullish", 105.0)]),
        (-1, 104.0, []),
        (1, 120.0, []),
        (-1, 80.0, []),
    ],
)
def test_a_level_counts_where_it_lies_between_the_close_before_and_the_price(
    side: int, price: float, passed: list[tuple[str, float]]
) -> None:
    """Of a neutral layer's two levels the one that goes against the rating."""
    assert crossed("neutral", {"bullish": 105.0, "bearish": 95.0}, price, side) == passed


@pytest.mark.parametrize(
    ("state", "flips", "price", "side"),
    [
        ("neutral", {"bullish": 108.0, "bearish": 102.0}, 104.0, -1),
        ("neutral", {"bullish": 98.0, "bearish": 92.0}, 96.0, 1),
        ("bullish", {"neutral": 103.0}, 105.0, -1),
        ("bearish", {"neutral": 97.0}, 95.0, 1),
    ],
)
def test_a_level_that_goes_with_the_rating_warns_of_nothing(
    state: State, flips: dict[State, float], price: float, side: int
) -> None:
    """The look-back has rolled past the close before: its level lies on the other side of it."""
    assert crossed(state, flips, price, side) == []


@pytest.mark.parametrize(
    ("state", "to", "level", "price", "side"),
    [("bullish", "neutral", 103.0, 90.0, 1), ("bearish", "neutral", 97.0, 110.0, -1)],
)
def test_a_level_that_the_close_before_is_past_is_left_out(
    state: State, to: State, level: float, price: float, side: int
) -> None:
    """An unchanged price would have flipped the layer too: the session's move did not do it."""
    assert crossed(state, {to: level}, price, side) == []


_ORDER = ("bearish", "neutral", "bullish")


@given(
    st.sampled_from(_ORDER),
    st.dictionaries(st.sampled_from(_ORDER), st.floats(80.0, 120.0)),
    st.floats(70.0, 130.0),
    st.sampled_from([1, -1]),
)
@settings(max_examples=60, deadline=None)
def test_whatever_the_levels_only_a_state_against_the_rating_warns(
    state: State, flips: dict[State, float], price: float, side: int
) -> None:
    for to, level in crossed(state, flips, price, side):
        if side > 0:
            assert _ORDER.index(to) < _ORDER.index(state)
            assert price <= level < 100.0
        else:
            assert _ORDER.index(to) > _ORDER.index(state)
            assert price >= level > 100.0


def test_it_says_what_the_levels_hold_and_that_an_extreme_is_known_afterwards() -> None:
    at_open, at_low = with_rating("bullish", -5.0, -5.0), with_rating("bullish", 0.0, -0.3, low=-5.0)
    for found in (at_open, at_low):
        assert "the benchmark and the calendar included" in found.warning.text
        assert " At the close " in found.warning.text
    assert "a low is known as one only afterwards" in at_low.warning.text
    assert "only afterwards" not in at_open.warning.text


def test_without_a_failure_there_is_no_warning() -> None:
    assert with_rating("bullish", 0.0, 1.0).warning.text.startswith("No earliest warning")


def test_with_closes_only_the_close_is_the_first_that_could_warn() -> None:
    closes = bars_from(made("IWM", 0).close, "IWM", index=SESSIONS)
    found = fake_desk(IWM=closes).hindsight("IWM")
    assert isinstance(found.open_to_close, Missing)
    assert "closes only" in found.open_to_close.reason
    assert isinstance(found.close_to_close, Fact)


def test_a_dividend_is_no_fall() -> None:
    """On an ex-dividend day the close drops by the dividend and the return does not."""
    iwm = made("IWM", 0)
    atr = fact(fake_desk().hindsight("IWM").atr).number
    dividend = 2.0 * atr
    kept = iwm.close[-2] - dividend
    close = np.r_[iwm.close[:-1], kept]
    adjusted = np.r_[iwm.close[:-1] * (1 - dividend / iwm.close[-2]), kept]
    columns = {name: np.r_[getattr(iwm, name)[:-1], kept] for name in ("open", "high", "low")}
    paid = bars_from(close, "IWM", index=SESSIONS, adj_close=adjusted, volume=iwm.volume, **columns)
    found = fake_desk(IWM=paid).hindsight("IWM")
    assert fact(found.close_to_close).number == pytest.approx(0.0, abs=1e-9)


def test_the_reading_before_is_the_card_of_the_session_before() -> None:
    desk = fake_desk()
    found, card = desk.hindsight("IWM"), desk.analyze("IWM", BEFORE)
    assert (found.rating, found.score) == (card.composite.rating, card.composite.score)
    assert [one.score for one in found.layers] == [one.score for one in card.layers]
    assert found.header_before.digest == card.header.digest
    assert found.atr == card.risk.atr
    assert fact(found.before).value == BEFORE.isoformat()


def test_the_session_itself_does_not_move_the_reading_before() -> None:
    calm, wild = with_rating("bullish", 0.0, 0.0), with_rating("bullish", -4.0, 6.0)
    assert (calm.score, calm.layers, calm.atr) == (wild.score, wild.layers, wild.atr)


def test_a_first_session_has_nothing_before_it() -> None:
    with pytest.raises(NoData, match="no bar before 2023-09-01"):
        fake_desk().hindsight("IWM", SESSIONS[0].date())


def sentences_of(found: Hindsight) -> tuple[Sentence, ...]:
    return found.said, found.blamed, found.warning, found.lesson


@pytest.mark.data
@pytest.mark.parametrize("symbol", ["IWM", "SPY", "^VIX"])
def test_on_real_sessions_every_fact_is_sound_and_every_sentence_quotes_facts_of_it(
    data_dir: Path, symbol: str
) -> None:
    desk: Desk = real_desk(data_dir)
    for session in (LAST, date(2020, 3, 16), date(2024, 3, 8), date(2008, 10, 13)):
        found = desk.hindsight(symbol, session)
        facts = list(facts_of(found))
        assert all(is_sound(one) for one in facts)
        known = {one.id for one in facts}
        for said in sentences_of(found):
            assert set(said.facts) <= known, said
        assert fact(found.before).as_of < found.header.as_of
