"""What stands below an answer, and why it says what it says."""

from dataclasses import replace

import pytest

from bot.agent.grounding.verdict import Verdict
from bot.agent.replay import Part, Replay
from bot.terminal.answer import asked, below, footer, going_on
from bot.terminal.why import why_page
from bot.terminal.why_replay import replay_page
from knowledge.tenants import Tenant
from tests.bot.ask_double import CITED, FACT, USE, answer
from tests.bot.terminal.rendered import printed, words

HOSTILE = "\x1b]8;;http://x\x07\x1b[31mred \x9b \u202edesrever [bold red]markup[/] :smile:"


def test_citations_are_numbered_with_title_source_date_and_place() -> None:
    shown = words(printed(below(answer()), 200))
    assert (
        "[1] Breadth, in short · A Desk · published 2025-03-31 · Breadth > Repair, passage 7 of 14" in shown
    )
    assert "! The data end on 2025-05-15." in shown
    assert "not financial advice" in shown


def test_a_citation_of_a_tenants_own_report_says_so() -> None:
    own = replace(CITED, cited=replace(CITED.cited, tenant=Tenant("guild:7")))
    assert "guild:7" in printed(below(answer(citations=(own,))), 200)


def test_the_footer_says_what_it_is_what_it_took_and_how_to_ask_why() -> None:
    shown = words(printed(footer(answer()), 200))
    assert shown == (
        "answer 3fa2c1d0 · offline · session 2025-05-15 · 1 tool call · 0 tokens · 1.2 s · "
        "why: python -m bot why 3fa2c1d0"
    )


@pytest.mark.parametrize(("dollars", "says"), [(None, "no price set"), (0.0123, "$0.0123"), (0.0, "$0.0000")])
def test_the_price_of_tokens_is_said_or_that_none_was_set(dollars: float | None, says: str) -> None:
    cost = replace(answer().cost, tokens_in=1_200, tokens_out=300, dollars=dollars)
    shown = words(printed(footer(answer(cost=cost)), 200))
    assert f"1,500 tokens · {says}" in shown


def test_why_shows_question_calls_passages_facts_claims_and_cost() -> None:
    shown = words(printed(why_page(answer()), 160))
    for part in (
        "How is IWM?", "answer 3fa2c1d0", "session 2025-05-15", "model offline",
        "signal_stack(symbol: IWM, date: latest)", "ok · 120 readings", "line 1: value", "and 3 lines more",
        "[1] Breadth, in short", "passage 0123456789abcdef:6", "Repair is the early sign.",
        "Close $207.31 folder · 2025-05-15 · close of the session", "! STALE",
        "✓ $207.31", "Close is $207.31", "✗ 43 %", "no fact of this run is 43 %", "2 claims, 1 not borne",
        "2 requests to the model",
    ):  # fmt: skip
        assert part in shown, part


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"outcome": "cut", "written": "IWM will fly."}, "IWM will fly."),
        ({"outcome": "card", "written": "Nonsense 43 %."}, "Nonsense 43 %."),
        ({"outcome": "repaired"}, "after one repair"),
        ({"uses": (replace(USE, outcome="down", text="Yahoo does not answer."),)}, "down"),
        ({"uses": (replace(USE, arguments={"symbols": '["IWM", "SPY"]'}),)}, "symbols: IWM, SPY"),
        ({"uses": ()}, "None was called."),
        ({"verdict": Verdict(())}, "claims nothing about figures"),
    ],
    ids=["cut", "card", "repaired", "source down", "several symbols", "no tool", "no claims"],
)  # fmt: skip
def test_what_is_special_about_an_answer_is_said(changed: dict[str, object], says: str) -> None:
    assert says in words(printed(why_page(answer(**changed)), 160))


def test_what_was_written_is_shown_only_where_it_is_not_what_was_given() -> None:
    assert "before anything was cut" not in printed(why_page(answer()))


def test_a_replay_says_each_part_and_the_sum() -> None:
    parts = (
        Part("signal_stack(symbol=IWM)", same=True, said="same bytes"),
        Part("facts (1)", same=False, said="was 1, is 2"),
    )
    shown = words(printed(replay_page(Replay("3fa2c1d0", parts)), 160))
    assert "✓ signal_stack(symbol=IWM) same bytes" in shown
    assert "✗ facts (1) was 1, is 2" in shown
    assert "Not reproduced: 1 part of 2" in shown
    assert "Reproduced:" in printed(replay_page(Replay("3fa2c1d0", parts[:1])), 160)


def test_an_earlier_question_is_one_line() -> None:
    long = replace(answer().question, text="word " * 100)
    line = printed(asked(answer(question=long)), 100)
    assert len(line.splitlines()) == 1
    assert line.startswith("3fa2c1d0  2025-05-16 09:30  word word")


def test_going_on_says_since_when_and_how_many() -> None:
    shown = words(printed(going_on((answer(), answer()))))
    assert shown == "Going on with the conversation of 2025-05-16, 2 earlier questions; /new starts afresh."


def test_a_long_conversation_may_be_longer_than_what_is_known_of_it() -> None:
    assert "at least 20 earlier questions" in words(printed(going_on((answer(),) * 20)))


def hostile_pages() -> list[str]:
    bad = answer(
        HOSTILE,
        outcome="cut",
        question=replace(answer().question, text=HOSTILE),
        model=HOSTILE,
        notices=(HOSTILE,),
        citations=(replace(CITED, quote=HOSTILE, place=HOSTILE, cited=replace(CITED.cited, title=HOSTILE)),),
        facts=(replace(FACT, label=HOSTILE, source=HOSTILE, method=HOSTILE, notes=(HOSTILE,)),),
        uses=(replace(USE, name=HOSTILE, arguments={HOSTILE: HOSTILE}, text=HOSTILE),),
        verdict=Verdict(
            tuple(replace(one, text=HOSTILE, because=HOSTILE) for one in answer().verdict.claims)
        ),
    )
    again = Replay(HOSTILE, (Part(HOSTILE, same=False, said=HOSTILE),))
    return [printed(page, 120) for page in (below(bad), why_page(bad), asked(bad), replay_page(again))]


def test_nothing_of_an_answer_steers_the_terminal() -> None:
    for page in hostile_pages():
        assert not set(page) & set("\x1b\x07\x9b\u202e")
        assert "[bold red]markup" in words(page)


@pytest.mark.parametrize("width", [40, 60, 100, 200])
def test_pages_fit_the_terminal(width: int) -> None:
    for page in (below(answer()), why_page(answer())):
        assert max(map(len, printed(page, width).splitlines())) <= width
