"""The labelled cases notice a broken checker: with any part of the check put out of order, they go wrong.

The samples are cases that come out right today, chosen so that each part decides some of them. Parts that
decide hardly any labelled case are put out of order over a card by hand.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

import bot.agent.grounding as checker
from tests.bot.agent.grounding.cases import FILES, Case, Runs, cases, runs_over, score
from tests.bot.agent.grounding.made import IWM, ONE, TWO, fact, grounds, passage, reports
from tests.bot.agent.grounding.mutants import (
    Part,
    always,
    broken,
    finds_nothing,
    never,
    nothing_held,
    says,
    without_rounding,
    without_signs,
    without_units,
)
from tests.bot.agent.grounding.test_reaching import MORE, typed
from tests.bot.agent.grounding.test_reaching import REPORT as HARBOR
from tools.grounds import Grounds
from tools.types import Unit

FALSE = (
    "a-15-03-direction a-15-05-direction a-15-14-direction a-17-05-direction a-20-04-direction "
    "a-21-03-direction a-23-02-direction aug11-09-direction b-10-11-direction jul2024-02-direction "
    "aug-10-metric bear-08-symbol bear-09-direction breadth-02-metric bull-02-unit bull-03-direction "
    "bull-05-unit bull-06-invented-level bull-08-sign bull-09-direction bull-14-sign bull-14-unit "
    "cal-02-direction cal-05-value coarse-02-unit coarse-03-direction comp-02-direction "
    "compare-0002-direction compare-0010-other-symbol compare-0010-symbol composite-0003-direction "
    "credit-0001-value credit-02-direction credit-02-unit dates-01-date dates-02-date dates-04-date "
    "dates-05-date dates-06-date dates-07-date a-17-07-symbol apr19-06-symbol flag-0002-metric "
    "flag-01-direction "
    "flag-01-value flight-03-invented-level flip-01-direction flip-01-metric flip-02-direction "
    "flip-02-invented-level level-0001-invented-level-2 level-0006-invented-level "
    "level-0015-invented-level long-01-direction long-01-invented-level long-09-date long-11-unit "
    "long-13-direction mom-01-other-symbol mom-01-sign mom-02-direction momentum-0002-direction "
    "oscillator-0001-direction oscillator-0004-direction oscillator-0004-sign passage-0002-date "
    "passage-0006-date pivot-0003-invented-level plain-02-invented-source plain-04-direction "
    "plain-04-sign plain-05-other-symbol plain-06-invented-source plain-07-date plain-10-other-symbol "
    "price-0001-date relative-0001-symbol relative-0002-other-symbol risk-0002-metric "
    "risk-0003-other-symbol risk-0010-date risk-0014-other-symbol rot-02-symbol rotation-0001-symbol "
    "rotation-0002-direction rotation-05-symbol rs-01-sign rs-02-symbol rs-03-direction rs-03-unit "
    "sep2025-01-date sep2025-10-sign size-01-value sizing-0001-metric sizing-0002-direction "
    "sizing-0006-direction source-0004-invented-source source-0007-invented-source spy-01-direction "
    "spy-03-invented-level src-01-invented-source src-02-date src-02-invented-source src-03-date "
    "src-03-invented-source src-04-invented-source src-05-invented-source trend-0007-metric "
    "trend-0011-other-symbol trend-0012-metric trend-01-direction trend-02-direction trend-02-unit "
    "trend-03-metric trend-03-sign trend-05-metric two-01-direction two-05-symbol vol-01-metric "
    "vol-01-unit vol-02-direction votes-0001-value votes-0002-value votes-0005-value "
    "votes-01-other-symbol votes-02-direction votes-03-metric votes-05-sign votes-05-value "
    "weights-01-value"
)
"""Ids of false cases, all caught."""

TRUE = (
    "composite-0001 crash-03 crash-04 crash-07 crash-09 crash-11 long-06 long-07 momentum-0003 pass-06 "
    "pass-09 pass-13 passage-0002 passage-0015 passage-0019 relative-0001 risk-02 sizing-0001 "
    "trend-0001 trend-04"
)
"""Ids of true cases, all passed."""

FLOOR = 129
"""Of 131 false cases; a broken part loses three or more."""

CEILING = 2
"""Of 20 true cases; a broken part flags six or more."""


@pytest.fixture(scope="module")
def runs(data_dir: Path) -> Runs:
    return runs_over(data_dir)


def sample(ids: str, *, true: bool) -> list[Case]:
    wanted = set(ids.split())
    return [one for name in FILES for one in cases(name) if one.id in wanted and one.true is true]


def caught(runs: Runs) -> int:
    # looked up at the call: a part that is put out of order may be the check's own
    return score(sample(FALSE, true=False), runs, checker.check).caught


def flagged(runs: Runs) -> int:
    return score(sample(TRUE, true=True), runs, checker.check).flagged


@pytest.mark.data
def test_the_whole_check_gets_the_samples_right(runs: Runs) -> None:
    assert len(sample(FALSE, true=False)) == 131
    assert len(sample(TRUE, true=True)) == 20
    assert {one.kind for one in sample(FALSE, true=False)} == {
        "value", "sign", "unit", "metric", "symbol", "date", "direction", "invented_level", "invented_source",
        "other_symbol",
    }  # fmt: skip
    assert caught(runs) >= FLOOR
    assert flagged(runs) <= CEILING


@pytest.mark.data
@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("fits", always),
        ("fits", without_units),
        ("fits", without_signs),
        ("same", always),
        ("near", without_rounding),
        ("about", always),
        ("of_session", always),
        ("admits", always),
        ("governed", nothing_held),
        ("figures", finds_nothing),
        ("states", finds_nothing),
        ("ranks", finds_nothing),
        ("flags", finds_nothing),
        ("counts", finds_nothing),
        ("comparatives", finds_nothing),
        ("sources", finds_nothing),
        ("moments", finds_nothing),
        ("strange_pairs", finds_nothing),
        ("stated", finds_nothing),
        ("from_to", finds_nothing),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_check_that_lets_more_through_is_noticed(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, part: str, wrong: Callable[[Part], Part]
) -> None:
    broken(monkeypatch, part, wrong)
    assert caught(runs) < FLOOR


@pytest.mark.data
@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("fits", never),
        ("admits", never),
        ("negative_near", never),
        ("symbols_of", says(frozenset())),
        ("sessions_of", says(frozenset())),
        ("derived", says(None)),
        ("said_by", says(None)),
        ("cited", finds_nothing),
        ("idle", never),
        ("window", never),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_check_that_flags_more_is_noticed(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, part: str, wrong: Callable[[Part], Part]
) -> None:
    broken(monkeypatch, part, wrong)
    assert flagged(runs) > CEILING


REPORT = reports(passage("Floating-rate debt is 43 % of all debt.", "Positioning review", "Harbor Desk"))
PARTS = [MORE, typed()]
BANDS = [grounds(facts=(*IWM, fact("iwm.percent_b", "Bollinger %B", 1.04, Unit.RATIO)))]


@pytest.mark.parametrize(
    ("part", "wrong", "run", "text"),
    [
        ("directions", finds_nothing, ONE, "IWM rose on the day."),
        ("directions", finds_nothing, ONE, "The yield curve steepened."),
        ("advice", finds_nothing, ONE, "You should buy now."),
        ("attributed", never, [grounds(), REPORT], "Positioning review says RSI is 64.1."),
        ("foreign", says(None), ONE, "The close is $231.48, VWAP $228.37."),
        ("weekdays_and_times", finds_nothing, ONE, "The FOMC decides at 15:00 New York time on 2025-10-29."),
        ("strangers", finds_nothing, ONE, "RSI is 64.1 against XLF."),
        ("rivals", finds_nothing, TWO, "IWM's RSI is 64.1 and SPY's is 58.3. SPY's is the highest."),
        ("appositions", finds_nothing, ONE, "There is a shelf at $209.84, the 50-session SMA."),
        ("vote_lists", finds_nothing, ONE, "Of the votes, zeros from volume and RSI."),
        ("bands", finds_nothing, BANDS, "The close is below the upper Bollinger band."),
        ("level_parts", finds_nothing, PARTS, "S1 at $226.71 takes in the 50-session average."),
        ("towards", finds_nothing, PARTS, "The ratio of 0.3498 would have to rise to 0.3391."),
        ("flip_states", finds_nothing, PARTS, "A rise to 0.3642 would make it large-cap flight."),
        (
            "to_mark",
            says(None),
            [MORE, HARBOR],
            "Harbor Desk put support at $225. The close is $6.48 above it.",
        ),
        ("elapsed", says(None), [MORE, HARBOR], "Harbor Desk wrote on 2025-09-17; nine days later it held."),
        ("of_percentile", says(None), [MORE], "The VIX is lower than about 95 % of its readings."),
    ],
)
def test_each_part_alone_tells_a_text_by_hand(
    monkeypatch: pytest.MonkeyPatch, part: str, wrong: Callable[[Part], Part], run: list[Grounds], text: str
) -> None:
    before = checker.check(text, run).holds
    broken(monkeypatch, part, wrong)
    assert checker.check(text, run).holds is not before
