"""Documents of the corpus: the list, and one of them with its text or its passages."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from bot.terminal.corpus_words import counted, indented, published_or_added, quote, short_ids
from bot.terminal.layout import PHRASE, Head, Row, Rows, section
from bot.terminal.words import ABSENT, STRONG, listed, plain
from knowledge.tenants import Tenant
from knowledge.types import BlockKind, Chunk, Document, Entry

_HEADS = (Head("Id"), Head("Published"), Head("Passages", "right"))


def entries_table(entries: Sequence[Entry], tenant: Tenant, about: str | None = None) -> RenderableType:
    """One row per document, in their order; where there is none, how to add one.

    Args:
        entries: What to show.
        tenant: Whose they are.
        about: The ticker they were chosen by, if any.
    """
    if not entries:
        kind = f"document about {about}" if about else "document"
        return plain(
            f"No {kind} of {tenant} is here. `python -m bot knowledge add PATH` adds files and folders."
        )
    names = short_ids([entry.document for entry in entries])
    rows = [
        Row(
            (
                plain(names[entry.document], STRONG),
                plain(published_or_added(entry), "" if entry.cited.published.day else "yellow"),
                plain(f"{entry.chunks:,}"),
            ),
            _named(entry, names),
        )
        for entry in entries
    ]
    passages = sum(entry.chunks for entry in entries)
    return Group(
        Rows(_HEADS, rows, "Title, source, symbols", least=PHRASE),
        plain(f"{counted(len(entries), 'document')}, {counted(passages, 'passage')} of {tenant}", ABSENT),
    )


def _named(entry: Entry, names: dict[str, str]) -> Text:
    parts = [plain(entry.cited.title), plain(entry.cited.source, ABSENT)]
    if entry.symbols:
        parts.append(plain(", ".join(entry.symbols)))
    if entry.superseded_by:
        newer = names.get(entry.superseded_by, entry.superseded_by)
        parts.append(plain(f"replaced by {newer}", "yellow"))
    return listed(parts)


def document_page(entry: Entry, document: Document, passages: Sequence[Chunk] | None) -> Group:
    """What is known of a document, then its text, or its passages where they were asked for."""
    text = _text(document) if passages is None else _passages(passages)
    return Group(*_known(entry), *text)


def _known(entry: Entry) -> Iterator[RenderableType]:
    day = entry.cited.published
    said = f" ({day.known_by})" if day.day else "; it counts as known from the day it was added"
    yield plain(entry.cited.title, "bold underline")
    facts = (
        ("id", entry.document),
        ("source", entry.cited.source),
        ("published", f"{day.day.isoformat() if day.day else 'unknown'}{said}"),
        ("added", entry.added.isoformat()),
        ("symbols", ", ".join(entry.symbols) or "none"),
        ("tenant", entry.cited.tenant.name),
        ("licence", entry.licence or "nothing was said"),
        ("read from", entry.media.value),
        ("length", f"{entry.characters:,} characters, {counted(entry.chunks, 'passage')}"),
    )
    yield Rows((Head(""), Head("")), [Row((plain(name, ABSENT), plain(value))) for name, value in facts])
    if entry.superseded_by:
        yield plain(f"Replaced by {entry.superseded_by}.", "yellow")
    for note in entry.notes:
        yield plain(f"! {note}")


def _text(document: Document) -> Iterator[RenderableType]:
    """The text block by block; what stands between blocks is shown too."""
    page, known_from, end = None, None, 0
    for block in document.blocks:
        yield from _stretch(document.text[end : block.start])
        if block.page is not None and block.page != page:
            yield Rule(Text(f"page {block.page} of {document.pages}"), style=ABSENT)
        if block.known_from is not None and block.known_from != known_from:
            yield plain(f"known from {block.known_from.isoformat()}:", "yellow")
        page, known_from, end = block.page, block.known_from, block.end
        style = STRONG if block.kind is BlockKind.HEADING else ""
        yield from _stretch(document.text[block.start : block.end], style)
    yield from _stretch(document.text[end:])


def _stretch(text: str, style: str = "") -> Iterator[RenderableType]:
    if text.strip():
        shown = quote(text)
        if isinstance(shown, Text):
            shown.stylize(style)
        yield Text()
        yield shown


def _passages(passages: Sequence[Chunk]) -> Iterator[RenderableType]:
    for passage in passages:
        place = [f"Passage {passage.position + 1} of {len(passages)}"]
        place += [" > ".join(passage.section)] if passage.section else []
        place += [f"page {passage.page}"] if passage.page is not None else []
        place += [f"characters {passage.start:,} to {passage.end:,}"]
        place += [f"known from {passage.known_from.isoformat()}"] if passage.known_from else []
        yield section("", plain(", ".join(place), STRONG), indented(quote(passage.text)))
