"""Whose figure and of which session: what a statement says, or what it goes on with."""

from dataclasses import dataclass, field
from datetime import date

from bot.agent.grounding.days import Day, days
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.quantities import Quantity
from bot.agent.grounding.reading import Mention, Read, SymbolAt
from knowledge.types import Passage

_AGAINST = frozenset(
    "against versus vs than to over relative ahead behind lag lagged lagging lead leading led trail by_"
    " trailed trailing beat beating outperform outperformed outperforming underperform underperformed"
    " underperforming outpaced / outpace outran outrun exceed exceeded".split()
)


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
    """

    mentions: list[Mention] = field(default_factory=list)
    symbol: str | None = None
    day: date | None = None
    days: frozenset[date] = frozenset()
    block: int = -1
    passages: list[Passage] = field(default_factory=list)
    words: frozenset[str] = frozenset()
    stated: list[Known] = field(default_factory=list)


def symbols_of(quantity: Quantity, read: Read, carried: Carried, index: Index) -> set[str] | None:
    """The symbols a number may belong to; None: any of the run."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    before = [one for one in read.symbols if one.index < first or one.start < 0]
    after = [one for one in read.symbols if one.index > last]
    if after:
        gap = [word.norm for word in read.words[last + 1 : after[0].index]]
        if (
            len(gap) <= 2
            and gap
            and gap[0] in ("for", "of", "in", "on", "(")
            and not any(one.kind == "number" for one in read.words[last + 1 : after[0].index])
        ):
            return {after[0].symbol}
    nearby = (
        [word.norm for word in read.words[before[-1].index + 1 : first]]
        if before and before[-1].start >= 0
        else ["-"]
    )
    close = before[-1] if before else None
    if (
        close is not None
        and all(word in ("$", "(") for word in nearby)
        and (subject(close, read) or read.text[close.end : close.end + 2] in ("'s", "\u2019s"))
    ):
        # "SPY's 23.0 %"
        return {before[-1].symbol}
    if (
        first
        and read.words[first - 1].norm in ("against", "versus", "vs")
        and any(other.end <= quantity.start and read.at(other.end - 1) >= first - 3 for other in read.numbers)
    ):
        # "16.8 against 24.1": the second is the other symbol's
        return {one.symbol for one in read.symbols} | ({carried.symbol} if carried.symbol else set()) or None
    if before:
        own = [one for one in before if subject(one, read) and not _passed(one, quantity, read)]
        if not own and not carried.symbol and all(one.symbol in SECONDS for one in before):
            return None if len(index.symbols) == 1 else set(index.symbols)
        told = {own[-1].symbol} if own else ({carried.symbol} if carried.symbol else None)
        if told is None:
            return None if len(index.symbols) == 1 else set(index.symbols)
        if after and _against(after[0], read) and own:
            # "SPY has an edge of 0.4 points over IWM"
            told.add(after[0].symbol)
        return told
    if after and not carried.symbol:
        return None if len(index.symbols) == 1 else {one.symbol for one in after} | set(index.symbols)
    if carried.symbol:
        return {carried.symbol}
    return None


SECONDS = frozenset(("SPY", "QQQ"))
"""What others are held against: spoken of beside a symbol, they are not the subject of what follows."""


def subject(one: SymbolAt, read: Read) -> bool:
    """Whether a symbol is what the statement speaks of."""
    if _against(one, read):
        return False
    if one.start >= 0 and one.index > read.lead and read.words[one.index - 1].norm in ("and", ",", "or"):
        # "trails SPY by 4.8 points and QQQ by 5.9"
        earlier = [other for other in read.symbols if 0 <= other.start < one.start]
        after = read.words[one.index + 1].norm if one.index + 1 < len(read.words) else ""
        return not (earlier and _against(earlier[-1], read) and after in ("by", ",", ".", ";"))
    return True


def _passed(one: SymbolAt, quantity: Quantity, read: Read) -> bool:
    """Whether a symbol of a clause beside has had its number: "while SPY moved 4.2 %: ... 1.22 sigma"."""
    if (
        one.start < 0
        or one.index <= read.lead
        or read.words[one.index - 1].norm not in ("while", "as", "when", "with")
    ):
        return False
    return any(one.end <= other.start and other.end <= quantity.start for other in read.numbers)


def _against(one: SymbolAt, read: Read) -> bool:
    """Whether a symbol is what another is held against: "trails SPY", "against QQQ", "IWM/SPY"."""
    if one.start < 0 or one.index <= read.lead:
        return False
    before = [word.norm for word in read.words[max(read.lead, one.index - 2) : one.index]]
    if before[-1] == "of":
        return before[0] in ("ahead", "short")
    return before[-1] in _AGAINST


def about(known: Known, symbols: set[str] | None) -> bool:
    """Whether a fact is about one of the symbols."""
    return symbols is None or "*" in known.symbols or bool(known.symbols & symbols)


def sessions_of(quantity: Quantity, read: Read, carried: Carried, index: Index) -> set[date] | None:
    """The sessions a number may be of; None: any, which is so where the run read one only."""
    spoken = [one for one in read.days if session_day(one, index)]
    if not spoken and read.statement.cell:
        head = [
            one for one in days(read.statement.lead, 0, len(read.statement.lead)) if session_day(one, index)
        ]
        if head:
            return {day for day in index.sessions for one in head if one.is_day(day)}
    if spoken:
        first = quantity.start
        before = [one for one in spoken if one.start < first]
        after = [one for one in spoken if one.start >= first]
        if before and not (after and after[0].start - quantity.end < 6 and len(spoken) > 1):
            chosen = [before[-1]]
        elif after:
            chosen = [after[0]]
        else:
            chosen = spoken
        return {day for day in index.sessions for one in chosen if one.is_day(day)}
    if carried.day is not None and len(index.sessions) > 1:
        return set(carried.days) or {carried.day}
    return None


def session_day(day: Day, index: Index) -> bool:
    """Whether a date is one of the sessions that were read."""
    return any(day.is_day(session) for session in index.sessions)


def of_session(known: Known, sessions: set[date] | None) -> bool:
    """Whether a fact is of one of the sessions."""
    if sessions is None:
        return not known.earlier
    return known.session in sessions or known.fact.as_of in sessions
