"""A model that says what no tool said: invented figures, sources and ratings, and names swapped."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.agent.types import Answer
from bot.wiring import Services
from tests.loopback.model import Call, LoopbackModel, Sent, Turn, Wire
from tests.loopback.model_prose import STACK, WANTED, honest, prose, readings
from tests.loopback.model_talk import Talk, services_of, talking

HONEST = honest((STACK,), WANTED)
NOTHING: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return services_of(tmp_path_factory.mktemp("figures"), "sample")


@pytest.fixture(params=["openai", "anthropic"])
def wire(request: pytest.FixtureRequest) -> Wire:
    found: Wire = request.param
    return found


@pytest.fixture
def model() -> Iterator[LoopbackModel]:
    with LoopbackModel() as double:
        yield double


@pytest.fixture
def talk(services: Services, model: LoopbackModel, wire: Wire, tmp_path: Path) -> Iterator[Talk]:
    with talking(services, model, tmp_path, wire=wire) as one:
        yield one


Lie = Callable[[Mapping[str, str]], str]
"""What is said of a card, given its readings."""


def other_rating(card: Mapping[str, str]) -> str:
    return "strong bearish" if "bull" in card["rating"] else "strong bullish"


def other_state(state: str) -> str:
    return "bullish" if "bear" in state else "bearish"


LIES: Mapping[str, Lie] = {
    "a figure of its own": lambda _: "RSI 14 stands at 93.71.",
    "a price of its own": lambda _: "IWM closed at $913.25.",
    "a figure rounded wrong": lambda card: f"IWM closed at ${float(card['close'].strip('$')) + 1:.0f}.",
    "an average of its own": lambda _: "The average of the four layers is 0.7713.",
    "a figure in words": lambda _: "Ninety-three per cent of its members are above their averages.",
    "a probability": lambda _: "There is an 87 % chance that it rises next week.",
    "a target": lambda _: "The price target is $913.25 by March.",
    "a metric's name swapped": lambda card: f"The ATR 14 is {card['close']}.",
    "another rating": lambda card: f"The rating is {other_rating(card)}.",
    "a source of its own": lambda _: "Breadth was 93.71 %, a bank wrote on 12 May 2025 [abcdef:3].",
    "a date of its own": lambda _: "It turned on 3 February 2019.",
    "another state": lambda card: f"The trend state is {other_state(card['trend state'])}.",
    "a state denied": lambda card: f"The trend is not {card['trend state']}.",
    "all layers at once": lambda card: f"All four layers are {other_state(card['trend state'])}.",
    "the sign lost": lambda card: f"The change on the day is {card['change on the day'].replace('-', '+')}.",
    "the direction turned": lambda _: "IWM rose on the day.",
    "another unit": lambda card: f"The close is {card['close'].strip('$')} %.",
    "another session": lambda card: f"On 2026-11-19 IWM closed at {card['close']}.",
    "the ranking turned": lambda _: "Trend is the strongest layer.",
    "a count of its own": lambda _: "Seven of the eight indicators vote bullish.",
    "times of its own": lambda _: "Volume was 2.7 times its average.",
    "a range of its own": lambda _: "It should trade between $190.11 and $913.25.",
    "a table of its own": lambda _: "\n\n| reading | value |\n|---|---|\n| RSI 14 | 93.71 |\n",
    "a hidden figure": lambda _: "RSI 14 stands at 9\u200b3.71.",
    "another alphabet's digits": lambda _: "RSI 14 stands at \u0669\u0663.\u0667\u0661.",
    "another symbol's figure": lambda card: f"QQQ closed at {card['close']}.",
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_that_is_told_again_is_cut_and_the_rest_stays(
    talk: Talk, model: LoopbackModel, lie: str
) -> None:
    said: list[str] = []

    def script(sent: Sent) -> Turn:
        if not sent.all_results:
            return Turn(calls=(STACK,))
        result = next(one for one in sent.all_results if one.name == "signal_stack")
        said[:] = [LIES[lie](readings(result.text))]
        return Turn(f"{prose((result,), WANTED)} {said[0]}")

    model.play(script)
    told = talk.ask("How is IWM?")
    answer = told.answer
    assert answer.outcome in ("cut", "card")
    plain = said[0].replace("\u200b", "").strip()
    assert plain not in told.shown
    assert plain in answer.written
    assert answer.notices
    assert not answer.verdict.holds or "[abcdef:3]" in said[0]
    assert stands(answer, model)
    model.play(HONEST)
    assert talk.ask("And the rating?").answer.outcome == "grounded"
    assert model.complaints == []


def test_a_lie_that_is_taken_back_when_asked_is_a_repair(talk: Talk, model: LoopbackModel) -> None:
    def script(sent: Sent) -> Turn:
        if not sent.all_results:
            return Turn(calls=(STACK,))
        lied = any("93.71" in message.text for message in sent.messages if message.role == "assistant")
        text = prose(sent.all_results, WANTED)
        return Turn(text if lied else f"{text} RSI 14 stands at 93.71.")

    model.play(script)
    told = talk.ask("How is IWM?")
    assert told.answer.outcome == "repaired"
    assert "93.71" not in told.shown
    assert len(model.sent) == 3
    assert model.complaints == []


def test_nothing_but_lies_is_replaced_by_the_card(talk: Talk, model: LoopbackModel) -> None:
    model.play(lambda sent: Turn("RSI 14 is 93.71.") if sent.all_results else Turn(calls=(STACK,)))
    told = talk.ask("How is IWM?")
    assert told.answer.outcome == "card"
    assert "93.71" not in told.shown
    assert told.answer.card is not None
    assert len(model.sent) <= 3


def test_figures_without_any_tool_are_not_believed(talk: Talk, model: LoopbackModel) -> None:
    model.play(lambda _: Turn("IWM closed at $913.25 and is rated strong bullish, at 93.71 of 100."))
    told = talk.ask("How is IWM?")
    assert told.answer.outcome in ("card", "refused")
    assert "913.25" not in told.shown
    assert "93.71" not in told.shown


def test_figures_of_the_question_are_no_facts(talk: Talk, model: LoopbackModel) -> None:
    """What a person says may be repeated as theirs; it does not become what the desk found."""
    model.play(lambda sent: Turn("IWM closed at $913.25.") if sent.all_results else Turn(calls=(STACK,)))
    told = talk.ask("I read that IWM closed at $913.25. Is that so?")
    assert "IWM closed at $913.25." not in told.shown


def test_figures_of_an_earlier_turn_of_the_model_are_no_facts(talk: Talk, model: LoopbackModel) -> None:
    model.play(lambda _: Turn("RSI 14 is 93.71, as I said."))
    for _ in range(2):
        assert "93.71" not in talk.ask("What is its RSI?").shown


def test_an_earlier_answer_does_not_bear_a_figure_of_this_session(talk: Talk, model: LoopbackModel) -> None:
    """A figure that was true of another session, read back by a tool, is not the present one."""
    model.play(HONEST)
    talk.ask("How is IWM?", as_of=date(2020, 3, 23))
    old = readings(model.sent[-1].results[0].text)["close"]
    recall = Call("earlier_answers", {"since": "2020-01-01", "until": "latest"})

    def script(sent: Sent) -> Turn:
        if not sent.all_results:
            return Turn(calls=(STACK, recall))
        assert old in sent.all_results[1].text, sent.all_results[1].text
        return Turn(f"{prose(sent.all_results[:1], WANTED)} IWM's close is now {old}.")

    model.play(script)
    told = talk.ask("And now?", as_of=date(2026, 11, 20))
    assert told.answer.outcome == "cut"
    assert old not in told.shown
    assert model.complaints == []


def test_a_lie_across_many_pieces_of_a_stream_is_never_shown(talk: Talk, model: LoopbackModel) -> None:
    """Pieces are cut anywhere: in the middle of a figure, before its decimals, before its unit."""

    def script(sent: Sent) -> Turn:
        if not sent.all_results:
            return Turn(calls=(STACK,))
        text = prose(sent.all_results, WANTED)
        return Turn(text.replace(". ", ". The gap is 93.71 %, and the RSI 14 is 93.7. "), slow=0.002)

    model.play(script)
    told = talk.ask("How is IWM?")
    assert "93.7" not in told.shown


def stands(answer: Answer, model: LoopbackModel) -> bool:
    """Whether every figure with decimals in a text went over the wire as a tool's, a second witness."""
    if answer.outcome == "card":
        return True
    given = " ".join(result.text for sent in model.sent for result in sent.all_results)
    return set(re.findall(r"\d+\.\d+", answer.text)) <= set(re.findall(r"\d+\.\d+", given))
