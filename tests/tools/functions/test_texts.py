"""What a model reads: labels with values, notices first, absence with its reason, within its length."""

from datetime import date

import pytest

from tests.tools.desk.desks import SESSIONS, fake_desk, made
from tests.tools.functions.belts import CALLS, context_of, made_context
from tools.facts import FactSheet
from tools.functions.belt import call
from tools.functions.lines import fitted, line, once
from tools.results import Analysis, facts_of
from tools.types import Fact, Missing, Unit

SHEET = FactSheet("IWM", date(2025, 9, 26), "fake")


def test_a_line_is_the_facts_own_label_and_its_value_as_people_read_it() -> None:
    reading = SHEET.number("rsi14", "RSI 14", 64.13, Unit.POINTS_100, "RSI")
    assert line(reading) == "RSI 14: 64.1"
    assert line(reading, "RSI of IWM") == "RSI of IWM: 64.1"
    assert line(Missing("x", "volume", "closes only")) == "volume: not known (closes only)"


def test_a_caveat_of_one_fact_stands_beside_it_and_a_common_one_does_not() -> None:
    def noted(*notes: str) -> str:
        return line(SHEET.number("share", "share", 52.0, Unit.PERCENT, "count", notes=notes))

    assert noted("estimate from a sample") == "share: 52.0 % (estimate from a sample)"
    assert noted("SIMULATED", "stale by 2 sessions") == "share: 52.0 %"


def test_a_long_text_is_cut_between_lines_and_says_so() -> None:
    text = fitted([f"line {place} " + "x" * 40 for place in range(30)], 500)
    assert len(text) <= 500
    *kept, last = text.splitlines()
    assert all(one.endswith("x" * 40) for one in kept)
    assert last.startswith("(shortened")
    assert fitted(["one", "two"], 500) == "one\ntwo"


def test_a_reading_is_kept_once_per_day() -> None:
    first = SHEET.number("close", "close", 1.0, Unit.USD, "close")
    before = FactSheet("IWM", date(2025, 9, 25), "fake").number("close", "close", 2.0, Unit.USD, "close")
    assert once([first, before, first]) == (first, before)


def test_grounds_hold_every_fact_of_the_card_and_each_layers_state() -> None:
    grounds = call("signal_stack", CALLS["signal_stack"], made_context())
    assert isinstance(grounds.result, Analysis)
    ids = {one.id for one in grounds.facts}
    assert {one.id for one in facts_of(grounds.result)} <= ids
    for reading in grounds.result.layers:
        state = next(one for one in grounds.facts if one.id == f"iwm.{reading.name}.state")
        assert isinstance(state, Fact)
        assert state.value == reading.state
    assert grounds.digest == grounds.result.header.digest


@pytest.mark.parametrize("name", [name for name in CALLS if "symbol" in CALLS[name]][:7])
def test_the_first_line_names_symbol_and_session_and_then_what_must_be_known(name: str) -> None:
    context = made_context(date(2025, 9, 22))
    grounds = call(name, dict(CALLS[name]) | {"date": "2025-09-20"}, context)
    first, second, *_ = grounds.text.splitlines()
    assert first == "IWM, session 2025-09-19 (source: fake)"
    assert second == "note: 2025-09-20 is a Saturday: reading 2025-09-19, the last session before it."
    assert second.removeprefix("note: ") in [str(one) for one in grounds.sentences]


def test_stale_bars_are_called_stale_before_any_figure() -> None:
    desk = fake_desk(IWM=made("IWM", 0, rows=len(SESSIONS) - 4))
    lines = call("rotation", CALLS["rotation"], context_of(desk)).text.splitlines()
    assert lines[0].startswith("IWM, session 2025-09-22")
    assert lines[1].startswith("note: STALE: IWM ends on 2025-09-22, 4 sessions before 2025-09-26")


def test_a_layer_that_abstains_is_not_known_with_its_reason() -> None:
    text = call("layer", {"symbol": "QQQ", "layer": "breadth", "date": "latest"}, made_context()).text
    assert "breadth state: not known (no member list belongs to this symbol's profile)" in text


def test_a_layer_shows_every_fact_of_its_own_and_none_of_another() -> None:
    grounds = call("layer", CALLS["layer"], made_context())
    assert isinstance(grounds.result, Analysis)
    trend, momentum = grounds.result.layers[:2]
    assert all(line(one) in grounds.text for one in trend.facts)
    assert not any(line(one) in grounds.text for one in momentum.facts)


def test_a_long_history_keeps_its_ends() -> None:
    for reading in ("close", "breadth short"):
        grounds = call("history", {**CALLS["history"], "reading": reading, "sessions": 252}, made_context())
        points = [row for row in grounds.text.splitlines() if row.startswith("  20")]
        assert points[0].startswith("  2024-09-25: ")
        assert points[-1].startswith("  2025-09-26: ")
        assert len(points) == 32
        assert "shortened" not in grounds.text


def test_a_comparison_of_five_fits_and_holds_every_difference() -> None:
    names = ["IWM", "QQQ", "SPY", "HYG", "KRE"]
    grounds = call("compare", {"symbols": names, "date": "latest"}, made_context())
    assert "shortened" not in grounds.text
    pairs = {one.id.split(".")[0] for one in grounds.facts if ".compare." in one.id}
    assert len(pairs) == 10
