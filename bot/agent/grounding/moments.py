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
_SESSION_WORDS = frozenset(
    "as of on session at close closed read reading for card through to dated asof".split()
)


def moments(
    read: Read,
    figures: Sequence[Claim],
    passages: Sequence[Passage],
    carried: list[Mention],
    index: Index,
    asked: Iterable[date],
) -> list[Claim]:
    """The claims of a statement's dates.

    Args:
        read: The statement.
        figures: The claims of its numbers.
        passages: What it cites.
        carried: Names of the statement before.
        index: The facts.
        asked: Days that the question names.
    """
    claims = []
    used = {fact for claim in figures for fact in claim.facts}
    for day in read.days:
        if any(a <= day.start < b for a, b in read.reasons):
            continue
        fact, why = _borne(day, read, figures, used, passages, carried, index, frozenset(asked))
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
    day: Day, read: Read, figures: Sequence[Claim], used: set[str], passages: Sequence[Passage], carried: list[Mention], index: Index,
    asked: frozenset[date],
) -> tuple[str | None, str]:  # fmt: skip
    first = read.at(day.start)
    for one in passages:
        if (one.cited.published.day and day.is_day(one.cited.published.day)) or any(
            (other.year, other.month, other.day) == (day.year, day.month, day.day)
            for other in days(one.text, 0, len(one.text))
        ):
            return one.id, f"the day of {one.cited.title}"
    held = _bracketed(day, read, figures, index) or _held(day, first, read, carried, index)
    if held:
        both = _both(day, read, index)
        if both and not all(any(day.is_day(moment) for moment in moments) for moments in both):
            return None, "not the day of both"
        for fact, moment in held:
            if day.is_day(moment):
                return fact, f"the day of {fact}"
        if any(day.is_day(session) for session in index.sessions) and any(
            word.norm in ("away", "session") for word in read.words[max(read.lead, first - 4) : first]
        ):
            return "session", "a session that was read"
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
    values = {one.fact.value for one in index.known if one.fact.id in used and one.fact.unit is not Unit.VOTE}
    for one in index.known:
        if one.fact.id in used or one.fact.value in values or family(one.key) in named:
            for moment in moments_of(one):
                if day.is_day(moment):
                    return one.fact.id, f"the day of {one.fact.label}"
    for span in index.spans:
        if span[0] in {name.partition(".")[2] or name for name in named} and any(
            day.is_day(moment) for moment in span[1]
        ):
            return span[0], f"a day of the {span[0].replace('_', ' ')}"
    for moment in asked:
        if day.is_day(moment):
            return "question", "a day that the question names"
    for text in index.texts:
        for iso in _ISO.findall(text):
            if day.is_day(date.fromisoformat(iso)) and (
                day.exact or day.day is not None or day.month is not None or day.year is not None
            ):
                if _shares(text, read):
                    return "card", "in the words of the card"
    return None, "no session that was read, no event and no named fact has this day"


def _shares(text: str, read: Read) -> bool:
    low = text.lower()
    return sum(word.norm in low for word in read.words if word.kind == "word" and len(word.norm) > 4) >= 2


def _both(day: Day, read: Read, index: Index) -> list[list[date]]:
    """The days of each event before a date, where "both" or "all" are said to fall on it."""
    first = read.at(day.start)
    if not {word.norm for word in read.words[max(read.lead, first - 5) : first]} & {"both", "all"}:
        return []
    groups = [
        [known for known in index.of(one.metrics) if _dated(known)]
        for one in read.mentions
        if one.last <= first
    ]
    return [[moment for known in group for moment in moments_of(known)] for group in groups if group]


def _bracketed(day: Day, read: Read, figures: Sequence[Claim], index: Index) -> list[tuple[str, date]]:
    """The day of the figure that a date in brackets follows: "83.0 % (October 2002)"."""
    if read.text[day.start - 1 : day.start] != "(":
        return []
    before = [
        claim
        for claim in figures
        if claim.end <= day.start and not read.text[claim.end : day.start - 1].strip()
    ]
    facts = {fact for claim in before for fact in claim.facts}
    return [
        (known.fact.id, known.fact.as_of)
        for known in index.known
        if known.fact.id in facts and known.fact.as_of != known.session
    ]


def _held(day: Day, first: int, read: Read, carried: list[Mention], index: Index) -> list[tuple[str, date]]:
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
    if (
        best[0] > 5
        and any(day.is_day(session) for session in index.sessions)
        and any(word.norm in _SESSION_WORDS for word in read.words[max(0, first - 3) : first])
    ):
        return []
    found = [known for known in index.of(best[1].metrics) if _dated(known)]
    owners = [one for one in [*read.mentions, *carried] if one.owner and one is not best[1]]
    for owner in owners:
        families = {family(known.key) for known in index.of(owner.metrics)}
        narrower = [known for known in found if family(known.key) in families]
        if narrower and len(narrower) < len(found):
            found = narrower
            break
    return [(known.fact.id, moment) for known in found for moment in moments_of(known)]


def _dated(known: Known) -> bool:
    return known.fact.unit is Unit.DATE


def moments_of(known: Known) -> list[date]:
    """The days of a fact: its value, its own session, the days in its name."""
    fact = known.fact
    found = [fact.as_of]
    if fact.unit is Unit.DATE and isinstance(fact.value, str):
        found = [date.fromisoformat(fact.value)]
    found += [date.fromisoformat(iso) for iso in _ISO.findall(f"{fact.id} {fact.label} {fact.method}")]
    return found


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(r"\b(\d{1,2}:\d{2})\b")


def weekdays_and_times(read: Read, carried: list[Mention], index: Index) -> list[Claim]:
    """A weekday or a time beside an event must be the event's."""
    claims = []
    mentions = [*read.mentions, *([] if any(_kinds(one, index) for one in read.mentions) else carried)]
    kinds = {kind for one in mentions for kind in _kinds(one, index)}
    if not kinds:
        return []
    days_of = {moment for kind, span in index.spans if kind in kinds for moment in span[:1]}
    days_of |= {
        moment for known in index.known if _dated(known) and known.key.split(".")[1:2] and known.key.split(".")[1] in kinds
        for moment in moments_of(known)
    }  # fmt: skip
    for word in read.words[read.lead :]:
        if word.norm in _WEEKDAYS and not any(day.start <= word.start < day.end for day in read.days):
            if any(other.norm in ("third", "fourth", "first", "second") for other in read.words):
                continue
            right = any(moment.weekday() == _WEEKDAYS.index(word.norm) for moment in days_of)
            claims.append(
                Claim(
                    word.start,
                    word.end,
                    read.text[word.start : word.end],
                    ClaimKind.DATE,
                    right,
                    "the weekday of the event",
                )
            )
    times = {time for kind, time in index.times if kind in kinds}
    for match in _CLOCK.finditer(read.text, read.statement.start, read.statement.end):
        nearest = _nearest_kind(match.start(), read, index) or kinds
        clock = match[1].zfill(5)
        right = any(time == clock for kind, time in index.times if kind in nearest)
        if not any(kind in nearest for kind, _ in index.times):
            said = {kind for kind, span in index.spans if any(day.is_day(span[0]) for day in read.days)}
            right = any(time == clock for kind, time in index.times if kind in said)
        claims.append(
            Claim(
                match.start(),
                match.end(),
                match.group(),
                ClaimKind.DATE,
                right,
                f"times on file: {', '.join(sorted(times)) or 'none'}",
            )
        )
    return claims


def _kinds(mention: Mention, index: Index) -> set[str]:
    found = {
        known.key.split(".")[1]
        for known in index.of(mention.metrics)
        if known.key.startswith("calendar.") and known.key.count(".") >= 1
    }
    return found if len(found) == 1 else set()


def _nearest_kind(at: int, read: Read, index: Index) -> set[str]:
    before = [one for one in read.mentions if 0 <= one.end <= at and _kinds(one, index)]
    return _kinds(before[-1], index) if before else set()
