"""Words for states: every title, what people say instead, and what is not studied."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.tools.desk.desks import real_desk
from tools.errors import BadRequest, NoData
from tools.functions.state_words import states_in, studies_named
from tools.results import EvidenceReport
from tools.types import Sentence

pytestmark = pytest.mark.data


@cache
def report_of(folder: Path) -> EvidenceReport:
    return real_desk(folder).evidence("IWM", date(2024, 3, 8))


@pytest.fixture
def report(data_dir: Path) -> EvidenceReport:
    return report_of(data_dir)


def keys(words: str, report: EvidenceReport) -> list[str]:
    return [study.key for study in studies_named(words, report)]


def test_every_title_names_its_own_state_alone(report: EvidenceReport) -> None:
    for study in report.states:
        assert keys(study.title, report) == [study.key]
        assert keys(study.title.upper(), report) == [study.key]
        assert keys(study.title.replace("-", " "), report) == [study.key]
        assert keys(study.key.replace(".", " "), report) == [study.key]


def test_the_states_in_a_text_name_the_same_study_again(report: EvidenceReport) -> None:
    """What is read from a question is understood by the tool."""
    for study in report.states:
        (named,) = states_in(f"how often was it higher after {study.title}?")
        assert keys(named, report) == [study.key]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lagging SPY", "relative_strength.bearish"),
        ("IWM lagging the S&P 500", "relative_strength.bearish"),
        ("outperforming", "relative_strength.bullish"),
        ("underperforms the benchmark", "relative_strength.bearish"),
        ("bearish relative strength", "relative_strength.bearish"),
        ("oversold breadth", "breadth.washed_out_repair"),
        ("washed-out", "breadth.washed_out_repair"),
        ("breadth divergence", "breadth.divergence_warning"),
        ("divergence", "breadth.divergence_warning"),
        ("diverging averages", "trend.diverging"),
        ("EMA convergence", "trend.converging"),
        ("converging EMAs", "trend.converging"),
        ("fresh cross of the EMAs", "trend.fresh_cross"),
        ("the trend was bearish", "trend.bearish"),
        ("downtrend", "trend.bearish"),
        ("weak momentum", "momentum.weak"),
        ("momentum not confirmed by volume", "momentum.weak"),
        ("risk-off rotation", "rotation.large_cap_flight"),
        ("flight", "rotation.large_cap_flight"),
        ("risk-on", "rotation.small_cap_leadership"),
        ("strong bullish", "composite.strong_bullish"),
        ("bearish", "composite.bearish"),
        ("bullish composites", "composite.bullish"),
        ("credit stress", "credit.stressed"),
        ("short covering", "positioning.short_covering"),
        ("short squeeze", "positioning.short_covering"),
    ],
)
def test_what_people_say_names_the_state(report: EvidenceReport, words: str, expected: str) -> None:
    assert keys(words, report) == [expected]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("trend bearish and large-cap flight", ["trend.bearish", "rotation.large_cap_flight"]),
        ("trend bullish or neutral", ["trend.bullish", "trend.neutral"]),
        ("credit neutral and trend bearish", ["credit.neutral", "trend.bearish"]),
        ("weak momentum, credit stress", ["momentum.weak", "credit.stressed"]),
    ],
)
def test_several_states_are_named_each(report: EvidenceReport, words: str, expected: list[str]) -> None:
    assert keys(words, report) == expected


@pytest.mark.parametrize("family", ["composite", "trend", "momentum", "breadth", "credit", "rotation"])
def test_a_layer_alone_means_what_holds_of_it(report: EvidenceReport, family: str) -> None:
    found = studies_named(family, report)
    assert found
    assert {study.family for study in found} == {family}
    assert all(getattr(study.holds, "value", False) is True for study in found)


@pytest.mark.parametrize(
    "words",
    [
        "RSI oversold", "oversold", "volume spike", "golden cross", "MACD cross", "bullish engulfing candle",
        "not bullish", "VIX above 30", "three down days",
    ],
)  # fmt: skip
def test_what_is_not_studied_is_refused_with_what_is(report: EvidenceReport, words: str) -> None:
    """A half-understood condition is not answered as if it were another one."""
    with pytest.raises(BadRequest, match=r"is studied\. Studied are: ") as refused:
        studies_named(words, report)
    assert all(study.title in str(refused.value) for study in report.states)


def test_a_family_without_data_says_why(report: EvidenceReport) -> None:
    without = EvidenceReport(
        report.header, report.price,
        tuple(one for one in report.states if one.family != "breadth"),
        report.entry, report.tried, (Sentence("Breadth cannot be studied: no member list."),),
    )  # fmt: skip
    with pytest.raises(NoData, match="Breadth cannot be studied: no member list"):
        studies_named("breadth thrust", without)
