"""Back-filling: a past period sealed, settled and debriefed session by session, labelled so throughout.

Every call is read from what was known at its session, by the code that reads today's; but it was written
afterwards, so it is kept in a book of its own and counts in no forward record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tools.desk.book import Book
from tools.errors import BadRequest, NoData
from tools.ledger.entries import Seal
from tools.ledger.port import Wanted
from tools.market.ports import Progress, no_progress
from tools.market.symbols import symbol_of

AT_ONCE = 25
"""Calls written together: what an interrupted run can lose."""

LONGEST = 2600
"""Sessions of one run: ten years."""


@dataclass(frozen=True, slots=True)
class BackFilled:
    """What a run did.

    Attributes:
        symbol: Whose.
        first, last: Its first and last session.
        sealed: Calls written now.
        there: Calls that were there already.
        settled: Settlements written now.
        debriefed: Debriefs written now.
        skipped: Sessions without a call, with the reason.
        undebriefed: Sessions whose call is there and whose debrief is not, with the reason.
    """

    symbol: str
    first: date
    last: date
    sealed: int
    there: int
    settled: int
    debriefed: int
    skipped: tuple[tuple[date, str], ...]
    undebriefed: tuple[tuple[date, str], ...]


def back_fill(
    book: Book, symbol: str, first: date, last: date, now: datetime, progress: Progress = no_progress
) -> BackFilled:
    """Seal, settle and debrief a past period; what is there already is kept, so a run can be taken up again.

    Args:
        book: Keeps the rows.
        symbol: As typed.
        first: The first day of the period; closed days are passed over.
        last: The last day, included.
        now: The present: a call whose next session has not opened is no back-filled one.
        progress: Told of every session, twice.

    Raises:
        BadRequest: The period is the wrong way round, has no session, or more than ten years of them.
        PlumbError: As `Desk.analyze`, where a session cannot be read for another reason than missing bars.
    """
    name = symbol_of(symbol.strip().removeprefix("$"))
    sessions = _sessions(book, first, last, now)
    mine = Wanted(name, "backfilled", book.desk.market.simulated, sessions[0], sessions[-1])
    known = {row.entry.session for row in book.ledger.seals(mine)}
    skipped: list[tuple[date, str]] = []
    waiting: list[Seal] = []
    sealed = 0
    for done, session in enumerate(sessions, 1):
        if session not in known:
            try:
                waiting.append(_call(book, name, session))
            except NoData as gone:
                skipped.append((session, str(gone)))
        if waiting and (len(waiting) >= AT_ONCE or done == len(sessions)):
            sealed += len(book.ledger.seal(waiting))
            waiting = []
        progress(done, 2 * len(sessions), f"sealed {session.isoformat()}")
    settled = book.settle(name).written
    without = {day for day, _ in skipped}
    called = [session for session in sessions if session not in without]
    debriefed, undebriefed = _debriefs(book, name, called, mine, progress)
    return BackFilled(
        symbol=name,
        first=sessions[0],
        last=sessions[-1],
        sealed=sealed,
        there=len(known),
        settled=settled,
        debriefed=debriefed,
        skipped=tuple(skipped),
        undebriefed=undebriefed,
    )


def _sessions(book: Book, first: date, last: date, now: datetime) -> Sequence[date]:
    """The sessions of the period whose next session has opened."""
    if first > last:
        raise BadRequest(f"the period begins on {first.isoformat()}, after its end on {last.isoformat()}.")
    calendar = book.calendar
    days = [day.date() for day in calendar.between(first, min(last, calendar.last_completed(now)))]
    if days and calendar.open_time(calendar.next(days[-1])) > now:
        days.pop()
    if not days:
        raise BadRequest(
            f"there is no session to back-fill from {first.isoformat()} to {last.isoformat()}: it must have "
            "closed, and the next one must have opened."
        )
    if len(days) > LONGEST:
        raise BadRequest(f"{len(days):,} sessions are too many for one run; allowed are {LONGEST:,}.")
    return days


def _call(book: Book, name: str, session: date) -> Seal:
    """The call of exactly that session.

    Raises:
        NoData: The bars end before it.
    """
    _, seal = book.call(name, session)
    if seal.session != session:
        raise NoData(f"the bars of {name} have no session of {session.isoformat()}")
    return seal


def _debriefs(
    book: Book, name: str, called: Sequence[date], mine: Wanted, progress: Progress
) -> tuple[int, tuple[tuple[date, str], ...]]:
    """Debrief the sessions after those with a call: how many were written, and why others were not."""
    before = len(book.ledger.debriefs(Wanted(name, "backfilled", mine.simulated)))
    without: list[tuple[date, str]] = []
    for done, session in enumerate(called, 1):
        judged = book.calendar.next(session)
        try:
            book.debrief(name, judged, write=True)
        except NoData as gone:
            without.append((judged, str(gone)))
        progress(len(called) + done, 2 * len(called), f"debriefed {judged.isoformat()}")
    return len(book.ledger.debriefs(Wanted(name, "backfilled", mine.simulated))) - before, tuple(without)
