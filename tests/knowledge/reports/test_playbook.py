"""The playbook holds what the product holds: parameters, dates, and its own record."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from knowledge.documents import read_document
from knowledge.types import Given, Published
from tools.indicators.proportion import wilson_interval
from tools.market.events import EventTable
from tools.market.sessions import Sessions
from tools.profile import load_profile
from tools.types import Absent

REPORTS = Path(__file__).resolve().parents[3] / "knowledge" / "reports"
PLAYBOOK = REPORTS / "playbook"
PUBLISHED = date(2026, 11, 21)
DOCUMENTS = sorted(PLAYBOOK.glob("*.md"))
IWM, OTHERS = load_profile("IWM"), load_profile("default")


def words(name: str) -> str:
    """A document's text with its lines joined."""
    return " ".join((PLAYBOOK / f"{name}.md").read_text(encoding="utf-8").split())


FIGURES = [
    ("trend-layer", r"takes the (\d+)-session exponential", IWM.trend.fast_span),
    ("trend-layer", r"subtracts the (\d+)-session one", IWM.trend.slow_span),
    ("trend-layer", r"divides by the (\d+)-session average true range", IWM.trend.atr_period),
    ("trend-layer", r"divided by ([\d.]+) ATR and clipped", IWM.trend.full_scale),
    ("trend-layer", r"separation is within ([\d.]+) ATR of zero", IWM.trend.band),
    ("trend-layer", r"that band is multiplied by ([\d.]+)", IWM.atr_threshold_multiple),
    ("trend-layer", r"smaller than it was (\d+) sessions ago", IWM.trend.cross_sessions),
    ("trend-layer", r"at least (\d+) sessions on one side", IWM.trend.run_sessions),
    ("trend-layer", r"top (\d+) % of the trailing", 100 * (1 - IWM.trend.peak_quantile)),
    ("momentum-layer", r"rate of change over (\d+) sessions and", IWM.momentum.short_period),
    ("momentum-layer", r"over \d+ sessions and over (\d+) sessions", IWM.momentum.long_period),
    ("momentum-layer", r"of their own use (\d+) and", OTHERS.momentum.short_period),
    ("momentum-layer", r"mean is clipped at ([\d.]+)", IWM.momentum.clip),
    ("momentum-layer", r"score lies within ([\d.]+) of zero", IWM.momentum.band),
    ("momentum-layer", r"the last (\d+) sessions' range", IWM.momentum.range_sessions),
    ("momentum-layer", r"compares it with the (\d+)-session mean", IWM.momentum.volume_window),
    ("momentum-layer", r"counts half \(a factor of ([\d.]+)\)", IWM.momentum.weak_factor),
    ("breadth-layer", r"straight line from (\d+) % \(score -1\)", IWM.breadth.floor),
    ("breadth-layer", r"through (\d+) % \(score 0\)", IWM.breadth.middle),
    ("breadth-layer", r"to (\d+) % \(score \+1\)", IWM.breadth.ceiling),
    ("breadth-layer", r"adds up to ([\d.]+) either way", IWM.breadth.change_weight),
    ("breadth-layer", r"reaching that at (\d+) points", IWM.breadth.change_full_scale),
    ("breadth-layer", r"fewer than (\d+) % of the list", IWM.breadth.min_coverage),
    ("breadth-layer", r"more than \+(\d+) % or", IWM.breadth.implausible_rise),
    ("breadth-layer", r"or -(\d+) % in one session", IWM.breadth.implausible_fall),
    ("breadth-layer", r"bullish above (\d+) %", IWM.breadth.middle + 20 * IWM.breadth.band),
    ("breadth-divergence", r"while fewer than (\d+) % of the members", IWM.breadth.divergence_below),
    ("breadth-divergence", r"was below (\d+) % within", IWM.breadth.washed_out_below),
    ("breadth-divergence", r"has risen for (\d+) sessions in a row", IWM.breadth.rising_sessions),
    ("breadth-divergence", r"within ([\d.]+) ATR of the lowest close", IWM.breadth.near_low_atr),
    ("breadth-divergence", r"lowest close of (\d+) sessions", IWM.breadth.low_window),
    ("breadth-divergence", r"to above ([\d.]+) % within ten days", IWM.breadth.thrust_to),
    ("breadth-divergence", r"rally of more than (\d+) ATR", IWM.positioning.rally_atr),
    ("breadth-divergence", r"off a (\d+)-session low", IWM.positioning.low_window),
    ("relative-strength-layer", r"IWM's return over (\d+) sessions", IWM.relative_strength.period),
    (
        "relative-strength-layer",
        r"deviation over the last (\d+) sessions",
        IWM.relative_strength.sigma_window,
    ),
    ("relative-strength-layer", r"own deviations \(([\d.]+) sigma\)", IWM.relative_strength.full_scale),
    ("relative-strength-layer", r"neutral within ([\d.]+) sigma", IWM.relative_strength.band),
    ("relative-strength-layer", r"half \(a factor of ([\d.]+)\)", IWM.relative_strength.resilience_factor),
    ("composite-and-rating", r"relative strength, (\d+) % each", 100 * IWM.composite.weights["trend"]),
    ("composite-and-rating", r"score of \+([\d.]+) or more is bullish", IWM.composite.bullish),
    ("composite-and-rating", r"\+([\d.]+) or more strong bullish", IWM.composite.strong),
    ("composite-and-rating", r"Below (\d+) % there is no composite", IWM.composite.min_coverage),
    ("composite-and-rating", r"A from (\d+), B", IWM.composite.letter_a),
    ("composite-and-rating", r"D from (\d+), and F", IWM.composite.letter_d),
    ("rotation", r"over the last (\d+) sessions", IWM.rotation.window),
    ("rotation", r"no further apart than (\d+) % of its mean", IWM.rotation.parity_band),
    ("credit-overlay", r"beyond ([\d.]+) deviations up", IWM.credit.slope_sigma),
    ("credit-overlay", r"(\d+) bp wider in", IWM.credit.oas_change_bp),
    ("credit-overlay", r"level of (\d+) % or more is stressed", IWM.credit.oas_stressed),
    ("credit-overlay", r"(\d+) bp steeper", IWM.credit.curve_change_bp),
    ("credit-overlay", r"closes; (\d+) and above is stressed", IWM.credit.vix_stressed),
    ("credit-overlay", r"stressed, (\d+) and below supportive", IWM.credit.vix_supportive),
    ("credit-overlay", r"decides: ([\d.]+) or more is supportive", IWM.credit.state_at),
    ("credit-overlay", r"up to (\d+) sessions old", IWM.credit.max_age),
    ("sizing-and-risk", r"breadth is at least (\d+) %", IWM.sizing.breadth_full),
    ("sizing-and-risk", r"hangs (\d+) ATR below", IWM.risk.chandelier_multiple),
    ("sizing-and-risk", r"highest high of the last (\d+) sessions", IWM.risk.chandelier_window),
    ("sizing-and-risk", r"beta to SPY over (\d+) sessions", IWM.risk.beta_window),
    ("sizing-and-risk", r"by their (\d+)th percentile", IWM.risk.gap_percentile),
    ("levels", r"with (\d+) sessions on each side", IWM.levels.wings),
    ("levels", r"span no more than ([\d.]+) ATR", IWM.levels.cluster_atr),
    ("levels", r"at least ([\d.]+) times the mean slice", IWM.levels.volume_shelf),
    ("levels", r"for every (\d+) sessions of its age", IWM.levels.recency_half_life),
    ("macro-calendar", r"From (\d+) sessions before", IWM.calendar.before),
    ("macro-calendar", r"threshold is multiplied by ([\d.]+)", IWM.calendar.tighter),
    ("macro-calendar", r"For the (\d+) sessions after", IWM.calendar.after),
    ("macro-calendar", r"they are multiplied by ([\d.]+)", IWM.calendar.looser),
    ("glossary", r"bullish above (\d+) and bearish", IWM.votes.rsi_high),
    ("glossary", r"bearish below (\d+) in the eight", IWM.votes.rsi_low),
    ("glossary", r"at least (\d+) times its 20-session mean", IWM.votes.volume_spike),
]


@pytest.mark.parametrize(("name", "pattern", "value"), FIGURES, ids=[f"{n}:{p}" for n, p, _ in FIGURES])
def test_a_parameter_is_the_one_that_is_shipped(name: str, pattern: str, value: float) -> None:
    found = re.findall(pattern, words(name))
    assert found, f"{name} no longer says {pattern}"
    assert [float(figure.rstrip(".")) for figure in found] == [pytest.approx(value)] * len(found)


def test_there_is_a_document_for_each_subject() -> None:
    assert len(DOCUMENTS) == 18


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_says_what_it_is_and_answers_questions(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    front = dict(line.split(": ", 1) for line in lines[1 : lines.index("---", 1)])
    assert list(front) == ["title", "source", "published", "symbols", "licence"]
    assert front["source"] == "Plumbline playbook"
    assert front["published"] == PUBLISHED.isoformat()
    assert front["licence"] == "MIT"
    assert "IWM" in front["symbols"].split(", ")
    body = text.split("---\n", 2)[2]
    assert f"# {front['title']}" in lines
    assert 300 <= len(body.split()) <= 900
    # one question, one section: short enough to be quoted whole
    headings = re.findall(r"^## (.+)$", body, flags=re.MULTILINE)
    assert len(headings) >= 5
    if path.stem != "glossary":
        assert sum("?" in heading for heading in headings) >= len(headings) - 1


def test_titles_are_told_apart() -> None:
    titles = [path.read_text(encoding="utf-8").splitlines()[1] for path in DOCUMENTS]
    assert len(set(titles)) == len(titles)


MONTHS = [f"{date(2026, month, 1):%B}" for month in range(1, 13)]
DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)})")


def days(sentence: str, year: int) -> list[date]:
    return [date(year, MONTHS.index(month) + 1, int(day)) for day, month in DAY.findall(sentence)]


@pytest.fixture(scope="module")
def table() -> EventTable:
    return EventTable.from_files(sessions=Sessions(end=date(2027, 12, 31)))


def on_file(table: EventTable, kind: str, start: date, end: date) -> list[date]:
    return [event.day for event in table.between(start, end, [kind])]


def sentence(start: str) -> str:
    text = words("macro-calendar")
    return text[text.index(start) :].split(". ")[0]


def test_the_decisions_of_the_calendar_are_those_on_file(table: EventTable) -> None:
    this = days(sentence("Decision days of 2026:"), 2026)
    assert this == on_file(table, "fomc", date(2026, 1, 1), date(2026, 12, 31))
    told = sentence("Decision days of 2027").split("announced on 5 September 2025")[1]
    following = days(told, 2027)
    assert len(following) == 8
    assert all(day.weekday() == 2 for day in following)
    known = on_file(table, "fomc", date(2027, 1, 1), date(2027, 12, 31))
    assert following[: len(known)] == known


def test_the_next_events_are_next_from_the_day_of_the_document(table: EventTable) -> None:
    text = words("macro-calendar")
    for kind, said in (
        ("fomc", "Wednesday 9 December at 14:00"),
        ("cpi", "10 December 2026 is the next one on file"),
        ("payrolls", "(Bureau of Labor Statistics): 4 December 2026"),
        ("pce", "25 November and 23 December 2026"),
        ("opex", "Next: 18 December 2026"),
    ):
        event = table.next(kind, PUBLISHED)
        assert not isinstance(event, Absent)
        assert said in text
        assert event.day == days(said, 2026)[0]
    assert isinstance(table.next("reconstitution", PUBLISHED), Absent)
    assert "the second one is therefore not known here" in text


def test_rules_give_the_expiries_reconstitutions_and_early_closes_told(table: EventTable) -> None:
    year = (date(2026, 1, 1), date(2027, 12, 31))
    expiries = on_file(table, "opex", *year)
    assert {
        date(2026, 6, 18),
        date(2027, 6, 17),
        date(2027, 1, 15),
        date(2027, 2, 19),
        date(2027, 3, 19),
    } <= set(expiries)
    assert on_file(table, "reconstitution", *year) == [date(2026, 6, 26), date(2027, 6, 25)]
    assert on_file(table, "early_close", *year) == [
        date(2026, 11, 27),
        date(2026, 12, 24),
        date(2027, 11, 26),
    ]


def calls(horizon: int) -> dict[str, list[str]]:
    """Month's session -> (rating's side, verdict), read from the shipped reports."""
    found: dict[str, list[str]] = {}
    pattern = re.compile(rf"over the next {horizon} sessions\n\n.*\n\n.* The (.+) composite \(\S+\) (.+)\.\n")
    for path in sorted((REPORTS / "iwm").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        match = pattern.search(text)
        if match:
            day = re.search(r"^published: (\S+)$", text, flags=re.MULTILINE)
            assert day
            found[day[1]] = [match[1].split()[-1], match[2]]
    return found


def test_the_record_that_is_quoted_is_the_one_of_the_shipped_reports() -> None:
    text = words("reading-evidence")
    assert f"In the {len(list((REPORTS / 'iwm').glob('*.md')))} monthly reports" in text
    for horizon in (21, 63):
        verdicts = list(calls(horizon).values())
        bullish = [said for side, said in verdicts if side == "bullish"]
        bearish = [said for side, said in verdicts if side == "bearish"]
        rose = sum(said.startswith("was right") for said in bullish)
        rose_too = sum(said.startswith("was wrong") for said in bearish)
        assert f"After a bullish call it had risen in {rose} of {len(bullish)}" in text
        assert f"after a bearish one in {rose_too} of {len(bearish)}" in text
        if horizon == 21:
            low, high = (float(end) for end in wilson_interval(float(rose), float(len(bullish))))
            assert f"runs from {low:.1f} % to {high:.1f} %" in text


@pytest.mark.data
def test_the_base_rate_that_is_quoted_is_that_of_the_bars(data_dir: Path) -> None:
    text = words("reading-evidence")
    closes = pd.read_csv(data_dir / "bars" / "IWM.csv", index_col="Date", parse_dates=True)["Adj Close"]
    for horizon in (21, 63):
        rows = closes.index.get_indexer(pd.DatetimeIndex(list(calls(horizon))))
        rose = int(np.sum(closes.to_numpy()[rows + horizon] > closes.to_numpy()[rows]))
        share = 100 * rose / len(rows)
        assert f"had risen in {rose} of {len(rows)} cases, {share:.1f} %" in text


@pytest.mark.data
def test_the_returns_after_first_cuts_are_those_of_the_bars(data_dir: Path) -> None:
    closes = pd.read_csv(data_dir / "bars" / "IWM.csv", index_col="Date", parse_dates=True)["Adj Close"]
    rows = closes.index.get_indexer(pd.DatetimeIndex(["2007-09-18", "2019-07-31", "2024-09-18"]))
    after = 100 * (closes.to_numpy()[rows + 126] / closes.to_numpy()[rows] - 1)
    told = "Over the 126 sessions after those days IWM returned {:.1f} %, {:.1f} % and {:.1f} %"
    assert told.format(*after) in words("rates-and-small-caps")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_the_corpus_reads_a_document_without_a_remark(path: Path) -> None:
    document = read_document(path.read_bytes(), Given(path.name))
    assert document.published == Published(PUBLISHED, "front matter")
    assert document.source == "Plumbline playbook"
    assert document.notes == ()
    assert all(block.known_from is None for block in document.blocks)
