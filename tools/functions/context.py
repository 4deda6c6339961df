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
from tools.grounds import Said
from tools.market.ports import Events
from tools.results import DebriefReport, RecordReport


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


class Record(Protocol):
    """Sealed signals, their debriefs, and the score kept of them (`tools.desk.book.Book`); read only."""

    def debrief(self, symbol: str, as_of: date | None = None) -> DebriefReport:
        """The debrief of a session.

        Raises:
            NoData: Nothing was sealed at the session before, or it is not over.
        """

    def record(self, symbol: str | None = None, as_of: date | None = None) -> RecordReport:
        """How sealed signals did up to a session; a book without calls says so."""


@dataclass(frozen=True, slots=True)
class BeltContext:
    """What the tools of one run work with.

    Attributes:
        desk: Computes.
        calendar: The exchange's sessions.
        events: The macro calendar.
        corpus: Stored reports as the asker's tenant sees them.
        earlier: Earlier answers of this conversation.
        record: Sealed signals and debriefs.
        session: The session the conversation is pinned to: what "latest" means, and the newest that any
            tool may read. Nothing later is read or quoted.
    """

    desk: Desk
    calendar: Calendar
    events: Events
    corpus: Corpus
    earlier: Earlier
    record: Record
    session: date
