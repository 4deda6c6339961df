"""What a document may cost to read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings of one document; whatever lies beyond one is refused in words, never read in part.

    Attributes:
        bytes: Size of the file.
        pages: Pages of a PDF.
        characters: Characters of text, with and without markup.
        seconds: Wall and processor time of the process that reads a PDF or a web page.
        memory: Bytes of address space of that process, where the platform can bound it.
        nesting: Depth of elements in a web page, or of quotes and lists in Markdown.
    """

    bytes: int = 20_000_000
    pages: int = 500
    characters: int = 4_000_000
    seconds: float = 60
    memory: int = 1_000_000_000
    nesting: int = 200
