"""Of which symbol and of which session a statement says a state."""

from dataclasses import dataclass
from datetime import date

from bot.agent.grounding.known import Index, StateOf
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried, session_day
from bot.agent.grounding.subjects import SECONDS, subject
from bot.agent.grounding.symbols import SymbolAt


@dataclass(frozen=True, slots=True)
class StateScope:
    """What a state is said of.

    Attributes:
        symbols: One of them; None for any.
        sessions: One of them; None for any.
    """

    symbols: set[str] | None
    sessions: set[date] | None

    def known(self, owner: str, index: Index) -> list[StateOf]:
        """The states that cards give an owner here."""
        # "SPY fell, which the card calls resilience": the benchmark itself has no card here
        benchmark = self.symbols is not None and self.symbols <= SECONDS - index.symbols
        return [
            one
            for one in index.states
            if one.owner == owner
            and (self.symbols is None or benchmark or one.symbol in self.symbols)
            and (self.sessions is None or one.session is None or one.session in self.sessions)
        ]


def state_scope(place: int, read: Read, carried: Carried, index: Index) -> StateScope:
    """Of what a statement says a state.

    Args:
        place: Number of the state's first word.
        read: The statement.
        carried: What the statements before lend it.
        index: What the tools gave.
    """
    if len(index.symbols) == 2 and _is_of_both(place, read):
        return StateScope(set(index.symbols), _sessions(place, read, carried, index))
    return StateScope(_symbols(place, read, carried), _sessions(place, read, carried, index))


def _is_of_both(place: int, read: Read) -> bool:
    """Whether a state is said of both symbols spoken of: "so both are in a deterioration warning"."""
    return any(word.norm == "both" for word in read.words[max(read.lead, place - 5) : place])


def _symbols(place: int, read: Read, carried: Carried) -> set[str] | None:
    """Those right after ("neutral for QQQ and SPY"), else the last before, else the one carried."""
    after = [one for one in read.symbols if one.index > place]
    if (
        after
        and after[0].index - place <= 3
        and read.words[after[0].index - 1].norm in ("on", "for", "of", "in", "both")
    ):
        chosen = {after[0].symbol}
        for one in after[1:]:
            between = read.words[after[0].index + 1 : one.index]
            if any(word.norm not in ("and", ",", "both") for word in between):
                break
            chosen.add(one.symbol)
        return chosen
    before = [
        one
        for one in read.symbols
        if one.index <= place and subject(one, read) and not _passed(one, place, read)
    ]
    if before:
        return {before[-1].symbol}
    return {carried.symbol} if carried.symbol else None


def _passed(one: SymbolAt, place: int, read: Read) -> bool:
    """Whether a symbol of a clause beside has had its number already: "while SPY is at 601: neutral"."""
    if (
        one.start < 0
        or one.index <= read.lead
        or read.words[one.index - 1].norm not in ("while", "as", "when", "with")
    ):
        return False
    return any(one.end <= other.start and read.at(other.end - 1) < place for other in read.numbers)


def _sessions(place: int, read: Read, carried: Carried, index: Index) -> set[date] | None:
    """The session last named before, else the first after; all of them before "on both"."""
    spoken = [day for day in read.days if session_day(day, index)]
    if spoken:
        if not any(word.norm in ("both", "each", "every") for word in read.words[place:]):
            before = [day for day in spoken if read.at(day.start) <= place]
            spoken = before[-1:] or spoken[:1]
        return {session for session in index.sessions for day in spoken if day.is_day(session)}
    if carried.day is not None and len(index.sessions) > 1:
        return {carried.day}
    return None
