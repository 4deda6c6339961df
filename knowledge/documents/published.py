"""The publication day that a text itself shows, in its first lines.

A day that is too late only keeps a report out of earlier questions; one that is too early lets a question
about the past see what came after. So doubt is settled towards the later day, or none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.documents.dates import Found, day_of, days_in
from knowledge.types import Block, BlockKind

_HEAD = 1_500
_LONGEST_LINE = 160

_LABELS = frozenset(
    """
    as of|created|date|date issued|date published|dated|for immediate release|for release|generated|issued
    |issue date|last modified|last updated|modified|posted|prepared|press release|publication date|published
    |first published|originally published|publish date|release date|released|report date|updated
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)

_SEPARATOR = re.compile(r"\s?[|·•]\s?|\s[\u2013\u2014-]\s|\u2014|\t| {2,}")
_WEEKDAY = re.compile(r"(?:^|[\s,:])(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\.?$")
_AGENCY = re.compile(r"[(/][A-Z][\w ]{1,24}[)/]?")
_TIME = re.compile(r",?\s{0,2}(?:at\s)?\d{1,2}[:.]\d{2}.{0,24}")


@dataclass(frozen=True, slots=True)
class Shown:
    """The day that a text shows, or None, and a note where it shows several."""

    day: date | None = None
    note: str | None = None


def shown_day(text: str, blocks: Sequence[Block]) -> Shown:
    """The publication day in the first 1,500 characters.

    A day counts when a label stands before it ("Published", "Updated", "As of", "Generated", "Date", "Release
    date", ...) or when it stands for itself: alone on its line or between bars, after a byline, in a
    dateline. A day inside a sentence belongs to what the sentence tells, one in a table to its row, unless
    the row is a label and a day. Of several days with a label the latest counts, since the text as it stands
    was not there before; of several without one, none does.
    """
    labelled: list[date] = []
    bare: list[date] = []
    for block in blocks:
        if block.start >= _HEAD:
            break
        lines = text[block.start : min(block.end, _HEAD)].split("\n")
        if block.kind is BlockKind.TABLE:
            labelled += _rows(lines)
        elif block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            for line in lines:
                _judge(line, labelled, bare)
    days = sorted(set(labelled or bare))
    if len(days) < 2:
        return Shown(days[0] if days else None)
    several = ", ".join(day.isoformat() for day in days[:4])
    if labelled:
        return Shown(days[-1], f"Its head shows several dates ({several}); the latest is taken.")
    return Shown(None, f"Its head shows several dates ({several}) and does not say which is its own.")


def _rows(lines: Sequence[str]) -> list[date]:
    pairs = [line.split("\t") for line in lines if line.count("\t") == 1]
    days = [day_of(value) for label, value in pairs if label.strip(" :").lower() in _LABELS]
    return [day for day in days if day is not None]


def _judge(line: str, labelled: list[date], bare: list[date]) -> None:
    parts = _SEPARATOR.split(line[:_LONGEST_LINE])
    whole = len(line) <= _LONGEST_LINE
    for at, part in enumerate(parts):
        dateline = at == 0 and len(parts) > 1
        for found in days_in(part) if whole or dateline else ():
            label = _label(part, found)
            if label in _LABELS:
                labelled.append(found.day)
            elif label == "" or (dateline and label == "place") or (whole and label == "author"):
                bare.append(found.day)


def _label(part: str, found: Found) -> str | None:
    """What stands before a day with nothing but a time after it: a label, `author`, `place`, or nothing."""
    after = part[found.end :].strip(" .,;)")
    before = part[: found.start].strip(" :,;(")
    capitals = before.isupper() and len(before.split()) <= 4
    if capitals and _AGENCY.fullmatch(after):
        return "place"
    if after and not _TIME.fullmatch(after) and not after.lower().startswith("by "):
        return None
    words = _WEEKDAY.sub("", before.lower()).strip(" :,;(").removesuffix(" on").strip()
    if words in _LABELS or not words:
        return words
    if words.startswith("by ") and len(words.split()) <= 8:
        return "author"
    return "place" if capitals else None
