"""Which kind of document it is: by content first, by the name's suffix second."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from knowledge.documents.cleaning import one_line
from knowledge.errors import Refused
from knowledge.types import Media

SUFFIXES: Final[Mapping[str, Media]] = {
    ".md": Media.MARKDOWN,
    ".markdown": Media.MARKDOWN,
    ".txt": Media.TEXT,
    ".html": Media.HTML,
    ".htm": Media.HTML,
    ".pdf": Media.PDF,
}
"""Suffixes of documents that are read, lower case, and what each stands for."""

ALLOWED = "Markdown, text, HTML and PDF are read"

_LONGEST_NAME = 120
_HEAD = 1024

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a zip archive or an Office file"),
    (b"PK\x05\x06", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "a rich text file"),
    (b"%!PS", "a PostScript file"),
    (b"\x7fELF", "a program"),
)

_HTML_START = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_ATX = re.compile(r"^ {0,3}#{1,6} \S", re.MULTILINE)
_PIPE_RULE = re.compile(r"^ {0,3}\|?[ \t]*:?-{2,}:?[ \t]*\|[-:| \t]*$", re.MULTILINE)


def shown_name(name: str) -> str:
    """The last component of a file name as text for people; never a path, never empty.

    Separators of both kinds, control and bidirectional characters are gone; a long name loses its middle.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    line = one_line(last, len(last) + 1)
    if not line.strip(". "):
        return "document"
    if len(line) <= _LONGEST_NAME:
        return line
    tail = PurePosixPath(line).suffix[:12]
    return line[: _LONGEST_NAME - 1 - len(tail)].rstrip() + "…" + tail


def suffix_of(name: str) -> str:
    """The suffix of a shown name, lower case: `.md`; empty when there is none."""
    return PurePosixPath(name).suffix.lower()


def is_pdf(data: bytes, name: str) -> bool:
    """Whether it is a PDF. Readers of PDF allow junk before the mark, so a `.pdf` may have some.

    Raises:
        Refused: It is called `.pdf` and is none, or it is of another binary kind.
    """
    head = data[:_HEAD]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return True
    for mark, what in _SIGNATURES:
        if head.startswith(mark):
            raise Refused(f"This is {what}; {ALLOWED}.")
    if suffix_of(name) != ".pdf":
        return False
    if b"%PDF-" in head:
        return True
    raise Refused(f"It is called .pdf but does not begin as a PDF; {ALLOWED}.")


def declares_html(head: str) -> bool:
    """Whether the text opens as a web page; an XML declaration and comments may come first."""
    at = 0
    while True:
        while at < len(head) and (head[at].isspace() or head[at] == "\ufeff"):
            at += 1
        for opening, closing in (("<!--", "-->"), ("<?xml", "?>")):
            if head.startswith(opening, at):
                end = head.find(closing, at)
                break
        else:
            return _HTML_START.match(head, at) is not None
        if end < 0:
            return False
        at = end + len(closing)


def media_of(text: str, name: str) -> Media:
    """The kind of a document that is no PDF. Text that is plainly Markdown is Markdown."""
    if declares_html(text[:4096]):
        return Media.HTML
    said = SUFFIXES.get(suffix_of(name), Media.TEXT)
    if said is Media.TEXT and _plainly_markdown(text):
        return Media.MARKDOWN
    return said


def _plainly_markdown(text: str) -> bool:
    headings = _ATX.finditer(text)
    return (next(headings, None) and next(headings, None)) is not None or _PIPE_RULE.search(text) is not None
