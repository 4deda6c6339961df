"""Cards about the documents of a corpus: the list, what was added, what was removed."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.adding import Outcome
from bot.cards.blocks import Card, Text
from bot.cards.quoting import citation_line, dotted, shortened
from bot.cards.request import Request
from bot.cards.words import escaped, lines, small
from bot.document_words import counted, published_or_added, short_ids
from knowledge.types import Entry

_ADD = "A manager or uploader adds one with `/knowledge add` and a Markdown, text, HTML or PDF file."
_MARKS = {"added": "✓ added", "new version": "✓ new version", "already there": "■ already there"}


def documents_card(
    entries: Sequence[Entry], request: Request | None, whose: str, about: str | None = None
) -> Card:
    """The documents of a corpus, in their order; where there is none, how to add one.

    Args:
        entries: What to show.
        request: What the card answers.
        whose: The owner in words, such as "this server".
        about: The ticker they were chosen by, if any.
    """
    of = f"{whose} about {about}" if about else whose
    title = f"**Documents** · {shortened(of)}"
    if not entries:
        return Card(title, (Text(f"No document of {escaped(of)} is here yet. {_ADD}"),), request=request)
    names = short_ids([entry.document for entry in entries])
    passages = sum(entry.chunks for entry in entries)
    said = f"{counted(len(entries), 'document')}, {counted(passages, 'passage')}."
    return Card(
        title,
        (Text(said), *(Text(_entry(entry, names)) for entry in entries)),
        small("Remove one with `/knowledge remove` and its id."),
        request=request,
    )


def added_card(outcomes: Sequence[Outcome], today: date, request: Request | None = None) -> Card:
    """What became of files that were handed in.

    Args:
        outcomes: One per file.
        today: Where a publication day lies after it, that is said.
        request: What the card answers.
    """
    refused = any(outcome.added is None for outcome in outcomes)
    blocks = [Text(lines(_outcome(outcome, today))) for outcome in outcomes]
    return Card(
        "**Adding documents**",
        tuple(blocks) or (Text("There was nothing to add."),),
        tone="warning" if refused else "plain",
        request=request,
    )


def refused_words(outcome: Outcome) -> str:
    """Why a file was not taken, in one line; empty where it was."""
    return f"✗ refused: {escaped(outcome.path)}: {escaped(outcome.refused)}" if outcome.refused else ""


def removed_card(entries: Sequence[Entry], whose: str, request: Request | None = None) -> Card:
    """What was removed, for good."""
    if not entries:
        said = f"There was nothing of {escaped(whose)} to remove."
    else:
        said = f"Removed {counted(len(entries), 'document')} of {escaped(whose)}, with passages and vectors."
    named = (f"- {citation_line(entry.cited)}" for entry in entries)
    return Card("**Removing documents**", (Text(lines((said, *named))),), request=request)


def _entry(entry: Entry, names: dict[str, str]) -> str:
    facts = [entry.cited.source, published_or_added(entry), counted(entry.chunks, "passage")]
    if entry.symbols:
        facts.append(", ".join(entry.symbols))
    if entry.superseded_by:
        facts.append(f"replaced by {names.get(entry.superseded_by, entry.superseded_by)}")
    return lines((f"`{escaped(names[entry.document])}` **{shortened(entry.cited.title)}**", dotted(facts)))


def _outcome(outcome: Outcome, today: date) -> Iterator[str]:
    added = outcome.added
    if added is None:
        yield refused_words(outcome)
        return
    entry = added.entry
    yield f"{_MARKS[outcome.word]}: **{shortened(entry.cited.title)}**"
    parts = [f"id {entry.document}", counted(entry.chunks, "passage"), _day(entry.cited.published.day, today)]
    if added.supersedes:
        parts.append(f"replaces {added.supersedes.document}")
    yield dotted(parts)
    for note in dict.fromkeys((*added.notes, *(entry.notes if added.new else ()))):
        yield small(escaped(note))


def _day(day: date | None, today: date) -> str:
    if day is None:
        return f"day unknown: it counts as known from {today.isoformat()}, the day of adding"
    later = ", after today: it is quoted only from that day" if day > today else ""
    return f"published {day.isoformat()}{later}"
