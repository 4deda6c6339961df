"""The report as text: only facts, in sections that say from when they could be known."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from tests.builders import bars_from
from tests.tools.desk.desks import CALENDAR, LAST, SESSIONS, fake_desk, made
from tools.bars import Bars
from tools.calendar import Event
from tools.monthly import Month, Outcome, read_month, read_outcome, write_month
from tools.phrases import written
from tools.results import Analysis, facts_of
from tools.types import Absent, Fact, Missing, Sentence, Unit

BENCHMARK = made("SPY", 1)
FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")

AFTER = CALENDAR.between(SESSIONS[0].date(), date(2026, 6, 30))
"""Sessions on which the outcomes of these tests lie; no card reads them."""


@cache
def analysis() -> Analysis:
    return fake_desk().analyze("IWM")


def month_of(bars: Bars, benchmark: Bars | Absent = BENCHMARK) -> Month:
    events = [Event("opex", date(2025, 9, 19), "monthly options expiry", "rule")]
    return read_month(bars, benchmark, "SPY", events, {"cpi": Absent("no dates are on file")})


@cache
def month() -> Month:
    return month_of(made("IWM", 0))


def longer(seed: int, symbol: str, path: tuple[float, ...] = ()) -> Bars:
    """The same bars with sessions after the report: random ones, or on a given path of returns."""
    bars = made(symbol, seed)
    draw = np.random.default_rng(seed + 50)
    steps = np.array(path) if path else np.cumsum(draw.normal(0, 0.01, 63))
    closes = np.concatenate((bars.adj_close, bars.adj_close[-1] * np.exp(steps)))
    return bars_from(closes, symbol, index=AFTER[: len(closes)])


def outcome(horizon: int = 5, rating: str = "bearish", path: tuple[float, ...] = ()) -> Outcome:
    rated = replace(composite_rating(), value=rating)
    end = CALENDAR.next(LAST, horizon)
    found = read_outcome(longer(0, "IWM", path), longer(1, "SPY"), "SPY", LAST, end, horizon, rated)
    assert found is not None
    return found


def composite_rating() -> Fact:
    rating = analysis().composite.rating
    assert isinstance(rating, Fact)
    return rating


def rated(rating: str) -> Analysis:
    """The card with another word for its rating."""
    composite = replace(analysis().composite, rating=replace(composite_rating(), value=rating))
    return replace(analysis(), composite=composite)


def sections(text: str) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def words_of(result: object) -> Iterator[str]:
    """Everything a result says for people: facts as they are written, sentences, reasons, labels."""
    for reading in facts_of(result):
        yield f"{reading.label} {written(reading)}"
        if isinstance(reading, Fact):
            yield reading.as_of.isoformat()
    if isinstance(result, Analysis):
        for layer in result.layers:
            yield layer.rationale.text
            yield from (flag.because.text for flag in layer.flags)
        yield from (condition.label for condition in result.sizing.conditions)
        flag, window, rotation = result.positioning.fade_risk, result.calendar, result.rotation
        yield from (flag.because.text, window.rationale.text, rotation.rationale.text)
        yield f"{result.header.rules} {result.composite.rationale.text}"


def test_every_figure_of_a_report_is_one_that_its_facts_are_written_with() -> None:
    outcomes = tuple(outcome(horizon) for horizon in (5, 21, 63))
    text = write_month(analysis(), month(), outcomes)
    known = {
        figure
        for result in (analysis(), month(), *outcomes)
        for words in words_of(result)
        for figure in FIGURE.findall(words)
    }
    # what the words themselves hold: the title's year, the dates of the markers, names of readings
    known |= set(FIGURE.findall(f"{month().name} of 100 52-week 95 %"))
    known |= {figure for one in outcomes for figure in FIGURE.findall(one.known_from.isoformat())}
    body = text.split("---\n", 2)[2]
    assert set(FIGURE.findall(body)) - known == set()
    assert len(FIGURE.findall(body)) > 80


def test_the_front_matter_says_what_it_is_and_from_when() -> None:
    lines = write_month(analysis(), month(), ()).splitlines()
    assert lines[:8] == [
        "---",
        "title: IWM, month of September 2025",
        "source: Plumbline monthly reports",
        "published: 2025-09-26",
        "symbols: IWM, SPY",
        "licence: MIT",
        "---",
        "",
    ]
    assert lines[8] == "# IWM, month of September 2025"


def test_the_first_part_does_not_depend_on_what_came_after() -> None:
    alone = write_month(analysis(), month(), ())
    for path in ((), (-0.2,) * 5, (0.3,) * 5):
        whole = write_month(analysis(), month(), (outcome(path=path),))
        assert whole.startswith(alone)
        assert "known from" not in alone


def test_each_outcome_stands_under_its_heading_and_behind_its_marker() -> None:
    text = write_month(analysis(), month(), tuple(outcome(horizon) for horizon in (5, 21, 63)))
    found = sections(text)
    later = {name: body for name, body in found.items() if name.startswith("What happened")}
    assert list(later) == [f"What happened over the next {horizon} sessions" for horizon in (5, 21, 63)]
    for horizon, body in zip((5, 21, 63), later.values(), strict=True):
        lines = body.strip().splitlines()
        assert lines[0] == f"<!-- known from: {CALENDAR.next(LAST, horizon).isoformat()} -->"
        assert len(lines) == 3
    assert all("returned" not in body for name, body in found.items() if name not in (*later, "The month"))


def test_a_rise_without_a_fall_says_that_it_never_closed_below() -> None:
    text = write_month(analysis(), month(), (outcome(path=(0.01, 0.02, 0.03, 0.02, 0.01)),))
    assert "It never closed below the start; its highest close on the way: 3.0 %" in text


def test_a_fall_without_a_rise_says_that_it_never_closed_above() -> None:
    text = write_month(analysis(), month(), (outcome(path=(-0.01, -0.02, -0.03, -0.02, -0.01)),))
    assert "It never closed above the start; its lowest close on the way: -3.0 %" in text


@pytest.mark.parametrize(
    ("rating", "ending"),
    [
        ("bullish", "was wrong by the sign of the return"),
        ("bearish", "was right by the sign of the return"),
        ("neutral", "made no call"),
    ],
)
def test_a_call_is_settled_in_words_and_a_neutral_one_is_none(rating: str, ending: str) -> None:
    fall = (-0.01, -0.02, -0.03, -0.02, -0.01)
    text = write_month(rated(rating), month(), (outcome(rating=rating, path=fall),))
    assert f"The {rating} composite" in text
    assert f"{ending}." in text


def test_without_a_composite_there_is_no_call_and_no_score() -> None:
    gone = Missing("iwm.composite.rating", "rating", "too few layers have data")
    composite = replace(
        analysis().composite,
        rating=gone,
        rating_without_calendar=gone,
        points=gone,
        score=gone,
        rationale=Sentence("No composite: too few layers have data."),
    )
    text = write_month(replace(analysis(), composite=composite), month(), (outcome(),))
    assert "No composite: too few layers have data." in text
    assert "There was no composite, and so no call." in text
    assert "of 100" not in text


def test_a_layer_that_abstains_says_why() -> None:
    breadth = next(layer for layer in analysis().layers if layer.name == "breadth")
    silent = replace(breadth, state=Absent("no members' prices here"), facts=(), flips=(), flags=())
    layers = tuple(silent if layer.name == "breadth" else layer for layer in analysis().layers)
    text = write_month(replace(analysis(), layers=layers), month(), ())
    assert "- Breadth abstains. No members' prices here." in text
    assert "Breadth abstains: no share of members is known for this session." in text
    assert "- Breadth:" not in sections(text)["What would flip it"]


def test_a_list_of_members_younger_than_the_session_is_called_biased() -> None:
    def listed(day: date) -> str:
        layers = tuple(
            replace(
                layer,
                facts=tuple(
                    replace(one, value=day.isoformat(), as_of=day)
                    if isinstance(one, Fact) and one.id == "iwm.breadth.list_date"
                    else one
                    for one in layer.facts
                ),
            )
            for layer in analysis().layers
        )
        return write_month(replace(analysis(), layers=layers), month(), ())

    assert "survivorship-biased" in listed(date(2025, 9, 29))
    assert "survivorship-biased" not in listed(LAST)


def test_no_dollars_of_the_adjusted_scale_stand_beside_quoted_prices() -> None:
    trend = next(layer for layer in analysis().layers if layer.name == "trend")
    averages = [written(one) for one in trend.facts if isinstance(one, Fact) and one.unit is Unit.USD]
    assert len(averages) == 2
    line = next(
        line for line in write_month(analysis(), month(), ()).splitlines() if line.startswith("- Trend is")
    )
    assert not any(average in line for average in averages)
    assert "EMA separation:" in line


def test_who_led_follows_from_the_two_returns() -> None:
    flat = bars_from(made("SPY", 1).adj_close * 0 + 50, "SPY", index=SESSIONS)
    move = month().move
    assert isinstance(move, Fact)
    word = "led" if move.number > 0 else "lagged"
    assert f"so IWM {word} SPY" in write_month(analysis(), month_of(made("IWM", 0), flat), ())
    even = write_month(analysis(), month_of(made("IWM", 0), made("IWM", 0)), ())
    assert "so IWM kept up with SPY (0.0 points" in even


def test_a_benchmark_that_is_not_there_is_named_as_not_known() -> None:
    absent = month_of(made("IWM", 0), Absent("SPY is not in this source"))
    assert "SPY: not known (SPY is not in this source)" in write_month(analysis(), absent, ())


def test_dates_that_are_not_known_are_named_once() -> None:
    text = write_month(analysis(), month(), ())
    assert "Scheduled this month: monthly options expiry 2025-09-19." in text
    assert text.count("CPI release") == 1


def test_a_card_of_another_session_is_refused() -> None:
    other = month_of(made("IWM", 0, len(SESSIONS) - 1))
    with pytest.raises(ValueError, match="does not belong"):
        write_month(analysis(), other, ())


def test_the_same_arguments_give_the_same_bytes() -> None:
    outcomes = (outcome(5), outcome(21))
    assert write_month(analysis(), month(), outcomes) == write_month(
        fake_desk().analyze("IWM"), month_of(made("IWM", 0)), (outcome(5), outcome(21))
    )
