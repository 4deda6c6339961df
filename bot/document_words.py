"""Documents, their days and their passages in words, the same in the terminal and on cards."""

from collections.abc import Sequence

from bot.printable import printable
from knowledge.types import Citation, Entry, Passage, Published, Query

SHORTEST_ID = 8


def published(day: Published) -> str:
    """When a document came out, in words."""
    return day.day.isoformat() if day.day else "unknown"


def published_or_added(entry: Entry) -> str:
    """When it came out; where that is not known, since when it counts as known."""
    if entry.cited.published.day:
        return entry.cited.published.day.isoformat()
    return f"unknown, added {entry.added.isoformat()}"


def cited(one: Citation) -> str:
    """A document in one line."""
    return f"{printable(one.title)} ({printable(one.source)}, {published(one.published)}, {one.document})"


def short_ids(ids: Sequence[str]) -> dict[str, str]:
    """Each id cut as short as it can be told from the others, but not below eight characters."""
    length = SHORTEST_ID
    while len({one[:length] for one in ids}) < len(set(ids)):
        length += 1
    return {one: one[:length] for one in ids}


def counted(count: int, word: str) -> str:
    """A number and its noun: "1 passage", "1,204 passages"."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def when_published(passage: Passage, query: Query) -> str:
    """When it was published, and how long before the day the question looks from."""
    day = passage.cited.published.day
    if day is None:
        return f"date unknown, counts as known from {passage.known_from.isoformat()}"
    before = f"{counted(passage.age or 0, 'day')} before {query.as_of.isoformat()}"
    age = before if passage.age else "the same day"
    later = f", this part known from {passage.known_from.isoformat()}" if passage.known_from > day else ""
    return f"published {day.isoformat()}, {age}{later}"


def scored(passage: Passage) -> str:
    """Why a passage stands where it stands: fused, by meaning, by words."""
    scores = passage.scores
    parts = [f"score {scores.fused:.3f}"]
    parts.append("meaning -" if scores.dense is None else f"meaning {scores.dense:.3f}")
    parts.append("words -" if scores.lexical is None else f"words {scores.lexical:.2f}")
    return ", ".join(parts)
