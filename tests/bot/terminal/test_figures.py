"""The cards say only figures of the result."""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from tests.bot.terminal.rendered import card_text, words
from tools.phrases import written
from tools.results import Result, Scan, facts_of

SCALE = {"-1", "0", "+1", "100"}
"""The ends of the score's scales."""

RANKS = re.compile(r"\b[RS][1-9]\b")
EDGES = "().,;:│┃%"


def _texts(value: object) -> Iterator[str]:
    """Every text anywhere in a result."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, date):
        yield value.isoformat()
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            yield from _texts(getattr(value, part.name))
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from (*_texts(key), *_texts(part))
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)


def _figures(text: str) -> set[str]:
    """Words that hold a digit, without the punctuation around them."""
    return {
        word.strip(EDGES) for word in RANKS.sub(" ", text).split() if any(sign.isdigit() for sign in word)
    }


def _facts(result: Result) -> set[str]:
    return _figures(" ".join(written(fact) for fact in facts_of(result)))


def _check(result: Result, widths: tuple[int, ...] = (60, 72, 80, 96, 100, 140, 160)) -> None:
    facts = _facts(result)
    # wide enough that no sentence wraps: what the domain wrote itself can be taken out whole
    rest = words(card_text(result, 3000))
    texts = {words(text) for text in _texts(result) if any(sign.isdigit() for sign in text)}
    # under the name of its component a credit reading goes without it
    quoted = texts | {text.partition(": ")[2] for text in texts}
    for text in sorted(quoted - {""}, key=len, reverse=True):
        # never out of the middle of a figure
        rest = re.sub(rf"(?<![\w$.,+-]){re.escape(text)}(?!\w|[.,]\d)", " ", rest)
    assert _figures(rest) - facts - SCALE == set()
    allowed = facts | SCALE | _figures(" ".join(quoted))
    for width in widths:
        assert _figures(card_text(result, width)) - allowed == set(), f"at width {width}"


@pytest.mark.parametrize("name", ["analysis", "breadth", "rotation", "levels", "scan", "provisional"])
def test_every_figure_of_a_sample_card_is_a_fact_as_written(
    name: str, sample_results: Mapping[str, Result]
) -> None:
    """Outside the domain's own sentences no figure but written facts; and no width breaks one apart."""
    _check(sample_results[name])


@pytest.mark.data
def test_every_figure_of_real_cards_is_a_fact_as_written(real_results: Mapping[str, Result]) -> None:
    """The same for crashes, abstentions, closes only and stale data."""
    for result in real_results.values():
        _check(result, (60, 80, 100))


def test_the_check_notices_a_rounded_figure(sample_results: Mapping[str, Result]) -> None:
    """A close without its cents is not a written fact."""
    result = sample_results["analysis"]
    assert not isinstance(result, Scan)
    whole = written(result.price.close).split(".")[0]
    assert whole not in _facts(result)


@pytest.mark.parametrize("name", ["analysis", "levels"])
def test_what_a_trader_decides_on_is_there(name: str, sample_results: Mapping[str, Result]) -> None:
    """Close, change, every level's price, distance and parts, and the arithmetic of reward and risk."""
    result = sample_results[name]
    text = words(card_text(result, 3000))
    assert not isinstance(result, Scan)
    shown = [result.price.close, result.price.change, result.price.change_percent]
    levels = getattr(result, "levels")  # noqa: B009 - both kinds have them
    for level in (*levels.resistance, *levels.support):
        shown += [level.price, level.distance, level.distance_percent]
        assert ", ".join(level.made_of) in text
    for fact in shown:
        assert written(fact) in text
    for row in getattr(result, "reward_risk"):  # noqa: B009 - both kinds have it
        assert row.arithmetic.text in text
