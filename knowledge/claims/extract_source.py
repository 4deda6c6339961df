"""What the rules need to know of a whole document while they read its parts."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.claims.entities import entity_hits, subject
from knowledge.claims.extract_reading import Reading, read
from knowledge.claims.extract_segments import Segment, segments
from knowledge.claims.extract_tokens import tokens
from knowledge.claims.model import Quantity
from knowledge.claims.quantities import quantities
from knowledge.types import Block, Document

_COMMON = re.compile(r"(?<![A-Za-z.])[a-z]{3,}(?![A-Za-z.])")
_OURS = "plumbline"


@dataclass(frozen=True, slots=True)
class Source:
    """A document, its quantities, and what it is about.

    Attributes:
        document: The document.
        text: Its text with a space for every line break inside a sentence: positions are the document's.
        segments: Its sentences, items and headings.
        quantities: All of its quantities.
        about: The entity it is about; None if it names none.
        common: Words that it writes in lower case, to tell names from other words with a capital.
        computed: Whether its figures are computed by us.
    """

    document: Document
    text: str
    segments: tuple[Segment, ...]
    quantities: tuple[Quantity, ...]
    about: str | None
    common: frozenset[str]
    computed: bool

    def inside(self, start: int, end: int) -> tuple[Quantity, ...]:
        """The quantities that stand in a stretch."""
        first = bisect_left(self.quantities, start, key=lambda quantity: quantity.span.start)
        last = bisect_left(self.quantities, end, key=lambda quantity: quantity.span.start)
        return tuple(quantity for quantity in self.quantities[first:last] if quantity.span.end <= end)

    def known_by(self, block: Block) -> date | None:
        """The day by which a block's content was known; None when the document is not dated."""
        published = self.document.published.day
        return max(published, block.known_from) if published and block.known_from else published

    def read(self, start: int, end: int, context: str) -> Reading:
        """Take a stretch apart."""
        return read(self.text, start, end, self.inside(start, end), self.document.symbols, context)


def source(document: Document) -> Source:
    """Look over a document once."""
    parts = tuple(segments(document))
    text = _unwrapped(document.text, parts)
    hits = [] if document.symbols else entity_hits(tokens(document.title) + tokens(text), ())
    return Source(
        document=document,
        text=text,
        segments=parts,
        quantities=quantities(text),
        about=subject(hits, document.symbols),
        common=frozenset(_COMMON.findall(text)),
        computed=document.source.lower().startswith(_OURS),
    )


def _unwrapped(text: str, parts: Sequence[Segment]) -> str:
    pieces = []
    at = 0
    for part in parts:
        pieces += [text[at : part.start], text[part.start : part.end].replace("\n", " ")]
        at = part.end
    return "".join([*pieces, text[at:]])
