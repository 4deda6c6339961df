"""Chunks are exact stretches, fit what reads them, and keep tables whole."""

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.chunking import chunk
from knowledge.ports import Vectors
from knowledge.types import Block, BlockKind, Document, Media, Published

WINDOW = 254


class WordCount:
    """An embedder whose tokens are words and marks, each at most eight characters."""

    model = "words"
    background = 0.0
    dimension = 1
    window = WINDOW

    def tokens(self, text: str) -> int:
        return sum(-(-len(word) // 8) for word in re.findall(r"\w+|[^\w\s]", text))

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.ones((len(texts), 1), dtype=np.float32)


def document(*parts: tuple[BlockKind, str, tuple[str, ...]], known_from: date | None = None) -> Document:
    text = ""
    blocks = []
    for kind, words, section in parts:
        text += "\n\n" if text else ""
        blocks.append(Block(kind, len(text), len(text) + len(words), section, None, known_from))
        text += words
    return Document(
        id="0" * 16,
        digest="0" * 64,
        title="Letter",
        source="file.md",
        published=Published(),
        symbols=(),
        licence=None,
        media=Media.TEXT,
        text=text,
        blocks=tuple(blocks),
    )


def prose(words: int, name: str = "word") -> str:
    return " ".join(f"{name}{i}" + ("." if i % 12 == 11 else "") for i in range(words))


def test_a_passage_never_mixes_two_sections() -> None:
    chunks = chunk(
        document(
            (BlockKind.HEADING, "Trend", ("Trend",)),
            (BlockKind.PARAGRAPH, "Up.", ("Trend",)),
            (BlockKind.HEADING, "Breadth", ("Breadth",)),
            (BlockKind.PARAGRAPH, "Down.", ("Breadth",)),
        ),
        WordCount(),
    )
    assert [(c.section, c.text) for c in chunks] == [(("Trend",), "Up."), (("Breadth",), "Down.")]


def test_what_the_model_reads_begins_with_title_and_headings() -> None:
    (only,) = chunk(document((BlockKind.PARAGRAPH, "Stop at 250.", ("Plan", "Exit"))), WordCount())
    assert only.windows == ("Letter > Plan > Exit\nStop at 250.",)


def test_a_title_that_is_only_the_file_name_is_not_read() -> None:
    named = document((BlockKind.PARAGRAPH, "Stop at 250.", ()))
    unnamed = Document(**{**{f: getattr(named, f) for f in named.__slots__}, "title": "file.md"})
    (only,) = chunk(unnamed, WordCount())
    assert only.windows == ("Stop at 250.",)


def test_a_table_stays_whole_with_its_caption_though_the_model_reads_it_in_windows() -> None:
    rows = "\n".join(["Level\tZone", *(f"R{i}\t{i}00 to {i}05" for i in range(1, 120))])
    chunks = chunk(
        document(
            (BlockKind.PARAGRAPH, prose(80), ("Levels",)),
            (BlockKind.PARAGRAPH, "Key levels:", ("Levels",)),
            (BlockKind.TABLE, rows, ("Levels",)),
            (BlockKind.PARAGRAPH, prose(60), ("Levels",)),
        ),
        WordCount(),
    )
    table = chunks[1]
    assert [c.kind for c in chunks] == [BlockKind.PARAGRAPH, BlockKind.TABLE, BlockKind.PARAGRAPH]
    assert table.text == "Key levels:\n\n" + rows
    assert len(table.windows) > 1
    for i in range(1, 120):
        assert any(f"R{i}\t" in window for window in table.windows)


def test_every_window_of_a_table_repeats_its_header() -> None:
    rows = "\n".join(["Level\tZone", *(f"R{i}\t{i}00 to {i}05" for i in range(1, 120))])
    caption = (BlockKind.PARAGRAPH, "The levels to watch:", ())
    (table,) = chunk(document(caption, (BlockKind.TABLE, rows, ())), WordCount())
    assert all("Level\tZone" in window for window in table.windows)


def test_a_short_remark_under_a_table_stays_with_it() -> None:
    table = (BlockKind.TABLE, "Part\tScore\nTrend\t28", ("S",))
    short = (BlockKind.PARAGRAPH, "Grade: C.", ("S",))
    assert [c.text for c in chunk(document(table, short), WordCount())] == [
        "Part\tScore\nTrend\t28\n\nGrade: C."
    ]
    assert len(chunk(document(table, (BlockKind.PARAGRAPH, prose(80), ("S",))), WordCount())) == 2
    assert len(chunk(document(table, (BlockKind.PARAGRAPH, "Other.", ("T",))), WordCount())) == 2


def test_a_table_too_long_to_show_is_cut_between_rows() -> None:
    rows = "\n".join(f"row {i}\t{'x' * 60}" for i in range(600))
    chunks = chunk(document((BlockKind.TABLE, rows, ())), WordCount())
    assert len(chunks) > 1
    assert "\n".join(c.text for c in chunks) == rows


def test_parts_known_at_different_days_are_different_passages() -> None:
    text = "Then.\n\nLater."
    later = date(2020, 5, 1)
    mixed = document((BlockKind.PARAGRAPH, "Then.", ("S",)), (BlockKind.PARAGRAPH, "Later.", ("S",)))
    blocks = (mixed.blocks[0], Block(BlockKind.PARAGRAPH, 7, 13, ("S",), None, later))
    dated = Document(**{**{f: getattr(mixed, f) for f in mixed.__slots__}, "blocks": blocks})
    assert dated.text == text
    assert [(c.text, c.known_from) for c in chunk(dated, WordCount())] == [("Then.", None), ("Later.", later)]


def test_a_heading_with_nothing_under_it_can_still_be_found() -> None:
    chunks = chunk(
        document((BlockKind.HEADING, "Only a heading", ("Only a heading",))),
        WordCount(),
    )
    assert [c.text for c in chunks] == ["Only a heading"]


kinds = st.sampled_from(
    [BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.TABLE, BlockKind.CODE, BlockKind.HEADING]
)
words = st.text(alphabet="ab .\t\n!?\"'9$é", min_size=1, max_size=3000).filter(lambda t: t.strip() == t and t)
sections = st.sampled_from([(), ("A",), ("A", "B"), ("C",)])


@given(st.lists(st.tuples(kinds, words, sections), min_size=1, max_size=6))
def test_chunks_are_ordered_exact_stretches_that_lose_no_word_and_fit(
    parts: list[tuple[BlockKind, str, tuple[str, ...]]],
) -> None:
    made = document(*parts)
    embedder = WordCount()
    chunks = chunk(made, embedder)
    end = 0
    for position, piece in enumerate(chunks):
        assert piece.position == position
        assert piece.start >= end
        assert piece.text == made.text[piece.start : piece.end]
        assert piece.windows
        end = piece.end
    for block, (kind, _, _) in zip(made.blocks, parts, strict=True):
        if kind is BlockKind.HEADING:
            continue
        covered = "".join(
            made.text[max(c.start, block.start) : min(c.end, block.end)]
            for c in chunks
            if c.start < block.end
        )
        assert "".join(covered.split()) == "".join(made.text[block.start : block.end].split())
    for piece in chunks:
        shown = "".join("".join(piece.windows).split())
        assert all(part in shown for part in piece.text.split() if len(part) <= WINDOW // 4)


@given(st.text(alphabet="ab ", min_size=1, max_size=20_000).filter(lambda t: t.strip() == t and t))
def test_no_window_is_longer_than_the_model_reads(text: str) -> None:
    embedder = WordCount()
    for piece in chunk(document((BlockKind.PARAGRAPH, text, ("Head",))), embedder):
        assert all(embedder.tokens(window) <= WINDOW for window in piece.windows)
