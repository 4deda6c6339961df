"""A reader, a chunker and an embedder that are small and plain, and libraries made with them."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.errors import Refused
from knowledge.library import Library, open_library
from knowledge.ports import Embedder, Vectors
from knowledge.tenants import PUBLIC, Tenant
from knowledge.types import Added, BlockKind, Chunk, Document, Given, Media, Published

TODAY = date(2026, 5, 15)
GUILD = Tenant("guild:42")
OTHER = Tenant("user:7")
CHUNKER = "plain-1"
WORDS = sorted(
    {
        "breadth",
        "small",
        "caps",
        "rose",
        "fell",
        "floating",
        "rate",
        "debt",
        "refinancing",
        "banks",
        "energy",
        "index",
        "close",
        "level",
        "support",
        "resistance",
        "average",
        "volume",
        "dealers",
        "hedging",
        "gamma",
        "flows",
        "earnings",
        "margin",
        "guidance",
        "inflation",
        "payrolls",
        "yields",
        "curve",
        "spread",
        "credit",
        "default",
        "tightening",
        "easing",
        "minutes",
        "statement",
        "hawkish",
        "dovish",
        "rotation",
        "value",
        "growth",
        "momentum",
    }
)

_KNOWN = re.compile(r"\[known (\d{4}-\d{2}-\d{2})\] ")
_WINDOW = 12
"""Words of a window."""


@dataclass
class FakeEmbedder:
    """The sum of a fixed direction per word: texts with words in common are near, as real text is."""

    model: str = "fake@1"
    dimension: int = 16
    window: int = _WINDOW
    background: float = 0.1
    embedded: list[str] = field(default_factory=list)

    def tokens(self, text: str) -> int:
        return len(text.split())

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        rows = [self._vector(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dimension)

    def _vector(self, text: str) -> np.ndarray[Any, Any]:
        total = np.full(self.dimension, 0.05)
        for word in text.lower().split()[: self.window]:
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8])
            total += np.random.default_rng(seed).normal(size=self.dimension)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)


def read(data: bytes, given: Given) -> Document:
    """The first line is the title; `given` wins. What begins with `%` is broken."""
    if data.startswith(b"%"):
        raise Refused("a broken document")
    text = data.decode()
    digest = hashlib.sha256(data).hexdigest()
    return Document(
        id=digest[:16],
        digest=digest,
        title=given.title or text.split("\n", 1)[0],
        source=given.source or given.name,
        published=Published(given.published, "given") if given.published else Published(),
        symbols=given.symbols,
        licence=given.licence,
        media=Media.TEXT,
        text=text,
        blocks=(),
    )


def chunk(document: Document, embedder: Embedder) -> tuple[Chunk, ...]:
    """A passage per paragraph, a window per so many words; `[known 2026-01-31] ` begins a later one."""
    made: list[Chunk] = []
    ends = [match.start() for match in re.finditer(r"\n\n", document.text)]
    for start, end in pairwise([-2, *ends, len(document.text)]):
        text = document.text[start + 2 : end]
        words = text.split()
        if not words:
            continue
        known = _KNOWN.match(text)
        made.append(
            Chunk(
                id=f"{document.id}:{len(made):04d}",
                document=document.id,
                position=len(made),
                start=start + 2,
                end=end,
                section=(document.title, "Body"),
                page=None,
                kind=BlockKind.PARAGRAPH,
                known_from=date.fromisoformat(known[1]) if known else None,
                text=text,
                windows=tuple(
                    " ".join(words[first : first + embedder.window])
                    for first in range(0, len(words), embedder.window)
                ),
            )
        )
    return tuple(made)


def opened(root: Path, embedder: Embedder | None = None, **options: Any) -> Library:
    """A library with the plain parts; closing it is the caller's."""
    chosen: dict[str, Any] = {"read": read, "chunk": chunk, "chunker": CHUNKER} | options
    return open_library(root, embedder or FakeEmbedder(), **chosen)


def text_of(number: int, paragraphs: int = 3, words: int = 20) -> str:
    """A made report: always the same for the same number."""
    draw = np.random.default_rng(number)
    body = [" ".join(draw.choice(WORDS, size=words)) for _ in range(paragraphs)]
    return "\n\n".join([f"Report {number}", *body])


def add(
    library: Library,
    text: str,
    tenant: Tenant = PUBLIC,
    *,
    added: date = TODAY,
    replaces: str | None = None,
    **given: Any,
) -> Added:
    """Add a text."""
    said = Given(**({"name": "report.txt"} | given))
    return library.add(text.encode(), said, tenant, added=added, replaces=replaces)
