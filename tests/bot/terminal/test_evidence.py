"""The card of event studies, and its lines on the whole card."""

from collections.abc import Mapping

from bot.terminal.evidence import evidence_section
from tests.bot.terminal.rendered import card_text, printed, words
from tools.phrases import written
from tools.results import Analysis, EvidenceReport, Result
from tools.types import Fact


def _report(results: Mapping[str, Result]) -> EvidenceReport:
    report = results["evidence"]
    assert isinstance(report, EvidenceReport)
    return report


def test_every_state_is_shown_with_a_verdict_for_each_horizon(sample_results: Mapping[str, Result]) -> None:
    """What entry and hit mean comes first, how much was tried last."""
    report = _report(sample_results)
    text = card_text(report)
    verdicts = [str(study.verdict.value) for one in report.states for study in one.studies
                if isinstance(study.verdict, Fact)]  # fmt: skip
    for word in ("better than base", "worse than base", "no difference shown", "too few cases"):
        assert text.count(word) == verdicts.count(word), word
    said = words(text)
    assert (
        said.index(words(report.entry.text)) < said.index("Composite ") < said.index(report.tried.said.text)
    )


def test_the_state_that_holds_is_marked(sample_results: Mapping[str, Result]) -> None:
    """One of each family of states, and no other."""
    report = _report(sample_results)
    holding = [one.state for one in report.states if isinstance(one.holds, Fact) and one.holds.value]
    lines = [
        line for line in card_text(report).splitlines() if line.startswith("▶ ") and "session" not in line
    ]
    assert [line.removeprefix("▶ ").strip() for line in lines] == holding


def test_too_few_cases_show_a_count_and_no_rate(sample_results: Mapping[str, Result]) -> None:
    """Dashes stand where a number would be made up."""
    rows = [line for line in card_text(_report(sample_results)).splitlines() if "too few cases" in line]
    assert rows
    assert all("%" not in row and row.count("–") == 5 for row in rows)  # noqa: RUF001 - the card's dash


def test_the_card_has_a_sentence_for_each_layer(analysis: Analysis) -> None:
    """The sentences of the result, whole."""
    text = words(printed(evidence_section(analysis.evidence)))
    for line in analysis.evidence:
        assert line.said.text in text
    assert "Evidence for the states in force" in card_text(analysis)


def test_figures_are_the_facts_of_the_report(sample_results: Mapping[str, Result]) -> None:
    """Each row's hit rate and advantage as they are written for people."""
    report = _report(sample_results)
    text = card_text(report)
    for study in (study for one in report.states for study in one.studies):
        if isinstance(study.hit_rate, Fact):
            assert written(study.hit_rate) in text
            assert written(study.advantage).removesuffix(" points") in text
