"""Bytes and what a person said about them, to a document."""

import hashlib
from dataclasses import replace

from knowledge.documents.child import read_in_child
from knowledge.documents.cleaning import clean
from knowledge.documents.decoding import Decoded, decode
from knowledge.documents.front_matter import split_front_matter
from knowledge.documents.kinds import SUFFIXES, is_pdf, media_of, shown_name, suffix_of
from knowledge.documents.limits import Limits
from knowledge.documents.markdown import read_markdown
from knowledge.documents.metadata import about
from knowledge.documents.pieces import Reading, assemble, dated
from knowledge.documents.plain_text import read_text
from knowledge.documents.symbols import checked_symbols
from knowledge.errors import Refused
from knowledge.types import Document, Given, Media


def read_document(data: bytes, given: Given, limits: Limits = Limits()) -> Document:  # noqa: B008 - frozen
    """Read a report: Markdown, text, HTML or PDF.

    What the document says is data: its text is kept, whatever it asks for, without markup and without
    characters that cannot be seen. Nothing is fetched, and `given.name` is never used as a path. PDF and HTML
    are read in a process of their own.

    Args:
        data: The file's bytes.
        given: Its name, and what the person who adds it says about it.
        limits: What it may cost.

    Returns:
        The document. Its blocks are exact slices of its text, in order, set apart by one blank line.

    Raises:
        Refused: It is too large, empty, binary, encrypted, broken or without text; the text says which.
        BadQuery: A given symbol is not shaped like a ticker.
    """
    checked_symbols(given.symbols)
    if len(data) > limits.bytes:
        raise Refused(f"It has {len(data):,} bytes; at most {limits.bytes:,} are read.")
    name = shown_name(given.name)
    media, reading, removed = _read(data, name, limits)
    plain = assemble(reading.pieces, limits)
    if not any(map(str.isalpha, plain.text)):
        raise Refused("It is empty: there is no word in it.")
    known = about(given, name, reading, plain)
    removed += plain.removed
    digest = hashlib.sha256(data).hexdigest()
    return Document(
        id=digest[:16],
        digest=digest,
        title=known.title,
        source=known.source,
        published=known.published,
        symbols=known.symbols,
        licence=known.licence,
        media=media,
        text=plain.text,
        blocks=dated(plain.blocks, known.published.day),
        pages=reading.pages,
        notes=reading.notes + _removal(removed) + known.notes,
    )


def _read(data: bytes, name: str, limits: Limits) -> tuple[Media, Reading, int]:
    """Kind, reading, and how many characters were taken out before it."""
    if is_pdf(data, name):
        return Media.PDF, read_in_child("knowledge.documents.pdf_worker", data, limits), 0
    decoded = decode(data, page=SUFFIXES.get(suffix_of(name)) is Media.HTML)
    if len(decoded.text) > limits.characters:
        raise Refused(f"It has {len(decoded.text):,} characters; at most {limits.characters:,} are read.")
    media = media_of(decoded.text, name)
    if media is Media.HTML:
        page = read_in_child("knowledge.documents.web_worker", decoded.text.encode("utf-8"), limits)
        return media, _noted(page, decoded, ()), 0
    cleaned = clean(decoded.text)
    fronted = split_front_matter(cleaned.text)
    reading = read_markdown(fronted.text, limits) if media is Media.MARKDOWN else read_text(fronted.text)
    return media, _noted(replace(reading, header=fronted.header), decoded, fronted.notes), cleaned.removed


def _noted(reading: Reading, decoded: Decoded, notes: tuple[str, ...]) -> Reading:
    said = () if decoded.encoding is None else (f"Its characters were read as {decoded.encoding}.",)
    return replace(reading, notes=said + notes + reading.notes)


def _removal(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (f"{count:,} invisible or control character{'s were' if count != 1 else ' was'} removed.",)
