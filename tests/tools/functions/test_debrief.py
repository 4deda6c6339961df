"""The debrief is the record's; without a seal that is said first, and hindsight is called hindsight."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from tests.tools.desk.desks import LAST
from tests.tools.functions.belts import CALLS, made_context
from tools.errors import NoData
from tools.functions.belt import call
from tools.functions.unfilled import NoEvidence, NoRecord
from tools.grounds import Grounds
from tools.types import Fact


@dataclass
class OneSeal:
    """A record that has what it is asked for, and remembers what that was."""

    asked: list[tuple[str, date]] = field(default_factory=list)

    def debrief(self, symbol: str, session: date) -> Grounds:
        self.asked.append((symbol, session))
        return Grounds("debrief", (), "a sealed call, scored")

    def standing(self, symbol: str, session: date) -> Grounds:
        self.asked.append((symbol, session))
        return Grounds("record", (), "a record")

    def after(self, symbol: str, state: str, session: date) -> Grounds:
        self.asked.append((f"{symbol} {state}", session))
        return Grounds("evidence", (), "a study")


def test_a_sealed_call_is_debriefed_by_the_record_alone() -> None:
    record = OneSeal()
    grounds = call("debrief", {"symbol": "small caps", "date": "yesterday"}, made_context(record=record))
    assert grounds.text == "a sealed call, scored"
    assert record.asked == [("IWM", date(2025, 9, 25))]


def test_the_ports_are_asked_for_no_later_session_than_the_conversations() -> None:
    port, pinned = OneSeal(), date(2025, 5, 15)
    context = made_context(pinned, record=port, evidence=port)
    for name in ("debrief", "record", "evidence"):
        call(name, CALLS[name], context)
    assert [session for _, session in port.asked] == [pinned] * 3


def test_without_a_seal_the_answer_begins_with_that_and_never_sounds_like_a_record() -> None:
    grounds = call("debrief", CALLS["debrief"], made_context())
    lines = grounds.text.splitlines()
    assert lines[0].startswith("IWM, session 2025-09-26")
    assert lines[1].startswith("No signal of IWM was sealed before the session of 2025-09-26")
    assert lines[2].startswith("hindsight, not a debrief: Computed afterwards")
    assert str(grounds.sentences[0]) == lines[1]
    assert grounds.result is None


def test_hindsight_dates_the_rating_to_the_session_before() -> None:
    grounds = call("debrief", CALLS["debrief"], made_context())
    days = {one.id: one.as_of for one in grounds.facts if isinstance(one, Fact)}
    assert days["iwm.composite.rating"] == date(2025, 9, 25)
    assert days["iwm.hindsight.close_to_close"] == LAST
    assert grounds.session == LAST


@pytest.mark.parametrize("asked", ["debrief", "standing"])
def test_no_record_is_an_absence_with_its_reason(asked: str) -> None:
    with pytest.raises(NoData, match=r"No signal of IWM .* sealed"):
        getattr(NoRecord(), asked)("IWM", LAST)


def test_no_evidence_is_an_absence_that_names_what_is_not_known() -> None:
    with pytest.raises(NoData, match="no hit rate, base rate or forward return"):
        NoEvidence().after("IWM", "thrust", LAST)
