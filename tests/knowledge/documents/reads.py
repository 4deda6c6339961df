"""Reading in a line, and what must hold for every document."""

import unicodedata

from knowledge.documents import Limits, read_document
from knowledge.types import BlockKind, Document, Given

H, P, L, T, C = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.TABLE, BlockKind.CODE


def read(
    data: bytes | str, name: str = "report.md", limits: Limits | None = None, **given: object
) -> Document:
    """A document that keeps every promise of its type."""
    raw = data.encode() if isinstance(data, str) else data
    document = read_document(raw, Given(name=name, **given), limits or Limits())  # type: ignore[arg-type]
    check(document)
    return document


def shape(document: Document) -> list[tuple[BlockKind, str]]:
    """Kinds and texts of the blocks."""
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def sections(document: Document) -> list[tuple[str, ...]]:
    """Section of each heading."""
    return [block.section for block in document.blocks if block.kind is H]


def check(document: Document) -> None:
    """Blocks are exact, ordered, apart by a blank line; nothing invisible; normal form."""
    text = document.text
    assert "\n\n".join(text[block.start : block.end] for block in document.blocks) == text
    at = 0
    for block in document.blocks:
        assert block.start == at < block.end <= len(text)
        at = block.end + 2
        inside = text[block.start : block.end]
        assert inside.strip()
        assert not inside.startswith("\n")
        assert not inside.endswith("\n")
        assert block.kind is C or "\n\n" not in inside
        if block.kind is H:
            assert "\n" not in inside
            assert block.section[-1] == inside
    assert unicodedata.is_normalized("NFC", text)
    for shown in (text, document.title, document.source, *document.notes):
        bad = {char for char in shown if char not in "\n\t" and unicodedata.category(char) in _UNSEEN}
        assert not bad, bad
    assert "\n" not in document.title + document.source
    assert document.title
    assert document.source
    assert document.id == document.digest[:16]
    assert any(map(str.isalpha, text))


_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
