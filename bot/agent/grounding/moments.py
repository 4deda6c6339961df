"""The check of dates: a session that was read, an event's day, or the day of a named fact."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.agent.grounding.days import Day, days
from bot.agent.grounding.event_days import both, held, moments_of, was_read
from bot.agent.grounding.known import Index
from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.reading import Read
from bot.agent.grounding.verdict import Claim, ClaimKind
from bot.agent.grounding.vocabulary import family
from knowledge.types import Passage
from tools.types import Unit

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class _Sayings:
    """A statement's dates, and what may bear them.

    Attributes:
        read: The statement.
        figures: The claims of its numbers.
        passages: What it cites.
        carried: Names of the statement before.
        index: The facts.
        asked: Days that the question names.
    """

    read: Read
    figures: Sequence[Claim]
    passages: Sequence[Passage]
    carried: Sequence[Mention]
    index: Index
    asked: frozenset[date]


_LED_TO = re.compile(
    r",? ?(?:\(|(?:was |were )?(?:(?:reached|set|hit|made|printed|touched|seen|marked) )?(?:on|in|of) )"
)
"""Between a figure and the day it is of."""

_Borne = tuple[str | None, str]
"""What bears a date, None where nothing does, and why."""


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
    sayings = _Sayings(read, figures, passages, carried, index, frozenset(asked))
    claims = []
    for day in read.days:
        if any(a <= day.start < b for a, b in read.reasons):
            continue
        fact, why = _borne(day, sayings)
        words = read.text[day.start : day.end]
        facts = (fact,) if fact else ()
        claims.append(Claim(day.start, day.end, words, ClaimKind.DATE, fact is not None, why, facts))
    return claims


def _borne(day: Day, sayings: _Sayings) -> _Borne:
    """What bears a date: the first that has a say, the nearest in meaning before the merely possible."""
    for bearer in (
        _of_passage,
        _of_event,
        _of_title,
        _of_session,
        _of_named_fact,
        _of_span,
        _of_question,
        _of_card_text,
    ):
        borne = bearer(day, sayings)
        if borne is not None:
            return borne
    return None, "no session that was read, no event and no named fact has this day"


def _of_passage(day: Day, sayings: _Sayings) -> _Borne | None:
    """A cited passage was published on it, or has it written just so."""
    for one in sayings.passages:
        published = one.cited.published.day
        if (published and day.is_day(published)) or any(
            (other.year, other.month, other.day) == (day.year, day.month, day.day)
            for other in days(one.text, 0, len(one.text))
        ):
            return one.id, f"the day of {one.cited.title}"
    return None


def _of_event(day: Day, sayings: _Sayings) -> _Borne | None:
    """The figure or the event that the date stands at has this day; if it has another, the date is wrong."""
    read, index = sayings.read, sayings.index
    first = read.at(day.start)
    days_held = _bracketed(day, sayings) or held(day, read, sayings.carried, index)
    if not days_held:
        return None
    every = both(day, read, index)
    if every and not all(any(day.is_day(moment) for moment in of_one) for of_one in every):
        return None, "not the day of both"
    for fact, moment in days_held:
        if day.is_day(moment):
            return fact, f"the day of {fact}"
    before = read.words[max(read.lead, first - 4) : first]
    if was_read(day, index) and any(word.norm in ("away", "session") for word in before):
        # "the FOMC is nine days away on the session of 16 May"
        return "session", "a session that was read"
    told = ", ".join(sorted({moment.isoformat() for _, moment in days_held})[:3])
    return None, f"another day: it is {told}"


def _of_title(day: Day, sayings: _Sayings) -> _Borne | None:
    """A cited title has its year: "the 2024 outlook"."""
    if was_read(day, sayings.index):
        return None
    titled = [one for one in sayings.passages if str(day.year) in one.cited.title]
    return (titled[0].id, "in the title") if titled else None


def _of_session(day: Day, sayings: _Sayings) -> _Borne | None:
    """A session that was read is this day."""
    for session in sayings.index.sessions:
        if day.is_day(session):
            return f"session {session.isoformat()}", "a session that was read"
    return None


def _of_named_fact(day: Day, sayings: _Sayings) -> _Borne | None:
    """A fact that the statement names or states is of that day.

    So is one of the value of a fact it states, as two cards give one reading; a vote's value is everybody's.
    """
    index = sayings.index
    used = {fact for claim in sayings.figures for fact in claim.facts}
    named = _families(sayings)
    values = {one.fact.value for one in index.known if one.fact.id in used and one.fact.unit is not Unit.VOTE}
    for one in index.known:
        if not (one.fact.id in used or one.fact.value in values or family(one.key) in named):
            continue
        if any(day.is_day(moment) for moment in moments_of(one)):
            return one.fact.id, f"the day of {one.fact.label}"
    return None


def _of_span(day: Day, sayings: _Sayings) -> _Borne | None:
    """One of the days over which a named event lasts."""
    kinds = {name.partition(".")[2] or name for name in _families(sayings)}
    for kind, span in sayings.index.spans:
        if kind in kinds and any(day.is_day(moment) for moment in span):
            return kind, f"a day of the {kind.replace('_', ' ')}"
    return None


def _of_question(day: Day, sayings: _Sayings) -> _Borne | None:
    """The asker named it."""
    if any(day.is_day(moment) for moment in sayings.asked):
        return "question", "a day that the question names"
    return None


def _of_card_text(day: Day, sayings: _Sayings) -> _Borne | None:
    """A sentence of a card has it, and shares words with the statement."""
    for text in sayings.index.texts:
        if any(day.is_day(date.fromisoformat(iso)) for iso in _ISO.findall(text)) and _shares(
            text, sayings.read
        ):
            return "card", "in the words of the card"
    return None


def _shares(text: str, read: Read) -> bool:
    low = text.lower()
    return sum(word.norm in low for word in read.words if word.kind == "word" and len(word.norm) > 4) >= 2


def _families(sayings: _Sayings) -> set[str]:
    """The families of facts that the statement, or the one before it, names."""
    return {
        family(one.key)
        for mention in (*sayings.read.mentions, *sayings.carried)
        for one in sayings.index.of(mention.metrics)
    }


def _bracketed(day: Day, sayings: _Sayings) -> list[tuple[str, date]]:
    """The day of the figure that a date follows: "83.0 % (October 2002)", "set on 2002-10-09"."""
    text = sayings.read.text
    facts = {
        fact
        for claim in sayings.figures
        if claim.end <= day.start and _LED_TO.fullmatch(text[claim.end : day.start])
        for fact in claim.facts
    }
    return [
        (known.fact.id, known.fact.as_of)
        for known in sayings.index.known
        if known.fact.id in facts and known.fact.as_of != known.session
    ]
