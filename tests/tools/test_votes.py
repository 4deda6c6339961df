"""The eight votes: each rule against a plain reading of it, the score, and no look-ahead."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.made_bars import (
    REAL_SESSIONS,
    bars_of,
    fact,
    is_sound,
    random_bars,
    real_bars,
    sheet_of,
    some_bars,
)
from tools.bars import Bars
from tools.indicators.momentum import roc, rsi
from tools.indicators.trend import macd, sma
from tools.indicators.volatility import bollinger_percent_b
from tools.profile import load_profile
from tools.types import Flag, Missing, Unit
from tools.votes import VoteHistory, VoteScore, vote_history, votes

PROFILE = load_profile("default").votes
NAMES = ("rsi", "macd", "fibonacci", "volume", "stochastic", "percent_b", "adx", "stack")

Numbers = Mapping[str, float]

PLAIN_RULES: Mapping[str, tuple[tuple[str, ...], Callable[[Numbers], int]]] = {
    "rsi": (("rsi",), lambda n: 1 if n["rsi"] > 55 else -1 if n["rsi"] < 45 else 0),
    "macd": (("macd", "macd_signal"), lambda n: int(np.sign(n["macd"] - n["macd_signal"]))),
    "fibonacci": (
        ("fibonacci_position",),
        lambda n: 1 if n["fibonacci_position"] >= 0.618 else -1 if n["fibonacci_position"] <= 0.382 else 0,
    ),
    "volume": (
        ("volume_ratio", "change"),
        lambda n: int(np.sign(n["change"])) if n["volume_ratio"] >= 1 else 0,
    ),
    "stochastic": (
        ("stoch_k", "stoch_d"),
        lambda n: 1 if n["stoch_d"] < n["stoch_k"] < 80 else -1 if 20 < n["stoch_k"] < n["stoch_d"] else 0,
    ),
    "percent_b": (("percent_b",), lambda n: 1 if n["percent_b"] > 0.8 else -1 if n["percent_b"] < 0.2 else 0),
    "adx": (
        ("adx", "plus_di", "minus_di"),
        lambda n: 0 if n["adx"] < 20 else int(np.sign(n["plus_di"] - n["minus_di"])),
    ),
    "stack": (
        ("price", "sma20", "sma50", "sma200"),
        lambda n: (
            1
            if n["price"] > n["sma20"] > n["sma50"] > n["sma200"]
            else -1
            if n["price"] < n["sma20"] < n["sma50"] < n["sma200"]
            else 0
        ),
    ),
}


def votes_of(bars: Bars) -> VoteScore:
    return votes(bars, PROFILE, sheet_of(bars))


def columns(history: VoteHistory) -> dict[str, np.ndarray]:
    return {
        **{f"vote {name}": values for name, values in history.votes.items()},
        **history.numbers,
        "total": history.total,
        "cast": history.cast,
        "score": history.score,
    }


def with_volume(last: float) -> Bars:
    closes = [100.0 + (row % 2) for row in range(41)] + [102.0]
    return bars_of(
        open=closes,
        high=[close + 1 for close in closes],
        low=[close - 1 for close in closes],
        close=closes,
        volume=[100.0] * 41 + [last],
    )


@pytest.mark.data
@pytest.mark.parametrize("name", NAMES)
def test_every_vote_of_real_history_follows_its_rule_read_plainly(data_dir: Path, name: str) -> None:
    history = vote_history(real_bars(data_dir, "IWM").until(date(2010, 12, 31)), PROFILE)
    reads, rule = PLAIN_RULES[name]
    rows = [
        dict(zip(reads, values, strict=True))
        for values in zip(*(history.numbers[key] for key in reads), strict=True)
    ]
    expected = [math.nan if any(map(math.isnan, row.values())) else rule(row) for row in rows]
    np.testing.assert_array_equal(history.votes[name], expected)
    assert {-1.0, 1.0} <= set(history.votes[name])


@pytest.mark.data
def test_what_is_computed_from_returns_reads_dividend_adjusted_closes(data_dir: Path) -> None:
    bars = real_bars(data_dir, "IWM")
    numbers = vote_history(bars, PROFILE).numbers
    adjusted = bars.adj_close
    for name, expected in {
        "rsi": rsi(adjusted, 14),
        "macd": macd(adjusted)[0],
        "percent_b": bollinger_percent_b(adjusted),
        "sma200": sma(adjusted, 200),
        "change": roc(adjusted, 1),
    }.items():
        np.testing.assert_array_equal(numbers[name], expected, err_msg=name)


@pytest.mark.data
@pytest.mark.parametrize("session", REAL_SESSIONS, ids=str)
def test_real_sessions_score_the_mean_of_the_votes_cast(data_dir: Path, session: date) -> None:
    found = votes_of(real_bars(data_dir, "IWM").until(session))
    cast = [fact(one.vote).number for one in found.votes if not isinstance(one.vote, Missing)]
    assert fact(found.total).value == sum(cast)
    assert fact(found.cast).value == len(cast)
    assert fact(found.score).value == pytest.approx(50 + 50 * sum(cast) / len(cast))
    assert 0 <= fact(found.score).number <= 100


@pytest.mark.data
def test_numbers_of_real_history_do_not_know_the_future(data_dir: Path) -> None:
    bars = real_bars(data_dir, "IWM")
    whole = columns(vote_history(bars, PROFILE))
    for stop in (260, 1000, 3333):
        for name, values in columns(vote_history(bars.slice(0, stop), PROFILE)).items():
            np.testing.assert_array_equal(values, whole[name][:stop], err_msg=name)


@settings(max_examples=40)
@given(some_bars, st.data())
def test_cutting_the_future_off_never_changes_a_vote(bars: Bars, data: st.DataObject) -> None:
    stop = data.draw(st.integers(1, len(bars)))
    whole = columns(vote_history(bars, PROFILE))
    for name, values in columns(vote_history(bars.slice(0, stop), PROFILE)).items():
        np.testing.assert_array_equal(values, whole[name][:stop], err_msg=name)


@settings(max_examples=40)
@given(some_bars)
def test_any_bars_give_readings_that_are_finite_or_say_why(bars: Bars) -> None:
    found = votes_of(bars)
    assert tuple(one.name for one in found.votes) == NAMES
    assert all(is_sound(reading) for reading in found.facts())
    known = {reading.id for reading in found.facts()}
    assert all(set(one.because.facts) <= known for one in found.votes)
    assert all(one.because.text for one in found.votes)


def test_a_steady_rise_is_a_bullish_stack_and_rsi() -> None:
    found = {one.name: one for one in votes_of(bars_of(close=[100.0 + row for row in range(220)])).votes}
    assert fact(found["rsi"].vote).value == 1
    assert found["rsi"].because.text == "RSI 100.0 is above 55.0."
    assert found["rsi"].because.facts == ("test.rsi14", "test.votes.threshold.rsi_high")
    assert fact(found["stack"].vote).value == 1
    assert found["stack"].because.text == (
        "Adjusted close $319.00 is above its averages, in rising order: $309.50, $294.50, $219.50."
    )


def test_a_steady_fall_is_a_bearish_stack_and_rsi() -> None:
    found = {one.name: one for one in votes_of(bars_of(close=[400.0 - row for row in range(220)])).votes}
    assert fact(found["rsi"].vote).value == fact(found["stack"].vote).value == -1


def test_the_fact_ids_are_those_of_the_specification() -> None:
    known = {reading.id for reading in votes_of(random_bars(5, 300)).facts()}
    names = (
        "rsi14 macd macd_signal macd_histogram stoch_k stoch_d percent_b adx14 plus_di minus_di sma20 sma50 "
        "sma200 volume_ratio fibonacci_position"
    )
    assert {f"test.{name}" for name in names.split()} <= known


def test_with_closes_only_five_votes_are_left_and_still_score() -> None:
    found = votes_of(random_bars(5, 300, "close"))
    silent = {one.name: one.vote.reason for one in found.votes if isinstance(one.vote, Missing)}
    assert silent == dict.fromkeys(("volume", "stochastic", "adx"), "closes only")
    assert fact(found.cast).value == 5
    assert fact(found.score).unit is Unit.POINTS_100
    assert isinstance(found.spike, Missing)
    assert isinstance(found.volume_band, Missing)


def test_without_volume_seven_votes_are_left() -> None:
    found = votes_of(random_bars(5, 300, "ohlc"))
    silent = {one.name: one.vote.reason for one in found.votes if isinstance(one.vote, Missing)}
    assert silent == {"volume": "no volume in this source"}
    assert fact(found.cast).value == 7


def test_with_fewer_than_five_votes_there_is_no_score() -> None:
    found = votes_of(random_bars(5, 60, "close"))
    assert fact(found.cast).number < 5
    assert isinstance(found.score, Missing)
    assert isinstance(found.total, Missing)
    assert found.score.reason == "fewer than five of the eight votes can be cast"


def test_one_bar_casts_no_vote_and_each_says_why() -> None:
    found = votes_of(random_bars(5, 1))
    assert fact(found.cast).value == 0
    assert found.votes[0].because.text == "No vote of RSI: not known (not enough sessions)."


def test_a_price_that_never_moved_has_no_rsi_and_says_so() -> None:
    found = {one.name: one for one in votes_of(bars_of(close=[100.0] * 60)).votes}
    assert isinstance(found["rsi"].vote, Missing)
    assert found["rsi"].vote.reason == "the price did not move"


@pytest.mark.parametrize(
    ("last", "on", "band"),
    [(199.0, False, "below"), (200.0, True, "in"), (300.0, True, "in"), (301.0, True, "above")],
)
def test_volume_from_twice_its_mean_is_a_spike_and_the_band_ends_at_three_times(
    last: float, on: object, band: str
) -> None:
    found = votes_of(with_volume(last))
    assert isinstance(found.spike, Flag)
    assert found.spike.on is on
    assert found.spike.because.facts == ("test.volume_ratio", "test.votes.threshold.volume_spike")
    assert fact(found.volume_band).value == f"{band} the spike band"


def test_a_history_at_hand_gives_the_same_score() -> None:
    bars = random_bars(5, 300)
    history = vote_history(bars, PROFILE)
    assert votes(bars, PROFILE, sheet_of(bars), history) == votes_of(bars)


def test_the_wings_of_the_swing_move_the_fibonacci_vote_only() -> None:
    bars = random_bars(5, 300)
    narrow, wide = vote_history(bars, PROFILE, wings=2), vote_history(bars, PROFILE, wings=10)
    changed = [
        name for name in NAMES if not np.array_equal(narrow.votes[name], wide.votes[name], equal_nan=True)
    ]
    assert changed == ["fibonacci"]
