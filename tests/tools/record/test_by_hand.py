"""A dozen calls scored on paper, and scores checked by independent ways."""

import math
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from tests.tools.record.made_calls import DAYS, PLACES, Made, drawn, rules, seal_of
from tools.errors import BadData, BadRequest
from tools.ledger.entries import Settled, Stated
from tools.phrases import written
from tools.record import Book, HorizonScore, Record, record_of
from tools.types import Fact, Missing, Rating, Reading

AS_OF = DAYS[-1]
LAX = rules(min_episodes=5)

DOZEN: tuple[tuple[Rating | None, float, float], ...] = (
    # rating, return over 1 session in per cent, stated probability of a rise
    ("bullish", 1.0, 0.62),
    ("bullish", -2.0, 0.64),
    ("strong bullish", 3.0, 0.70),
    ("neutral", 0.5, 0.52),
    ("bearish", -1.0, 0.41),
    ("bearish", 2.5, 0.44),
    ("strong bearish", -4.0, 0.30),
    (None, 1.5, 0.55),
    ("neutral", -0.5, 0.50),
    ("bullish", 0.0, 0.61),
    ("bullish", 0.8, 0.63),
    ("bearish", -0.3, 0.42),
)


def dozen() -> Made:
    made = Made()
    for place, (rating, percent, rise) in enumerate(DOZEN):
        stated = (Stated(1, rise, 0.5, 40),)
        made.add(seal_of(DAYS[place], rating, stated=stated), {1: percent})
    return made


def record(made: Made, symbol: str | None = "IWM") -> Record:
    return record_of(made.seals, made.settlements, LAX, AS_OF, symbol)


def forward(made: Made, symbol: str | None = "IWM") -> Book:
    return record(made, symbol).books[0]


def at(book: Book, horizon: int) -> HorizonScore:
    return next(score for score in book.horizons if score.horizon == horizon)


def number(reading: Reading) -> float:
    assert isinstance(reading, Fact), reading
    return reading.number


def test_a_dozen_calls_on_paper() -> None:
    """Nine are directional; three miss: -2.0, +2.5 against a bearish call, and 0.0, which is no direction.

    Rose: 1.0, 3.0, 0.5, 2.5, 1.5, 0.8 = 6 of 12; fell: -2.0, -1.0, -4.0, -0.5, -0.3 = 5 of 12. Base: five
    bullish calls at 6/12 and four bearish ones at 5/12 = (5 * 50 + 4 * 41.667) / 9 = 46.296 %.
    """
    book = forward(dozen())
    assert [number(one) for one in (book.sealed, book.bullish, book.bearish, book.neutral, book.without)] == [
        12, 5, 4, 2, 1,
    ]  # fmt: skip
    assert (written(book.first), written(book.last)) == ("2020-01-02", "2020-01-17")
    score = at(book, 1)
    assert [number(one) for one in (score.settled, score.open, score.calls, score.apart, score.hits)] == [
        12, 0, 9, 9, 6,
    ]  # fmt: skip
    assert number(score.hit_rate) == pytest.approx(100 * 6 / 9)
    assert number(score.base_rate) == pytest.approx((5 * 50 + 4 * 100 * 5 / 12) / 9)
    assert number(score.advantage) == pytest.approx(100 * 6 / 9 - 46.2962963)
    gains = [1.0, -2.0, 3.0, 1.0, -2.5, 4.0, 0.0, 0.8, 0.3]
    assert number(score.mean) == pytest.approx(mean(gains))
    assert number(score.median) == pytest.approx(median(gains))
    assert number(score.low) < number(score.advantage) < number(score.high)


def test_the_brier_score_of_a_dozen_on_paper() -> None:
    """By a plain sum; the base of one half scores a quarter whatever happens."""
    stated = at(forward(dozen()), 1).stated
    plain = mean((rise - (percent > 0)) ** 2 for _, percent, rise in DOZEN)
    assert number(stated.brier) == pytest.approx(plain)
    assert number(stated.brier_base) == pytest.approx(0.25)
    assert number(stated.skill) == pytest.approx(100 * (1 - plain / 0.25))
    assert number(stated.count) == 12
    middle = [one for one in stated.bins if one.lower.number == 60]
    assert [one.count.number for one in middle] == [4]
    assert middle[0].stated.number == pytest.approx(100 * mean((0.62, 0.64, 0.61, 0.63)))
    assert middle[0].observed.number == 50
    assert [one.lower.number for one in stated.bins] == [0, 40, 50, 55, 60, 70]


def test_the_worst_calls_come_first_and_those_without_an_atr_last() -> None:
    """An ATR of 2 at a close of 100 is 2 %: +2.5 % against a bearish call is 1.25 ATR."""
    made = dozen()
    made.add(seal_of(DAYS[20], "bullish", atr=None), {1: -9.0})
    made.add(seal_of(DAYS[21], "bearish", atr=0.5), {1: 1.0})
    made.add(seal_of(DAYS[22], "bullish"), {1: -2.0})
    book = record_of(made.seals, made.settlements, LAX, AS_OF, "IWM", shown=1).books[0]
    assert [(written(one.session), written(one.against)) for one in book.worst] == [
        (DAYS[21].isoformat(), "2.00 ATR"),
        (DAYS[5].isoformat(), "1.25 ATR"),
        (DAYS[1].isoformat(), "1.00 ATR"),
        (DAYS[22].isoformat(), "1.00 ATR"),
        (DAYS[20].isoformat(), "not known (the ATR of the sealed session was not known)"),
    ]
    assert [one.rank.number for one in book.worst] == [1, 2, 3, 4, 5]


def test_overlapping_returns_are_one_case() -> None:
    """At 5 sessions, calls at sessions 0, 4, 5, 9 and 10 hold three that share no session: 0, 5 and 10."""
    made = Made()
    for place in (0, 4, 5, 9, 10):
        made.add(seal_of(DAYS[place], "bullish"), {5: 1.0})
    assert number(at(forward(made), 5).apart) == 3


def test_a_call_entered_on_the_day_another_is_left_shares_that_session() -> None:
    made = Made()
    for place in (0, 4):
        made.add(seal_of(DAYS[place], "bullish"), {5: 1.0})
    assert number(at(forward(made), 5).apart) == 1


def test_calls_of_several_symbols_at_one_time_are_one_case_of_the_market() -> None:
    """Each symbol has its own episode, and together they are one time."""
    made = Made()
    for symbol in ("IWM", "SPY", "QQQ"):
        made.add(seal_of(DAYS[0], "bullish", symbol=symbol), {10: 1.0})
    score = at(forward(made, None), 10)
    assert (number(score.episodes), number(score.apart)) == (3, 1)
    assert written(score.verdict) == "too few cases"


def test_too_few_cases_have_counts_and_no_rate() -> None:
    """With the shipped least of 30, a dozen say nothing about a rate, a base, an interval or a skill."""
    made = dozen()
    score = at(record_of(made.seals, made.settlements, rules(), AS_OF, "IWM").books[0], 1)
    rates = (score.hit_rate, score.base_rate, score.advantage, score.low, score.high)
    scores = (score.stated.brier, score.stated.brier_base, score.stated.skill)
    assert {one.reason for one in (*rates, *scores) if isinstance(one, Missing)} == {"too few cases"}
    assert not any(isinstance(one, Fact) for one in (*rates, *scores))
    assert written(score.verdict) == "too few cases"
    assert number(score.hits) == 6
    assert all(one.few for one in score.stated.bins)


def test_the_base_rate_is_that_of_each_calls_own_symbol() -> None:
    """By a plain loop over drawn calls of two symbols with other drifts."""
    made = drawn(300, 11, symbols=("IWM", "SPY"))
    score = at(record_of(made.seals, made.settlements, rules(), AS_OF, None).books[0], 5)
    entries = {row.hash: row.entry for row in made.seals}
    found: dict[str, list[float]] = {"IWM": [], "SPY": []}
    calls: list[tuple[str, bool, float]] = []
    for row in made.settlements:
        outcome, seal = row.entry.outcome, entries[row.entry.seal]
        if row.entry.horizon == 5 and isinstance(outcome, Settled):
            found[seal.symbol].append(outcome.percent)
            if seal.rating and seal.rating != "neutral":
                calls.append((seal.symbol, "bullish" in seal.rating, outcome.percent))
    chances = [
        sum((other > 0) if up else (other < 0) for other in found[symbol]) / len(found[symbol])
        for symbol, up, _ in calls
    ]
    hits = [(percent > 0) if up else (percent < 0) for _, up, percent in calls]
    assert number(score.base_rate) == pytest.approx(100 * mean(chances))
    assert number(score.hit_rate) == pytest.approx(100 * mean(hits))


@given(st.integers(0, 10_000))
def test_bins_hold_every_statement_once_with_wilsons_interval(seed: int) -> None:
    """Against statsmodels, over the calls that are apart; the share lies within its interval."""
    made = drawn(40, seed)
    stated = at(forward(made), 5).stated
    assert sum(one.count.number for one in stated.bins) == number(stated.count) == 40
    for one in stated.bins:
        size = one.apart.number
        low, high = proportion_confint(one.observed.number / 100 * size, size, method="wilson")
        assert one.low.number == pytest.approx(100 * low, abs=1e-4)
        assert one.high.number == pytest.approx(100 * high, abs=1e-4)
        assert one.lower.number <= one.stated.number <= one.upper.number
        assert 1 <= size <= one.count.number


def test_a_probability_that_is_none_is_refused() -> None:
    """62 in place of 0.62 would spoil every score without a word."""
    made = Made()
    made.add(seal_of(DAYS[0], "bullish", stated=(Stated(1, 62.0, 0.5, 40),)), {1: 1.0})
    with pytest.raises(BadData, match="outside 0 to 1"):
        record(made)


def test_a_horizon_that_is_never_settled_is_refused() -> None:
    with pytest.raises(BadRequest, match="allowed are 1, 5, 10, 21, 63"):
        record_of([], [], LAX, AS_OF, None, shown=7)


def test_nothing_sealed_and_nothing_settled_are_said() -> None:
    """With the close at which the first call can be settled."""
    assert forward(Made()).said.text == "Nothing has been sealed."
    assert forward(Made()).horizons == ()
    made = Made()
    made.add(seal_of(DAYS[0], "bullish"), {})
    book = forward(made)
    assert book.said.text.endswith(f"Nothing is settled yet; first settlement after the close of: {DAYS[1]}.")
    assert PLACES[DAYS[1]] == 1
    assert at(book, 1).said.text == "Over 1 session: no directional call is settled."


def test_what_cannot_be_settled_is_counted_with_its_reason() -> None:
    made = Made()
    for place, reason in enumerate(("renamed", "no bar", "renamed")):
        made.add(seal_of(DAYS[place], "bullish"), {1: reason})
    score = at(forward(made), 1)
    assert [(reason, number(count)) for reason, count in score.reasons.items()] == [
        ("renamed", 2),
        ("no bar", 1),
    ]
    assert (number(score.unable), number(score.open), number(score.settled)) == (3, 0, 0)


def test_a_base_that_was_never_wrong_leaves_no_skill() -> None:
    """A ratio to zero is not a number, so it is not one here."""
    made = Made()
    for place in range(8):
        made.add(seal_of(DAYS[place], "bullish", stated=(Stated(1, 0.9, 1.0, 40),)), {1: 1.0})
    stated = at(forward(made), 1).stated
    assert isinstance(stated.skill, Missing)
    assert math.isclose(number(stated.brier), 0.01)
