"""What a statement cites: the passages it leans on, and the numbers that it takes from them."""

import re
from collections.abc import Sequence

from bot.agent.grounding.known import Index
from bot.agent.grounding.likeness import (
    close_stems,
    context,
    difference_of,
    likeness,
    opposed,
    same_number,
)
from bot.agent.grounding.quantities import quantities
from bot.agent.grounding.reading import Read
from bot.agent.grounding.source_names import GENERIC, QUOTE, SAYS, plain
from bot.agent.grounding.units import Quantity
from bot.agent.grounding.words import tokens
from knowledge.types import Passage
from tools.grounds import tag

_QUOTED_LENGTH = 12
"""Characters over which words in quotation marks point at the passage that has them."""

_RIVAL = 0.6
"""How alike the surroundings of the same number must be, against those of the most alike other number."""

_SAID_NEXT = re.compile(rf"[\"\u201d]?(?: \([^)]*\))?,? (?:\w+ly )?{SAYS}\b")
_OTHER_SPEAKER = re.compile(r"[;]|\b(?:card|desk|while|whereas|own|our|ours|which|itself|this run|IWM)\b")


def cited(read: Read, before: Sequence[Passage], index: Index) -> list[Passage]:
    """The passages a statement leans on: by tag, title, source, quotation, or as "the note".

    Args:
        read: The statement.
        before: What the statement before leant on: "the note" is one of those, where there are any.
        index: What the tools gave.
    """
    if not index.passages:
        return []
    body = f"{read.statement.heading} {read.body}" if read.statement.heading else read.body
    low = plain(body)
    found = [
        one
        for one in index.passages
        if tag(one) in body
        or plain(one.cited.title) in low
        or plain(one.cited.source) in low
        or _quoted(body, one)
    ]
    if not found and (GENERIC.search(body) or read.text[read.statement.start :].startswith((">", "\u201c"))):
        return list(before) or list(index.passages)
    return found


def _quoted(body: str, passage: Passage) -> bool:
    low = plain(passage.text)
    return any(len(match[1]) > _QUOTED_LENGTH and plain(match[1]) in low for match in QUOTE.finditer(body))


def said_by(quantity: Quantity, read: Read, passages: Sequence[Passage]) -> Passage | None:
    """The passage that says this number of the same thing; None if none does.

    Of the numbers of its kind in the passages, the one said must stand in words at least as alike: "43 %
    bears" is not borne by a report of 43 % bulls and 35 % bears.

    Args:
        quantity: The number.
        read: Its statement.
        passages: What the statement leans on.
    """
    named = [one for one in passages if plain(one.cited.title) in plain(read.body) or tag(one) in read.body]
    around = context(read.words, read.at(quantity.start), read.at(quantity.end - 1))
    best: tuple[float, Passage] | None = None
    alone: list[Passage] = []
    rival = 0.0
    own: set[str] = set()
    theirs: set[str] = set()
    for one in _nearest_named(quantity, read, named) if len(named) > 1 else passages:
        numbers = quantities(one.text, 0, len(one.text), [])
        if difference_of(quantity, numbers, read):
            return one
        words = tokens(one.text)
        for other in numbers:
            first = next((i for i, word in enumerate(words) if word.end > other.start), 0)
            last = next((i for i, word in enumerate(words) if word.end >= other.end), len(words) - 1)
            there = context(words, first, last)
            alike, stems = likeness(around, there), close_stems(there)
            if same_number(quantity, other) and sum(one.kind is other.kind for one in numbers) == 1:
                alone.append(one)
            if same_number(quantity, other):
                if alike > 0 and not opposed(around, stems) and (best is None or alike > best[0]):
                    best = (alike, one)
                    own = stems
            elif other.kind is quantity.kind:
                rival = max(rival, alike)
                theirs |= stems
    if best is None:
        # the only figure of its kind in a report that is named needs no more
        return alone[0] if alone and quantity.sign and _names(read, alone[0]) else None
    said = {word for word, _ in around}
    # a word that only this number stands with settles it; else the likelier surroundings
    return best[1] if (own - theirs) & said or best[0] >= _RIVAL * rival else None


def _names(read: Read, passage: Passage) -> bool:
    """Whether a statement names a report: by title, source or tag."""
    low = plain(read.body)
    cited = passage.cited
    return plain(cited.title) in low or plain(cited.source) in low or tag(passage) in read.body


def _nearest_named(quantity: Quantity, read: Read, named: Sequence[Passage]) -> Sequence[Passage]:
    """Of several reports named in a statement, the one a number stands with.

    That is the one in brackets after it, as in "43 % (Acme Survey)", else the last one before it.
    """
    low = read.body.lower()
    titles = ((one.cited.title.lower(), one) for one in named)
    places = sorted(
        ((low.find(title), one) for title, one in titles if title in low), key=lambda pair: pair[0]
    )
    at = quantity.start - read.statement.start
    after = [
        one
        for place, one in places
        if place > at
        and "(" in low[at:place]
        and ";" not in low[at:place]
        and "," not in low[at : max(at, place - 2)]
    ]
    before = [one for place, one in places if place <= at]
    if after:
        return [after[0]]
    return [before[-1]] if before else named


def attributed(quantity: Quantity, read: Read, passages: Sequence[Passage]) -> bool:
    """Whether the statement puts a number into a report's mouth: then a fact of ours does not bear it.

    So it is in "Acme Survey says 43 %", but not in "Acme Survey says more, while the card has 43 %".

    Args:
        quantity: The number.
        read: Its statement.
        passages: What the statement leans on.
    """
    low = read.body.lower()
    until = quantity.start - read.statement.start
    for one in passages:
        names = (one.cited.title.lower(), one.cited.source.lower())
        title = next((name for name in names if name in low), "")
        at = low.find(title)
        if not title or until <= at:
            continue
        rest = read.body[at + len(title) : until]
        if _SAID_NEXT.match(rest) and not _OTHER_SPEAKER.search(rest):
            return True
    return False
