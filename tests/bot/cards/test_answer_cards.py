"""The card of an answer, and of what it rests on."""

from dataclasses import replace
from datetime import date

import pytest

from bot.agent.grounding.verdict import Verdict
from bot.agent.types import Answer
from bot.cards.answer import answer_card, card_request, partial
from bot.cards.pages import pages
from bot.cards.request import Request
from bot.cards.sources import sources_card
from knowledge.tenants import Tenant
from tests.bot.ask_double import CITED, FACT, TEXT, USE, answer
from tests.bot.cards.inert import HOSTILE, foreign, reaches
from tests.bot.cards.shown import seen
from tests.builders import market_of
from tests.tools.desk.desks import LAST, PANEL, all_bars, desk_of, fake_desk
from tools.desk import Desk
from tools.results import Analysis


def made(one: Answer) -> str:
    return seen(answer_card(one, Request("answer", more=one.id)))


def test_an_answer_shows_text_notices_citations_and_small_print() -> None:
    shown = made(answer())
    for part in (
        "How is IWM?", "IWM closed at $207.31.", "⚠ The data end on 2025-05-15.", "[1] Breadth, in short",
        "A Desk · published 2025-03-31 · Breadth > Repair, passage 7 of 14", "> Repair is the early sign.",
        "answer 3fa2c1d0 · session 2025-05-15 · offline", "data: folder", "not financial advice",
    ):  # fmt: skip
        assert part in shown, part
    assert foreign(answer_card(answer(), None), answer()) == {"[1]"}


def test_buttons_lead_to_sources_a_further_question_and_a_complaint() -> None:
    buttons = {one.label: one.request for one in answer_card(answer(), None).buttons}
    assert buttons == {
        "Sources": Request("sources", more="3fa2c1d0"),
        "Ask…": Request("ask", more="3fa2c1d0"),
        "Wrong?": Request("feedback", more="3fa2c1d0"),
    }


@pytest.mark.parametrize("kind", ["analyze", "breadth", "rotation", "levels", "evidence", "claims", "scan"])
def test_the_card_that_was_read_is_offered(kind: str) -> None:
    desk = fake_desk()
    result = desk.scan() if kind == "scan" else getattr(desk, kind)("IWM")
    found = card_request(result)
    assert found == (
        Request("scan", "", LAST, more="russell2000") if kind == "scan" else Request(kind, "IWM", LAST)
    )
    assert found.custom_id
    assert found in [one.request for one in answer_card(answer(card=result), None).buttons]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"outcome": "cut"}, "with the sentences that failed left out"),
        ({"outcome": "card"}, "replaced by the computed card"),
        ({"outcome": "repaired"}, "after one repair"),
        ({"text": ""}, "There is no text in this answer."),
    ],
)
def test_how_the_text_came_to_be_is_said(changed: dict[str, object], says: str) -> None:
    assert says in made(answer(**changed))
    assert "The text is" not in made(answer())


def simulated() -> Analysis:
    market = market_of(*all_bars(), panel=PANEL)
    desk: Desk = desk_of(replace(market, simulated=True, banner="Not real prices."))
    return desk.analyze("IWM")


@pytest.mark.parametrize(
    "changed",
    [
        {"notices": ("SIMULATED data: no figure here is real.",)},
        {"facts": (replace(FACT, notes=("simulated",)),)},
        {"card": simulated()},
    ],
    ids=["notice", "fact", "card"],
)
def test_simulated_data_stand_in_title_and_text(changed: dict[str, object]) -> None:
    card = answer_card(answer(**changed), None)
    assert card.title.startswith("SIMULATED")
    assert "SIMULATED data: no figure here is real." in seen(card)
    assert card.tone == "warning"


def test_the_passage_of_a_tenants_own_report_says_whose_it_is() -> None:
    own = replace(CITED, cited=replace(CITED.cited, tenant=Tenant("guild:7")))
    assert "guild:7" in made(answer(citations=(own,)))


def test_an_id_that_fits_no_button_gets_none() -> None:
    assert answer_card(answer(id="x" * 60), None).buttons == ()


def test_sources_show_calls_passages_facts_checks_and_cost() -> None:
    card = sources_card(answer(), Request("sources", more="3fa2c1d0"))
    shown = seen(card)
    for part in (
        "How is IWM?", "asked 2025-05-16 09:30 UTC", "model offline",
        "signal_stack (symbol: IWM, date: latest)",
        "ok · 120 readings", "line 1: value", "and 3 lines more", "passage 0123456789abcdef:6",
        "Close $207.31 (folder · 2025-05-15 · close of the session)", "⚠ STALE", "✓ $207.31",
        "✗ 43 % number: no fact of this run is 43 %", "2 claims, 1 not borne", "2 requests to the model",
    ):  # fmt: skip
        assert part in shown, part


def test_sources_show_what_was_cut_and_empty_parts_in_words() -> None:
    cut = seen(sources_card(answer(outcome="cut", written="IWM will fly."), None))
    assert "IWM will fly." in cut
    bare = seen(sources_card(answer(uses=(), verdict=Verdict(()), facts=(), citations=()), None))
    assert "None was called." in bare
    assert "claims nothing about figures" in bare
    assert "Facts used" not in bare


def hostile() -> Answer:
    return answer(
        HOSTILE * 10,
        outcome="cut",
        question=replace(answer().question, text=HOSTILE * 20, as_of=date(2025, 5, 15)),
        model=HOSTILE,
        notices=(HOSTILE,),
        citations=(replace(CITED, quote=HOSTILE, place=HOSTILE, cited=replace(CITED.cited, title=HOSTILE)),),
        facts=(replace(FACT, label=HOSTILE, source=HOSTILE, method=HOSTILE, notes=(HOSTILE,)),),
        uses=(replace(USE, name=HOSTILE, arguments={HOSTILE: HOSTILE}, text=HOSTILE),),
        verdict=Verdict(
            tuple(replace(one, text=HOSTILE, because=HOSTILE) for one in answer().verdict.claims)
        ),
    )


def test_nothing_that_came_from_outside_reaches_anybody() -> None:
    for card in (answer_card(hostile(), None), sources_card(hostile(), None)):
        assert reaches(card) == []
        assert len(card.title) <= 200
        assert pages(card)


def test_a_growing_answer_ends_with_what_is_being_done() -> None:
    assert partial("", "reading IWM's levels") == "-# ⏳ reading IWM's levels"
    assert partial(TEXT, "searching the reports").endswith("\n-# ⏳ searching the reports")
    assert partial(TEXT, "x").startswith("IWM closed at $207.31.")
