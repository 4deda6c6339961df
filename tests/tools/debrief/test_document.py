"""A debrief as a document: what it says, and that it is never taken for another sort of debrief."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings

from tests.tools.debrief.made_debriefs import debriefs
from tests.tools.desk.desks import LAST, fake_desk
from tests.tools.desk.seals import seal_of
from tools.debrief.document import source_of, title_of, write_document
from tools.debrief.types import Debrief
from tools.desk.debriefing import debrief_of
from tools.phrases import written

BEFORE = date(2025, 9, 25)
LAYERS = ("trend", "momentum", "breadth", "relative strength")


def made_debrief(**changed: object) -> Debrief:
    desk = fake_desk()
    return debrief_of(desk, seal_of(desk, "IWM", BEFORE, **changed), LAST).debrief


def test_it_has_a_section_for_each_question_and_the_debriefs_own_words() -> None:
    found = made_debrief(rating="bullish")
    text = write_document(found)
    assert (
        "title: IWM debrief, session 2025-09-26\nsource: Plumbline debrief\npublished: 2025-09-26\n" in text
    )
    for heading in ("Signal", "Outcome", "Layers", "Earliest warning", "Lesson"):
        assert f"\n## {heading}\n" in text
    for said in (found.sealing, found.outcome, found.blamed, found.warning.said, found.lesson.said):
        assert said.text in text
    assert f"rated bullish, score {written(found.score)}" in text
    assert found.seal in text


def test_forward_back_filled_and_simulated_ones_have_titles_of_their_own() -> None:
    """The corpus takes one title, source and day for one document in versions."""
    forward = made_debrief()
    others = [forward, replace(forward, kind="backfilled"), replace(forward, simulated=True)]
    assert len({(title_of(one), source_of(one)) for one in others}) == 3
    assert "\npublished: 2025-09-26\n" in write_document(forward)
    assert "\npublished: " not in write_document(others[1])
    assert title_of(others[1]) == "IWM back-filled debrief, session 2025-09-26"
    assert title_of(others[2]) == "SIMULATED IWM debrief, session 2025-09-26"


def test_every_passage_of_a_simulated_one_says_so() -> None:
    text = write_document(replace(made_debrief(), simulated=True))
    passages = [one for one in text.partition("# SIMULATED")[2].split("\n") if one and one[0] not in "# "]
    assert len(passages) > len(LAYERS) + 4
    assert all(one.removeprefix("- ").startswith("SIMULATED: ") for one in passages)
    assert "SIMULATED" not in write_document(made_debrief())


def test_a_call_without_a_rating_says_why() -> None:
    text = write_document(made_debrief(rating=None, score=None, points=None))
    assert "without a rating (there was no composite)" in text


@settings(max_examples=30, deadline=None)
@given(debriefs)
def test_equal_debriefs_give_equal_texts(debrief: Debrief) -> None:
    assert write_document(debrief) == write_document(replace(debrief))
