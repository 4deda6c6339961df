"""Two sides made into one score: what a passage means, and which words of the question it has.

Both are on an absolute scale, so that passages of different tenants, whose word counts differ, stand in one
order and meet one threshold:

- likeness: the cosine of question and passage, above what unrelated texts have with this model;
- coverage: the share of the question's information that the passage's words carry (BM25 over the most that
  BM25 could give for these words in this collection).

The weight was chosen on half of 3,331 judged questions on finance passages and thirty on market reports; the
threshold on those thirty and forty that the reports do not answer. docs/knowledge.md has the figures, and
says which are blind.
"""

import math
from collections.abc import Iterable

from knowledge.types import SearchMode

DENSE_WEIGHT = 0.4
"""Share of the likeness in the fused score."""

OTHER_WORDS = 0.5
"""Share of a coverage that is read with the field's other words for what the question names."""

LEAST = {SearchMode.FUSED: 0.17, SearchMode.DENSE: 0.25, SearchMode.LEXICAL: 0.0}
"""Below this score a passage is not an answer. Words alone know no threshold: one of them has to be there."""

_LEAST_LIKENESS = 0.2
"""A passage less like the question than this only shares some word with it ("new york") ..."""

_MOST_WORDS = 0.6
"""... unless it has nearly all of the question's words: an order number means nothing, and is found."""

_K1 = 1.2
"""BM25's saturation, as SQLite's FTS5 has it."""

_LEAST_IDF = 1e-6
"""What FTS5 gives a word that stands in more than half of the passages."""


def most_bm25(frequencies: Iterable[int], passages: int) -> float:
    """The most that BM25 can give for words with these document frequencies; above 0.

    Args:
        frequencies: In how many passages each word stands.
        passages: How many passages there are.
    """
    idf = (math.log((passages - n + 0.5) / (n + 0.5)) for n in frequencies)
    return max(sum(max(value, _LEAST_IDF) for value in idf) * (_K1 + 1), _LEAST_IDF)


def coverage(bm25: float | None, most: float) -> float:
    """BM25 as a share of the most it could be, 0 to 1."""
    return 0.0 if bm25 is None else min(bm25 / most, 1.0)


def likeness(cosine: float | None, background: float) -> float:
    """The cosine above what unrelated texts have, 0 to 1; None counts as no likeness."""
    return 0.0 if cosine is None else min(max((cosine - background) / (1 - background), 0.0), 1.0)


def fused(like: float, covered: float, mode: SearchMode) -> float:
    """One score for the order and the threshold, 0 to 1; 0 for what only shares a word with the question.

    Args:
        like: The passage's likeness.
        covered: The passage's coverage.
        mode: Which sides count.
    """
    if mode is SearchMode.FUSED and like < _LEAST_LIKENESS and covered < _MOST_WORDS:
        return 0.0
    weight = {SearchMode.FUSED: DENSE_WEIGHT, SearchMode.DENSE: 1.0, SearchMode.LEXICAL: 0.0}[mode]
    return weight * like + (1 - weight) * covered
