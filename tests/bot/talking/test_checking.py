"""Somebody's text held against real figures: wrong is what a reading contradicts, the rest is unknown."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.settings import load_settings
from bot.talking.checked_values import CheckedText
from bot.talking.checking import check_text
from bot.wiring import Services, open_services
from knowledge.tenants import Tenant
from tests.bot.agent.grounding.cases import Case, cases
from tools.errors import BadRequest

ANN = Tenant("user:7")
TRUE_TEXTS = 24


@pytest.fixture(scope="module")
def services(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Services:
    home = tmp_path_factory.mktemp("home")
    settings = load_settings(data=f"folder:{data_dir}", home=home, corpus="none")
    return open_services(settings, clock=lambda: datetime(2025, 9, 28, 22, tzinfo=UTC))


def checked(services: Services, text: str, as_of: date | None = None, hint: str = "IWM") -> CheckedText:
    return check_text(services, ANN, text, symbol_hint=hint, as_of=as_of)


def standings(found: CheckedText) -> dict[str, str]:
    return {one.words: one.standing for one in found.statements}


def test_a_message_is_told_apart_into_right_wrong_and_unknown(services: Services) -> None:
    found = checked(services, "IWM closed at 241.34. RSI 71, breadth is awful lol. P/E is 18")
    assert standings(found) == {"241.34": "right", "71": "wrong", "18": "unknown"}
    (wrong,) = found.of("wrong")
    assert [(one.id, round(one.number, 1)) for one in wrong.facts] == [("iwm.rsi14", 59.3)]
    assert "Wilder" in wrong.why
    assert "2025-09-26" in wrong.why
    assert found.headers[0].symbol == "IWM"


@pytest.mark.parametrize(
    "text",
    [
        "yesterday IWM rsi was 71",
        "weekly rsi of IWM is 71",
        "IWM RSI(2) is at 95",
        "if IWM rsi hits 71 I sell",
        "IWM target 180 by year end, I'm bearish",
        "IWM at 215.3",
        "10y at 4.1%, fed funds 4.25%",
        "IWM PE 18.2 RSI 64 ATR 3",
        "is IWM rsi 71?",
        "adx of IWM is 30",
        "IWM 200-day average is 217.1",
    ],
)
def test_what_may_be_so_elsewhere_or_otherwise_made_is_not_wrong(services: Services, text: str) -> None:
    """Other sessions and periods, what may come, prices of the day, unadjusted averages, cut figures."""
    assert not checked(services, text).of("wrong")


def test_an_opinion_is_no_figure(services: Services) -> None:
    assert not checked(services, "I am bearish on IWM").statements
    assert standings(checked(services, "The composite rating of IWM is bearish")) in (
        {"bearish": "wrong"},
        {"bearish": "right"},
    )


def test_the_day_of_the_message_and_the_days_it_names_decide_which_session_is_read(
    services: Services,
) -> None:
    text = "IWM closed at 241.34"
    assert standings(checked(services, text, date(2025, 9, 27))) == {"241.34": "right"}
    earlier = checked(services, text, date(2025, 9, 19))
    assert (earlier.session, standings(earlier)) == (date(2025, 9, 19), {"241.34": "wrong"})
    named = checked(services, "IWM closed at 241.34 on 2025-09-26", date(2025, 9, 28))
    assert standings(named)["241.34"] == "right"
    with pytest.raises(BadRequest):
        checked(services, text, date(2025, 10, 30))


def test_a_text_without_a_symbol_is_about_the_default_and_the_reader_is_told(services: Services) -> None:
    found = checked(services, "rsi 71", hint="SPY")
    assert (found.symbols, found.named) == (("SPY",), False)
    assert any("SPY" in notice for notice in found.notices)


def test_what_a_text_is_held_against_is_not_what_it_is_about(services: Services) -> None:
    found = checked(services, "Beta to SPY over 252 sessions is 1.31")
    assert found.symbols[0] == "IWM"


def test_arithmetic_that_does_not_go_up_is_found(services: Services) -> None:
    found = checked(services, "IWM closed at $200.00, up $10.00 or 2.0 % on the day, according to the note.")
    assert "day_change" in {one.rule for one in found.findings}


def test_a_vote_is_not_taken_for_a_reading_off_its_scale(services: Services) -> None:
    assert not checked(services, "IWM: the stochastic votes -1 because %K is below %D.").findings


def test_nothing_to_check_is_refused_and_a_long_text_is_cut_and_said(services: Services) -> None:
    with pytest.raises(BadRequest):
        checked(services, " \u200b ")
    found = checked(services, "word " * 5_000)
    assert any("characters were checked" in notice for notice in found.notices)


def test_true_texts_are_not_called_wrong(services: Services) -> None:
    """Labelled answers of another suite, as if somebody had posted them on the day they are about."""
    texts = [one for one in cases("written.toml") if one.true and _plain(one)][:: max(1, 10)][:TRUE_TEXTS]
    assert len(texts) > 10
    found: Counter[str] = Counter()
    for one in texts:
        _, symbol, day = one.run[0].split()
        result = checked(services, one.text, date.fromisoformat(day), symbol)
        assert not result.of("wrong"), (one.id, result.of("wrong"))
        found.update(each.standing for each in result.statements)
    assert found["right"] > 5 * found["unknown"]


def _plain(one: Case) -> bool:
    """Whether a case rests on one card of one symbol alone."""
    runs = [run.split() for run in one.run]
    return (
        not one.passages
        and len(runs) == 1
        and runs[0][0] in ("analyze", "levels")
        and len(runs[0]) == 3
        and date.fromisoformat(runs[0][2]) <= date(2025, 9, 26)
    )


@pytest.mark.parametrize(
    "said",
    [
        "IWM closed at 241.34 on 2025-09-25",
        "On 2024-10-25 IWM closed at 241.34",
        "IWM closed at 241.34 on Thursday",
        "IWM closed at 241.34 in January 2025",
        "IWM closed at 241.34 last week",
        "IWM closed at 241.34 yesterday",
    ],
)
def test_a_figure_of_another_day_is_never_called_right(services: Services, said: str) -> None:
    """The newest close, told of another day, is not borne; and that day alone gets no mark."""
    assert not checked(services, said).of("right")


@pytest.mark.parametrize("said", ["IWM closed at 241.34 on 2025-09-26", "IWM closed at 241.34 today"])
def test_the_same_figure_of_its_own_day_is_right(services: Services, said: str) -> None:
    assert standings(checked(services, said)) == {"241.34": "right"}
