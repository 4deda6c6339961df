"""The three prompts of the page about small caps, over both wires: tools at once, then prose from them."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.wiring import Services
from tests.loopback.model import Call, LoopbackModel, Wire
from tests.loopback.model_prose import (
    BREADTH,
    DEBRIEF,
    INDICATORS,
    LEVELS,
    RECORD,
    ROTATION,
    STACK,
    WANTED,
    honest,
    readings,
)
from tests.loopback.model_talk import HERE, KEY, PERSON, Talk, services_of, talking

pytestmark = pytest.mark.data

CRASH, QUIET = date(2020, 3, 23), date(2025, 9, 26)
CALLS: Mapping[str, tuple[Call, ...]] = {
    "Analyze": (STACK, ROTATION, INDICATORS),
    "Given": (BREADTH, STACK, LEVELS),
    "Run": (DEBRIEF, RECORD, STACK),
}
"""The first word of each prompt, and what a careful model would call for it."""


@pytest.fixture(scope="module")
def services(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Services:
    return services_of(tmp_path_factory.mktemp("prompts"), f"folder:{data_dir}")


@pytest.fixture(scope="module")
def prompts(data_dir: Path) -> Mapping[str, str]:
    """The page's long imperative paragraphs, by their first word."""
    (page,) = (data_dir.parent / "seeds").glob("003*")
    lines = page.read_text(encoding="utf-8").splitlines()
    found = {line.split()[0]: line for line in lines if len(line) > 300 and line.split()[0] in CALLS}
    assert set(found) == set(CALLS)
    return found


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


@pytest.mark.parametrize("day", [CRASH, QUIET], ids=str)
@pytest.mark.parametrize("first", CALLS)
def test_a_prompt_is_answered_from_what_the_tools_gave(
    talk: Talk, model: LoopbackModel, prompts: Mapping[str, str], first: str, day: date
) -> None:
    model.play(honest(CALLS[first], WANTED))
    told = talk.ask(prompts[first], as_of=day)
    answer = told.answer
    assert answer.outcome == "grounded", answer.verdict.failures
    assert answer.session == day
    assert [use.name for use in answer.uses] == [call.name for call in CALLS[first]]
    stack = next(result for result in model.sent[1].results if result.name == "signal_stack")
    card = readings(stack.text)
    assert card["close"] in answer.text
    assert card["rating"] in answer.text
    assert answer.facts
    assert answer.verdict.claims
    assert answer.verdict.holds
    assert told.pieces  # sentences came before the end
    assert model.complaints == []
    assert len(model.sent) == 2
    assert answer.cost.model_calls == 2
    assert (answer.cost.tokens_in, answer.cost.tokens_out) == (1000, 110)


def test_breadth_that_is_not_known_is_said_to_be_so(
    talk: Talk, model: LoopbackModel, prompts: Mapping[str, str]
) -> None:
    model.play(honest((BREADTH,), WANTED))
    answer = talk.ask(prompts["Given"], as_of=QUIET).answer
    assert answer.outcome == "grounded", answer.verdict.failures
    assert "not known" in answer.text


def test_a_request_says_nothing_of_who_asks_and_the_key_goes_in_its_header_alone(
    talk: Talk, model: LoopbackModel, prompts: Mapping[str, str], wire: Wire
) -> None:
    model.play(honest((STACK,), WANTED))
    talk.ask(prompts["Analyze"], as_of=QUIET)
    for secret in (KEY, PERSON, HERE.name, HERE.slug, "channel-1"):
        assert not model.leaked(secret)
    for sent in model.sent:
        assert sent.keyed == KEY
        assert sent.wire == wire
        assert sent.system
        assert {"signal_stack", "breadth", "search_reports"} <= set(sent.tools)
        assert sent.asked.endswith(prompts["Analyze"]) or prompts["Analyze"] in sent.asked


def test_a_second_question_has_the_first_before_it(
    talk: Talk, model: LoopbackModel, prompts: Mapping[str, str]
) -> None:
    model.play(honest((STACK,), WANTED))
    first = talk.ask(prompts["Analyze"], as_of=CRASH).answer
    second = talk.ask("And what was the rating?", as_of=CRASH).answer
    assert second.outcome == "grounded", second.verdict.failures
    assert second.conversation == first.conversation
    assert any(prompts["Analyze"][:60] in message.text for message in model.sent[-1].messages)
    assert model.complaints == []
