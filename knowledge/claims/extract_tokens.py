"""Words of a text and word patterns found among them: the lookup that every table of phrases uses.

Case, a plural s, hyphens and slashes make no difference: "Floating-rate debts" is `floating rate debt`.
`*` in a pattern stands for up to three words, `**` for up to eight. Marks that end a thought (comma, colon,
bracket, line end) are tokens too, and no pattern runs across one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<index>\bS&P;?)|(?P<dotted>\b(?:vs|approx|est|avg)\.|\b[A-Za-z](?:\.[A-Za-z]){1,4}\.?)(?![A-Za-z])"
    r"|(?<=[A-Za-z0-9])['\u2019]s\b"
    r"|(?P<word>[A-Za-z]+[0-9]*|[0-9]+(?:[.,][0-9]+)*[A-Za-z]*)"
    r"|(?P<mark>[,;:()\[\]\"\u201c\u201d|\t\n\u2014.!?=@]|(?<=[ ])[-\u2013/](?=[ ]))"
)
_WIDEST = {"*": 3, "**": 8}
"""Words for which a gap in a pattern may stand."""


def word_set(text: str) -> frozenset[str]:
    """The words of a string as a set: long lists stay readable."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word in its plain form, or a mark.

    Attributes:
        form: Lower case without dots and plural s; the mark itself for a mark.
        start: Where it begins in the text.
        end: One past its last character.
        word: False for a mark.
    """

    form: str
    start: int
    end: int
    word: bool


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words and marks of `text[start:end]`, with positions in the whole text."""
    found = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        if match.lastgroup is None:
            continue
        mark = match.lastgroup == "mark"
        form = match[0] if mark else plain(match[0])
        found.append(Token(form, match.start(), match.end(), not mark))
    return found


def plain(word: str) -> str:
    """A word without case, dots and plural s."""
    form = word.lower().replace(".", "").rstrip(";") if word[0].isalpha() else word.lower()
    if len(form) > 4 and form.endswith("ies"):
        return form[:-3] + "y"
    if len(form) > 3 and form.endswith("s") and not form.endswith(("ss", "us", "is")):
        return form[:-1]
    return form


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: tokens `first` to `last` (one past), and what the pattern stands for."""

    first: int
    last: int
    names: tuple[str, ...]


class Phrases:
    """Patterns by their first word, each with the names of what it stands for."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a pattern and a name; the same pattern may have several names."""
        merged: dict[tuple[str, ...], list[str]] = {}
        for pattern, name in entries:
            words = tuple(word if word in _WIDEST else plain(word) for word in pattern.split())
            names = merged.setdefault(words, [])
            if name not in names:
                names.append(name)
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for words, names in merged.items():
            self._by_first.setdefault(words[0], []).append((words[1:], tuple(names)))

    def find(self, words: Sequence[Token]) -> list[Hit]:
        """Every pattern found, in order, overlapping ones included."""
        hits = []
        for at, token in enumerate(words):
            for rest, names in self._by_first.get(token.form, ()):
                last = _match(words, at + 1, rest)
                if last is not None:
                    hits.append(Hit(at, last, names))
        return hits


def longest(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that are not inside a longer one; of equally long ones at the same place all."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.first - hit.last, hit.first)):
        size = hit.last - hit.first
        if not any(
            other.first <= hit.first and hit.last <= other.last and other.last - other.first > size
            for other in kept
        ):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.first, hit.last, hit.names))


def _match(words: Sequence[Token], at: int, rest: tuple[str, ...]) -> int | None:
    """Where the rest of a pattern ends if it stands at `at`; the nearest end where `*` leaves a choice."""
    if not rest:
        return at
    if rest[0] not in _WIDEST:
        if at < len(words) and words[at].form == rest[0]:
            return _match(words, at + 1, rest[1:])
        return None
    for skipped in range(_WIDEST[rest[0]] + 1):
        if skipped and (at + skipped > len(words) or not words[at + skipped - 1].word):
            return None
        last = _match(words, at + skipped, rest[1:])
        if last is not None:
            return last
    return None
