"""What a tool may reach, put together by code for one run: no tool takes a tenant, a person or a place.

The corpus, the earlier answers and the record are handed over already bound to whoever asks.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from knowledge.claims.model import Finding
from knowledge.types import Query, SearchResult
from tools.desk import Desk
from tools.desk.asked import Calendar
from tools.grounds import Grounds, Said
from tools.market.ports import Events


class Corpus(Protocol):
    """The stored reports, as one tenant sees them: its own and the public ones."""

    def search(self, query: Query) -> SearchResult:
        """Passages that answer; `SearchResult.nothing` says why when there are none."""

    def conflicts(self, symbol: str | None) -> tuple[Finding, ...]:
        """Where reports that people added contradict each other, arithmetic, or the calendar.

        Args:
            symbol: Only findings about this ticker; None for all.
        """


class Earlier(Protocol):
    """Answers given before in the same conversation."""

    def between(self, start: date, end: date) -> tuple[Said, ...]:
        """Answers given from one day to another, both included, the newest first; at most twenty."""


class Evidence(Protocol):
    """Event studies: what followed a state, with its cases and interval."""

    def after(self, symbol: str, state: str, session: date) -> Grounds:
        """What followed the state in the history up to a session.

        Raises:
            NoData: It is not known here, and why.
            BadRequest: No such state; the text lists them.
        """


class Record(Protocol):
    """Sealed signals, their debriefs, and the score kept of them."""

    def debrief(self, symbol: str, session: date) -> Grounds:
        """The debrief of a session.

        Raises:
            NoData: Nothing was sealed before that session, or it is not over.
        """

    def standing(self, symbol: str, session: date) -> Grounds:
        """How sealed signals of a symbol have done up to a session.

        Raises:
            NoData: Nothing was sealed.
        """


@dataclass(frozen=True, slots=True)
class BeltContext:
    """What the tools of one run work with.

    Attributes:
        desk: Computes.
        calendar: The exchange's sessions.
        events: The macro calendar.
        corpus: Stored reports as the asker's tenant sees them.
        earlier: Earlier answers of this conversation.
        evidence: Event studies.
        record: Sealed signals and debriefs.
        session: The session the conversation is pinned to: what "latest" means, and the newest that any
            tool may read. Nothing later is read or quoted.
    """

    desk: Desk
    calendar: Calendar
    events: Events
    corpus: Corpus
    earlier: Earlier
    evidence: Evidence
    record: Record
    session: date
