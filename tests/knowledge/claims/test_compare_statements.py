"""Figures that only look like two readings of one thing, and plain ones, which disagree."""

from datetime import date
from importlib.resources import files

import pytest

from knowledge.claims.compare import compare
from knowledge.claims.extract import claims_of
from knowledge.claims.model import Finding, Verdict
from knowledge.documents import read_document
from knowledge.types import Document, Given

CONTRADICTION, SUPERSEDED = Verdict.CONTRADICTION, Verdict.SUPERSEDED
FRIDAY = date(2026, 5, 22)


def note(text: str, title: str = "A note", day: date = FRIDAY, source: str = "A desk") -> Document:
    """A Markdown note about IWM."""
    head = f"---\ntitle: {title}\nsource: {source}\npublished: {day}\nsymbols: IWM\n---\n"
    return read_document((head + text).encode(), Given(name="note.md"))


def found(*documents: Document) -> list[Finding]:
    """What comparing the claims of the documents finds."""
    claims = [claim for document in documents for claim in claims_of(document)]
    return list(compare(claims, {document.id: document for document in documents}))


def quotes(*documents: Document) -> list[tuple[Verdict, list[str]]]:
    """The same as verdicts with quotes."""
    return [(one.verdict, [side.quote for side in one.sides]) for one in found(*documents)]


@pytest.mark.parametrize(
    "text",
    [
        "Stop: $231. After the first target the stop moves to $240.",
        "Stop: $231. A trailing stop at $236 protects the rest.",
        "Stop: $231. If it closes above $250, raise the stop to $240.",
        "Entry: $240. Alternatively, an entry at $228 waits for the pullback.",
        "The stop loss is at $240, and the hard stop at $236.",
        "Plan one: entry $240, stop $232.\n\nPlan two: entry $228, stop $222.",
        "| Setup | Entry | Stop |\n|---|---|---|\n| Breakout | $256 | $249 |\n| Pullback | $244 | $238 |",
        "## Aggressive\n\nThe stop is at $244.\n\n## Conservative\n\nThe stop is at $238.",
        "Reward to risk is 2:1 for half of it. The blended reward to risk is 2.75:1.",
        "Reward to risk to target 1 is 1.5 to 1. Reward to risk to target 2 is 3.1 to 1.",
        "The stop is at $241. That stop stands 2.5 ATR below the entry.",
        "S1 is $244. The weekly S1 is $230.",
        "The composite score is 61/100. Last week the composite score was 55/100.",
    ],
)
def test_alternatives_changes_and_legs_of_a_plan_do_not_disagree(text: str) -> None:
    assert found(note(text)) == []


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Stop: $242.50. The stop sits at $239.00.", ["$242.50", "$239.00"]),
        ("Stop: $242.50. Nothing is touched: the initial stop at $239.00 stays.", ["$242.50", "$239.00"]),
        ("Target 1 is $262. The first target of $258 is near.", ["$262", "$258"]),
        (
            "Risk/reward to target 1 is 2.5:1. Reward to risk to the first target is 1.7 to 1.",
            ["2.5:1", "1.7 to 1"],
        ),
    ],
)
def test_two_plain_statements_of_one_leg_disagree(text: str, sides: list[str]) -> None:
    assert quotes(note(text)) == [(CONTRADICTION, sides)]


@pytest.mark.parametrize(
    "text",
    [
        "The index has 1,987 members. At the reconstitution 214 companies joined and 190 left.",
        "The fund holds 1,987 stocks. It bought 205 stocks and sold 190.",
        "The fund holds 1,987 stocks. The list of 1,610 members is of last year.",
        "IWM closed at $251.33. 37 of 165 with prices rose.",
        "Volume was 27.9 million shares against a 20-day average of 35 million shares.",
        "The 20-day average volume is 28 million shares, the 50-day average volume 39 million shares.",
        "Volume was 41 million shares. In the first hour volume was 12 million shares.",
        "Implied volatility is 22%, realized volatility is 17%.",
        "The 21-day realized volatility is 17%. The one-year realized volatility is 24%.",
        "VIX is at 16.2. The long-run VIX average is 19.5. VIX peaked at 28.9.",
        "RSI is 46. A week ago the RSI was 61. The two-period RSI is 12.",
        "The 50-day average is $244.20. The 50-week average is $229.",
        "IWM closed at $251.33. IWM closed at $246.10 on Tuesday. The ten-day average of the close is $247.",
        "The 10-year Treasury yield is 4.35%. By year end we see the 10-year Treasury yield at 4.0%.",
        "The 10-year Treasury yield is 4.35%. In January the 10-year Treasury yield was 4.8%.",
        "48% of members are above their 50-day average. In March 22% of members were above their 50-day.",
        "48% of members are above the 50-day average. Among energy members 31% are above the 50-day.",
        "Some 40% of Russell 2000 companies are unprofitable. By weight, 22% of the index is unprofitable.",
        "Some 34% of Russell 2000 debt is floating-rate. Floating-rate debt burdens 55% of companies.",
        "The floating-rate share of Russell 2000 debt is 61%. We see a floating-rate share of 50% by 2028.",
        "IWM trades at $80.10. IWM traded at $78.40 in April.",
        "The high-yield spread is 3.1%. In 2020 the high-yield spread reached 10.9%.",
        "The policy rate is 3.75%. The policy rate should reach 3.25%. The policy rate of the ECB is 2.0%.",
        "Unemployment is 4.4%. Unemployment rose from 4.1%.",
        "The odds of a cut in July are 18%. The odds of a cut in September are 62%.",
        "## What would flip it\n\nBreadth: bullish at a share above SMA(50) of 62%; bearish at 41%.",
    ],
)
def test_another_day_window_whole_or_subset_is_another_figure(text: str) -> None:
    assert found(note(text)) == []


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("The fund holds 1,958 stocks. The portfolio has 1,720 names.", ["1,958", "1,720"]),
        ("RSI is 46. With the RSI at 58 there is room.", ["46", "58"]),
        ("VIX is 16.2. With the VIX at 19.8, options are dear.", ["16.2", "19.8"]),
        ("IWM returned 11.5% in 2024. In calendar year 2024 IWM gained 14.0%.", ["11.5%", "14.0%"]),
        (
            "IWM closed at $251.33 on 21 May 2026. The close of 21 May 2026 was $249.80 for IWM.",
            ["$251.33", "$249.80"],
        ),
    ],
)
def test_plain_readings_of_one_time_still_disagree(text: str, sides: list[str]) -> None:
    assert quotes(note(text)) == [(CONTRADICTION, sides)]


def test_a_share_of_debt_is_one_whoever_owes_it() -> None:
    first = note("Some 34% of the debt of Russell 2000 companies is floating-rate.", "One")
    second = note("The floating-rate share of Russell 2000 debt is 61%.", "Two")
    assert quotes(first, second) == [(CONTRADICTION, ["Some 34%", "61%"])]


def test_the_next_issue_of_a_sheet_replaces_the_last_figure_by_figure() -> None:
    text = "IWM has a P/B of {}. It holds {} stocks. Its beta is {}. The expense ratio is 0.19%."
    march = note(text.format("2.0x", "1,958", "1.12"), "Sheet, 31 March 2026", date(2026, 3, 31))
    june = note(text.format("1.9x", "1,972", "1.15"), "Sheet, 30 June 2026", date(2026, 6, 30))
    assert sorted(quotes(june, march)) == sorted(
        (SUPERSEDED, pair) for pair in (["2.0x", "1.9x"], ["1,958", "1,972"], ["1.12", "1.15"])
    )
    other = note(text.format("2.0x", "1,958", "1.12"), "A study", date(2026, 3, 31), "Another desk")
    assert found(other, june) == []


def test_a_finished_year_has_one_return_whenever_it_is_told() -> None:
    march = note("IWM returned 12.7% in calendar year 2025.", "Sheet, March 2026", date(2026, 3, 31))
    june = note("IWM returned 11.4% in calendar year 2025.", "Sheet, June 2026", date(2026, 6, 30))
    assert quotes(march, june) == [(CONTRADICTION, ["12.7%", "11.4%"])]
    quarters = note(
        "IWM returned 2.3% in the first quarter of 2026 and lost 2.9% in the second quarter of 2026."
    )
    assert found(quarters) == []


@pytest.mark.parametrize(("first", "step"), [(0, 1), (3, 12), (130, 1)])
def test_our_own_monthly_reports_do_not_contradict_each_other(first: int, step: int) -> None:
    folder = files("knowledge.reports") / "iwm"
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".md"))[first::step][:12]
    reports = [read_document((folder / name).read_bytes(), Given(name=name)) for name in names]
    told = found(*reports)
    assert {one.verdict for one in told} == {SUPERSEDED}


def test_two_years_of_launch_contradict_each_other() -> None:
    first = note("Its inception date is 22 May 2000.", "One")
    second = note("IWM is cheap. It was launched in 2002.", "Two", date(2026, 5, 26))
    assert quotes(first, second) == [(CONTRADICTION, ["22 May 2000", "2002"])]
    assert found(first, note("IWM began trading in May 2000.", "Three")) == []
