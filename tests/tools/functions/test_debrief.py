"""The debrief is the record's; without a seal that is said first, and hindsight is called hindsight."""

from datetime import date

import pytest

from tests.tools.desk.desks import LAST, NOW, fake_desk
from tests.tools.desk.test_book import book_of
from tests.tools.functions.belts import CALLS, made_context
from tests.tools.functions.records import Asked
from tools.desk.back_filling import back_fill
from tools.desk.book import Book
from tools.errors import NoData
from tools.functions.belt import call
from tools.ledger.port import Wanted
from tools.results import DebriefReport, facts_of
from tools.types import Fact


@pytest.fixture(scope="module")
def book() -> Book:
    """Calls of the last ten sessions of a made market, back-filled."""
    book = book_of(fake_desk())
    back_fill(book, "IWM", date(2025, 9, 12), date(2025, 9, 25), NOW)
    return book


def test_a_sealed_call_is_debriefed_by_the_record_alone(book: Book) -> None:
    """Its lines are the debrief's, its card is the debrief, and hindsight is not mentioned."""
    grounds = call("debrief", {"symbol": "small caps", "date": "yesterday"}, made_context(record=book))
    assert isinstance(grounds.result, DebriefReport)
    assert grounds.result == book.debrief("IWM", date(2025, 9, 25))
    found = grounds.result.debrief
    told = grounds.text.splitlines()
    assert told[1] == str(found.sealing)
    assert f"lesson: {found.lesson.said}" in told
    assert "hindsight" not in grounds.text
    assert not book.ledger.debriefs(Wanted(last=date(2025, 9, 12)))


def test_the_record_tells_books_apart_and_has_every_figure_as_a_fact(book: Book) -> None:
    """The forward book is empty and said to be; the back-filled one has its counts."""
    grounds = call("record", CALLS["record"], made_context(record=book))
    assert "Forward calls: sealed before the next session opened. Nothing has been sealed." in grounds.text
    assert "Back-filled calls" in grounds.text
    report = book.record("IWM", LAST)
    assert {one.id for one in facts_of(report)} <= {one.id for one in grounds.facts}


def test_the_record_is_asked_for_no_later_session_than_the_conversations() -> None:
    """The tools hand over the pinned session, never the clock's."""
    port, pinned = Asked(), date(2025, 5, 15)
    context = made_context(pinned, record=port)
    call("debrief", CALLS["debrief"], context)
    with pytest.raises(NoData, match="nothing"):
        call("record", CALLS["record"], context)
    assert [session for _, session in port.asked] == [pinned] * 2


def test_without_a_seal_the_answer_begins_with_that_and_never_sounds_like_a_record() -> None:
    grounds = call("debrief", CALLS["debrief"], made_context())
    lines = grounds.text.splitlines()
    assert lines[0].startswith("IWM, session 2025-09-26")
    assert lines[1].startswith("No signal of IWM was sealed before 2025-09-26")
    assert lines[2].startswith("hindsight, not a debrief: Computed afterwards")
    assert str(grounds.sentences[0]) == lines[1]
    assert grounds.result is None


def test_hindsight_dates_the_rating_to_the_session_before() -> None:
    grounds = call("debrief", CALLS["debrief"], made_context())
    days = {one.id: one.as_of for one in grounds.facts if isinstance(one, Fact)}
    assert days["iwm.composite.rating"] == date(2025, 9, 25)
    assert days["iwm.hindsight.close_to_close"] == LAST
    assert grounds.session == LAST
