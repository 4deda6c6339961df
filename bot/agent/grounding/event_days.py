"""The days of what a statement names: of an event, or of a fact whose value is a date."""

import re
from collections.abc import Sequence
from datetime import date

from bot.agent.grounding.days import Day
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.reading import Read
from bot.agent.grounding.vocabulary import family
from tools.types import Unit

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_SESSION_WORDS = frozenset((
    "as", "of", "on", "session", "at", "close", "closed", "read", "reading", "for", "card", "through",
    "to", "dated", "asof",
))  # fmt: skip
"""Before a session that was read they say what the whole statement is of, not when an event falls."""

_REACH = 12
"""Words between an event's name and its date at most."""

_NEAR = 5
"""Words between a name and a date that surely belong together."""


def was_read(day: Day, index: Index) -> bool:
    """Whether a date is a session that was read."""
    return any(day.is_day(session) for session in index.sessions)


def held(day: Day, read: Read, carried: Sequence[Mention], index: Index) -> list[tuple[str, date]]:
    """The days of the event or dated fact that a date stands at: "FOMC on 18 June", "last touched 3 March".

    Args:
        day: The date.
        read: Its statement.
        carried: Names of the statement before.
        index: The facts.

    Returns:
        Ids of facts, each with one of its days; empty where the date stands at none.
    """
    first = read.at(day.start)
    nearest = _nearest_dated(day, first, read, index)
    if nearest is None:
        return []
    mention, distance = nearest
    before = read.words[max(0, first - 3) : first]
    if distance > _NEAR and was_read(day, index) and any(word.norm in _SESSION_WORDS for word in before):
        return []
    found = [known for known in index.of(mention.metrics) if dated(known)]
    named = [one for one in (*read.mentions, *carried) if one.owner and one is not mention]
    found = _narrowed(found, named, index)
    return [(known.fact.id, moment) for known in found for moment in moments_of(known)]


def _nearest_dated(day: Day, first: int, read: Read, index: Index) -> tuple[Mention, int] | None:
    """The name of something dated that stands nearest to a date, and how many words away."""
    best: tuple[Mention, int] | None = None
    for one in read.mentions:
        every = index.of(one.metrics)
        # of a name that may be many things, few of them dated, a date tells nothing
        count = sum(dated(known) for known in every)
        if not count or count * 4 < len(every):
            continue
        distance = _distance(day, first, one, read)
        if distance is not None and (best is None or distance < best[1]):
            best = (one, distance)
    return best


def _distance(day: Day, first: int, mention: Mention, read: Read) -> int | None:
    """Words between a name and a date; None where another date or another clause lies between.

    A name after its date ("18 June: FOMC") counts as two words further than one before it.
    """
    if mention.last <= first:
        gap = read.words[mention.last : first]
        others = any(mention.end <= other.start < day.start for other in read.days)
        distance = len(gap)
    else:
        gap = read.words[first : mention.first]
        others = any(day.end <= other.start < mention.start for other in read.days) or any(
            # "one day before the FOMC decision of 14 December" has a date of its own
            0 <= read.at(other.start) - mention.last <= 2
            for other in read.days
        )
        distance = len(gap) + 2
    if others or any(word.norm in (";", "|") for word in gap) or distance > _REACH:
        return None
    return distance


def _narrowed(found: list[Known], owners: list[Mention], index: Index) -> list[Known]:
    """Those of the dated facts that belong to another thing named: "R1 ... last touched 3 March"."""
    for owner in owners:
        families = {family(known.key) for known in index.of(owner.metrics)}
        narrower = [known for known in found if family(known.key) in families]
        if narrower and len(narrower) < len(found):
            return narrower
    return found


def dated(known: Known) -> bool:
    """Whether a fact's value is a day."""
    return known.fact.unit is Unit.DATE


def moments_of(known: Known) -> list[date]:
    """The days of a fact: its value, its own session, the days in its name."""
    fact = known.fact
    found = [fact.as_of]
    if fact.unit is Unit.DATE and isinstance(fact.value, str):
        found = [date.fromisoformat(fact.value)]
    found += [date.fromisoformat(iso) for iso in _ISO.findall(f"{fact.id} {fact.label} {fact.method}")]
    return found


def both(day: Day, read: Read, index: Index) -> list[list[date]]:
    """The days of each event before a date, where "both" or "all" are said to fall on it.

    Args:
        day: The date.
        read: Its statement.
        index: The facts.
    """
    first = read.at(day.start)
    if not {word.norm for word in read.words[max(read.lead, first - 5) : first]} & {"both", "all"}:
        return []
    groups = [
        [known for known in index.of(one.metrics) if dated(known)]
        for one in read.mentions
        if one.last <= first
    ]
    return [[moment for known in group for moment in moments_of(known)] for group in groups if group]
