"""The values that pass between the parts of the corpus: documents, chunks, passages."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from knowledge.tenants import Tenant


class Media(StrEnum):
    """What a document was read from."""

    MARKDOWN = "markdown"
    TEXT = "text"
    HTML = "html"
    PDF = "pdf"


class BlockKind(StrEnum):
    """What a stretch of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"
    CODE = "code"


KnownBy = Literal["given", "front matter", "text", "unknown"]
"""How a publication date is known: said by the person who added it, in its header, found in its text."""


@dataclass(frozen=True, slots=True)
class Published:
    """When a document came out, and how that is known.

    Attributes:
        day: The day; None when it is not known.
        known_by: Where the day comes from; `unknown` exactly when there is none.
    """

    day: date | None = None
    known_by: KnownBy = "unknown"

    def __post_init__(self) -> None:
        if (self.day is None) != (self.known_by == "unknown"):
            raise ValueError("a publication day and how it is known come together")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document that is kept together if it can be.

    Attributes:
        kind: What it is.
        start: First character in `Document.text`.
        end: One past the last.
        section: The headings above it, outermost first; a heading's own text is the last of its section.
        page: Page of a PDF, from 1; None elsewhere.
        known_from: The first day on which this part was known, where that is later than the document's day
            (what happened after a dated report); None: known with the document.
    """

    kind: BlockKind
    start: int
    end: int
    section: tuple[str, ...] = ()
    page: int | None = None
    known_from: date | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A report as it was read: clean text, its structure, and what is known about it.

    Attributes:
        id: First 16 hexadecimal digits of `digest`: the same bytes are the same document.
        digest: SHA-256 of the bytes, hexadecimal.
        title: From the person, the front matter or the text; the file name when there is none.
        source: Who published it; the file name when not known.
        published: When, and how that is known.
        symbols: Tickers it is about, upper case, in order of mention.
        licence: What the person said about reuse; None when nothing was said.
        media: What it was read from.
        text: The text without markup, invisible characters and control characters (except newline and tab).
            Table rows are lines with tabs between cells; list items begin with "- ".
        blocks: The structure, in order and without overlap.
        pages: Pages of a PDF.
        notes: What reading changed or left out, as sentences for a person.
    """

    id: str
    digest: str
    title: str
    source: str
    published: Published
    symbols: tuple[str, ...]
    licence: str | None
    media: Media
    text: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is found and shown as one: a few paragraphs of one section, or a whole table.

    Attributes:
        id: `<document id>:<position>`, stable for the same document and chunker.
        document: Id of its document.
        position: 0 for the first of its document.
        start: First character in the document's text.
        end: One past the last; `text` is exactly that stretch.
        section: The headings above it.
        page: Page of a PDF on which it begins.
        kind: TABLE when it is a table, PARAGRAPH otherwise.
        known_from: As in `Block`; None: known with the document.
        text: The stretch itself.
        windows: What is embedded, one vector each: the text in pieces that fit the model, every piece led by
            the headings (and a table's piece by the table's header row). Most chunks have one.
    """

    id: str
    document: str
    position: int
    start: int
    end: int
    section: tuple[str, ...]
    page: int | None
    kind: BlockKind
    known_from: date | None
    text: str
    windows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where something was said: enough for a person to find it again."""

    document: str
    title: str
    source: str
    published: Published
    tenant: Tenant


@dataclass(frozen=True, slots=True)
class Scores:
    """Why a passage stands where it stands.

    Attributes:
        fused: What the order follows, 0 to 1.
        dense: Cosine of question and passage, -1 to 1; None when the vector side did not bring it.
        lexical: BM25, 0 and up; None when the word side did not bring it.
    """

    fused: float
    dense: float | None
    lexical: float | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A quoted piece of a stored report: what may be cited.

    Attributes:
        id: The chunk's id.
        text: The quoted text, as stored.
        cited: Title, source, date and tenant of its document.
        symbols: What its document is about.
        section: The headings above it.
        position: 0 for the first passage of its document.
        of: How many passages the document has.
        page: Page of a PDF.
        start: First character in the document's text.
        end: One past the last.
        known_from: First day on which it may be quoted.
        age: Days from its document's publication to the day the question looks from; None when not dated.
        scores: Why it stands where it stands.
        also_in: Other documents that say the same in (nearly) the same words, left out of the list.
    """

    id: str
    text: str
    cited: Citation
    symbols: tuple[str, ...]
    section: tuple[str, ...]
    position: int
    of: int
    page: int | None
    start: int
    end: int
    known_from: date
    age: int | None
    scores: Scores
    also_in: tuple[Citation, ...] = ()

    @property
    def place(self) -> str:
        """Where in its document, in words: `Risk Assessment, passage 7 of 14, page 3`."""
        parts = [" > ".join(self.section)] if self.section else []
        parts.append(f"passage {self.position + 1} of {self.of}")
        if self.page is not None:
            parts.append(f"page {self.page}")
        return ", ".join(parts)


class SearchMode(StrEnum):
    """Which sides of the index answer."""

    FUSED = "fused"
    DENSE = "dense"
    LEXICAL = "lexical"


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the corpus.

    Attributes:
        text: What is asked, 1 to 2,000 characters.
        as_of: The day the question looks from: nothing that became known later is quoted. A document
            without a date counts as known from the day it was added.
        symbol: Only documents about this ticker.
        source: Only documents of this source (case does not matter).
        since: Only documents published on or after this day; undated ones are left out.
        limit: Passages at most, 1 to 50.
        mode: Which sides of the index answer.
    """

    text: str
    as_of: date
    symbol: str | None = None
    source: str | None = None
    since: date | None = None
    limit: int = 5
    mode: SearchMode = SearchMode.FUSED


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What the corpus has to say.

    Attributes:
        query: The question.
        passages: Best first; empty when nothing relevant was found.
        nothing: Why there is no passage, as a sentence; None when there are some.
        later: Passages that were left out because they became known after `query.as_of`.
    """

    query: Query
    passages: tuple[Passage, ...]
    nothing: str | None = None
    later: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """What the person who adds a document says about it; it wins over what the document says.

    Attributes:
        name: File name, for the kind of document and as a last resort for its title.
        title: Its title.
        source: Who published it.
        published: When.
        symbols: Tickers it is about.
        licence: What may be done with it.
    """

    name: str
    title: str | None = None
    source: str | None = None
    published: date | None = None
    symbols: tuple[str, ...] = ()
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the corpus, without its text.

    Attributes:
        document: Its id.
        cited: Title, source, date, tenant.
        symbols: Tickers it is about.
        licence: What was said about reuse.
        media: What it was read from.
        added: The day it was added.
        chunks: How many passages it has.
        characters: Length of its text.
        superseded_by: Id of the version that replaced it; None while it is the current one.
        notes: What reading changed or left out.
    """

    document: str
    cited: Citation
    symbols: tuple[str, ...]
    licence: str | None
    media: Media
    added: date
    chunks: int
    characters: int
    superseded_by: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a document did.

    Attributes:
        entry: The document as it now stands in the corpus.
        new: False when the same bytes were there already.
        supersedes: The entry it replaced, if any.
    """

    entry: Entry
    new: bool
    supersedes: Entry | None = None
    notes: tuple[str, ...] = field(default=())
