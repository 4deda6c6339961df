"""A list that does not say the same thing five times."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_SAME = 0.8
"""Share of three-word runs two passages have in common from which they say the same."""

_PER_DOCUMENT = 2
"""Passages of one document in a list, while other documents have something to say."""

T = TypeVar("T")


def says_the_same(one: str, other: str) -> bool:
    """Whether two passages are the same words with the same numbers, give or take a few words.

    Reports of one series are alike in everything but their figures: those are not the same.
    """
    first, second = _WORD.findall(one.lower()), _WORD.findall(other.lower())
    if _numbers(first) != _numbers(second):
        return False
    runs, others = _runs(first), _runs(second)
    return len(runs & others) >= _SAME * max(len(runs | others), 1)


def spread(ranked: Sequence[T], limit: int, document: Callable[[T], str]) -> list[T]:
    """The first `limit`, with at most two of one document while others are left; order is kept otherwise."""
    taken: list[T] = []
    later: list[T] = []
    per: Counter[str] = Counter()
    for item in ranked:
        if per[document(item)] < _PER_DOCUMENT:
            per[document(item)] += 1
            taken.append(item)
        else:
            later.append(item)
        if len(taken) == limit:
            return taken
    return [*taken, *later[: limit - len(taken)]]


def _numbers(words: Iterable[str]) -> Counter[str]:
    return Counter(word for word in words if word[0].isdigit())


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    if len(words) <= 3:
        return {tuple(words)}
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}
