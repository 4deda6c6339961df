"""The cards say only figures of the result."""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from tests.bot.cards.shown import made, seen
from tools.phrases import written
from tools.results import Analysis, Result, facts_of

RANKS = re.compile(r"\b[RS][1-9]\b|page \d+ of \d+")
OF_100 = {"100"}
"""What points and their column are out of."""

EDGES = "().,;:│┃%"


def _texts(value: object) -> Iterator[str]:
    """Every text and date anywhere in a result."""
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


def _foreign(result: Result, kind: str = "analyze") -> set[str]:
    """Figures of a card that are neither a written fact nor in a text of the domain."""
    rest = seen(made(result, kind))
    texts = {" ".join(text.split()) for text in _texts(result) if any(sign.isdigit() for sign in text)}
    # under the name of its component a credit reading goes without it; a short digest is a label, no figure
    quoted = texts | {text.partition(": ")[2] for text in texts}
    quoted |= {getattr(result, "header").digest[:8]}  # noqa: B009 - all of these have one
    for text in sorted(quoted - {""}, key=len, reverse=True):
        # never out of the middle of a figure
        rest = re.sub(rf"(?<![\w$.,+-]){re.escape(text)}(?!\w|[.,]\d)", " ", rest)
    return _figures(rest) - _facts(result) - OF_100


def test_every_figure_of_a_sample_card_is_a_fact_as_written(sample_results: Mapping[str, Result]) -> None:
    """Outside the domain's own sentences no figure but written facts."""
    for name, result in sample_results.items():
        assert _foreign(result) == set(), name
        if isinstance(result, Analysis):
            assert _foreign(result, "why") == set(), name


@pytest.mark.data
def test_every_figure_of_real_cards_is_a_fact_as_written(real_results: Mapping[str, Result]) -> None:
    """The same for abstentions, closes only, too little history and stale data."""
    for name, result in real_results.items():
        assert _foreign(result) == set(), name
        if isinstance(result, Analysis):
            assert _foreign(result, "why") == set(), name


def test_the_check_notices_a_rounded_figure(analysis: Analysis) -> None:
    """A close without its cents, or a score of one place, is not a written fact."""
    spoilt = dataclasses.replace(analysis.price, close=dataclasses.replace(analysis.price.close, value=1.0))
    rounded = dataclasses.replace(analysis, price=spoilt)
    assert "$1.00" not in _facts(analysis)
    assert _foreign(rounded) == set()
    assert _figures(seen(made(rounded))) - _facts(analysis) >= {"$1.00"}
