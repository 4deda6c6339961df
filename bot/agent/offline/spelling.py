"""Misspelt words of the field, put right: one edit from five letters on, two from eight."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from bot.agent.offline.lists import words_in

_ONE_EDIT_FROM = 5
_TWO_EDITS_FROM = 8


class Spelling:
    """Corrects words towards a vocabulary by shared deletions: time per word does not grow with it."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._known = frozenset(vocabulary)
        self._by_deletion: dict[str, str] = {}
        for word in sorted(self._known):
            if len(word) >= _ONE_EDIT_FROM:
                for shorter in _deletions(word):
                    self._by_deletion.setdefault(shorter, word)

    def correct(self, word: str) -> str:
        """The word of the vocabulary that this one is a slip of, or the word itself."""
        if (
            word in self._known
            or word in words_in("english")
            or len(word) < _ONE_EDIT_FROM
            or not word.isalpha()
        ):
            return word
        if len(word) > 24:
            return word
        for shorter in _deletions(word):
            meant = self._by_deletion.get(shorter)
            if meant is not None and _edits(word, meant) <= (1 if len(meant) < _TWO_EDITS_FROM else 2):
                return meant
        return word


def _deletions(word: str) -> Iterator[str]:
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
    if len(word) >= _TWO_EDITS_FROM:
        for one, two in combinations(range(len(word)), 2):
            yield word[:one] + word[one + 1 : two] + word[two + 1 :]


def _edits(one: str, two: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between two words."""
    before: list[int] = []
    above = list(range(len(two) + 1))
    for row, letter in enumerate(one, start=1):
        here = [row]
        for column, other in enumerate(two, start=1):
            best = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == two[column - 2] and one[row - 2] == other:
                best = min(best, before[column - 2] + 1)
            here.append(best)
        before, above = above, here
    return above[-1]
