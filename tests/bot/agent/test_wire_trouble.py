"""A model that fails, is slow or cannot be read: an answer comes in time, says so, and the next works."""

import asyncio
import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wiring import Services
from tests.loopback.model import Call, Fault, LoopbackModel, Sent, Trouble, Turn, Wire
from tests.loopback.model_prose import STACK, WANTED, honest, prose
from tests.loopback.model_talk import ELSEWHERE, KEY, Talk, services_of, talking

HONEST = honest((STACK,), WANTED)
HANGS = (Fault.SILENT, Fault.SILENT_MIDWAY, Fault.DRIP)
PASSES = tuple(fault for fault in Fault if fault not in (*HANGS, Fault.UNAUTHORIZED, Fault.REFUSED))
"""What a second request may mend."""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return services_of(tmp_path_factory.mktemp("trouble"), "sample")


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
    with talking(services, model, tmp_path, wire=wire, model_wait=1.0) as one:
        yield one


@pytest.fixture
def hurried(services: Services, model: LoopbackModel, wire: Wire, tmp_path: Path) -> Iterator[Talk]:
    """With little time for an answer."""
    with talking(services, model, tmp_path, wire=wire, answer_seconds=6.0, model_wait=1.0) as one:
        yield one


LIES = "IWM closed at $913.25, and its RSI 14 is 93.71. " * 4


def goes_on(talk: Talk, model: LoopbackModel) -> None:
    """The next question of the same conversation is answered as if nothing had been."""
    model.play(HONEST)
    answer = talk.ask("And how is IWM rated now?").answer
    assert answer.outcome == "grounded", answer.verdict.failures
    assert model.complaints == []


@pytest.mark.parametrize(
    ("fault", "at"),
    [*((fault, 1) for fault in PASSES), (Fault.RESET, 0), (Fault.CUT_STREAM, 0), (Fault.SILENT, 0)],
    ids=lambda part: getattr(part, "name", ("first", "second")[part] if isinstance(part, int) else None),
)
def test_trouble_that_passes_costs_time_and_nothing_else(
    talk: Talk, model: LoopbackModel, fault: Fault, at: int
) -> None:
    def script(sent: Sent) -> Turn | Trouble:
        wrote = HONEST(sent)
        return Trouble(fault, 1, turn=wrote) if len(model.sent) == at + 1 else wrote

    model.play(script)
    answer = talk.ask("How is IWM?").answer
    assert answer.outcome in ("grounded", "repaired", "cut"), answer.notices
    assert answer.model != "offline"
    assert answer.text.endswith(".")  # and not in the middle of a sentence
    goes_on(talk, model)


def test_a_call_that_lost_its_end_is_not_carried_out(talk: Talk, model: LoopbackModel) -> None:
    """The stream ends in order and without a reason; the clients complete the JSON by themselves."""
    compare = Call("compare", {"date": "latest", "symbols": ["IWM", "SPY", "QQQ", "HYG", "KRE"]})

    def script(sent: Sent) -> Turn | Trouble:
        if len(model.sent) == 1:
            return Trouble(Fault.ENDED_EARLY, share=0.7, turn=Turn(calls=(compare,)))
        return HONEST(sent)

    model.play(script)
    answer = talk.ask("How do IWM, SPY, QQQ, HYG and KRE compare?").answer
    assert not any(use.name == "compare" and use.outcome == "ok" for use in answer.uses)
    goes_on(talk, model)


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name)
def test_trouble_that_stays_ends_in_the_card_in_time_and_says_so(
    hurried: Talk, model: LoopbackModel, fault: Fault
) -> None:
    model.play(lambda _: Trouble(fault, 1, turn=Turn(LIES)))
    told = hurried.ask("How is IWM?")
    answer = told.answer
    assert answer.outcome == "card"
    assert answer.model == "offline"
    assert answer.notices
    assert "913.25" not in told.shown
    assert "93.71" not in told.shown
    if fault in (Fault.UNAUTHORIZED, Fault.REFUSED):
        assert len(model.sent) <= 2  # asking again would not help
        assert told.seconds < 5  # of six, two of which are kept for the card
    goes_on(hurried, model)


def test_a_wait_that_the_service_asks_for_is_kept(talk: Talk, model: LoopbackModel) -> None:
    model.play([Trouble(Fault.RATE_LIMITED, 2), Turn(calls=(STACK,)), Turn("IWM's card says it.")])
    told = talk.ask("How is IWM?")
    assert told.answer.outcome == "grounded"
    assert model.sent[1].at - model.sent[0].at >= 2


def test_a_wait_past_the_deadline_is_not_waited_for(talk: Talk, model: LoopbackModel) -> None:
    model.play(lambda _: Trouble(Fault.RATE_LIMITED, 300))
    told = talk.ask("How is IWM?")
    assert told.answer.outcome == "card"
    assert told.seconds < 10  # of thirty
    assert len(model.sent) == 1


def test_others_are_answered_while_a_model_is_silent(talk: Talk, model: LoopbackModel) -> None:
    def script(sent: Sent) -> Turn | Trouble:
        return Trouble(Fault.SILENT) if "silent" in sent.asked else HONEST(sent)

    model.play(script)

    async def both() -> tuple[float, str]:
        slow = asyncio.create_task(talk.asking("Be silent about IWM."))
        await asyncio.sleep(0.3)
        began = time.monotonic()
        quick = await talk.asking("How is IWM?", tenant=ELSEWHERE, person="another")
        took = time.monotonic() - began
        slow.cancel()
        await asyncio.wait((slow,))
        return took, quick.answer.outcome

    took, outcome = talk.run(both())
    assert outcome == "grounded"
    assert took < 3


def test_an_answer_that_nobody_waits_for_leaves_the_conversation_usable(
    talk: Talk, model: LoopbackModel
) -> None:
    model.play(lambda _: Trouble(Fault.SILENT))

    async def given_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(talk.asking("How is IWM?"), 0.5)

    talk.run(given_up())
    goes_on(talk, model)


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.SERVER_ERROR, Fault.UNAUTHORIZED, Fault.SILENT])
def test_another_model_answers_when_the_first_is_down(
    services: Services, fault: Fault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LoopbackModel(lambda _: Trouble(fault)) as first, LoopbackModel(HONEST) as second:
        monkeypatch.setenv("ANTHROPIC_API_URL", second.address)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-second-77aa01")
        fallbacks = ("anthropic:second",)
        with talking(services, first, tmp_path, model_wait=0.5, model_fallbacks=fallbacks) as talk:
            told = talk.ask("How is IWM?")
    assert told.answer.outcome == "grounded"
    assert told.answer.model == "anthropic:second"
    assert first.sent
    assert second.complaints == []
    assert all(sent.keyed == "sk-second-77aa01" for sent in second.sent)
    assert not second.leaked(KEY)


@pytest.mark.parametrize("fault", [Fault.UNAUTHORIZED, Fault.GARBAGE, Fault.RATE_LIMITED, Fault.CUT_STREAM])
def test_the_key_is_in_no_log_no_event_and_no_file(
    talk: Talk,
    model: LoopbackModel,
    fault: Fault,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    model.play(lambda _: Trouble(fault, 1))
    told = talk.ask("How is IWM?")
    written = logging.Formatter()
    assert model.sent[0].keyed == KEY
    assert KEY not in repr(told.events)
    for record in caplog.records:
        assert KEY not in written.format(record)
        assert KEY not in repr(vars(record))
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path


def test_slow_but_steady_streams_are_read_to_their_end(talk: Talk, model: LoopbackModel) -> None:
    """More than `model_wait` in all, and never silent that long."""

    def script(sent: Sent) -> Turn:
        return Turn(prose(sent.results, WANTED[:3]), slow=0.12) if sent.results else Turn(calls=(STACK,))

    model.play(script)
    assert talk.ask("How is IWM?").answer.outcome == "grounded"


def test_conversations_can_be_opened_again_in_another_loop(
    services: Services, model: LoopbackModel, wire: Wire, tmp_path: Path
) -> None:
    """The vendors' packages keep clients for the process; a client belongs to the loop it was used in."""
    model.play(HONEST)
    for _ in range(2):
        with talking(services, model, tmp_path, wire=wire) as talk:
            answer = talk.ask("How is IWM?").answer
            assert answer.outcome == "grounded", answer.notices
