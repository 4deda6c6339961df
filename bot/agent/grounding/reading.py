"""One statement, read: what it names, whose, of which day, and which numbers it states."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.agent.grounding.days import Day, days
from bot.agent.grounding.known import Index
from bot.agent.grounding.mentions import Mention, mentions
from bot.agent.grounding.quantities import quantities
from bot.agent.grounding.statements import Statement
from bot.agent.grounding.symbols import SymbolAt, symbols
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.words import Token, tokens

_TAG = re.compile(r"\[[0-9a-f]{6}:\d+\]|\[\d{1,2}\](?!\()")
_CLOCK = re.compile(
    r"\b\d{1,2}:\d{2}\b(?: ?(?:am|pm|ET|EST|EDT|New York))?|\b\d{1,2} ?(?:am|pm)\b", re.IGNORECASE
)
_NAMES = re.compile(
    r"\b(?:Russell|S&P|Nasdaq|NASDAQ|Nikkei|FTSE)[ -]?\d+\b|\b[RS][1-3]\b|\bQ[1-4]\b"
    r"|\b(?:MACD|Stochastic|Bollinger)\s?\(\d+(?:\s?,\s?\d+)*\)|\b1[03]-?[KFQ]\b"
    r"|\b(?:9[0-9]|99\.\d) ?%[ -](?:confidence |bootstrap )?(?:interval|confidence|CI)\b"
    r"|\b52-?[ ]?(?:week|wk|w)s?\b|\b(?:two|2)-? ?(?:year|yr)s?\b|\b(?:ten|10)-? ?(?:year|yr)s?\b"
    r"|\b10[ys]\b|\b2[ys]\b|\b2s10s\b"
    r"|\b(?:5|five)-?minute\b|\b\d+-layers?\b|\b(?:four|eight|three)-(?:layer|indicator|horizon)\b"
    r"|\bof 100\b",
    re.IGNORECASE,
)
"""Names that hold a number which is no figure: "Russell 2000", "10-K", "52-week", "95 % interval"."""

_EMPHASIS = re.compile(r"(?<! )[*`]+|[*`]+(?! )|(?<![^\W_])_+|_+(?![^\W_])")
"""Marks of emphasis; a star between blanks multiplies, an underscore in a word belongs to it."""

_COUNTED = re.compile(r"(?:#|step |layer |part )\Z", re.IGNORECASE)
_ORDINALS = ("st", "nd", "rd", "th")


@dataclass(slots=True)
class Read:
    """A statement as it was read.

    Attributes:
        statement: Where it stands.
        text: The whole text.
        words: Its words, those of its lead first.
        mentions: Names, in order.
        symbols: Symbols, in order.
        days: Dates.
        numbers: Quantities.
        lead: How many of the words are the lead's.
        around: Words of the statements before, in the same paragraph.
        reasons: Stretches that repeat why something is not known.
        plain: The statement's own words without the marks of emphasis, for patterns.
        places: Where each character of `plain` stands in the text.
        ends: Where each word ends; it is asked for thousands of times.
    """

    statement: Statement
    text: str
    words: list[Token]
    mentions: list[Mention]
    symbols: list[SymbolAt]
    days: list[Day]
    numbers: list[Quantity]
    lead: int
    around: frozenset[str] = frozenset()
    reasons: list[tuple[int, int]] = field(default_factory=list)
    plain: str = ""
    places: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def place(self, at: int) -> int:
        """Where in the text a character of `plain` stands; past its end, where the statement ends."""
        return self.places[at] if at < len(self.places) else self.statement.end

    def at(self, position: int) -> int:
        """The index of the word at or after a character."""
        return bisect_right(self.ends, position, lo=self.lead)

    @property
    def body(self) -> str:
        """The statement's own words."""
        return self.text[self.statement.start : self.statement.end]


def read(text: str, statement: Statement, index: Index, around: frozenset[str] = frozenset()) -> Read:
    """Read one statement.

    Args:
        text: The whole text.
        statement: Where the statement stands.
        index: What the text may rest on.
        around: Words of its paragraph so far.
    """
    lead = [Token(-1, -1, word.norm, word.kind) for word in tokens(statement.lead)]
    words = lead + tokens(text, statement.start, statement.end)
    names = list(_names(text, statement))
    # "Russell 2000" is no year
    dates = [
        one
        for one in days(text, statement.start, statement.end)
        if not any(a <= one.start and one.end <= b and text[a:b][:1].isalpha() for a, b in names)
    ]
    reasons = list(_reasons(text, statement, index))
    taken = [
        *((one.start, one.end) for one in dates),
        *names,
        *reasons,
        *_titles(text, statement, index),
    ]
    named = [one for one in mentions(words, index, len(lead), around) if not _inside(one, taken)]
    taken += _numbers_of(named, words)
    numbers = [
        one
        for one in quantities(text, statement.start, statement.end, taken)
        if not _is_ordinal(text, statement, one)
    ]
    numbers.sort(key=lambda one: one.start)
    return Read(
        statement,
        text,
        words,
        [one for one in named if not _is_unit(one, numbers)],
        symbols(text, statement, words, len(lead), index),
        dates,
        numbers,
        len(lead),
        around,
        reasons,
        *_unemphasised(text, statement),
        [word.end for word in words],
    )


def _unemphasised(text: str, statement: Statement) -> tuple[str, list[int]]:
    """The statement without its marks of emphasis, and where each character stood."""
    body = text[statement.start : statement.end]
    kept = list(range(len(body)))
    if _EMPHASIS.search(body):
        gone = {at for match in _EMPHASIS.finditer(body) for at in range(match.start(), match.end())}
        kept = [at for at in kept if at not in gone]
    return "".join(body[at] for at in kept), [statement.start + at for at in kept]


def _names(text: str, statement: Statement) -> Iterator[tuple[int, int]]:
    """Tags, times of day, and names with numbers."""
    body = text[statement.start : statement.end]
    for pattern in (_TAG, _CLOCK, _NAMES):
        for match in pattern.finditer(body):
            yield statement.start + match.start(), statement.start + match.end()


def _reasons(text: str, statement: Statement, index: Index) -> Iterator[tuple[int, int]]:
    """Stretches that repeat why something is not known: "needs 252 sessions, has 120"."""
    for reason in index.reasons:
        at = text.find(reason, statement.start, statement.end)
        if at >= 0:
            yield at, at + len(reason)


def _titles(text: str, statement: Statement, index: Index) -> Iterator[tuple[int, int]]:
    """Titles and sources of quoted reports: the year in "Outlook 2025" is no figure."""
    low = text[statement.start : statement.end].lower()
    for passage in index.passages:
        for name in (passage.cited.title, passage.cited.source):
            at = low.find(name.lower())
            if at >= 0 and name:
                yield statement.start + at, statement.start + at + len(name)


def _inside(one: Mention, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a name is a word of something longer, such as a title."""
    return one.start >= 0 and any(
        first <= one.start and one.end <= last and last - first > 12 for first, last in taken
    )


def _numbers_of(named: Sequence[Mention], words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The numbers that names hold: 21 of "EMA 21"."""
    for mention in named:
        for word in words[mention.first : mention.last]:
            if word.kind == "number" and word.start >= 0:
                yield word.start, word.end


def _is_unit(one: Mention, numbers: Sequence[Quantity]) -> bool:
    """Whether a name is a number's unit: "3.63 ATR"."""
    return one.start >= 0 and any(
        number.digits[1] <= one.start and one.end <= number.end for number in numbers
    )


def _is_ordinal(text: str, statement: Statement, one: Quantity) -> bool:
    """Whether it counts places: 1st, 3rd, "(1)", "#2", "step 1"."""
    first, last = one.digits
    if text[last : last + 2].lower() in _ORDINALS and one.kind is Kind.PLAIN:
        # "the 95th percentile" is a figure
        return text[first:last] != "95"
    before = text[max(statement.start, first - 6) : first]
    return bool(_COUNTED.search(before)) or (
        before.endswith("(")
        and text[last : last + 1] == ")"
        and one.value in (1, 2, 3, 4)
        and one.step == 1.0
        and one.end == last
    )
