"""What is said of documents that were added, and of a rule that found nothing."""

from dataclasses import replace
from datetime import date

import pytest

from bot.adding import Outcome
from bot.terminal.corpus_claims import findings_page
from bot.terminal.corpus_upkeep import outcome_lines, outcome_summary
from knowledge.types import Added, Published
from tests.bot.terminal.rendered import printed, words
from tests.bot.terminal.test_corpus_pages import AS_OF, CITED, DAY, entry, found_in


def test_a_rule_that_found_nothing_names_those_that_did() -> None:
    shown = words(printed(findings_page(found_in(), rules={"same_metric", "event_day"})))
    assert shown == (
        "This rule found nothing in 3 documents. Rules that found something: event_day, same_metric. No bars."
    )
    assert "No disagreement" in printed(findings_page(found_in(), rules=set()))


def added(*, new: bool = True, day: date | None = DAY) -> Outcome:
    made = entry(cited=replace(CITED, published=Published(day, "text") if day else Published()))
    return Outcome("a.md", Added(made, new=new), None)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (None, "day unknown"),
        (AS_OF, "published 2026-05-17"),
        (date(2031, 1, 1), "published 2031-01-01, after today: it is quoted only from that day"),
    ],
)
def test_an_added_document_is_told_with_its_day(day: date | None, says: str) -> None:
    assert words(printed(outcome_lines(added(day=day), AS_OF))).endswith(says)


def test_undated_documents_are_told_of_once_and_not_again() -> None:
    undated, old = added(day=None), added(day=None, new=False)
    shown = words(printed(outcome_summary([undated, undated, old, added()], 0, 2, AS_OF)))
    assert shown.startswith(
        "2 documents have no day: they count as known from 2026-05-17, the day of adding."
    )
    assert shown.count("--date") == 1
    assert shown.endswith("3 added, 1 already there; 2 links to files outside the folder left out.")
    assert "1 document has no day: it counts" in words(printed(outcome_summary([undated], 0, 0, AS_OF)))
    assert words(printed(outcome_summary([old], 0, 0, AS_OF))) == "1 already there."
