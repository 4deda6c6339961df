"""The claims tool: words find the claim that is meant, and its text stands on the test's own sentences."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.tools.desk.desks import real_desk
from tests.tools.functions.belts import made_context, real_context
from tools.errors import BadRequest
from tools.functions.belt import call
from tools.functions.claim_words import claims_named
from tools.results import ClaimsReport
from tools.types import Fact

SESSION = date(2024, 3, 8)


@cache
def report_of(folder: Path) -> ClaimsReport:
    return real_desk(folder).claims("IWM", SESSION)


@pytest.mark.data
def test_every_title_names_its_claim_first(data_dir: Path) -> None:
    report = report_of(data_dir)
    for one in report.claims:
        found = claims_named(one.title, report.claims)
        assert found[0].key == one.key
        assert len(found) <= 3


@pytest.mark.data
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2.1x in flight", "flight_fails_more"),
        ("do setups in large-cap flight really fail 2.1x as often?", "flight_fails_more"),
        ("RSI 35-42", "rsi_dips"),
        ("breadth below 30", "washed_out_repair"),
        ("breadth divergence below 55%", "thin_rallies_fade"),
        ("half size when breadth under 50", "full_size_breadth"),
        ("lagging SPY leads to market weakness in two weeks", "lag_warns_benchmark"),
        ("momentum 10 days vs 14", "shorter_look_back"),
        ("false signals at nearly twice the rate", "false_signals_doubled"),
        ("converging EMAs are the best entry", "converging_entries"),
        ("short squeezes fade within five sessions", "covering_rallies_fade"),
        ("do regional banks lead", "banks_lead"),
    ],
)
def test_words_and_figures_find_the_claim(data_dir: Path, words: str, expected: str) -> None:
    assert claims_named(words, report_of(data_dir).claims)[0].key == expected


@pytest.mark.data
@pytest.mark.parametrize("words", ["the moon is full", "IWM rises on Mondays", "rsi mondays"])
def test_a_claim_that_was_not_tested_is_not_answered_with_another(data_dir: Path, words: str) -> None:
    with pytest.raises(BadRequest, match="was tested"):
        claims_named(words, report_of(data_dir).claims)


@pytest.mark.data
def test_all_gives_a_verdict_for_every_claim_and_the_counts(data_dir: Path) -> None:
    context = real_context(data_dir, SESSION)
    grounds = call("claims", {"symbol": "IWM", "claim": "all", "date": "latest"}, context)
    report = report_of(data_dir)
    lines = grounds.text.splitlines()
    assert lines[1] == str(report.said)
    for one in report.claims:
        verdict = one.verdict.value if isinstance(one.verdict, Fact) else "not tested"
        assert f"{one.title[:1].upper()}{one.title[1:]}: {verdict}." in lines
    assert set(lines[1:]) <= {str(said) for said in grounds.sentences}


@pytest.mark.data
def test_a_claim_in_full_fits_and_is_the_reports_own_sentences(data_dir: Path) -> None:
    context = real_context(data_dir, SESSION)
    for one in report_of(data_dir).claims:
        grounds = call("claims", {"symbol": "IWM", "claim": one.title, "date": "latest"}, context)
        assert len(grounds.text) <= 2_500
        assert "shortened" not in grounds.text
        own = {str(said) for said in grounds.sentences}
        told = [line.strip() for line in grounds.text.splitlines()[1:]]
        bare = [line.removeprefix("claimed: ").removeprefix("test: ").removeprefix("note: ") for line in told]
        assert set(bare) <= own
        assert str(one.said) in bare


def test_the_same_content_is_tested_once_and_asked_by_another_date_says_so() -> None:
    """A Saturday reads Friday's report: the same readings, with its own notice."""
    context = made_context()
    first = context.desk.claims("IWM", date(2025, 9, 19))
    again = context.desk.claims("IWM", date(2025, 9, 20))
    assert again.claims is first.claims
    assert again.header.requested != first.header.requested
    other = context.desk.claims("IWM", date(2025, 9, 18))
    assert other.claims is not first.claims
