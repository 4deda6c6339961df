"""The check of dates: a session that was read, an event's day, or the day of a named fact."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bot.agent.grounding.days import Day, days
from bot.agent.grounding.governing import family
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.reading import Mention, Read
from bot.agent.grounding.verdict import Claim, ClaimKind
from knowledge.types import Passage
from tools.types import Unit

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_SESSION_WORDS = frozenset("as of on session at close closed read reading for card through to dated asof".split())


def moments(
    read: Read, used: set[str], passages: Sequence[Passage], carried: list[Mention], index: Index, asked: Iterable[date]
) -> list[Claim]:
    """The claims of a statement's dates.

    Args:
        read: The statement.
        used: Ids of the facts that its numbers rest on.
        passages: What it cites.
        carried: Names of the statement before.
        index: The facts.
        asked: Days that the question names.
    """
    claims = []
    for day in read.days:
        fact, why = _borne(day, read, used, passages, carried, index, frozenset(asked))
        holds = fact is not None
        claims.append(
            Claim(
                day.start,
                day.end,
                read.text[day.start : day.end],
                ClaimKind.DATE,
                holds,
                why,
                (fact,) if fact else (),
            )
        )
    return claims


def _borne(
    day: Day, read: Read, used: set[str], passages: Sequence[Passage], carried: list[Mention], index: Index,
    asked: frozenset[date],
) -> tuple[str | None, str]:  # fmt: skip
    first = read.at(day.start)
    for one in passages:
        if (one.cited.published.day and day.is_day(one.cited.published.day)) or any(
            (other.year, other.month, other.day) == (day.year, day.month, day.day) for other in days(one.text, 0, len(one.text))
        ):
            return one.id, f"the day of {one.cited.title}"
    held = _held(day, first, read, index)
    if held:
        for fact, moment in held:
            if day.is_day(moment):
                return fact, f"the day of {fact}"
        told = ", ".join(sorted({moment.isoformat() for _, moment in held})[:3])
        return None, f"another day: it is {told}"
    if passages and not any(day.is_day(session) for session in index.sessions):
        titled = [one for one in passages if str(day.year) in one.cited.title]
        if titled:
            return titled[0].id, "in the title"
    for session in index.sessions:
        if day.is_day(session):
            return f"session {session.isoformat()}", "a session that was read"
    named = {family(one.key) for mention in [*read.mentions, *carried] for one in index.of(mention.metrics)}
    for one in index.known:
        if one.fact.id in used or family(one.key) in named:
            for moment in moments_of(one):
                if day.is_day(moment):
                    return one.fact.id, f"the day of {one.fact.label}"
    for span in index.spans:
        if span[0] in {name.partition(".")[2] or name for name in named} and any(day.is_day(moment) for moment in span[1]):
            return span[0], f"a day of the {span[0].replace('_', ' ')}"
    for moment in asked:
        if day.is_day(moment):
            return "question", "a day that the question names"
    for text in index.texts:
        for iso in _ISO.findall(text):
            if day.is_day(date.fromisoformat(iso)) and (day.exact or day.day is not None or day.month is not None or day.year is not None):
                if _shares(text, read):
                    return "card", "in the words of the card"
    return None, "no session that was read, no event and no named fact has this day"


def _shares(text: str, read: Read) -> bool:
    low = text.lower()
    return sum(word.norm in low for word in read.words if word.kind == "word" and len(word.norm) > 4) >= 2


def _held(day: Day, first: int, read: Read, index: Index) -> list[tuple[str, date]]:
    """The days of the event or dated fact that a date stands at: "FOMC on 18 June", "last touched 3 March"."""
    best: tuple[int, Mention] | None = None
    for one in read.mentions:
        every = index.of(one.metrics)
        dated = [known for known in every if _dated(known)]
        if not dated or len(dated) * 4 < len(every):
            continue
        if one.last <= first:
            gap = read.words[one.last : first]
            others = [other for other in read.days if one.end <= other.start < day.start]
            distance = len(gap)
        else:
            gap = read.words[first : one.first]
            others = [other for other in read.days if day.end <= other.start < one.start]
            distance = len(gap) + 2
        if others or any(word.norm in (";", "|") for word in gap) or distance > 12:
            continue
        if best is None or distance < best[0]:
            best = (distance, one)
    if best is None:
        return []
    if best[0] > 5 and any(day.is_day(session) for session in index.sessions) and any(
        word.norm in _SESSION_WORDS for word in read.words[max(0, first - 3) : first]
    ):
        return []
    return [(known.fact.id, moment) for known in index.of(best[1].metrics) if _dated(known) for moment in moments_of(known)]


def _dated(known: Known) -> bool:
    return known.fact.unit is Unit.DATE


def moments_of(known: Known) -> list[date]:
    """The days of a fact: its value, its own session, the days in its name."""
    fact = known.fact
    found = [fact.as_of]
    if fact.unit is Unit.DATE and isinstance(fact.value, str):
        found = [date.fromisoformat(fact.value)]
    found += [date.fromisoformat(iso) for iso in _ISO.findall(f"{fact.id} {fact.label}")]
    return found
