"""The desk's evidence: the conditions of the card, the filters, and the lines beside the states."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.builders import bars_from, fact, market_of
from tests.tools.desk.desks import CURVE, LAST, PANEL, SESSIONS, all_bars, desk_of, fake_desk, real_desk
from tools.desk.conditions import FAMILIES, conditions_of
from tools.errors import BadRequest
from tools.evidence.results import HorizonStudy
from tools.evidence.study import study
from tools.results import to_json
from tools.types import ABSTAIN, Fact, Missing

WITH_BREADTH = date(2022, 6, 16)


@pytest.mark.data
def test_conditions_are_the_columns_of_the_card(data_dir: Path) -> None:
    """On the last row exactly the states and flags that the card shows hold."""
    desk = real_desk(data_dir)
    for session in (WITH_BREADTH, LAST):
        card = desk.analyze("IWM", session, evidence=False)
        shot = desk.snapshot("IWM", session)
        made = conditions_of(shot)
        assert len({one.key for one in made}) == len(made)
        now = {one.title for one in made if one.holds[-1]}
        expected = {
            f"{layer.title.lower()} {layer.state}" for layer in card.layers if isinstance(layer.state, str)
        }
        expected |= {
            f"composite {fact(card.composite.rating).value}",
            f"rotation {fact(card.rotation.state).value}",
            f"credit {fact(card.credit.state).value}",
        }
        assert expected <= now
        flags = {flag.id.removeprefix("iwm.") for layer in card.layers for flag in layer.flags if flag.on}
        flags |= {"positioning.short_covering"} if card.positioning.fade_risk.on else set()
        states = {one.key for one in made if one.title in expected}
        assert {one.key for one in made if one.holds[-1]} - states == flags
        for one in made:
            assert len(one.holds) == len(one.known) == len(shot.bars)
            assert not (one.holds & ~one.known).any(), one.key


@pytest.mark.data
def test_states_of_a_family_share_the_sessions_out(data_dir: Path) -> None:
    """Exactly one state of a family holds wherever one is known."""
    shot = real_desk(data_dir).snapshot("IWM", WITH_BREADTH)
    made = conditions_of(shot)
    for family, states in (("trend", 3), ("composite", 5), ("rotation", 3), ("credit", 3)):
        rows = [one for one in made if one.family == family][:states]
        assert (np.sum([one.holds for one in rows], axis=0) == rows[0].known).all(), family
    trend = shot.stack.layers["trend"].states(shot.inputs.multiples)  # type: ignore[union-attr]
    assert ((trend != ABSTAIN) == next(one for one in made if one.key == "trend.bullish").known).all()


@pytest.mark.data
def test_figures_that_rest_on_a_late_list_say_so(data_dir: Path) -> None:
    """Breadth, and the composite that holds it; trend does not."""
    desk = real_desk(data_dir)
    report = desk.evidence("IWM", WITH_BREADTH, horizon=10)
    for one in report.states:
        biased = one.family in ("breadth", "composite", "positioning")
        assert any("urvivorship" in caveat.text for caveat in one.caveats) == biased, one.key
    lines = {line.subject: line.said.text for line in desk.analyze("IWM", WITH_BREADTH).evidence}
    assert {name for name, text in lines.items() if "Survivorship-biased" in text} == {"breadth", "composite"}
    assert not any("urvivorship" in c.text for one in desk.evidence("IWM", LAST).states for c in one.caveats)


@pytest.mark.data
def test_filters_show_less_and_count_the_same(data_dir: Path) -> None:
    """Looking at one state alone does not make it stand."""
    desk = real_desk(data_dir)
    whole = desk.evidence("IWM", LAST)
    part = desk.evidence("IWM", LAST, layer="Trend", state="bearish", horizon=10)
    assert part.tried == whole.tried
    assert fact(whole.tried.comparisons).number > 100
    (one,) = part.states
    (shown,) = one.studies
    full = next(state for state in whole.states if state.key == "trend.bearish")
    assert shown == full.studies[2]
    assert desk.evidence("IWM", WITH_BREADTH, state="breadth divergence warning").states[0].side == "fall"


@pytest.mark.parametrize(
    ("asked", "allowed"),
    [
        ({"layer": "astrology"}, "composite, trend"),
        ({"state": "sideways"}, "bullish"),
        ({"horizon": 7}, "1, 5, 10"),
    ],
)
def test_an_unknown_filter_is_refused_with_what_is_allowed(asked: dict[str, object], allowed: str) -> None:
    with pytest.raises(BadRequest, match=allowed):
        fake_desk().evidence("IWM", **asked)  # type: ignore[arg-type]


def test_a_family_without_data_is_named_with_its_reason() -> None:
    """Asked for alone it has no states, and says why."""
    desk = desk_of(market_of(*all_bars()))
    report = desk.evidence("IWM", layer="breadth")
    assert report.states == ()
    assert [text.text.split(" cannot")[0] for text in report.absent] == ["Breadth"]
    assert set(FAMILIES) >= {one.family for one in desk.evidence("IWM").states}


def test_closes_alone_give_no_evidence_and_say_so() -> None:
    """^VIX has closes only here: there is no open to enter at."""
    desk = fake_desk()
    report = desk.evidence("^VIX")
    assert report.states == ()
    assert "no open to enter at" in report.absent[0].text
    assert isinstance(report.tried.comparisons, Missing)
    for line in desk.analyze("^VIX").evidence:
        assert isinstance(line.study, Missing)


def test_the_card_has_a_line_for_each_layer_and_the_composite() -> None:
    """Of the state in force, at the card's horizon; equal to the report's own study."""
    desk = fake_desk()
    card = desk.analyze("IWM")
    assert [line.subject for line in card.evidence] == [*(layer.name for layer in card.layers), "composite"]
    report = desk.evidence("IWM", horizon=10)
    for line, layer in zip(card.evidence, card.layers, strict=False):
        if isinstance(line.study, HorizonStudy):
            state = next(s for s in report.states if (s.family, s.state) == (layer.name, layer.state))
            assert line.study == state.studies[0]
            assert isinstance(state.holds, Fact)
            assert state.holds.value is True
    assert desk.analyze("IWM", evidence=False).evidence == ()


def test_bars_after_the_session_change_nothing_as_of_it() -> None:
    """The same answer from a market that knows more, and from one that goes another way afterwards."""
    then = SESSIONS[-60].date()
    bars = all_bars()
    changed = []
    for one in bars:
        stop = int(one.index.searchsorted(np.datetime64(then), side="right"))
        factor = np.where(np.arange(len(one)) < stop, 1.0, 0.7)
        columns = {
            name: getattr(one, name) * factor for name in ("open", "high", "low", "close", "adj_close")
        }
        changed.append(replace(one, digest="other", **columns))
    answers = [
        to_json(desk_of(market_of(*these, panel=PANEL, rates=[CURVE])).evidence("IWM", then))
        for these in (bars, changed)
    ]
    assert answers[0] == answers[1]


def test_a_study_is_made_once_for_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """The card, the report and every filter of it share one."""
    calls = []

    def watched(*given: object) -> object:
        calls.append(given)
        return study(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("tools.desk.evidence.study", watched)
    desk = fake_desk()
    desk.analyze("IWM")
    desk.evidence("IWM", layer="trend")
    desk.evidence("IWM", horizon=5)
    assert len(calls) == 1


def test_a_short_history_has_too_few_cases() -> None:
    """A hundred sessions hold no thirty independent cases of a month."""
    short = bars_from(
        np.linspace(90, 120, 100), "IWM", index=SESSIONS[-100:], open=np.linspace(90, 120, 100),
        high=np.linspace(91, 121, 100), low=np.linspace(89, 119, 100), volume=np.full(100, 1e6),
    )  # fmt: skip
    report = fake_desk(IWM=short).evidence("IWM", layer="trend", horizon=21)
    for one in report.states:
        assert fact(one.studies[0].verdict).value == "too few cases"
