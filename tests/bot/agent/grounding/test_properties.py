"""What holds of any text: one verdict, claims that lie where they say, and a cut that leaves what holds."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.agent.grounding import cut
from tests.bot.agent.grounding.made import (
    DAY,
    IWM,
    SPY,
    checked,
    failing,
    grounds,
    passage,
    reports,
    said_earlier,
)
from tests.tools.desk.desks import LAST, fake_desk
from tools.grounds import Grounds
from tools.phrases import written
from tools.results import facts_of
from tools.types import Fact, Unit

LONGEST = 3_000


def everything() -> list[Grounds]:
    """Two symbols, a report and an earlier answer; new ones each time, so that nothing kept is reused."""
    note = passage("Floating-rate debt is 43 % of all debt.", "Positioning review", "Harbor Desk")
    before = [one for one in IWM[:3] if isinstance(one, Fact)]
    return [
        grounds(),
        grounds("SPY", SPY, card=None),
        reports(note),
        said_earlier("IWM closed lower.", before),
    ]


RUN = everything()

ODDITIES = (
    "IWM SPY TLT $QQQ RSI EMA 21-session 50-day average close R1 S1 trend momentum breadth composite score "
    "rating bullish bearish neutral strongest weakest above below between than half third two of four layers "
    "all not would rose fell up down minus 64.1 $231.48 231,48 1,879 -0.9 \u22122.4 % bp ATR sigma points "
    "sessions K M B billion 1e309 99999999999999999999999999999999 0.0000000001 .5 5. 1.2.3 $ \u20ac -- "
    "\u2013 \u2014 ~ \u2248 > < >= = + * / ( ) [ ] { } \" \u201c \u201d ' | || |---| # ## ** __ ` ``` "
    "- * 1. : ; , . ! ? ... 2025-09-26 2025-13-45 0000-00-00 31/31/2025 29.02.2025 29 October 2025 Friday "
    "14:00 25:99 [3fa2c1:7] [3fa2c1:] [1] According to Goldman Sachs says Positioning review \u00bd "
    "\u0663\u0664 \u4e8c \U0001f680 \u200b \u202e \u0301 NaN inf (236.24 - 231.48) / 4.57 = 1.04 / 0 = "
    "** 9 ** 9 ** 9 = you should buy FOMC VIX HYG/IEF IWM/SPY"
)
PIECES = st.sampled_from(ODDITIES.split())
MIXED = st.lists(PIECES | st.text(max_size=12), max_size=120).flatmap(
    lambda pieces: st.sampled_from([" ", "\n", "", "\n\n", " | "]).map(
        lambda between: between.join(pieces)[:LONGEST]
    )
)
TEXTS = (MIXED | st.text(max_size=LONGEST)).filter(lambda text: not re.search(r"[\d,.]{290}", text))
"""Any text without a number so long that no float holds it."""


@given(TEXTS)
@example("| a |\n|---|\n| RSI |")
@example("|||\n|-|-|\n|||")
@example("9" * 289)
@example("(" * LONGEST)
@example("1 - " * 700 + "1 = 5")
@example("**" * 1_500)
@example('"' * LONGEST)
@example("\u0661\u0662 %")
def test_every_text_has_a_verdict_whose_claims_lie_in_it(text: str) -> None:
    verdict = checked(text, RUN, asked=text[:200])
    for one in verdict.claims:
        assert 0 <= one.start < one.end <= len(text)
        assert one.because
    assert [(one.start, one.end) for one in verdict.claims] == sorted(
        (one.start, one.end) for one in verdict.claims
    )


@given(TEXTS)
def test_a_claim_s_words_stand_where_it_says(text: str) -> None:
    for one in checked(text, RUN).claims:
        assert one.text.strip() in text[one.start : one.end]


@settings(max_examples=40)
@given(TEXTS)
def test_the_same_text_over_the_same_facts_has_the_same_verdict(text: str) -> None:
    assert checked(text, RUN) == checked(text, everything())


UNCLAIMING = (
    "the a its of and with for this that card reads layer layers trend momentum breadth relative strength "
    "composite close price averages RSI ADX MACD volatility resistance support credit curve rotation members "
    "participation here remains worth watching because it depends on more evidence however nothing else is "
    "known about"
)
PLAIN = st.sampled_from(UNCLAIMING.split())


@given(st.lists(PLAIN, max_size=80), st.sampled_from(["", "## ", "- ", "**"]))
def test_a_text_without_figures_states_or_ways_claims_nothing_wrong(words: list[str], mark: str) -> None:
    text = mark + " ".join(words) + "."
    assert checked(text, [grounds()]).failures == ()


HAND = [grounds(card=None)]


def _card() -> list[Grounds]:
    result = fake_desk().analyze("IWM", LAST)
    return [
        Grounds(
            "analyze", (("symbol", "IWM"),), "", facts=tuple(facts_of(result)), result=result, session=LAST
        )
    ]


def _numeric(run: list[Grounds]) -> Iterator[Fact]:
    for one in run[0].facts:
        if isinstance(one, Fact) and not isinstance(one.value, str | bool):
            yield one


def _digit_changed(said: str, by: int) -> str:
    place = max(match.start() for match in re.finditer(r"\d", said))
    return f"{said[:place]}{(int(said[place]) + by) % 10}{said[place + 1 :]}"


CARD = _card()
READABLE = [
    one
    for one in _numeric(CARD)
    # a label that has a colon or a day in it is no name that a sentence can begin with
    if ":" not in one.label and not re.search(r"\d{4}-\d\d-\d\d", one.label)
]


@pytest.mark.parametrize("fact", list(_numeric(HAND)), ids=lambda one: one.id)
def test_each_fact_by_hand_holds_as_written_and_not_with_another_last_digit(fact: Fact) -> None:
    assert not failing(f"{fact.label} is {written(fact)}.", HAND)
    for by in range(1, 10):
        changed = _digit_changed(written(fact), by)
        assert not checked(f"{fact.label} is {changed}.", HAND).holds, changed


def test_nearly_the_whole_card_can_be_read_out() -> None:
    assert len(READABLE) > 200
    flagged = [failing(f"{one.label} is {written(one)}.", CARD) for one in READABLE]
    assert [one for one in flagged if one] == []


@given(st.sampled_from([one for one in READABLE if one.unit is not Unit.VOTE]), st.sampled_from([1, 5]))
def test_another_last_digit_is_not_the_card_s(fact: Fact, by: int) -> None:
    changed = _digit_changed(written(fact), by)
    alike = {written(one) for one in _numeric(CARD) if one.label == fact.label}
    assert changed in alike or not checked(f"{fact.label} is {changed}.", CARD).holds


SENTENCES = st.sampled_from(
    (
        "IWM closed at $231.48.", "IWM closed at $213.48.", "RSI is 64.1.", "RSI is 46.1.",
        "Trend is bullish.", "Breadth is bullish.", "The 21-session EMA is above the 63-session EMA.",
        "All layers are bullish.", "The 21-session EMA is below the 63-session EMA.",
        "Two of four layers are bullish.", "R1 is at $236.24.", "R1 is at $999.99.",
        "The breadth divergence warning is on.", "You should buy now.", "Goldman Sachs says RSI is 64.1.",
        "The FOMC decision is on 29 October 2025.",
        "The FOMC decision is on 30 October 2025.", "Momentum is the strongest layer.",
        "Nothing else is known.", "R1 is 1.04 ATR above the close.",
        "The 21-session rate of change is 3.2 %, and RSI is 99.9.",
    )
)  # fmt: skip
MARKS = st.sampled_from(("", "- ", "1. ", "## ", "**Levels**\n\n", "Levels:\n"))
BLOCKS = st.lists(st.tuples(MARKS, st.lists(SENTENCES, min_size=1, max_size=3)), min_size=1, max_size=6).map(
    lambda blocks: "\n\n".join(mark + " ".join(said) for mark, said in blocks)
)


@given(BLOCKS)
def test_what_a_cut_leaves_holds(text: str) -> None:
    """So it is of sentences that stand alone; one that leans on what was cut may fail, and goes next."""
    run = [grounds()]
    left = cut(text, checked(text, run))
    assert failing(left, run) == []


@given(TEXTS)
def test_a_cut_takes_out_and_never_puts_in(text: str) -> None:
    left = cut(text, checked(text, RUN))
    assert len(left) <= len(text)
    rest = iter(text)
    assert all(letter in rest for letter in left)
    assert DAY.isoformat() in text or DAY.isoformat() not in left
