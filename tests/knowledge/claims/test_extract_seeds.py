"""Four real reports: what they claim, read by hand and by rule, and where they disagree."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.claims.compare import compare
from knowledge.claims.extract import claims_of
from knowledge.claims.model import Claim, Verdict
from knowledge.documents import read_document
from knowledge.types import Document, Given

pytestmark = pytest.mark.data

DAYS = {"000": date(2026, 5, 17), "002": date(2025, 12, 7)}


@pytest.fixture(scope="module")
def reports(data_dir: Path) -> dict[str, Document]:
    """The reports by the first three characters of their names."""
    files = sorted((data_dir.parent / "seeds").glob("*.txt"))
    if not files:
        pytest.skip("the reports are not there")
    return {
        file.name[:3]: read_document(
            file.read_bytes(), Given(name=file.name, published=DAYS.get(file.name[:3]), symbols=("IWM",))
        )
        for file in files
    }


def figures(claims: tuple[Claim, ...]) -> set[tuple[str, str | None, str, float, float]]:
    """Claims without their places."""
    return {
        (one.metric, one.variant, one.entity, round(one.quantity.low, 4), round(one.quantity.high, 4))
        for one in claims
    }


INF = float("inf")
KNOWN = {
    "000": [
        ("price", None, "IWM", 277.6, 277.6),
        ("day_change", None, "IWM", -2.41, -2.41),
        ("score", "composite", "IWM", 43, 43),
        ("score", "composite", "IWM", 43.8, 43.8),
        ("score", "technical", "IWM", 28, 28),
        ("score_weight", "sentiment", "IWM", 20, 20),
        ("weighted_score", "thesis", "IWM", 8.1, 8.1),
        ("score", "liquidity", "IWM", 18, 18),
        ("sma", "20", "IWM", 283, 286),
        ("sma", "50", "IWM", 290, 295),
        ("sma", "200", "IWM", 295, 305),
        ("rsi", "14", "IWM", 35, 40),
        ("rsi", "threshold", "IWM", -INF, 30),
        ("stochastic", None, "IWM", 20, 30),
        ("volume", None, "IWM", 35.4e6, 35.4e6),
        ("average_volume", None, "IWM", 35e6, 45e6),
        ("resistance", "R1", "IWM", 283, 285),
        ("support", "S3", "IWM", 255, 258),
        ("level_distance", "S1", "IWM", 1.3, 1.3),
        ("aum", None, "IWM", 70e9, 80e9),
        ("expense_ratio", None, "IWM", 0.19, 0.19),
        ("pe", "trailing", "RUSSELL2000", 14, 16),
        ("pe", "trailing", "SP500", 20, 22),
        ("unprofitable_share", None, "RUSSELL2000", 30, 40),
        ("net_margin", None, "SP500", 11, 13),
        ("roe", None, "RUSSELL2000", 8, 10),
        ("roic", None, "RUSSELL2000", 8, 10),
        ("floating_rate_debt_share", None, "RUSSELL2000", 70, 75),
        ("floating_rate_debt_share", None, "SP500", 30, 30),
        ("earnings_growth", None, "RUSSELL2000", 8, 12),
        ("beta", None, "IWM", 1.15, 1.25),
        ("atr", None, "IWM", 4.5, 6.5),
        ("drawdown", "COVID", "IWM", -42, -42),
        ("drawdown", "2022", "IWM", -32, -32),
        ("drawdown", "GFC", "IWM", -59, -59),
        ("underperformance", None, "RUSSELL2000", 15, 25),
        ("domestic_revenue_share", None, "RUSSELL2000", 80, 80),
        ("inflation", "threshold", "US", 3.5, INF),
        ("stop", None, "IWM", 250, 250),
        ("target", "1", "IWM", 298, 305),
        ("target", "bear", "IWM", 210, 220),
        ("risk_reward", "base", "IWM", 1.35, 1.35),
        ("position_size", None, "IWM", 0, 6),
    ],
    "001": [
        ("atr", None, "IWM", 1.5, 2.5),
        ("rsi", "threshold", "IWM", 35, 42),
        ("relative_volume", None, "IWM", 2, 3),
    ],
    "002": [
        ("price", None, "IWM", 250.77, 250.77),
        ("day_change", None, "IWM", -0.42, -0.42),
        ("range_52w", None, "IWM", 171.73, 252.77),
        ("high_52w", None, "IWM", 252, 252),
        ("ytd_return", "total return", "IWM", 13, 15),
        ("ytd_return", None, "IWM", 13.5, 13.5),
        ("holdings_count", None, "IWM", 1950, 1980),
        ("pe", None, "IWM", 18, 19),
        ("pb", None, "IWM", 2, 2),
        ("beta", None, "IWM", 1.34, 1.34),
        ("fund_flow", "inflow", "IWM", 2.78e9, 2.78e9),
        ("fund_flow", "outflow", "IWM", 601e6, 601e6),
        ("rate_cut_probability", None, "FED", 90, 90),
        ("policy_rate", None, "FED", 3, 3.25),
        ("floating_rate_debt_share", None, "RUSSELL2000", 32, 32),
        ("floating_rate_debt_share", None, "SP500", 6, 6),
        ("earnings_growth", None, "SP600", 19, 19),
        ("earnings_growth", None, "SP500", 13, 13),
        ("earnings_growth", None, "SP400", 15, 15),
        ("pe", "forward", "RUSSELL2000", 16, 16),
        ("annualized_return", None, "RUSSELL2000", 9, 9),
        ("annualized_return", None, "SP500", 1, 1),
        ("valuation_discount", None, "RUSSELL2000", 26, 26),
        ("sector_weight", "real estate", "IWM", 9, 9),
        ("pivot", "high", "IWM", 254.3, 254.3),
        ("trigger", None, "IWM", 254.3, INF),
        ("sma", "200", "IWM", 221, 221),
        ("risk_reward", None, "IWM", 25.5, 25.5),
        ("put_share", None, "IWM", 55.6, 55.6),
        ("call_share", None, "IWM", 44.4, 44.4),
        ("open_interest", None, "IWM", 11.37e6, 11.37e6),
        ("strike", None, "IWM", 256, 256),
    ],
    "003": [
        ("underperformance", None, "IWM", 30, INF),
        ("average_volume", None, "IWM", 30e6, INF),
        ("breadth", "threshold", "RUSSELL2000", -INF, 55),
        ("breadth", "threshold", "RUSSELL2000", 50, INF),
        ("lookback", "momentum", "IWM", 10, 10),
        ("signal_threshold", None, "IWM", 1.5, 1.5),
    ],
}


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_what_a_reader_finds_in_the_report_is_claimed(reports: dict[str, Document], name: str) -> None:
    assert set(KNOWN[name]) <= figures(claims_of(reports[name]))


@pytest.mark.parametrize(("name", "count"), [("000", 102), ("001", 4), ("002", 98), ("003", 19)])
def test_how_many_claims_were_read_by_hand(reports: dict[str, Document], name: str, count: int) -> None:
    """All of them were read one by one: after a change, read the new ones before changing the number."""
    assert len(claims_of(reports[name])) == count


def test_the_reports_disagree_where_a_reader_sees_it(reports: dict[str, Document]) -> None:
    claims = [claim for report in reports.values() for claim in claims_of(report)]
    findings = compare(claims, {report.id: report for report in reports.values()})
    told = {(finding.verdict, finding.subject) for finding in findings}
    contradictions = {subject for verdict, subject in told if verdict is Verdict.CONTRADICTION}
    assert contradictions == {
        "floating-rate share of debt, Russell 2000",
        "floating-rate share of debt, S&P 500",
        "number of rate cuts, Federal Reserve",
        "score, composite, IWM",
    }
    assert {subject for verdict, subject in told if verdict is Verdict.DIFFERENT_DEFINITION} == {
        "P/E, IWM",
        "floating-rate share of debt, Russell 2000",
        "earnings growth, S&P SmallCap 600",
    }
    assert (Verdict.SUPERSEDED, "price, IWM") in told
