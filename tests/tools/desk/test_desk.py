"""The desk: which session it reads, what it says first, and the breadth report."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.builders import (
    NAMED_SESSIONS,
    FakeBars,
    FakeEvents,
    bars_from,
    fact,
    market_of,
    panel_from,
    walk,
)
from tests.tools.desk.desks import (
    LAST,
    MEMBERS,
    PANEL,
    QUESTIONS,
    SESSIONS,
    all_bars,
    answer,
    desk_of,
    fake_desk,
    made,
    real_desk,
)
from tools.calendar import Event
from tools.errors import BadRequest, NoData, SourceDown
from tools.profile import load_profile
from tools.results import BreadthReport, facts_of
from tools.types import Fact, Missing


@pytest.mark.parametrize("how", QUESTIONS)
def test_every_question_without_a_date_reads_the_last_completed_session(how: str) -> None:
    header = getattr(fake_desk(), how)("iwm").header
    assert (header.symbol, header.as_of, header.requested, header.notices) == ("IWM", LAST, None, ())
    assert (header.provisional, header.simulated) == (False, False)


@pytest.mark.parametrize("how", QUESTIONS)
def test_every_question_about_a_closed_day_reads_the_session_before(how: str) -> None:
    header = getattr(fake_desk(), how)("$IWM", date(2025, 9, 21)).header
    assert (header.as_of, header.requested) == (date(2025, 9, 19), date(2025, 9, 21))
    assert "a Sunday" in header.notices[0].text


@pytest.mark.parametrize("how", QUESTIONS)
def test_every_question_refuses_the_future(how: str) -> None:
    with pytest.raises(BadRequest, match="in the future"):
        getattr(fake_desk(), how)("IWM", date(2025, 9, 27))


def test_a_running_bar_is_dropped_unless_it_is_asked_for() -> None:
    monday = date(2025, 9, 29)
    index = SESSIONS.append(pd.DatetimeIndex([monday]))
    running = {
        name: walk(seed, len(index), name, index=index) for seed, name in enumerate(("IWM", "SPY", "QQQ"))
    }
    desk = fake_desk(datetime(2025, 9, 29, 15, 0, tzinfo=UTC), **running)
    settled = desk.analyze("IWM")
    assert settled.header.as_of == LAST
    assert fact(settled.price.close).number == running["IWM"].close[-2]
    unfinished = desk.analyze("IWM", provisional=True)
    assert (unfinished.header.as_of, unfinished.header.provisional) == (monday, True)
    assert fact(unfinished.price.close).number == running["IWM"].close[-1]
    assert unfinished.header.notices[0].text.startswith("Provisional")
    labelled = [one for one in facts_of(unfinished) if isinstance(one, Fact) and one.id == "iwm.close"]
    assert any("provisional" in note for note in labelled[0].notes)


def test_data_that_end_early_are_stale_on_the_card_and_on_its_facts() -> None:
    result = fake_desk(IWM=made("IWM", 0, len(SESSIONS) - 3)).analyze("IWM")
    assert result.header.as_of == SESSIONS[-4].date()
    assert (
        result.header.notices[0].text
        == f"STALE: IWM ends on {SESSIONS[-4].date()}, 3 sessions before {LAST}."
    )
    assert fact(result.price.close).notes == ("stale by 3 sessions",)
    late = {one.id: one for one in result.header.facts}
    assert fact(late["iwm.data.stale"]).number == 3
    one = fake_desk(IWM=made("IWM", 0, len(SESSIONS) - 1)).analyze("IWM")
    assert "1 session before" in one.header.notices[0].text


def test_other_symbols_that_end_early_make_their_readings_absent_not_old() -> None:
    result = fake_desk(SPY=made("SPY", 1, len(SESSIONS) - 2)).analyze("IWM")
    strength = next(layer for layer in result.layers if layer.name == "relative_strength")
    assert isinstance(strength.score, Missing)
    for gone in (strength.score, result.rotation.state, result.rotation.ratio):
        assert isinstance(gone, Missing)
        assert "SPY has no bar for this session" in gone.reason


def test_a_symbol_that_begins_later_does_not_exist_then() -> None:
    with pytest.raises(NoData, match=r"IWM has no bar at 2020-03-23: its history begins on 2023-09-01\."):
        fake_desk().analyze("IWM", date(2020, 3, 23))


@pytest.mark.parametrize("symbol", ["", "../etc", "A B", "ThisIsTooLongForASymbol"])
def test_what_is_no_symbol_is_refused(symbol: str) -> None:
    with pytest.raises(BadRequest):
        fake_desk().analyze(symbol)


def test_trouble_with_the_symbol_surfaces_and_trouble_with_anything_else_is_a_reason() -> None:
    market = market_of(*all_bars(), panel=PANEL)
    bars = market.bars
    assert isinstance(bars, FakeBars)
    bars.known["SPY"] = SourceDown("The source did not answer.")
    result = desk_of(market).analyze("IWM")
    absent = {gone.label: gone.reason for gone in result.header.absent}
    assert absent["SPY"] == "The source did not answer"
    assert result.rotation.rationale.text == "Rotation is not known: The source did not answer."
    bars.known["IWM"] = SourceDown("The source did not answer.")
    with pytest.raises(SourceDown):
        desk_of(market).analyze("IWM")


def test_closes_only_are_said_and_the_volume_check_abstains() -> None:
    bare = bars_from(made("IWM", 0).close, "IWM", index=SESSIONS)
    result = fake_desk(IWM=bare).analyze("IWM")
    assert [notice.text for notice in result.header.notices] == [
        "IWM has closes only: ATR is of closes and the volume check abstains."
    ]
    momentum = next(layer for layer in result.layers if layer.name == "momentum")
    assert momentum.flags == ()
    trend = next(layer for layer in result.layers if layer.name == "trend")
    assert "closes only" in fact(trend.facts[2]).method


def test_dropped_rows_are_counted_in_a_notice() -> None:
    frame = made("IWM", 0).frame()
    frame.iloc[5, 0] = -1.0
    from tools.market.gate import validate  # noqa: PLC0415 - only here

    dirty = validate(frame, symbol="IWM", source="fake")
    header = fake_desk(IWM=dirty).analyze("IWM").header
    assert header.notices[0].text == "Rows of IWM dropped by the gate: 1 (price not positive)."
    line = next(line for line in header.sources if line.symbol == "IWM")
    assert fact(line.dropped).number == 1
    assert fact(line.rows).number == len(SESSIONS) - 1


def test_a_late_member_list_is_said() -> None:
    later = panel_from(MEMBERS, SESSIONS, as_of=date(2026, 1, 2), biased=True)
    header = desk_of(market_of(*all_bars(), panel=later)).analyze("IWM").header
    assert [notice.text for notice in header.notices] == [
        "Breadth is survivorship-biased: its member list is of 2026-01-02, after this session."
    ]


def test_a_simulated_market_marks_the_result_and_every_fact() -> None:
    result = desk_of(market_of(*all_bars(), panel=PANEL, simulated=True)).analyze("IWM")
    assert result.header.simulated
    facts = [one for one in facts_of(result) if isinstance(one, Fact) and ".data." not in one.id]
    assert len(facts) > 150
    assert [one.id for one in facts if "SIMULATED" not in one.notes] == []


def test_the_calendar_moves_the_thresholds_and_can_be_left_out() -> None:
    event = Event("fomc", date(2025, 9, 29), "FOMC decision", "Federal Reserve Board")
    desk = desk_of(market_of(*all_bars(), panel=PANEL), events=FakeEvents([event]))
    with_it, without = desk.analyze("IWM"), desk.analyze("IWM", events=False)
    assert fact(with_it.calendar.multiple).number == 1.25
    assert fact(without.calendar.multiple).number == 1.0
    trend, plain = with_it.layers[0], without.layers[0]
    ratios = {
        flip.to: fact(flip.reading).number / fact(other.reading).number
        for flip, other in zip(trend.flips, plain.flips, strict=True)
        if flip.to == other.to
    }
    assert ratios
    assert set(ratios.values()) == {1.25}
    assert [c.met for c in with_it.sizing.conditions][6] == "no"
    assert [c.met for c in without.sizing.conditions][6] == "yes"


def breadth_desk(price: np.ndarray, above: int, *, listed: int = 0, members: int = 20) -> BreadthReport:
    """A price, and so many of the members above their average."""
    rows = len(SESSIONS)
    climbing, falling = np.cumprod(np.full(rows, 1.0005)), np.cumprod(np.full(rows, 0.9995))
    closes = np.column_stack([climbing if place < above else falling for place in range(members)])
    symbol = bars_from(price, "IWM", open=price, high=price * 1.01, low=price * 0.99, index=SESSIONS)
    names = [f"Z{place:03d}" for place in range(listed)]
    market = market_of(symbol, made("SPY", 1), panel=panel_from(closes, SESSIONS, listed=names))
    return desk_of(market).breadth("IWM")


UP, DOWN = np.linspace(100, 140, len(SESSIONS)), np.linspace(140, 100, len(SESSIONS))


@pytest.mark.parametrize(
    ("price", "above", "verdict", "limit"),
    [
        (UP, 20, "rise confirmed", 55.0), (UP, 11, "rise confirmed", 55.0), (UP, 10, "rise diverging", 55.0),
        (DOWN, 0, "fall confirmed", 50.0), (DOWN, 9, "fall confirmed", 50.0),
        (DOWN, 10, "fall diverging", 50.0),
    ],
)  # fmt: skip
def test_the_verdict_compares_the_move_with_the_members(
    price: np.ndarray, above: int, verdict: str, limit: float
) -> None:
    report = breadth_desk(price, above)
    assert fact(report.verdict).value == verdict
    assert fact(report.threshold).number == limit
    assert report.rationale.text.startswith(verdict)


def test_an_estimate_that_straddles_the_limit_gives_no_verdict() -> None:
    """12 of 20 priced members of 200: 60 %, with an interval that holds the limit of 55 %."""
    assert fact(breadth_desk(UP, 12).verdict).value == "rise confirmed"
    assert fact(breadth_desk(UP, 12, listed=180).verdict).value == "mixed"
    assert fact(breadth_desk(UP, 20, listed=180).verdict).value == "rise confirmed"
    assert fact(breadth_desk(UP, 1, listed=180).verdict).value == "rise diverging"


def test_without_members_the_report_abstains_with_the_reason() -> None:
    report = desk_of(market_of(*all_bars())).breadth("IWM")
    assert isinstance(report.verdict, Missing)
    assert report.verdict.reason == "No prices of russell2000 here"
    assert report.rationale.text == "Abstains: No prices of russell2000 here."
    spy = fake_desk().breadth("SPY")
    assert isinstance(spy.verdict, Missing)


def test_the_report_on_real_bars_agrees_with_the_card(data_dir: Path) -> None:
    for session in NAMED_SESSIONS[:3]:
        report, card = (answer(data_dir, how, "IWM", session) for how in ("breadth", "analyze"))
        assert report.layer == card.layers[2]  # type: ignore[union-attr]
        assert report.header == card.header


def test_a_calendar_that_is_off_does_not_read_as_a_quiet_one(data_dir: Path) -> None:
    """2025-09-26 had a PCE release; without the calendar the card must not say that no window is in force."""
    desk = real_desk(data_dir)
    window = desk.analyze("IWM", LAST, events=False).calendar
    assert "off by request" in window.rationale.text
    assert not window.tightening
    assert "PCE release" in desk.analyze("IWM", LAST).calendar.rationale.text


def test_whether_a_list_is_late_does_not_depend_on_what_was_asked_before() -> None:
    """The counts of one panel are kept, its bias is not: it belongs to the session that is asked about."""
    desk = desk_of(market_of(*all_bars(), panel=PANEL))
    late = replace(PANEL, biased=True)
    profile = load_profile("IWM")
    assert desk._counted.of(late, profile).biased
    assert not desk._counted.of(PANEL, profile).biased
    assert desk._counted.of(late, profile).biased
