"""The book: a call is sealed once, forward or back-filled by the clock, settled once, and scored apart."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.tools.desk.desks import CALENDAR, LAST, NOW, desk_of, fake_desk, made, real_desk
from tests.tools.ledger.memory_ledger import FakeLedger
from tools.desk import Desk
from tools.desk.back_filling import back_fill
from tools.desk.book import Book
from tools.errors import BadRequest, NoData
from tools.evidence.forward import forward_returns
from tools.ledger.entries import HORIZONS, Settled
from tools.ledger.port import Wanted
from tools.results import RecordReport
from tools.types import Absent, Fact

FRIDAY_EVENING = NOW
MONDAY_NOON = datetime(2025, 9, 29, 16, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A present that tests move."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


def book_of(desk: Desk, clock: Clock | None = None, ledger: FakeLedger | None = None) -> Book:
    kept = ledger or FakeLedger()
    return Book(desk, lambda: kept, CALENDAR, clock or Clock(NOW), "test")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return fake_desk()


def test_a_call_is_forward_before_the_next_open_and_back_filled_after_it(desk: Desk) -> None:
    """The last session is over on Friday evening; its next session opens on Monday at 9:30."""
    clock = Clock(FRIDAY_EVENING)
    book = book_of(desk, clock)
    assert book.seal("IWM").row.entry.kind == "forward"
    assert book.seal("IWM", LAST - timedelta(days=1)).row.entry.kind == "backfilled"
    opens = CALENDAR.open_time(date(2025, 9, 29))
    for moment, kind in ((opens - timedelta(seconds=1), "forward"), (opens, "backfilled")):
        late = book_of(desk, Clock(moment))
        assert late.seal("SPY", LAST).row.entry.kind == kind


def test_sealing_again_changes_nothing_and_says_so(desk: Desk) -> None:
    """The first seal stays, whatever the clock says when it is asked for again."""
    clock = Clock(FRIDAY_EVENING)
    book = book_of(desk, clock)
    first = book.seal("iwm")
    clock.now += timedelta(minutes=5)
    again = book.seal("$IWM")
    assert (first.new, again.new) == (True, False)
    assert again.row == first.row


def test_a_seal_holds_what_the_card_says(desk: Desk) -> None:
    """Rating, scores, price and hashes are the card's own, unrounded."""
    sealed = book_of(desk).seal("IWM")
    card, call = sealed.card, sealed.row.entry
    rating, score = card.composite.rating, card.composite.score
    assert isinstance(rating, Fact)
    assert isinstance(score, Fact)
    assert (call.rating, call.score) == (rating.value, score.value)
    assert [one.state for one in call.layers] == [
        None if isinstance(one.state, Absent) else one.state for one in card.layers
    ]
    assert call.close == fake_desk().snapshot("IWM").bars.close[-1]
    assert call.digest == card.header.digest


@pytest.mark.data
def test_a_stated_probability_counts_only_what_was_known(data_dir: Path) -> None:
    """By a plain loop over the ratings and returns of real bars up to the session."""
    desk = real_desk(data_dir)
    session = date(2022, 6, 15)
    call = book_of(desk).seal("IWM", session).row.entry
    shot = desk.snapshot("IWM", session)
    ratings = shot.stack.ratings(shot.profile.composite, shot.inputs.multiples)
    known = np.isfinite(shot.stack.score)
    bars = shot.bars
    assert {one.horizon for one in call.stated} <= set(HORIZONS)
    assert call.stated
    for stated in call.stated:
        rose, everywhere, free_from, episodes = [], [], 0, 0
        for row in range(len(bars)):
            if not known[row] or row + stated.horizon >= len(bars):
                continue
            entry = bars.open[row + 1] * bars.adj_close[row + 1] / bars.close[row + 1]
            up = bars.adj_close[row + stated.horizon] > entry * (1 + 1e-9)
            everywhere.append(up)
            if ratings[row] == ratings[-1]:
                rose.append(up)
                if row >= free_from:
                    episodes += 1
                    free_from = row + stated.horizon
        assert stated.rise == pytest.approx(sum(rose) / len(rose))
        assert stated.base == pytest.approx(sum(everywhere) / len(everywhere))
        assert stated.episodes == episodes


def test_a_back_filled_period_is_sealed_settled_and_debriefed_once(desk: Desk) -> None:
    """Every session has one call, every ended horizon one settlement; a second run writes nothing."""
    ledger = FakeLedger()
    book = book_of(desk, ledger=ledger)
    first, last = date(2025, 6, 2), date(2025, 6, 30)
    done = back_fill(book, "IWM", first, last, NOW)
    sessions = CALENDAR.between(first, last)
    assert done.sealed == len(sessions)
    assert done.debriefed == len(sessions)
    assert {row.entry.kind for row in ledger.seals(Wanted())} == {"backfilled"}
    returns = {horizon: forward_returns(made("IWM", 0), horizon) for horizon in HORIZONS}
    rows = ledger.settlements(Wanted())
    assert len(rows) == done.settled == len({(row.entry.seal, row.entry.horizon) for row in rows})
    for row in rows:
        outcome = row.entry.outcome
        assert isinstance(outcome, Settled)
        place = made("IWM", 0).index.get_loc(row.entry.session.isoformat())
        known = returns[row.entry.horizon]
        assert not isinstance(known, Absent)
        assert outcome.percent == pytest.approx(100 * known[place])
    again = back_fill(book, "IWM", first, last, NOW)
    assert (again.sealed, again.there, again.settled, again.debriefed) == (0, len(sessions), 0, 0)
    assert not any(link.broken for link in book.verify())


def test_a_period_without_sessions_is_refused_with_what_is_allowed(desk: Desk) -> None:
    """A weekend, a reversed period and tomorrow are no period to back-fill."""
    book = book_of(desk)
    for first, last in (
        (date(2025, 6, 7), date(2025, 6, 8)),
        (date(2025, 6, 9), date(2025, 6, 2)),
        (date(2025, 10, 1), date(2025, 10, 8)),
        (LAST, LAST),
    ):
        with pytest.raises(BadRequest, match=r"period|session"):
            back_fill(book, "IWM", first, last, NOW)


def test_no_debrief_without_a_seal_and_none_is_written_by_reading(desk: Desk) -> None:
    """Reading a debrief leaves the ledger as it is; writing it keeps what was said."""
    ledger = FakeLedger()
    book = book_of(desk, ledger=ledger)
    with pytest.raises(NoData, match=r"No signal of IWM was sealed at 2025-09-25"):
        book.debrief("IWM", LAST)
    book.seal("IWM", date(2025, 9, 25))
    read = book.debrief("IWM", LAST)
    assert not ledger.debriefs(Wanted())
    written = book.debrief("IWM", LAST, write=True)
    assert len(ledger.debriefs(Wanted())) == 1
    assert read.debrief == written.debrief == book.debrief("IWM", LAST).debrief


def test_a_forward_call_is_debriefed_rather_than_a_back_filled_one(desk: Desk) -> None:
    """Where a session has both, the one made before the outcome is judged."""
    ledger = FakeLedger()
    clock = Clock(datetime(2025, 9, 26, 14, 0, tzinfo=UTC))
    late = book_of(desk, clock, ledger)
    assert late.seal("IWM", date(2025, 9, 25)).row.entry.kind == "backfilled"
    clock.now = datetime(2025, 9, 25, 22, 0, tzinfo=UTC)
    assert late.seal("IWM", date(2025, 9, 25)).row.entry.kind == "forward"
    clock.now = NOW
    assert late.debrief("IWM", LAST).debrief.kind == "forward"


def test_the_record_as_of_a_session_knows_no_later_outcome(desk: Desk) -> None:
    """Calls and outcomes after the session change nothing in it."""
    ledger = FakeLedger()
    book = book_of(desk, ledger=ledger)
    session = date(2025, 6, 30)
    back_fill(book, "IWM", date(2025, 6, 2), session, NOW)

    def told(as_of: date) -> RecordReport:
        return book.record("IWM", as_of)

    before = told(session).record
    back_fill(book, "IWM", date(2025, 7, 1), date(2025, 8, 15), NOW)
    assert told(session).record == before
    assert told(date(2025, 8, 15)).record != before


def test_a_simulated_market_never_settles_a_real_call() -> None:
    """Each market settles its own calls alone."""
    ledger = FakeLedger()
    real = fake_desk()
    book_of(real, ledger=ledger).seal("IWM", date(2025, 6, 2))
    pretend = desk_of(replace(real.market, simulated=True))
    assert book_of(pretend, ledger=ledger).settle().written == 0
    assert book_of(real, ledger=ledger).settle().written == len(HORIZONS)
