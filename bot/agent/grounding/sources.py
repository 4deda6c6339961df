"""The check of sources: who a text says said something must be a source of this run, or named by its data."""

import re
from collections.abc import Iterator, Sequence

from bot.agent.grounding.known import Index
from bot.agent.grounding.reading import Read
from bot.agent.grounding.source_names import (
    ATTRIBUTED,
    LED,
    PUBLISHERS,
    QUOTE,
    plain,
    same_source,
    someone,
)
from bot.agent.grounding.verdict import Claim, ClaimKind
from knowledge.types import Passage
from tools.grounds import tag

_TAG = re.compile(r"\[[0-9a-f]{6}:\d+\]")
_WEAK = frozenset(("from", "in", "by", "says", "said", "From", "In", "By", "Says", "Said"))
"""Words that lead to a source only where something is told besides: not in "from May to June"."""

_LEADING = frozenset(("According", "Per", "Source", "Sources", "Citing", "From", "In", "By"))
"""First words of a sentence that look like a name."""

_SOURCE_LIKE = re.compile(
    r"\b(?:say|says|said|put|puts|report|reports|reported|note|notes|noted|quote|quoted|source|data|survey|according"
    r"|wrote|writes|published|letter|memo|analysts?|desk|estimate)\b",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['\u2019]s?(?:\s.*)?$")
_TITLE_WORDS = 6
"""So many words in quotation marks are a quotation, even without capital letters."""

_Places = list[tuple[int, int]]
"""Stretches of a statement whose source is told already: one name makes one claim."""


def sources(read: Read, index: Index) -> list[Claim]:
    """Who the statement says said something; one who is no source of this run fails.

    Args:
        read: The statement.
        index: What the tools gave: passages, and the texts of the cards, which name their data's makers.
    """
    done: _Places = []
    return [
        *_attributions(read, index, done),
        *_publishers(read, index, done),
        *_quotations(read, index, done),
        *_tags(read, index),
    ]


def _attributions(read: Read, index: Index, done: _Places) -> Iterator[Claim]:
    """A name into whose mouth words are put: "Acme says"."""
    for pattern in ATTRIBUTED:
        for match in pattern.finditer(read.body):
            place = match.span("name")
            name = _POSSESSIVE.sub("", match["name"].rstrip(".,")).removeprefix("The ")
            if (
                name.split()[0] in _LEADING
                or all(len(part) < 3 for part in name.split())
                or _told(place, read, index, done)
                or not someone(name, index)
            ):
                continue
            weak = pattern is LED and match.group().split()[0] in _WEAK
            if weak and not _SOURCE_LIKE.search(read.body):
                continue
            done.append(place)
            passage = next((one for one in index.passages if same_source(name, one)), None)
            if passage:
                because = f"a source of this run: {passage.cited.title}"
            elif _in_cards(name, index):
                because = "named by the data of this run"
            else:
                yield _claim(place, name, read, "no source of this name is among the passages of this run")
                continue
            yield _claim(place, name, read, because, passage, holds=True)


def _publishers(read: Read, index: Index, done: _Places) -> Iterator[Claim]:
    """A house that publishes, wherever it is named."""
    for match in PUBLISHERS.finditer(read.body):
        place = match.span()
        if _told(place, read, index, done):
            continue
        done.append(place)
        name = match.group()
        low = plain(name)
        passage = next(
            (
                one
                for one in index.passages
                if low in plain(f"{one.text} {one.cited.title} {one.cited.source}")
            ),
            None,
        )
        if passage:
            yield _claim(place, name, read, "named in a passage", passage, holds=True)
        elif _in_cards(name, index):
            yield _claim(place, name, read, "named by the data of this run", holds=True)
        else:
            yield _claim(place, name, read, "no source of this name is in this run")


def _quotations(read: Read, index: Index, done: _Places) -> Iterator[Claim]:
    """Words in quotation marks that are a title or a sentence: a term of ours in marks is no quotation."""
    for match in QUOTE.finditer(read.body):
        place, said = match.span(1), match[1]
        if _overlap(place, done) or not _quotation(said):
            continue
        if any(said.strip() in text for text in index.texts) or said in index.quotes:
            continue
        done.append(place)
        passage = next((one for one in index.passages if _has(one, said)), None)
        if passage:
            yield _claim(place, said, read, "quoted from a passage of this run", passage, holds=True)
        elif _in_cards(said, index):
            yield _claim(place, said, read, "words of the card", holds=True)
        else:
            yield _claim(place, said, read, "no passage of this run has these words or this title")


def _tags(read: Read, index: Index) -> Iterator[Claim]:
    """The desk's own mark of a passage: "[3fa2b1:4]"."""
    for match in _TAG.finditer(read.body):
        passage = next((one for one in index.passages if tag(one) == match.group()), None)
        if passage:
            because = f"points at {passage.cited.title}"
            yield _claim(match.span(), match.group(), read, because, passage, holds=True)
        else:
            yield _claim(match.span(), match.group(), read, "points at no passage of this run")


def _claim(
    place: tuple[int, int],
    name: str,
    read: Read,
    because: str,
    passage: Passage | None = None,
    *,
    holds: bool = False,
) -> Claim:
    start = read.statement.start
    passages = (passage.id,) if passage else ()
    return Claim(
        start + place[0], start + place[1], name, ClaimKind.SOURCE, holds, because, passages=passages
    )


def _told(place: tuple[int, int], read: Read, index: Index, done: _Places) -> bool:
    """Whether a name is claimed already, or is part of a title that the statement names."""
    return _overlap(place, done) or _of_title(place, read, index)


def _overlap(place: tuple[int, int], done: Sequence[tuple[int, int]]) -> bool:
    return any(start < place[1] and place[0] < end for start, end in done)


def _of_title(place: tuple[int, int], read: Read, index: Index) -> bool:
    """Whether a stretch lies in a title or source of a passage that the statement names."""
    low = read.text.lower()
    start, end = read.statement.start + place[0], read.statement.start + place[1]
    for one in index.passages:
        for name in (one.cited.title.lower(), one.cited.source.lower()):
            at = low.find(name, max(0, start - len(name)))
            if 0 <= at <= start and end <= at + len(name):
                return True
    return False


def _quotation(said: str) -> bool:
    words = said.split()
    if len(words) < 2:
        return False
    return sum(word[:1].isupper() for word in words) * 3 >= len(words) or len(words) >= _TITLE_WORDS


def _has(passage: Passage, said: str) -> bool:
    """Whether a passage has these words, or this title or source."""
    low = plain(said)
    return low in plain(passage.text) or low == plain(passage.cited.title) or same_source(said, passage)


def _in_cards(said: str, index: Index) -> bool:
    """Whether a tool's own text has these words: cards name who their data are from."""
    return any(plain(said) in plain(text) for text in index.texts)
