"""What must not move a figure: other books, the future, and calls that know nothing."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.record.made_calls import DAYS, Made, drawn, rules, seal_of
from tests.tools.record.reports import REPORTS, report_of, together
from tools.ledger.entries import Kind
from tools.phrases import written
from tools.record import Book, Record, record_of
from tools.results import facts_of, to_json
from tools.types import Fact, Rating

ROOT = Path(__file__).resolve().parents[3]
AS_OF = DAYS[-1]
QUICK = rules(min_episodes=10, resamples=200)


def books(record: Record) -> dict[tuple[str, bool], Book]:
    return {(book.kind, book.simulated): book for book in record.books}


@settings(max_examples=25)
@given(st.integers(0, 1000), st.sampled_from(["forward", "backfilled"]), st.booleans(), st.integers(1, 60))
def test_no_other_call_changes_a_fact_of_the_forward_book(
    seed: int,
    kind: Kind,
    simulated: bool,  # noqa: FBT001 - hypothesis passes it by position
    count: int,
) -> None:
    """Back-filled or simulated calls of the same sessions and symbols leave every byte of it."""
    own = drawn(50, 7)
    alone = record_of(own.seals, own.settlements, QUICK, AS_OF, "IWM")
    if kind == "forward" and not simulated:
        simulated = True
    both = together(own, drawn(count, seed, kind=kind, simulated=simulated))
    mixed = record_of(both.seals, both.settlements, QUICK, AS_OF, "IWM")
    assert books(mixed)["forward", False] == books(alone)["forward", False]
    assert len(mixed.books) == 2


def test_every_book_is_what_it_is_alone() -> None:
    """All four together and each alone."""
    parts = {
        (kind, simulated): drawn(45, place, kind=kind, simulated=simulated)
        for place, (kind, simulated) in enumerate(
            (("forward", False), ("backfilled", False), ("forward", True), ("backfilled", True))
        )
    }
    whole = together(*parts.values())
    found = books(record_of(whole.seals, whole.settlements, QUICK, AS_OF, "IWM"))
    assert list(found) == list(parts)
    for key, part in parts.items():
        assert books(record_of(part.seals, part.settlements, QUICK, AS_OF, "IWM"))[key] == found[key]
    ids = {key: {one.id for one in facts_of(book)} for key, book in found.items()}
    assert not set.intersection(*ids.values()) - {"iwm.record.least", "iwm.record.confidence"}


@pytest.mark.parametrize("known", [30, 61, 90])
def test_what_ends_after_as_of_changes_nothing(known: int) -> None:
    """Seals and returns of later sessions are as if they were not there."""
    day = DAYS[known]
    everything = drawn(120, 3)
    then = drawn(120, 3, until=day)
    then.seals = [row for row in then.seals if row.entry.session <= day]
    now = record_of(everything.seals, everything.settlements, QUICK, day, "IWM")
    assert now == record_of(then.seals, then.settlements, QUICK, day, "IWM")


def test_a_symbol_sees_only_its_own_calls() -> None:
    """In any case of letters, and with ids of its own."""
    made = drawn(40, 5, symbols=("IWM", "SPY"))
    own = drawn(40, 5, symbols=("IWM",))
    record = record_of(made.seals, made.settlements, QUICK, AS_OF, "IWM")
    assert record == record_of(own.seals, own.settlements, QUICK, AS_OF, "IWM")
    assert all(one.id.startswith("iwm.record.") for one in facts_of(record))
    everything = record_of(made.seals, made.settlements, QUICK, AS_OF, None)
    assert all(one.id.startswith("desk.record.") for one in facts_of(everything))


def test_the_order_of_rows_is_of_no_account() -> None:
    made = drawn(60, 5, symbols=("IWM", "SPY"))
    turned = record_of(made.seals[::-1], made.settlements[::-1], QUICK, AS_OF, None)
    assert turned == record_of(made.seals, made.settlements, QUICK, AS_OF, None)


def verdicts(edge: float, horizon: int, count: int, trials: int) -> list[str]:
    found = []
    for seed in range(trials):
        made = drawn(count, seed, edge=edge)
        book = record_of(made.seals, made.settlements, rules(resamples=300), AS_OF, "IWM").books[0]
        found += [written(score.verdict) for score in book.horizons if score.horizon == horizon]
    return found


@pytest.mark.parametrize("horizon", [1, 5])
def test_calls_that_know_nothing_show_no_difference(horizon: int) -> None:
    """A 95 % interval is wrong in one of twenty; up to seven of forty are let pass."""
    found = verdicts(0.0, horizon, 260, 40)
    assert found.count("no difference shown") >= 33, found


def test_calls_that_know_something_are_better_and_their_opposite_worse() -> None:
    """Half a per cent a day in the direction of the call is seen within two years."""
    assert verdicts(0.5, 5, 500, 4) == ["better than base"] * 4
    assert verdicts(-0.5, 5, 500, 4) == ["worse than base"] * 4


def test_always_the_same_call_has_no_advantage() -> None:
    """Who always says bullish hits exactly the base rate, whatever the market does."""
    made = drawn(200, 9)
    made.seals = [
        type(row)(row.number, row.hash, seal_of(row.entry.session, "bullish")) for row in made.seals
    ]
    score = record_of(made.seals, made.settlements, rules(), AS_OF, "IWM").books[0].horizons[0]
    assert written(score.advantage) == "0.0 points"
    assert written(score.verdict) == "no difference shown"


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7, 8, 10, 16, 40])
def test_however_few_sessions_there_are_the_rate_lies_in_its_interval(count: int) -> None:
    """Where the profile asks for one case only; also where every call after the first few was right."""
    made = Made()
    for place in range(count):
        rating: Rating = "bullish" if place % 3 else "bearish"
        made.add(seal_of(DAYS[place], rating), {1: -1.0 if place % 3 == 0 or place == 1 else 1.0})
    once = rules(min_episodes=1, resamples=200)
    score = record_of(made.seals, made.settlements, once, AS_OF, "IWM").books[0].horizons[0]
    low, found, high = (
        one.number for one in (score.low, score.advantage, score.high) if isinstance(one, Fact)
    )
    assert low <= found <= high


@pytest.mark.parametrize("name", REPORTS)
def test_every_sentence_quotes_facts_that_are_in_the_report(name: str) -> None:
    report = REPORTS[name]
    ids = {one.id for one in facts_of(report)}
    record = report.record
    sentences = [record.said]
    for book in record.books:
        sentences += [book.heading, book.said, *(one.said for one in book.worst)]
        sentences += [book.worst_said] if book.horizons else []
        sentences += [one for score in book.horizons for one in (score.said, score.stated.said)]
    for sentence in sentences:
        assert set(sentence.facts) <= ids, sentence


@pytest.mark.parametrize("name", REPORTS)
def test_one_id_means_one_fact(name: str) -> None:
    found = list(facts_of(REPORTS[name]))
    assert len({one.id for one in found}) == len(set(found))


def test_books_say_what_they_are() -> None:
    """Forward, back-filled and SIMULATED in the heading and on every fact."""
    headings = [book.heading.text for book in REPORTS["four books"].record.books]
    assert headings == [
        "Forward calls: sealed before the next session opened.",
        "Back-filled calls: computed afterwards; no forward record.",
        "SIMULATED: Forward calls: sealed before the next session opened.",
        "SIMULATED: Back-filled calls: computed afterwards; no forward record.",
    ]
    for book in REPORTS["four books"].record.books:
        for one in facts_of(book):
            notes = getattr(one, "notes", ("SIMULATED",) if book.simulated else ())
            assert ("SIMULATED" in notes) == book.simulated, one


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_json_and_equal_reports_are_equal_bytes(name: str) -> None:
    text = to_json(REPORTS[name])
    assert json.loads(text)["kind"] == "recordreport"
    made = drawn(60, 1)
    assert to_json(report_of(made)) == to_json(report_of(made))


def test_importing_the_record_imports_neither_arch_nor_scipy() -> None:
    code = "import sys, tools.record; sys.exit('arch' in sys.modules or 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_as_of_before_the_first_seal_is_an_empty_record() -> None:
    made = drawn(10, 1, first=5)
    record = record_of(made.seals, made.settlements, QUICK, date(2019, 1, 2), "IWM")
    assert [book.said.text for book in record.books] == ["Nothing has been sealed."]
