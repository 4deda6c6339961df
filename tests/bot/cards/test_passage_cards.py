"""Cards of documents, passages and conflicts: quoted as they stand, with who said it, and inert."""

from dataclasses import replace
from datetime import date

import pytest

from bot.adding import Outcome
from bot.agent.grounding.verdict import ClaimKind
from bot.cards.checked import checked_card
from bot.cards.conflicts import conflicts_card
from bot.cards.documents import added_card, documents_card, removed_card
from bot.cards.pages import pages
from bot.cards.passages import passages_card, refused_words
from bot.cards.quoting import quoted, shortened
from bot.cards.request import Request
from bot.checked import Checked
from bot.talking.checked_values import CheckedText, Stated
from knowledge.claims.model import Finding, Side, Span, Verdict
from knowledge.tenants import Tenant
from knowledge.types import Added
from tests.bot.ask_double import FACT
from tests.bot.cards.inert import HOSTILE, foreign, reaches
from tests.bot.cards.shown import seen
from tests.bot.terminal.test_corpus_pages import CITED, DAY, entry, passage, result, undated
from tests.tools.desk.desks import fake_desk

SEARCH = Request("search", more="rates")
TODAY = date(2026, 5, 17)


def finding(**changed: object) -> Finding:
    sides = (
        Side("0123456789abcdef", "Rates and credit", DAY, Span(3, 7), "43 % floats"),
        Side(None, "arithmetic", None, None, "44.1 %"),
    )
    made = Finding(
        Verdict.CONTRADICTION, "same_metric", "floating share", "RUSSELL2000", sides, "43 % is not 44.1 %."
    )
    return replace(made, **changed)  # type: ignore[arg-type]  # fields by name


def test_a_passage_has_its_words_its_source_its_day_and_its_place() -> None:
    found = passage("Rates fell.\nThen they rose.")
    card = passages_card(result(found), SEARCH)
    shown = seen(card)
    for part in (
        "Reports · what did rates do", "Rates and credit", "A Desk", "published 2025-12-03, 165 days before",
        "IWM, SPY", "> Rates fell. > Then they rose.", "Risk > Rates, passage 7 of 14, page 3",
        "0123456789abcdef:6: score 0.835, meaning 0.610", "asked as of 2026-05-17",
    ):  # fmt: skip
        assert part in shown, part


def test_nothing_found_is_said_with_its_reason() -> None:
    shown = seen(passages_card(result(nothing="No report says anything about that."), SEARCH))
    assert "No report says anything about that." in shown


def test_later_passages_and_other_documents_are_told() -> None:
    found = passage(
        also_in=(replace(CITED, title="The same again"),), cited=replace(CITED, tenant=Tenant("guild:7"))
    )
    shown = seen(passages_card(result(found, later=2), SEARCH))
    assert "also in The same again" in shown
    assert "2 later passages left out" in shown
    assert "guild:7" in shown


def test_a_table_keeps_its_cells() -> None:
    assert quoted("a\tb\n1\t2") == "> a · b\n> 1 · 2"


def test_documents_are_listed_with_what_removing_takes() -> None:
    entries = [entry(), undated(), entry(document="0123456789ffffff", superseded_by="0123456789abcdef")]
    card = documents_card(entries, None, "this server")
    shown = seen(card)
    assert "3 documents, 42 passages." in shown
    assert "0123456789a Rates and credit A Desk · 2025-12-03 · 14 passages · IWM" in shown
    assert "unknown, added 2026-05-16" in shown
    assert "replaced by 0123456789a" in shown


def test_an_empty_corpus_says_how_to_add() -> None:
    shown = seen(documents_card([], None, "this server", about="SPY"))
    assert "No document of this server about SPY is here yet." in shown
    assert "/knowledge add" in shown


def test_each_file_says_what_became_of_it() -> None:
    new = Outcome("a.md", Added(entry(notes=("Links were left out.",)), new=True), None)
    version = Outcome("b.md", Added(undated(), new=True, supersedes=entry()), None)
    refused = Outcome("c.exe", None, "this is no document.")
    card = added_card([new, version, refused, Outcome("d.md", Added(entry(), new=False), None)], TODAY)
    shown = seen(card)
    for part in (
        "✓ added: Rates and credit id 0123456789abcdef · 14 passages · published 2025-12-03",
        "Links were left out.",
        "✓ new version", "replaces 0123456789abcdef", "counts as known from 2026-05-17",
        "✗ refused: c.exe: this is no document.", "■ already there",
    ):  # fmt: skip
        assert part in shown, part
    assert card.tone == "warning"
    assert refused_words(new) == ""


def test_a_day_after_today_is_said() -> None:
    later = Outcome("a.md", Added(entry(), new=True), None)
    assert "after today: it is quoted only from that day" in seen(added_card([later], date(2025, 1, 1)))


def test_removing_names_what_went_or_that_there_was_nothing() -> None:
    assert "Removed 1 document of this server" in seen(removed_card([entry()], "this server"))
    assert "nothing of this server to remove" in seen(removed_card([], "this server"))


def test_conflicts_quote_both_sides_and_say_why() -> None:
    checked = Checked(
        12, "Held against bars of a folder.", 3, (finding(), finding(verdict=Verdict.SUPERSEDED))
    )
    card = conflicts_card(checked, None, about="IWM")
    shown = seen(card)
    for part in (
        "Contradictions", "> 43 % floats", "Rates and credit · 0123456789abcdef · 2025-12-03",
        "44.1 % arithmetic",
        "43 % is not 44.1 %.", "Superseded by a later figure", "3 figures that a later report replaced",
        "Held against bars of a folder.",
    ):  # fmt: skip
        assert part in shown, part
    assert card.tone == "warning"


@pytest.mark.parametrize(
    ("documents", "says"),
    [(12, "It does not mean that the reports are right."), (0, "No document was added yet")],
)
def test_without_conflicts_the_card_says_what_that_means(documents: int, says: str) -> None:
    card = conflicts_card(Checked(documents, "No bars.", 0, ()), None)
    assert says in seen(card)
    assert card.tone == "plain"


def checked_text(*statements: Stated, **changed: object) -> CheckedText:
    header = fake_desk().analyze("IWM", evidence=False).header
    made = CheckedText("IWM at $207, RSI 71", ("IWM",), True, header.as_of, statements, headers=(header,))  # noqa: FBT003
    return replace(made, **changed)  # type: ignore[arg-type]  # fields by name


def stated(words: str, standing: str, why: str, **changed: object) -> Stated:
    made = Stated(0, 4, words, f"They say {words}.", ClaimKind.NUMBER, standing, why)  # type: ignore[arg-type]
    return replace(made, **changed)  # type: ignore[arg-type]  # fields by name


def test_a_checked_message_says_right_wrong_and_unknown_each_with_its_reason() -> None:
    one = checked_text(
        stated("$207.31", "right", "Close is $207.31", facts=(FACT,)),
        stated("rsi 71", "wrong", "RSI 14 is 64.1"),
        stated("300 soon", "unknown", "no fact of this run has that name"),
        findings=(finding(),),
        notices=("IWM was taken as the symbol.",),
    )
    card = checked_card(one, None)
    shown = seen(card)
    for part in (
        "✓ $207.31 right: Close is $207.31", "Close $207.31 (folder · 2025-05-15 · close of the session)",
        "✗ rsi 71 wrong: RSI 14 is 64.1", "> They say rsi 71.", "? 300 soon unknown: no fact",
        "> 43 % floats",
        "⚠ IWM was taken as the symbol.", "held against session 2025-09-26", "not financial advice",
    ):  # fmt: skip
        assert part in shown, part
    assert shown.index("✗ Wrong") < shown.index("✓ Right") < shown.index("? Unknown")
    assert card.tone == "warning"
    assert foreign(card, one, one.headers[0].digest[:8]) == set()


def test_a_message_without_figures_says_so() -> None:
    assert "There is no figure in this message" in seen(checked_card(checked_text(), None))
    bare = seen(checked_card(checked_text(headers=(), symbols=()), None))
    assert "not financial advice" in bare


def test_checked_against_made_up_prices_says_simulated() -> None:
    one = checked_text()
    made_up = replace(one.headers[0], simulated=True, banner="Not real prices.")
    card = checked_card(replace(one, headers=(made_up,)), None)
    assert card.title.startswith("SIMULATED")
    assert "Not real prices." in seen(card)


def test_nothing_in_documents_or_messages_reaches_anybody() -> None:
    bad = replace(CITED, title=HOSTILE, source=HOSTILE)
    held = entry(cited=bad, symbols=(HOSTILE,), notes=(HOSTILE,))
    long = HOSTILE * 30
    sides = tuple(replace(side, quote=long, title=HOSTILE) for side in finding().sides)
    wrong = finding(subject=HOSTILE, entity=HOSTILE, sides=sides, why=HOSTILE)
    query = replace(result().query, text=long)
    search = replace(result(passage(long, cited=bad, section=(HOSTILE,), also_in=(bad,))), query=query)
    cards = (
        passages_card(search, None),
        documents_card([held], None, HOSTILE, about=HOSTILE),
        added_card([Outcome(HOSTILE, None, HOSTILE), Outcome("", Added(held, new=True), None)], TODAY),
        removed_card([held], HOSTILE),
        conflicts_card(Checked(1, HOSTILE, 0, (wrong,)), None, about=long),
        checked_card(
            checked_text(
                stated(HOSTILE, "wrong", HOSTILE, sentence=long), findings=(wrong,), notices=(HOSTILE,)
            ),
            None,
        ),
    )
    for card in cards:
        assert reaches(card) == [], card.title
        assert len(card.title) <= 300
        assert pages(card)


@pytest.mark.parametrize("text", [HOSTILE * 40, "*" * 500, "word " * 100, ""])
def test_a_title_is_cut_to_its_room_with_a_mark(text: str) -> None:
    shown = shortened(text, 100)
    assert len(shown) <= 100
    assert shown.endswith("…") or not text
