"""A comparison shows the cards' own figures, and its differences are facts."""

from datetime import date
from pathlib import Path

import pytest

from tests.builders import fact
from tests.tools.desk.desks import LAST, SESSIONS, fake_desk, made, real_desk
from tests.tools.made_bars import is_sound
from tools.desk.comparison import Comparison
from tools.errors import BadRequest
from tools.results import facts_of
from tools.types import Fact, Missing, Reading, Unit

DESK = fake_desk()


def differences(found: Comparison) -> dict[str, Reading]:
    return {one.reading.id: one.reading for one in found.differences}


def test_every_figure_is_the_cards() -> None:
    found = DESK.compare(["$iwm", "QQQ"])
    for one in found.symbols:
        card = DESK.analyze(one.symbol)
        assert one.close == card.price.close
        assert one.rating == card.composite.rating
        assert one.rotation == card.rotation.state
        assert one.measured["composite of 100"] == card.composite.points
        assert one.measured["momentum score"] == card.layers[1].score
        rates = {reading.id: reading for reading in card.layers[1].facts}
        for period in (10, 21):
            rate = one.measured[f"{period}-session rate of change"]
            assert rate == rates[f"{one.symbol.lower()}.momentum.roc{period}"]


def test_differences_are_facts_of_the_pair_in_the_right_unit() -> None:
    found = DESK.compare(["IWM", "QQQ"])
    iwm, qqq = (fact(one.measured["10-session rate of change"]).number for one in found.symbols)
    rate = fact(differences(found)["iwm_qqq.compare.roc10"])
    assert (rate.number, rate.unit, rate.as_of) == (iwm - qqq, Unit.POINTS, LAST)
    assert rate.label == "10-session rate of change, IWM less QQQ"
    points = fact(differences(found)["iwm_qqq.compare.composite.points"])
    assert points.unit is Unit.POINTS_100
    assert isinstance(differences(found)["iwm_qqq.compare.breadth.score"], Missing)


def test_every_pair_of_five_is_compared() -> None:
    found = DESK.compare(["IWM", "QQQ", "SPY", "HYG", "KRE"])
    assert len({(one.first, one.second) for one in found.differences}) == 10


def test_leaders_stand_in_the_order_of_their_values() -> None:
    found = DESK.compare(["IWM", "QQQ", "SPY"])
    said = next(one for one in found.leaders if "10-session rate of change" in one.text)
    rates = {one.symbol: fact(one.measured["10-session rate of change"]).number for one in found.symbols}
    order = sorted(rates, key=lambda name: -rates[name])
    assert said.text.startswith(f"{order[0]} leads on")
    places = [said.text.index(f" {name} ", said.text.index(":")) for name in order]
    assert places == sorted(places)
    assert set(said.facts) == {f"{name.lower()}.momentum.roc10" for name in order}


def test_the_same_value_is_no_lead() -> None:
    twins = fake_desk(QQQ=made("QQQ", 0))
    said = " ".join(one.text for one in twins.compare(["IWM", "QQQ"]).leaders)
    assert "IWM and QQQ are level on 10-session rate of change" in said
    assert "leads on 10-session" not in said


def test_symbols_of_different_days_are_not_compared() -> None:
    old = fake_desk(QQQ=made("QQQ", 2, rows=len(SESSIONS) - 3))
    found = old.compare(["IWM", "QQQ"])
    assert all(isinstance(one.reading, Missing) for one in found.differences)
    assert not any("leads" in one.text for one in found.leaders)


@pytest.mark.parametrize("symbols", [["IWM"], ["IWM", "iwm", "$IWM"], ["A", "B", "C", "D", "E", "F"], []])
def test_two_to_five_different_symbols(symbols: list[str]) -> None:
    with pytest.raises(BadRequest, match="2 to 5 different symbols"):
        DESK.compare(symbols)


@pytest.mark.data
def test_on_real_bars_every_fact_is_sound_and_every_sentence_quotes_facts_of_it(data_dir: Path) -> None:
    for session in (LAST, date(2024, 3, 8), date(2008, 10, 13)):
        found = real_desk(data_dir).compare(["IWM", "QQQ", "^VIX"], session)
        facts = list(facts_of(found))
        assert all(is_sound(one) for one in facts)
        known = {one.id for one in facts if isinstance(one, Fact)}
        assert all(set(said.facts) <= known for said in found.leaders)
