"""What looking after the corpus did: files added, documents removed, the index made anew, its health."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from bot.adding import Outcome
from bot.terminal.corpus_words import cited, counted, indented
from bot.terminal.words import ABSENT, STRONG, plain
from knowledge.tenants import Tenant
from knowledge.types import Entry

if TYPE_CHECKING:
    from bot.corpus import Written
    from knowledge.library import Rebuilt

_STYLES = {"added": "green", "new version": "green", "already there": ABSENT, "refused": "bold red"}
_NAMED = 10
"""Documents that are named one by one; of more there is only a number."""


def outcome_lines(outcome: Outcome, today: date) -> Group:
    """What became of one file, with what the person should know about it."""
    return Group(*_outcome(outcome, today))


def _outcome(outcome: Outcome, today: date) -> Iterator[RenderableType]:
    word = (f"{outcome.word:<14}", _STYLES[outcome.word])
    added = outcome.added
    if added is None:
        yield Text.assemble(word, plain(f"{outcome.path}: {outcome.refused}"), overflow="fold")
        return
    entry = added.entry
    parts = [entry.document, entry.cited.title, counted(entry.chunks, "passage")]
    parts.append(_published(entry.cited.published.day, today))
    if added.supersedes:
        parts.append(f"replaces {added.supersedes.document}")
    yield Text.assemble(word, plain(" · ".join(parts)), overflow="fold")
    for note in dict.fromkeys((*added.notes, *(entry.notes if added.new else ()))):
        yield indented(plain(note, ABSENT))


def _published(day: date | None, today: date) -> str:
    if day is None:
        return "day unknown"
    later = ", after today: it is quoted only from that day" if day > today else ""
    return f"published {day.isoformat()}{later}"


def outcome_summary(outcomes: Sequence[Outcome], passed_over: int, led_out: int, today: date) -> Group:
    """How many were taken and how many not, and how many of the new ones have no day."""
    counts = {word: sum(outcome.word == word for outcome in outcomes) for word in _STYLES}
    said = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count) or "nothing to add"
    if passed_over:
        said += f"; {counted(passed_over, 'file')} of other kinds left out"
    if led_out:
        said += f"; {counted(led_out, 'link')} to files outside the folder left out"
    taken = [one.added.entry for one in outcomes if one.added and one.added.new]
    undated = sum(entry.cited.published.day is None for entry in taken)
    return Group(*_undated(undated, today), plain(f"{said[0].upper()}{said[1:]}."))


def _undated(count: int, today: date) -> Iterator[RenderableType]:
    if count:
        have, they = ("has", "it counts") if count == 1 else ("have", "they count")
        again = "it" if count == 1 else "them"
        yield plain(
            f"{counted(count, 'document')} {have} no day: {they} as known from {today.isoformat()}, the day "
            f"of adding. To give one with --date YYYY-MM-DD, remove {again} and add {again} again.",
            "yellow",
        )


def to_be_removed(entries: Sequence[Entry], tenant: Tenant) -> Group:
    """What a person is about to remove."""
    said = f"{counted(len(entries), 'document')} of {tenant}, with passages and vectors:"
    return Group(plain(said, STRONG), *_names(entries))


def removal(entries: Sequence[Entry], tenant: Tenant) -> Group:
    """What was removed."""
    if not entries:
        return Group(plain(f"There was nothing of {tenant} to remove."))
    return Group(plain(f"Removed {counted(len(entries), 'document')} of {tenant}."), *_names(entries))


def _names(entries: Sequence[Entry]) -> Iterator[RenderableType]:
    for entry in entries[:_NAMED]:
        yield indented(plain(cited(entry.cited)))
    if len(entries) > _NAMED:
        yield indented(plain(f"and {len(entries) - _NAMED:,} more", ABSENT))


def rebuilt_lines(rebuilt: "Rebuilt") -> Group:
    """What was made anew, and what could not be."""
    documents, passages = counted(rebuilt.documents, "document"), counted(rebuilt.chunks, "passage")
    refused = (
        indented(plain(f"{left.tenant}, {left.document}: {left.why}", "bold red")) for left in rebuilt.refused
    )
    return Group(plain(f"The index was made anew: {documents}, {passages}."), *refused)


def health(troubles: Sequence[str], held: Mapping[Tenant, Sequence[Entry]], waiting: int) -> Group:
    """Whether index and stored documents agree, in words."""
    lines = [plain(trouble, "bold red") for trouble in troubles]
    for tenant, entries in held.items():
        documents = counted(len(entries), "document")
        lines.append(
            plain(f"{tenant}: {documents}, {counted(sum(one.chunks for one in entries), 'passage')}")
        )
    if not held and not troubles:
        lines.append(plain("The corpus is empty."))
    if waiting:
        lines.append(
            plain(f"{counted(waiting, 'document')} half done; the next command completes the work.", "yellow")
        )
    elif troubles:
        lines.append(
            plain("`python -m bot knowledge rebuild` makes the index anew from the stored documents.")
        )
    else:
        lines.append(plain("Index and stored documents agree.", "green"))
    return Group(*lines)


def unread_lines(unread: Mapping[str, str]) -> Group:
    """Documents that could not be read, by id, with the reason."""
    said = f"{counted(len(unread), 'document')} could not be read:"
    reasons = (indented(plain(f"{document}: {why}", "bold red")) for document, why in unread.items())
    return Group(plain(said, "bold red"), *reasons, plain("`python -m bot knowledge check` tells more."))


def written_lines(written: "Written") -> Group:
    """Which reports were written, and which months have none."""
    changed = f"{len(written.changed):,} of them new or changed"
    lines = [plain(f"{counted(len(written.paths), 'report')} on file, {changed}.")]
    lines += [plain(f"No report of {month}: {why}", ABSENT) for month, why in written.skipped.items()]
    return Group(*lines)
