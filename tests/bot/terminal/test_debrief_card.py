"""The debrief on a terminal: everything it says, within the width."""

from dataclasses import replace
from datetime import date

import pytest
from rich.cells import cell_len

from tests.bot.terminal.rendered import card_text, words
from tests.tools.desk.desks import LAST, fake_desk
from tests.tools.desk.seals import seal_of
from tools.desk.debriefing import debrief_of
from tools.phrases import written
from tools.results import DebriefReport

BEFORE = date(2025, 9, 25)


def report(**changed: object) -> DebriefReport:
    desk = fake_desk()
    return debrief_of(desk, seal_of(desk, "IWM", BEFORE, **changed), LAST)


@pytest.mark.parametrize("rating", ["bullish", "bearish", "neutral", None])
@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_every_sentence_is_there_and_no_line_is_too_wide(rating: str | None, width: int) -> None:
    found = report(rating=rating)
    text, debrief = card_text(found, width), found.debrief
    assert max(cell_len(line) for line in text.splitlines()) <= width
    told = words(text)
    for said in (debrief.sealing, debrief.outcome, debrief.blamed, debrief.warning.said, debrief.lesson.said):
        assert words(said.text) in told
    for note in debrief.warning.notes:
        assert words(note.text) in told
    assert written(debrief.verdict_close) in told


def test_forward_and_back_filled_are_marked_in_capitals() -> None:
    assert "FORWARD A forward call" in words(card_text(report()))
    assert "BACK-FILLED Back-filled: computed afterwards" in words(card_text(report(kind="backfilled")))


def test_a_layer_that_abstained_shows_why() -> None:
    found = report()
    desk = fake_desk()
    layers = seal_of(desk, "IWM", BEFORE).entry.layers
    gone = replace(layers[2], state=None, score=None, reason="no member list", flips=())
    text = words(card_text(report(layers=(layers[0], layers[1], gone, layers[3]))))
    assert "abstains" in text
    assert "no member list" in text
    assert "no member list" not in words(card_text(found))
