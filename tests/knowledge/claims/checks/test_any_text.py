"""The checks on text that nobody meant to be checked: no error, bounded time, true quotes."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.knowledge.claims.checks.calendar_days import Table
from tests.knowledge.claims.checks.written import found

WORDS = [
    *(
        "IWM",
        "$250.00",
        "5%",
        "12/10",
        "43/100",
        "|",
        "\t",
        "\n",
        "-",
        "#",
        "1.35:1",
        "52-week",
        "high",
        "low",
    ),
    *(
        "range",
        "RSI",
        "stop",
        "target",
        "entry",
        "below",
        "above",
        "from",
        "to",
        "June",
        "31",
        "2026",
        "Friday",
    ),
    *(
        "FOMC",
        "early",
        "CPI",
        "20-day",
        "200-day",
        "moving",
        "average",
        "score",
        "weight",
        "total",
        "the",
        "of",
    ),
    *("and", "(", ")", ",", ".", ";", ":", "~", "puts", "calls", "0", "1e9", "$0", "0%", "0:0", "$-5", "+3%"),
    *("R1", "S2", "support", "resistance", "upside", "composite", "breadth", "warning", "full", "size"),
]


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
@settings(max_examples=300)
def test_words_in_any_order_raise_nothing(text: str) -> None:
    found(text, events=Table())


@given(st.text(max_size=300))
def test_any_characters_raise_nothing(text: str) -> None:
    found(text, events=Table())


@pytest.mark.parametrize(
    "piece",
    [
        "$250 (5% ",
        "from $1 to ",
        "| 1 | 2 ",
        "50-day 200-day ",
        "above below ",
        "June 1-",
        "Of 5 5 (5%) ",
        "stop entry target long ",
        "52-week high ",
        "RSI below 30 ",
        "   ,,, ((( ",
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    """Twice the text takes about twice the time: no pattern runs away."""

    def seconds(count: int) -> float:
        text = (piece * 40 + ".\n\n") * count
        # the processor's time, since other programs may have the machine; the quickest of three
        spent = []
        for _ in range(3):
            start = time.process_time()
            found(text)
            spent.append(time.process_time() - start)
        return min(spent)

    seconds(2)
    short, long = seconds(12), seconds(48)
    assert long < 12 * short + 0.5
