"""Averages of one document against the highs and lows of another."""

from datetime import date

from knowledge.claims import claims_of
from knowledge.claims.checks import CROSS_CHECKS
from knowledge.claims.model import Finding, Verdict
from tests.knowledge.claims.checks.written import document


def across(*texts: tuple[str, date]) -> list[Finding]:
    reports = [document(text, published=day, title=f"of {day}") for text, day in texts]
    claims = {report.id: claims_of(report) for report in reports}
    return [finding for check in CROSS_CHECKS for finding in check(reports, claims, None, None)]


HIGH = ("IWM trades at $250.00. Its 52-week high is $252.00.", date(2025, 12, 5))


def test_an_average_wholly_inside_a_year_cannot_exceed_that_year() -> None:
    (finding,) = across(HIGH, ("IWM's 50-day moving average is $262.00.", date(2025, 12, 1)))
    assert (finding.verdict, finding.rule) == (Verdict.CONTRADICTION, "average_across")
    assert not across(HIGH, ("IWM's 50-day moving average is $251.00.", date(2025, 12, 1)))


def test_an_average_partly_inside_needs_prices_that_nobody_gives() -> None:
    """The words say that it is implausible, and what it would take; a moderate one is left alone."""
    later = "IWM trades at $277.60. Its 50-day moving average is ${} and its 200-day moving average is ${}."
    (finding,) = across(HIGH, (later.format("290.00", "300.00"), date(2026, 5, 15)))
    assert finding.verdict is Verdict.DOES_NOT_RECOMPUTE
    assert "Implausible, not impossible" in finding.why
    assert not across(HIGH, (later.format("270.00", "262.00"), date(2026, 5, 15)))


def test_an_average_long_after_the_high_is_not_bound_by_it() -> None:
    assert not across(HIGH, ("IWM's 50-day moving average is $390.00.", date(2026, 6, 30)))


def test_an_average_can_be_too_low_as_well() -> None:
    low = ("IWM trades at $250.00. Its 52-week low is $200.00.", date(2025, 12, 5))
    (finding,) = across(low, ("IWM's 50-day moving average is $180.00.", date(2025, 12, 1)))
    assert finding.verdict is Verdict.CONTRADICTION


def test_a_close_above_the_high_of_its_year_is_a_contradiction() -> None:
    (finding,) = across(HIGH, ("IWM closed at $261.00 on November 20, 2025.", date(2025, 11, 21)))
    assert finding.rule == "price_across"
    assert not across(HIGH, ("IWM closed at $251.00 on November 20, 2025.", date(2025, 11, 21)))
    assert not across(HIGH, ("IWM closed at $261.00 on December 20, 2025.", date(2025, 12, 21)))
