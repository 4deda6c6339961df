"""The header of our own documents: `key: value` lines between two lines of three hyphens."""

import re
from dataclasses import dataclass
from datetime import date

from knowledge.documents.dates import day_of
from knowledge.documents.pieces import Header

_FENCE = "---"
_MOST_LINES = 50
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,40})\s{0,8}:(?:\s|$)")
_NAMES = {
    "title": "title",
    "source": "source",
    "published": "published",
    "date": "published",
    "symbols": "symbols",
    "licence": "licence",
    "license": "licence",
}
_QUOTES = ("''", '""')


@dataclass(frozen=True, slots=True)
class Fronted:
    """A text without its front matter, what that said, and notes on what was not understood."""

    text: str
    header: Header
    notes: tuple[str, ...]


def split_front_matter(text: str) -> Fronted:
    """Take the front matter off a text that has one; another text comes back as it is.

    A header begins on the first line, ends within 50 and has at least one `key: value` line.
    """
    lines = text.split("\n", _MOST_LINES + 1)
    end = _end(lines)
    if end is None:
        return Fronted(text, Header(), ())
    values: dict[str, str] = {}
    notes: list[str] = []
    for line in lines[1:end]:
        key = _KEY.match(line)
        if key is None:
            if line.strip() and not line.lstrip().startswith("#"):
                notes.append("A line of its front matter is no `key: value` and was ignored.")
            continue
        name = _NAMES.get(key[1].lower())
        value = _bare(line[key.end() :])
        if name is None:
            notes.append(f"The front matter's key {key[1]!r} is not known and was ignored.")
        elif value:
            values[name] = value
    header = Header(
        title=values.get("title"),
        source=values.get("source"),
        published=_published(values.get("published"), notes),
        symbols=values.get("symbols"),
        licence=values.get("licence"),
    )
    return Fronted("\n".join(lines[end + 1 :]), header, tuple(dict.fromkeys(notes)))


def _end(lines: list[str]) -> int | None:
    if lines[0].rstrip() != _FENCE:
        return None
    for at, line in enumerate(lines[1 : _MOST_LINES + 1], start=1):
        if line.rstrip() == _FENCE:
            return at if any(_KEY.match(inside) for inside in lines[1:at]) else None
    return None


def _bare(value: str) -> str:
    value = value.strip()
    return value[1:-1].strip() if len(value) > 1 and value[0] + value[-1] in _QUOTES else value


def _published(value: str | None, notes: list[str]) -> date | None:
    if value is None:
        return None
    day = day_of(value)
    if day is None:
        notes.append("The front matter's date is no day that can be read (write 2026-05-17); it was ignored.")
    return day
