"""The claims of other systems as the desk reports them: dated, complete, and every number a fact."""

import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.builders import market_of, walk
from tests.tools.desk.desks import PANEL, SESSIONS, all_bars, desk_of, fake_desk, real_desk
from tests.tools.desk.test_currency import check_numbers, sentences_of
from tools.evidence.claims.registry import CLAIMS, UNTESTED
from tools.phrases import written
from tools.results import ClaimsReport, facts_of, to_json
from tools.types import Fact, Missing

LAST = date(2025, 9, 26)
WORDS = {"supported", "not supported", "too few cases"}


@cache
def real_report(folder: Path, session: date) -> ClaimsReport:
    return real_desk(folder).claims("IWM", session)


def verdicts(report: ClaimsReport) -> dict[str, str]:
    return {
        one.key: str(one.verdict.value) if isinstance(one.verdict, Fact) else "not known"
        for one in report.claims
    }


@pytest.mark.data
def test_every_claim_has_a_verdict_or_a_reason(data_dir: Path) -> None:
    found = verdicts(real_report(data_dir, LAST))
    assert list(found) == [one.key for one in (*CLAIMS, *UNTESTED)]
    assert {found[one.key] for one in CLAIMS} <= WORDS
    assert {found[one.key] for one in UNTESTED} == {"not known"}


@pytest.mark.data
def test_a_verdict_follows_from_the_interval_that_is_shown(data_dir: Path) -> None:
    """Supported where each deciding interval is on the side claimed and reaches the size claimed."""
    claims = {one.key: one for one in CLAIMS}
    for study in real_report(data_dir, LAST).claims:
        deciding = [trial for trial in study.trials if trial.decides]
        if not deciding or any(isinstance(trial.low, Missing) for trial in deciding):
            continue
        claim = claims[study.key]
        none = 1.0 if claim.statistic == "ratio" else 0.0
        ends = [(one.low.number, one.high.number) for one in deciding
                if isinstance(one.low, Fact) and isinstance(one.high, Fact)]  # fmt: skip
        shown = all(low > none if claim.more else high < none for low, high in ends)
        shown &= claim.size is None or all(high >= claim.size for _, high in ends)
        assert isinstance(study.verdict, Fact)
        assert study.verdict.value == ("supported" if shown else "not supported"), study.key


@pytest.mark.data
def test_claims_about_breadth_end_where_the_members_prices_do_and_it_is_said(data_dir: Path) -> None:
    report = real_report(data_dir, LAST)
    assert any("end on 2024-03-08" in notice.text for notice in report.header.notices)
    assert report.header.as_of == LAST
    assert not [gone for gone in report.header.absent if gone.id == "iwm.data.breadth"]
    lasts = {
        study.key: str(study.numbers[-1].value)
        for study in report.claims
        if study.trials and isinstance(study.numbers[-1], Fact)
    }
    assert lasts["thin_rallies_fade"] == "2024-03-08"
    assert lasts["rsi_dips"] > "2025-09-01"
    thin = next(study for study in report.claims if study.key == "thin_rallies_fade")
    assert any("Survivorship" in caveat.text for caveat in thin.caveats)
    notes = [one.notes for one in facts_of(thin) if isinstance(one, Fact)]
    assert all(any("survivorship-biased" in note for note in mine) for mine in notes)
    within = real_report(data_dir, date(2020, 3, 23))
    assert not any("Members' prices end" in notice.text for notice in within.header.notices)


@pytest.mark.data
@pytest.mark.parametrize("session", [date(2003, 5, 1), date(2010, 7, 1), date(2020, 3, 23), LAST])
def test_every_number_is_a_fact_and_every_id_has_one_value(data_dir: Path, session: date) -> None:
    report = real_report(data_dir, session)
    assert check_numbers(json.loads(to_json(report))) > 500
    values: dict[str, object] = {}
    for one in facts_of(report):
        shown = one.value if isinstance(one, Fact) else one.reason
        assert values.setdefault(one.id, shown) == shown, one.id
        assert one.id.startswith("iwm."), one.id
        if isinstance(one, Fact) and isinstance(one.value, str) and one.unit == "date":
            assert one.value <= max(session.isoformat(), "2024-03-08"), one.id


@pytest.mark.data
def test_every_number_in_a_sentence_is_a_fact_it_names(data_dir: Path) -> None:
    report = real_report(data_dir, LAST)
    facts = {one.id: one for one in facts_of(report) if isinstance(one, Fact)}
    for said in sentences_of(report):
        rest = said.text
        for key in said.facts:
            text = written(facts[key])
            assert text in said.text, (key, said.text)
            rest = rest.replace(text, "", 1)
        assert not re.search(r"\d", rest.replace("95 % interval", "")), (rest, said.text)


@pytest.mark.data
def test_the_past_does_not_know_the_present(data_dir: Path) -> None:
    """Claims at an early session count nothing that came after it."""
    for study in real_report(data_dir, date(2010, 7, 1)).claims:
        for one in study.numbers[-2:]:
            if isinstance(one, Fact) and isinstance(one.value, str):
                assert one.value <= "2010-07-01", study.key


@pytest.mark.data
def test_the_benchmark_itself_is_not_tested_against_itself(data_dir: Path) -> None:
    found = verdicts(real_desk(data_dir).claims("SPY", LAST))
    assert found["lag_warns_benchmark"] == found["thin_rallies_fade"] == "not known"
    assert found["rsi_dips"] in WORDS


@pytest.mark.data
def test_equal_questions_give_equal_bytes(data_dir: Path) -> None:
    again = real_desk(data_dir).claims("IWM", date(2010, 7, 1))
    assert to_json(again) == to_json(real_report(data_dir, date(2010, 7, 1)))


def test_counts_add_up_to_all_claims() -> None:
    report = fake_desk().claims("IWM")
    counts = [one.number for one in report.counts if isinstance(one, Fact)]
    assert sum(counts) == len(report.claims) == len(CLAIMS) + len(UNTESTED)
    found = list(verdicts(report).values())
    assert counts == [
        found.count(word) for word in ("supported", "not supported", "too few cases", "not known")
    ]


def test_a_rate_that_is_not_there_leaves_its_claims_not_known_with_the_reason() -> None:
    report = desk_of(market_of(*all_bars(), panel=PANEL)).claims("IWM")
    found = {one.key: one.verdict for one in report.claims}
    for key in ("narrow_curve_rolls_over", "falling_yields_lift", "spreads_warn"):
        verdict = found[key]
        assert isinstance(verdict, Missing)
        assert "There is no" in verdict.reason
    assert {"iwm.data.dgs2", "iwm.data.t10y2y"} <= {gone.id for gone in report.header.absent}


def test_without_members_the_claims_about_breadth_are_not_known() -> None:
    report = desk_of(market_of(*all_bars())).claims("IWM")
    found = verdicts(report)
    assert found["thin_rallies_fade"] == found["washed_out_level"] == "not known"
    assert isinstance(report.survivorship.numbers[0], Missing)


@pytest.mark.parametrize("rows", [1, 5, 64, 300])
def test_a_short_history_gives_no_verdict_it_has_no_cases_for(rows: int) -> None:
    report = fake_desk(IWM=walk(5, rows, "IWM", index=SESSIONS[-rows:])).claims("IWM")
    check_numbers(json.loads(to_json(report)))
    if rows < 64:
        assert set(verdicts(report).values()) <= {"too few cases", "not known"}
        assert "No claim had enough cases" in report.tried.said.text
