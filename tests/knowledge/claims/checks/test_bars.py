"""Stated figures against bars: only claims with a session, only where there are bars, with leeway."""

from datetime import date

from knowledge.claims import claims_of
from knowledge.claims.checks import CHECKS
from tests.knowledge.claims.checks.written import Bars, document, weekdays

DAYS = weekdays(date(2024, 6, 3), 300)
CLOSES = {day: 200.0 + 0.2 * at for at, day in enumerate(DAYS)}
LAST = DAYS[-1]
CLOSE = CLOSES[LAST]
AVERAGE = sum(list(CLOSES.values())[-200:]) / 200


def rules_with_bars(text: str) -> list[str]:
    report = document(text, published=LAST)
    bars = Bars("IWM", CLOSES)
    return sorted(f.rule for check in CHECKS for f in check(report, claims_of(report), bars, None))


def said(close: float) -> str:
    return f"IWM closed at ${close:.2f} on {LAST:%B} {LAST.day}, {LAST.year}."


def test_a_close_is_held_against_the_bars_of_its_day() -> None:
    assert rules_with_bars(said(CLOSE)) == []
    assert rules_with_bars(said(CLOSE + 0.2)) == []
    assert rules_with_bars(said(CLOSE + 3.0)) == ["bars_price"]


def test_a_close_before_a_split_is_not_called_wrong() -> None:
    assert rules_with_bars(said(2 * CLOSE)) == []


def test_an_average_is_held_against_the_bars() -> None:
    text = "IWM's 200-day moving average is ${:.2f}."
    assert rules_with_bars(text.format(AVERAGE)) == []
    assert rules_with_bars(text.format(AVERAGE * 1.005)) == []
    assert rules_with_bars(text.format(AVERAGE * 1.05)) == ["bars_sma"]


def test_a_yearly_range_is_held_against_the_bars() -> None:
    low, high = list(CLOSES.values())[-252], CLOSE
    assert rules_with_bars(f"IWM's 52-week range is ${low:.2f}-${high:.2f}.") == []
    assert rules_with_bars(f"IWM's 52-week range is ${low:.2f}-${1.1 * high:.2f}.") == ["bars_range_52w"]


def test_nothing_is_said_of_what_has_no_bars() -> None:
    assert rules_with_bars(said(CLOSE + 30.0).replace("IWM", "QQQ")) == []
