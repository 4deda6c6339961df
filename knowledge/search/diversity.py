"""A list that does not say the same thing five times."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_SAME = 0.8
"""Share of three-word runs two passages have in common from which they say the same."""

_PER_DOCUMENT = 2
"""Passages of one document in a list, while other documents have something to say."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wording:
    """A passage's words, ready to be held against another's.

    Attributes:
        numbers: Its numbers, sorted, as often as they stand there.
        runs: Its runs of three words.
    """

    numbers: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, text: str) -> "Wording":
        """Read a passage."""
        words = _WORD.findall(text.lower())
        runs = zip(words, words[1:], words[2:], strict=False) if len(words) > 3 else [tuple(words)]
        return cls(tuple(sorted(word for word in words if word[0].isdigit())), frozenset(runs))

    def says_the_same(self, other: "Wording") -> bool:
        """Whether two passages are the same words with the same numbers, give or take a few words.

        Reports of one series are alike in everything but their figures: those are not the same.
        """
        if self.numbers != other.numbers:
            return False
        fewer, more = sorted((len(self.runs), len(other.runs)))
        if fewer < _SAME * more:
            return False
        return len(self.runs & other.runs) >= _SAME * max(len(self.runs | other.runs), 1)


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
