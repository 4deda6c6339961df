"""Run as a program: a PDF on standard input, its pieces as JSON on standard output.

pypdf is written in Python, so a hostile file cannot run code through it, but it can make it work and grow
for long. Against that stand the process's own limits of time and memory, and pypdf's: what one stream may
unpack to, and how many nodes a page tree may have.
"""

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.documents.child import serve
from knowledge.documents.limits import Limits
from knowledge.documents.markers import resolve
from knowledge.documents.pdf_lines import lay
from knowledge.documents.pdf_pages import PageLine, laid_out, lines_of
from knowledge.documents.pdf_tables import tabbed
from knowledge.documents.pieces import Reading
from knowledge.documents.plain_text import segment
from knowledge.errors import Refused

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

# Text of a page takes kilobytes; pypdf's own default of 75 MB is meant for pictures, which are not read here.
_MOST_UNPACKED = 30_000_000
_MOST_STEPS = 1_000_000

_MOST_NAMED = 12


def read_pdf(data: bytes, limits: Limits) -> Reading:
    """Pieces of a PDF with their pages.

    Raises:
        Refused: It is broken, encrypted, has too many pages, unpacks to too much, or has no text.
    """
    pages: list[list[PageLine]] = []
    unread: list[int] = []
    characters = 0
    for number, page in enumerate(_pages(data, limits), start=1):
        lines = _lines(page)
        if lines is None:
            unread.append(number)
        pages.append(lines or [])
        characters += sum(len(line.text) for line in lines or ())
        if characters > limits.characters:
            raise Refused(
                f"It has more than {limits.characters:,} characters of text, the most that is read."
            )
    if len(unread) == len(pages):
        raise Refused("It is broken: none of its pages can be read.")
    if not any(char.isalpha() for page in pages for line in page for char in line.text):
        raise Refused("It has no text; it may be a scan. Only text is read, not pictures of it.")
    laid = lay(pages)
    pieces, _ = resolve(segment(laid.lines))
    blank = [number for number, page in enumerate(pages, start=1) if not page and number not in unread]
    notes = [
        _named("could not be read", unread),
        _named("no text, perhaps a picture of it", blank),
        f"{laid.running} running heads, feet and page numbers were left out." if laid.running else "",
    ]
    return Reading(pieces, pages=len(pages), notes=tuple(note for note in notes if note))


def _pages(data: bytes, limits: Limits) -> "Iterator[PageObject]":
    import pypdf  # noqa: PLC0415 - after the process has bounded itself
    from pypdf.errors import LimitReachedError  # noqa: PLC0415

    logging.disable(logging.CRITICAL)
    pypdf.overwrite_configuration(
        zlib_maximum_output_length=_MOST_UNPACKED,
        lzw_maximum_output_length=_MOST_UNPACKED,
        run_length_maximum_output_length=_MOST_UNPACKED,
        array_based_stream_maximum_output_length=_MOST_UNPACKED,
        stream_parsing_work_maximum_count=_MOST_STEPS,
        page_tree_maximum_entries=4 * limits.pages + 100,
        jbig2dec_binary=None,  # no other program is started
        disable_legacy_handling=True,
    )
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        _unlock(reader)
        count = len(reader.pages)
    except LimitReachedError:
        raise Refused(
            f"It has more than {limits.pages} pages, the most that are read, or is broken."
        ) from None
    if count == 0:
        raise Refused("It is broken: it has no pages.")
    if count > limits.pages:
        raise Refused(f"It has {count:,} pages; at most {limits.pages} are read.")
    yield from reader.pages


def _unlock(reader: "PdfReader") -> None:
    """Open a file that is encrypted with an empty password, as any viewer does."""
    from pypdf.errors import DependencyError  # noqa: PLC0415

    if not reader.is_encrypted:
        return
    try:
        opened = bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):
        opened = False
    if not opened:
        raise Refused("It is encrypted; save it without a password.")


def _lines(page: "PageObject") -> list[PageLine] | None:
    """Lines of a page, with tabs in its tables; None when it cannot be read."""
    from pypdf.errors import LimitReachedError  # noqa: PLC0415

    try:
        lines = lines_of(page)
    except LimitReachedError:
        raise Refused(
            f"A page of it is too much to read: at most {_MOST_UNPACKED // 1_000_000} MB unpacked and "
            f"{_MOST_STEPS:,} drawing steps are."
        ) from None
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - pypdf raises whatever a damaged page leads it to
        return None
    try:
        texts = tabbed([line.text for line in lines], laid_out(page))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - without columns its tables are paragraphs
        return lines
    return [replace(line, text=text) for line, text in zip(lines, texts, strict=True)]


def _named(what: str, numbers: list[int]) -> str:
    if not numbers:
        return ""
    shown = ", ".join(map(str, numbers[:_MOST_NAMED])) + (", …" if len(numbers) > _MOST_NAMED else "")
    return f"Page{'s' * (len(numbers) > 1)} {shown}: {what}."


if __name__ == "__main__":
    serve(read_pdf)
