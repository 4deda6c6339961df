"""Cards of evidence, debriefs, the record, tested claims and comparisons."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.cards.blocks import Picture, Text
from bot.cards.claims import claims_card, verdict_of
from bot.cards.comparison import comparison_card
from bot.cards.debrief import debrief_card
from bot.cards.evidence import evidence_card
from bot.cards.pages import pages
from bot.cards.record import record_card
from bot.cards.request import Request
from bot.cards.result import card_of
from tests.bot.cards.inert import HOSTILE, foreign, reaches
from tests.bot.cards.shown import seen
from tests.tools.desk.desks import LAST, fake_desk, real_desk
from tests.tools.desk.seals import seal_of
from tests.tools.desk.test_book import book_of
from tests.tools.record.reports import REPORTS
from tools.desk.debriefing import debrief_of
from tools.phrases import written
from tools.results import DebriefReport, EvidenceReport
from tools.types import Fact, Missing, Sentence

DAY = date(2024, 3, 8)
BEFORE = date(2025, 9, 25)
EVIDENCE, CLAIMS = Request("evidence", "IWM"), Request("claims", "IWM")
DEBRIEF, RECORD = Request("debrief", "IWM"), Request("record", "IWM")


def words(sentence: Sentence) -> str:
    return " ".join(sentence.text.split())


@pytest.fixture(scope="module")
def evidence() -> EvidenceReport:
    return fake_desk().evidence("IWM")


def debriefed(**changed: object) -> DebriefReport:
    desk = fake_desk()
    return debrief_of(desk, seal_of(desk, "IWM", BEFORE, **changed), LAST)


def test_states_in_force_come_first_and_every_state_is_there_once(evidence: EvidenceReport) -> None:
    card = evidence_card(evidence, EVIDENCE)
    text = "\n".join(block.markdown for block in card.blocks if isinstance(block, Text))
    holding = [one for one in evidence.states if isinstance(one.holds, Fact) and one.holds.value]
    assert holding
    assert text.count("**▶ ") == len(holding)
    others = [one.family for one in evidence.states if one not in holding]
    head = others[0].replace("_", " ").capitalize()
    assert text.rindex("**▶ ") < text.index(f"**{head}**\n")
    studies = sum(len(one.studies) for one in evidence.states)
    assert sum(line.startswith("- ") and "session" in line for line in text.split("\n")) == studies


def test_too_few_cases_show_a_count_and_no_rate(evidence: EvidenceReport) -> None:
    card = evidence_card(evidence, EVIDENCE)
    lines = [
        line
        for block in card.blocks
        if isinstance(block, Text)
        for line in block.markdown.split("\n")
        if "too few cases" in line
    ]
    assert lines
    assert all("%" not in line and "cases " in line for line in lines)


def test_evidence_says_how_much_was_tried_and_what_could_not_be(evidence: EvidenceReport) -> None:
    text = seen(evidence_card(evidence, EVIDENCE))
    assert words(evidence.entry) in text
    assert words(evidence.tried.said) in text
    for sentence in evidence.absent:
        assert words(sentence) in text


def test_without_any_state_the_card_says_so(evidence: EvidenceReport) -> None:
    assert "nothing could be studied" in seen(evidence_card(replace(evidence, states=()), EVIDENCE))


@pytest.mark.parametrize("rating", ["bullish", "bearish", "neutral", None])
def test_a_debrief_says_every_sentence_its_seal_and_its_cases(rating: str | None) -> None:
    report = debriefed(rating=rating)
    found, text = report.debrief, seen(debrief_card(report, DEBRIEF))
    for sentence in (found.sealing, found.outcome, found.blamed, found.warning.said, found.lesson.said):
        assert words(sentence) in text
    for note in (*found.notes, *found.warning.notes):
        assert words(note) in text
    assert f"seal {found.seal}" in text
    assert f"Cases {written(found.lesson.cases)}" in text
    assert foreign(debrief_card(report, DEBRIEF), report) == set()


def test_forward_and_back_filled_are_marked_in_capitals() -> None:
    assert "FORWARD A forward call" in seen(debrief_card(debriefed(), DEBRIEF))
    assert "BACK-FILLED Back-filled:" in seen(debrief_card(debriefed(kind="backfilled"), DEBRIEF))


def test_a_share_stands_only_where_the_cases_are_enough() -> None:
    report = debriefed()
    gone = Missing("x", "share", "too few cases")
    lesson = replace(report.debrief.lesson, rate=gone, low=gone, high=gone)
    few = replace(report, debrief=replace(report.debrief, lesson=lesson))
    assert "share" in seen(debrief_card(report, DEBRIEF))
    assert "· share" not in seen(debrief_card(few, DEBRIEF))


@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_of_the_record_is_a_fact(name: str) -> None:
    assert foreign(record_card(REPORTS[name], RECORD), REPORTS[name]) == set()


def test_books_stand_apart_each_under_its_heading() -> None:
    report = REPORTS["four books"]
    text = seen(record_card(report, RECORD))
    places = [text.index(book.heading.text) for book in report.record.books]
    assert places == sorted(places)
    assert text.count("SIMULATED") == 2
    for book, start, end in zip(report.record.books, places, [*places[1:], len(text)], strict=True):
        assert f"Calls sealed {written(book.sealed)}" in text[start:end]
        for score in book.horizons:
            told = written(score.hit_rate) if isinstance(score.hit_rate, Fact) else words(score.said)
            assert told in text[start:end]


def test_the_record_shows_its_chain_heads_and_its_picture() -> None:
    report = REPORTS["all symbols"]
    chart = Picture("reliability.png", b"png", "numbers")
    card = record_card(report, Request("record"), chart=chart)
    assert chart in card.blocks
    assert all(written(head) in seen(card) for head in report.heads)
    assert card.title.startswith("**All symbols**")


def test_an_empty_record_says_that_nothing_is_sealed_yet() -> None:
    report = REPORTS["nothing"]
    assert words(report.record.books[0].said) in seen(record_card(report, RECORD))


def test_each_claim_stands_under_its_verdict_with_its_sentence() -> None:
    report = fake_desk().claims("IWM")
    card = claims_card(report, CLAIMS)
    text = seen(card)
    assert words(report.said) in text
    titles = {"supported": "✓ Supported", "not supported": "✗ Not supported", "too few cases": "○ Too few"}
    for one in report.claims:
        word = verdict_of(one)
        assert text.count(one.title) >= 2
        assert words(one.said if word in titles else one.claim) in text
        assert titles.get(word, "? Not known") in text
    assert words(report.tried.said) in text
    assert words(report.survivorship.said) in text
    assert foreign(card, report) == set()


def test_a_comparison_has_every_symbol_leader_and_difference() -> None:
    comparison = fake_desk().compare(["IWM", "SPY", "QQQ"])
    card = comparison_card(comparison, Request("compare", more="IWM,SPY,QQQ"))
    text = seen(card)
    for one in comparison.symbols:
        assert f"{one.symbol} · {one.header.as_of.isoformat()} Rating" in text
    for sentence in comparison.leaders:
        assert words(sentence) in text
    for pair in comparison.differences:
        assert f"{pair.measure}: {written(pair.reading)}" in text
    assert foreign(card, comparison) == set()
    assert [button.request.symbol for button in card.buttons] == ["IWM", "SPY", "QQQ"]


@pytest.mark.data
def test_every_figure_of_real_cards_is_a_fact(data_dir: Path) -> None:
    desk = real_desk(data_dir)
    evidence, claims = desk.evidence("IWM", DAY), desk.claims("IWM", DAY)
    book = book_of(desk)
    book.seal("IWM", date(2024, 3, 7))
    debrief, record = book.debrief("IWM", DAY), book.record("IWM", DAY)
    comparison = desk.compare(["IWM", "SPY"], DAY)
    for card, result in (
        (evidence_card(evidence, EVIDENCE), evidence),
        (claims_card(claims, CLAIMS), claims),
        (debrief_card(debrief, DEBRIEF), debrief),
        (record_card(record, RECORD), record),
        (comparison_card(comparison, Request("compare")), comparison),
    ):
        assert foreign(card, result) == set(), card.title
        assert "SIMULATED" not in seen(card)
        assert pages(card)


def test_the_check_of_figures_can_fail(evidence: EvidenceReport) -> None:
    card = evidence_card(evidence, EVIDENCE)
    assert foreign(replace(card, blocks=(*card.blocks, Text("hit 98.7 %"))), evidence) == {"98.7"}


def test_a_card_stays_with_the_session_that_was_read(evidence: EvidenceReport) -> None:
    card = evidence_card(evidence, EVIDENCE)
    assert card.request is not None
    assert card.request.as_of == evidence.header.as_of
    assert card_of(evidence, EVIDENCE) == card


def test_sentences_from_outside_reach_nobody(evidence: EvidenceReport) -> None:
    """A file's name is part of an absence's reason."""
    bad = Sentence(HOSTILE)
    spoilt = replace(evidence, absent=(bad,), header=replace(evidence.header, terms=HOSTILE, notices=(bad,)))
    assert reaches(evidence_card(spoilt, EVIDENCE)) == []
    claims = fake_desk().claims("IWM")
    first = replace(claims.claims[0], title=HOSTILE, said=bad, claim=bad, caveats=(bad,))
    assert reaches(claims_card(replace(claims, claims=(first,)), CLAIMS)) == []
    report = REPORTS["nothing"]
    assert reaches(record_card(replace(report, notices=(bad,), profile=HOSTILE), RECORD)) == []


def test_simulated_results_say_so_in_the_title(evidence: EvidenceReport) -> None:
    made_up = replace(evidence, header=replace(evidence.header, simulated=True, banner="Not real prices."))
    card = evidence_card(made_up, EVIDENCE)
    assert all(page.title.startswith("### SIMULATED") for page in pages(card))
    assert "Not real prices." in seen(card)
