"""Whole reports in many styles: the faults in them are found, and nothing else is."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.claims import claims_of
from knowledge.claims.checks import CHECKS
from knowledge.claims.model import Finding
from knowledge.documents import read_document
from knowledge.types import Given
from tests.knowledge.claims.checks.calendar_days import Table

REPORTS = Path(__file__).parent / "reports"

FAULTS = {
    "allocation.md": ["superlative", "weights_sum"],
    "banks.md": ["average_order"],
    "breadth.md": ["bands_overlap"],
    "credit_watch.md": ["rules_overlap"],
    "daily_sheet.txt": [],
    "deep_dive.txt": ["event_day", "percent_to_level", "superlative", "weighted_sum"],
    "five_charts.md": ["event_day", "percent_change"],
    "flows.md": ["column_total", "percent_change"],
    "fund_report.md": [],
    "fund_report_wrong.md": [
        "day_change",
        "event_day",
        "event_day",
        "event_day",
        "event_too_early",
        "outside_range",
        "percent_to_level",
        "percent_to_level",
        "percent_to_reference",
        "percent_to_reference",
        "price_and_average",
        "price_and_average",
        "reward_risk",
        "superlative",
        "superlative",
        "weighted_sum",
        "weights_sum",
        "weights_sum",
    ],
    "idea.md": ["percent_to_level"],
    "initiation.md": [
        "no_session",
        "percent_to_level",
        "percent_to_level",
        "percent_to_reference",
        "percent_to_reference",
        "proportion",
        "proportion",
        "weights_sum",
    ],
    "letter.md": [],
    "midweek.md": [
        "average_order",
        "level_side",
        "outside_scale",
        "percent_to_level",
        "percent_to_reference",
    ],
    "model_changes.md": [],
    "morning_brief.md": [],
    "options_desk.txt": [],
    "options_flow.md": [],
    "quarterly.md": ["superlative", "weighted_row", "weights_sum"],
    "record.md": [],
    "regional_view.md": ["proportion", "proportion", "proportion"],
    "review.html": ["no_session", "outside_range"],
    "regime.md": ["count_of_rows", "percent_to_reference", "price_and_average"],
    "risk_review.md": [],
    "rules.md": ["bands_overlap", "rules_overlap"],
    "scenarios.md": [],
    "scorecard.md": ["weighted_row"],
    "sizing_rules.md": ["rules_overlap"],
    "snapshot.md": ["level_order"],
    "swing.md": ["percent_to_level", "reward_risk", "scenario_side"],
    "trade_plans.md": ["reward_risk"],
    "trading_plans.html": ["event_day", "reward_risk"],
    "two_funds.md": [],
    "wrap.md": ["weekday"],
}

ONE_FIGURE_CHANGED = (
    ("morning_brief.md", "down 1.2% from Friday's $284.82", "down 2.2% from Friday's $284.82"),
    ("morning_brief.md", "4.3% off its 52-week high", "8.3% off its 52-week high"),
    ("morning_brief.md", "$198.20 \u2013 $294.10", "$198.20 \u2013 $274.10"),
    ("morning_brief.md", "Price sits below its 20-day", "Price sits above its 20-day"),
    ("morning_brief.md", "was 14% below the 30-day", "was 24% below the 30-day"),
    ("morning_brief.md", "3.0% below the last close", "6.0% below the last close"),
    ("morning_brief.md", "| $294 | +4.5% |", "| $294 | +7.5% |"),
    ("morning_brief.md", "1.5:1 to T1", "2.5:1 to T1"),
    ("morning_brief.md", "June 16\u201317", "June 9\u201310"),
    ("morning_brief.md", "Tuesday, May 12", "Wednesday, May 13"),
    ("morning_brief.md", "Tuesday, May 12", "Thursday, May 12"),
    ("morning_brief.md", "expire Friday, May 15", "expire Friday, May 22"),
    ("morning_brief.md", "Friday, June 26", "Friday, June 19"),
    ("morning_brief.md", "1,187 (61%)", "1,187 (66%)"),
    ("morning_brief.md", "| 200-day SMA | $256.30 |", "| 200-day SMA | $306.30 |"),
    ("morning_brief.md", "| RSI (14) | 47.2 |", "| RSI (14) | 147.2 |"),
    ("scorecard.md", "Our total score of 5.6", "Our total score of 6.1"),
    ("scorecard.md", "momentum is the weakest factor at 4", "credit is the weakest factor at 5"),
    ("scorecard.md", "account for 51.8%", "account for 54.8%"),
    ("scorecard.md", "4 to 6 is neutral", "4 to 7 is neutral"),
    ("options_flow.md", "682,000 (55%)", "682,000 (58%)"),
    ("options_flow.md", "Put/call ratio: 1.22", "Put/call ratio: 1.42"),
    ("options_flow.md", "97% of the 30-day average", "87% of the 30-day average"),
    ("options_flow.md", "1.3% below spot", "3.3% below spot"),
    ("options_flow.md", "or about $5.20", "or about $8.20"),
    ("scenarios.md", "$310 (+18%)", "$310 (+28%)"),
    ("scenarios.md", "$215 (-18%)", "$215 (-28%)"),
    ("scenarios.md", "a 25% discount", "a 35% discount"),
    ("scenarios.md", "has gained 14.9% to", "has gained 24.9% to"),
    ("two_funds.md", "$675 (1.1% below)", "$675 (3.1% below)"),
    ("two_funds.md", "20-day ($676), 50-day ($669)", "20-day ($696), 50-day ($669)"),
    ("two_funds.md", "RSI is 61, within", "RSI is 81, within"),
    ("allocation.md", "Large cap remains the largest", "Bonds remain the largest"),
    ("allocation.md", "up 11%", "up 21%"),
    ("trade_plans.md", "Risk/reward: 1:23", "Risk/reward: 1:33"),
    ("trade_plans.md", "(0.3% risk)", "(1.3% risk)"),
    ("snapshot.md", "prior close 251.83", "prior close 255.83"),
    ("snapshot.md", "Day's range 250.28 \u2013 252.66", "Day's range 251.28 \u2013 252.66"),
    ("snapshot.md", "lower third", "upper third"),
    ("snapshot.md", "46.0% above", "36.0% above"),
    ("credit_watch.md", "a decline of 1.5%", "a decline of 3.5%"),
    ("risk_review.md", "was -24.6%, from", "was -34.6%, from"),
    ("risk_review.md", "13 days (65%)", "13 days (60%)"),
    ("risk_review.md", "58/100 (Moderate)", "58/100 (Low risk)"),
    ("deep_dive.txt", "| Risk | 48/100 | 15% | 7.2 |", "| Risk | 48/100 | 15% | 9.2 |"),
    ("deep_dive.txt", "(13\u201315% upside)", "(23\u201325% upside)"),
    ("deep_dive.txt", "Aug 12, 2026 | July CPI", "Aug 26, 2026 | July CPI"),
    ("deep_dive.txt", "Late Aug 2026 | Jackson", "Late July 2026 | Jackson"),
    ("banks.md", "3.9% above it", "6.9% above it"),
    ("banks.md", "10.5% above entry", "14.5% above entry"),
    ("banks.md", "gives 3:1", "gives 5:1"),
    ("banks.md", "Deposits rose 1.8%", "Deposits rose 3.8%"),
    ("trading_plans.html", "18.6:1", "8.6:1"),
    ("trading_plans.html", "June 17", "June 10"),
    ("wrap.md", "Friday, March 13.", "Friday, March 14."),
    ("wrap.md", "For the week IWM fell 2.2%", "For the week IWM fell 4.2%"),
    ("wrap.md", "third Friday, March 20", "third Friday, March 27"),
    ("model_changes.md", "fewer than 50% are above", "fewer than 55% are above"),
    ("model_changes.md", "VIX between 22 and 30", "VIX between 20 and 30"),
    ("daily_sheet.txt", "(+0.86%)", "(+1.86%)"),
    ("daily_sheet.txt", "R2 243.13, R3", "R2 241.13, R3"),
    ("daily_sheet.txt", "SMA20: 238.20", "SMA20: 228.20"),
    ("daily_sheet.txt", "reward/risk 1.25", "reward/risk 2.25"),
)


def findings_of(data: bytes, name: str) -> list[Finding]:
    report = read_document(data, Given(name=name))
    claims = claims_of(report)
    found = [finding for check in CHECKS for finding in check(report, claims, None, Table())]
    for finding in found:
        for side in finding.sides:
            if side.span is not None:
                assert report.text[side.span.start : side.span.end] == side.quote
    return found


def rules_of(found: Sequence[Finding]) -> list[str]:
    return sorted(finding.rule for finding in found)


def test_every_report_has_its_expectation() -> None:
    assert {path.name for path in REPORTS.iterdir()} == set(FAULTS)


@pytest.mark.parametrize("name", FAULTS)
def test_the_faults_of_a_report_are_found_and_nothing_else(name: str) -> None:
    assert rules_of(findings_of((REPORTS / name).read_bytes(), name)) == FAULTS[name]


@pytest.mark.parametrize(("name", "right", "wrong"), ONE_FIGURE_CHANGED)
def test_one_wrong_figure_in_a_report_is_found(name: str, right: str, wrong: str) -> None:
    text = (REPORTS / name).read_text(encoding="utf-8")
    assert right in text
    before = {finding.why for finding in findings_of(text.encode(), name)}
    after = {finding.why for finding in findings_of(text.replace(right, wrong, 1).encode(), name)}
    assert after - before
