"""PDF files written by hand, so that a test says exactly what is in them."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CATALOG, PAGES, PLAIN, BOLD, FIRST = 1, 2, 3, 4, 5


@dataclass(frozen=True)
class Text:
    """A string at a place, in points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False


def drawn(texts: Sequence[Text]) -> bytes:
    """A page's content: each text by its own Tj, as most programs write it."""
    parts = []
    for item in texts:
        escaped = item.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        font = "F2" if item.bold else "F1"
        parts.append(f"BT /{font} {item.size} Tf 1 0 0 1 {item.x} {item.y} Tm ({escaped}) Tj ET")
    return "\n".join(parts).encode("cp1252")


def column(
    lines: Sequence[str], x: float = 72, top: float = 700, step: float = 12, **style: object
) -> list[Text]:
    """Lines below each other; an empty one leaves a gap."""
    return [Text(x, top - step * at, line, **style) for at, line in enumerate(lines) if line]  # type: ignore[arg-type]


def stream(content: bytes, extra: str = "") -> bytes:
    return f"<< /Length {len(content)} {extra} >>\nstream\n".encode() + content + b"\nendstream"


def packed(content: bytes) -> bytes:
    return stream(zlib.compress(content, 9), "/Filter /FlateDecode")


def written(objects: Mapping[int, bytes], trailer: str = "") -> bytes:
    """A file of numbered objects with its cross-reference table."""
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    size = max(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        place = places.get(number)
        out += b"0000000000 65535 f \n" if place is None else f"{place:010d} 00000 n \n".encode()
    out += f"trailer\n<< /Size {size} /Root {CATALOG} 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def objects_of(contents: Sequence[bytes]) -> dict[int, bytes]:
    """The objects of a document whose pages have these content streams (already `stream`s)."""
    kids = " ".join(f"{FIRST + 2 * at} 0 R" for at in range(len(contents)))
    objects = {
        CATALOG: f"<< /Type /Catalog /Pages {PAGES} 0 R >>".encode(),
        PAGES: f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        PLAIN: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        BOLD: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    }
    for at, content in enumerate(contents):
        objects[FIRST + 2 * at] = (
            f"<< /Type /Page /Parent {PAGES} 0 R /MediaBox [0 0 612 792] /Contents {FIRST + 2 * at + 1} 0 R "
            f"/Resources << /Font << /F1 {PLAIN} 0 R /F2 {BOLD} 0 R >> >> >>"
        ).encode()
        objects[FIRST + 2 * at + 1] = content
    return objects


def pdf(pages: Sequence[Sequence[Text]]) -> bytes:
    """A document of pages of texts."""
    return written(objects_of([packed(drawn(page)) for page in pages]))
