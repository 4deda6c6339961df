"""Whose figure and of which session: what a statement says, or what it goes on with."""

from dataclasses import dataclass, field
from datetime import date

from bot.agent.grounding.days import Day, days
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.odds_topic import Topic
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Quantity
from knowledge.types import Passage


@dataclass(slots=True)
class Carried:
    """What earlier statements lend to the next.

    Attributes:
        mentions: The names of the last statement that had any.
        symbol: The last symbol spoken of.
        day: The last session spoken of.
        days: The sessions of the last statement that named any.
        block: The paragraph they stand in.
        passages: What the last statement cited.
        words: The words of the paragraph so far.
        stated: The facts that were said last.
        marks: Figures of reports that were said last.
        odds: Whose odds were spoken of, at which horizon.
    """

    mentions: list[Mention] = field(default_factory=list)
    symbol: str | None = None
    day: date | None = None
    days: frozenset[date] = frozenset()
    block: int = -1
    passages: list[Passage] = field(default_factory=list)
    words: frozenset[str] = frozenset()
    stated: list[Known] = field(default_factory=list)
    marks: list[Quantity] = field(default_factory=list)
    odds: Topic = field(default_factory=Topic)


def about(known: Known, symbols: set[str] | None) -> bool:
    """Whether a fact is about one of the symbols."""
    return symbols is None or "*" in known.symbols or bool(known.symbols & symbols)


def sessions_of(quantity: Quantity, read: Read, carried: Carried, index: Index) -> set[date] | None:
    """The sessions a number may be of; None: any, which is so where the run read one only."""
    spoken = [one for one in read.days if session_day(one, index)]
    if len(spoken) > 1 and _of_pair(quantity, read):
        # "2010-05-06 vs 2016-06-27: day move -3.7 % vs -3.3 %"
        return _read_on(spoken, index)
    if spoken:
        return _read_on(_nearest(quantity, spoken), index)
    if read.statement.cell:
        lead = read.statement.lead
        head = [one for one in days(lead, 0, len(lead)) if session_day(one, index)]
        if head:
            return _read_on(head, index)
    if carried.day is not None and len(index.sessions) > 1:
        return set(carried.days) or {carried.day}
    return None


def _of_pair(quantity: Quantity, read: Read) -> bool:
    """Whether a number stands against another one of its kind, with the dates before both."""
    numbers = sorted(read.numbers, key=lambda one: one.start)
    at = next((place for place, one in enumerate(numbers) if one.start == quantity.start), None)
    if at is None or any(day.start > quantity.start for day in read.days):
        return False
    for a, b in zip(numbers[max(0, at - 1) : at + 2], numbers[max(0, at - 1) + 1 : at + 2], strict=False):
        between = [word.norm for word in read.words[read.at(a.end - 1) + 1 : read.at(b.start)]]
        if between in (["vs"], ["versus"], ["against"], ["/"]) and a.kind is b.kind:
            return True
    return False


def _nearest(quantity: Quantity, spoken: list[Day]) -> list[Day]:
    """The date a number belongs to: the last before it, unless one follows at its heels."""
    before = [one for one in spoken if one.start < quantity.start]
    after = [one for one in spoken if one.start >= quantity.start]
    if not before or (after and after[0].start - quantity.end < 6):
        return after[:1]
    return before[-1:]


def _read_on(chosen: list[Day], index: Index) -> set[date]:
    """The sessions of the run that fall on these dates."""
    return {session for session in index.sessions for one in chosen if one.is_day(session)}


def session_day(day: Day, index: Index) -> bool:
    """Whether a date is one of the sessions that were read."""
    return any(day.is_day(session) for session in index.sessions)


def of_session(known: Known, sessions: set[date] | None) -> bool:
    """Whether a fact is of one of the sessions."""
    if sessions is None:
        return not known.earlier
    return known.session in sessions or known.fact.as_of in sessions


def scoped_ids(index: Index, symbols: set[str] | None, sessions: set[date] | None) -> frozenset[int]:
    """`id` of the facts about some symbols and of some sessions, found once for all numbers that ask."""
    key = (
        None if symbols is None else frozenset(symbols),
        None if sessions is None else frozenset(sessions),
    )
    if key not in index.scopes:
        index.scopes[key] = frozenset(
            id(one) for one in index.known if about(one, symbols) and of_session(one, sessions)
        )
    return index.scopes[key]
