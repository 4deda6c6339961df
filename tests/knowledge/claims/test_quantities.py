"""Numbers in running text: what is found, with which unit, bound and last digit, and what is left alone."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.claims.model import Measure
from knowledge.claims.quantities import out_of, quantities
from tests.growth import growth

USD, PERCENT, MULTIPLE, SCORE = Measure.USD, Measure.PERCENT, Measure.MULTIPLE, Measure.SCORE
SHARES, CONTRACTS, COUNT = Measure.SHARES, Measure.CONTRACTS, Measure.COUNT
DAYS, SESSIONS = Measure.DAYS, Measure.SESSIONS
INF = math.inf


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "step"),
    [
        ("$277.60", 277.6, 277.6, USD, 0.01),
        ("-2.41%", -2.41, -2.41, PERCENT, 0.01),
        ("\u22120.42%", -0.42, -0.42, PERCENT, 0.01),
        ("70\u201375%", 70, 75, PERCENT, 1),
        ("$250.28\u2013$252.66", 250.28, 252.66, USD, 0.01),
        ("$250\u2013252", 250, 252, USD, 1),
        ("$2.78 billion", 2.78e9, 2.78e9, USD, 1e7),
        ("35.4 million shares", 35.4e6, 35.4e6, SHARES, 1e5),
        ("35\u201345M", 35e6, 45e6, COUNT, 1e6),
        ("25 bps", 0.25, 0.25, PERCENT, 0.01),
        ("25-basis-point", 0.25, 0.25, PERCENT, 0.01),
        ("3.00\u20133.25%", 3.0, 3.25, PERCENT, 0.01),
        ("14\u201316x", 14, 16, MULTIPLE, 1),
        ("25.5:1", 25.5, 25.5, MULTIPLE, 0.1),
        ("28/100", 28, 28, SCORE, 1),
        ("+5.5 %", 5.5, 5.5, PERCENT, 0.1),
        ("50-60%", 50, 60, PERCENT, 1),
        ("2-3\u00d7", 2, 3, MULTIPLE, 1),
        ("1,950\u20131,980", 1950, 1980, COUNT, 1),
        ("35-42", 35, 42, COUNT, 1),
        ("-$4.50", -4.5, -4.5, USD, 0.01),
        ("$.02", 0.02, 0.02, USD, 0.01),
        ("US$250", 250, 250, USD, 1),
        ("30 percentage points", 30, 30, PERCENT, 1),
        ("12.5 per cent", 12.5, 12.5, PERCENT, 0.1),
        ("-10% to -20%", -20, -10, PERCENT, 1),
        ("$600 to $700 million", 6e8, 7e8, USD, 1e6),
        ("1-5 days", 1, 5, DAYS, 1),
        ("five sessions", 5, 5, SESSIONS, 1),
        ("10,000-contract", 1e4, 1e4, CONTRACTS, 1),
    ],
)
def test_a_figure_is_read_with_its_unit_and_last_digit(
    text: str, low: float, high: float, unit: Measure, step: float
) -> None:
    (quantity,) = quantities(f"so {text}, they say")
    assert (quantity.low, quantity.high) == pytest.approx((low, high))
    assert quantity.unit is unit
    assert quantity.step == pytest.approx(step)
    assert f"so {text}, they say"[quantity.span.start : quantity.span.end] == text


@pytest.mark.parametrize(
    ("text", "low", "high", "bound"),
    [
        ("~$283\u2013$286", 283, 286, "about"),
        ("roughly 62", 62, 62, "about"),
        ("just under 290\u2013295 million", 290e6, 295e6, "about"),
        ("over 30 million", 30e6, INF, "at least"),
        ("at least 90%", 90, INF, "at least"),
        (">= 50 %", 50, INF, "at least"),
        ("$10B+", 10e9, INF, "at least"),
        ("70%+", 70, INF, "at least"),
        ("20+ days", 20, INF, "at least"),
        ("50% or more", 50, INF, "at least"),
        ("below 55 %", -INF, 55, "at most"),
        ("fewer than 55%", -INF, 55, "at most"),
        ("sub-30", -INF, 30, "at most"),
        ("sub-1:1", -INF, 1, "at most"),
        ("mid-teens", 14, 16, "about"),
        ("over twice", 2, INF, "at least"),
    ],
)
def test_words_that_bound_a_figure_belong_to_it(text: str, low: float, high: float, bound: str) -> None:
    (quantity,) = quantities(f"it was {text} the usual")
    assert (quantity.low, quantity.high, quantity.bound) == (low, high, bound)
    assert f"it was {text} the usual"[quantity.span.start : quantity.span.end] == text


@pytest.mark.parametrize(
    "text",
    [
        "in 2026",
        "May 17, 2026",
        "the week of November 24\u201328",
        "12/05/2025",
        "2026-05-17",
        "Q2 2026 and FY26",
        "the 2-year/10-year spread",
        "the 1950s",
        "as shown [17]",
        "1. first, (2) second",
        "S&P 500, S&P SmallCap 600, Russell 2000, Nasdaq-100",
        "RSI-14, 21-EMA, 50-DMA, SMA(50), MACD (12,26,9)",
        "the 20-, 50- and 200-day averages, the 52\u2011week high",
        "Stochastic (14,3,3)",
        "COVID-19",
        "version 2.3.1, v1.4",
        "call (555) 123-4567",
        "see www.example.com/1999/a3 or 9. example.com",
        "\u20ac25, \u00a330, C$40, 50 euros",
        "3-6 months and 5 years",
        "at 9:30 a.m.",
        "the 280C and the 7UP",
        "1,2,3 and 10-20-30",
        "target 1, layer 3",
        "\u00b12%",
        "a 50/50 chance",
    ],
)
def test_digits_of_dates_names_and_marks_are_no_quantities(text: str) -> None:
    assert quantities(text) == ()


def test_a_move_is_two_figures_and_a_range_is_one() -> None:
    assert [(q.low, q.high) for q in quantities("rose from 2% to 5%")] == [(2, 2), (5, 5)]
    assert [(q.low, q.high) for q in quantities("between 2% and 5%")] == [(2, 5)]
    assert [(q.low, q.high) for q in quantities("ranges from 2% to 5%")] == [(2, 5)]


def test_a_price_and_a_change_beside_each_other_are_not_joined() -> None:
    assert [q.unit for q in quantities("IWM 277.60 -2.41%")] == [COUNT, PERCENT]


def test_a_score_knows_what_it_is_out_of() -> None:
    text = "28/100, 6/10 and 7 %"
    first, second, third = quantities(text)
    assert [out_of(text, q) for q in (first, second, third)] == [100.0, 10.0, None]


def test_only_the_asked_stretch_is_read() -> None:
    text = "5% then 6% then 7%"
    assert [(q.low, q.span.start) for q in quantities(text, 3, 11)] == [(6, 8)]


_PIECES = st.sampled_from(
    [
        "$",
        "-",
        "\u2013",
        "%",
        " ",
        "~",
        "1",
        "2.5",
        "1,000",
        "/100",
        "x",
        "M",
        "bps",
        "over",
        "to",
        "RSI",
        "(",
        "[",
        "+",
        "\n",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map("".join)))
def test_spans_are_exact_ordered_and_apart_in_any_text(text: str) -> None:
    last = 0
    for quantity in quantities(text):
        span = quantity.span
        assert last <= span.start < span.end <= len(text)
        assert quantity.low <= quantity.high
        assert quantity.step > 0
        assert text[span.start : span.end].strip(" ") == text[span.start : span.end]
        last = span.end


@given(st.floats(0.01, 1e6).map(lambda value: round(value, 2)))
def test_a_written_price_is_read_back(price: float) -> None:
    (quantity,) = quantities(f"at ${price:,.2f} today")
    assert quantity.low == pytest.approx(price)


@pytest.mark.parametrize(
    "piece", ["1", "1,", "1-", "$", "1/", "~", "a1", "(1", "1,000", "x@", "[1,", "1.", "mid-", "20, "]
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    assert growth(quantities, piece * (25_000 // len(piece)), piece * (100_000 // len(piece))) < 10
