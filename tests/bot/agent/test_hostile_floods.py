"""A model that floods, or writes what may not be shown: mentions, links, things unseen, texts without end."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from bot.agent.sentences import ends
from bot.wiring import Services
from tests.loopback.model import LoopbackModel, Sent, Turn, Wire
from tests.loopback.model_prose import STACK, WANTED, honest, prose
from tests.loopback.model_talk import Talk, services_of, talking

HONEST = honest((STACK,), WANTED)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return services_of(tmp_path_factory.mktemp("floods"), "sample")


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


def flooding(flood: str) -> Callable[[Sent], Turn]:
    def script(sent: Sent) -> Turn:
        if not sent.all_results:
            return Turn(calls=(STACK,))
        return Turn(FLOODS[flood](prose(sent.all_results, WANTED[:3])))

    return script


FLOODS: Mapping[str, Callable[[str], str]] = {
    "mentions": lambda text: f"{text} <@123456789012345678> <@&9> <#42> @everyone @here </analyze:1>",
    "hidden mention": lambda text: f"{text} @\u200beveryone <\u2060@123> @\u202eeveryone",
    "nested mention": lambda text: f"{text} <@<@1>123> @@everyone",
    "links": lambda text: (
        f"{text} [card](https://evil.example/a) https://evil.example/b <https://evil.example/c>"
    ),
    "image": lambda text: f"{text} ![x](https://evil.example/p.png?q=1)",
    "reference": lambda text: f"{text} [see][1]\n\n[1]: https://evil.example/r",
    "scheme": lambda text: f"{text} [go](javascript:alert(1)) discord.gg/evil data:text/html,evil",
    "zero width": "\u200b".join,
    "bidi": lambda text: f"\u202e{text[::-1]}\u202c {text}",
    "200k of junk": lambda text: f"{text} " + "very " * 40_000,
    "200k true": lambda text: f"{text} " * (200_000 // (len(text) + 1)),
    "200k of one word": lambda text: f"{text} " + "x" * 200_000,
    "many lines": lambda text: f"{text}\n" + "\n" * 50_000 + text,
    "open code": lambda text: f"{text}\n```\n{text}",
    "html": lambda text: f"<script>fetch('https://evil.example')</script>{text}",
}


@pytest.mark.timeout(25)
@pytest.mark.parametrize("flood", FLOODS)
def test_what_may_not_be_shown_is_not_shown(talk: Talk, model: LoopbackModel, flood: str) -> None:
    """`Talk.ask` holds every text to its length and to no mention and nothing invisible."""
    model.play(flooding(flood))
    told = talk.ask("How is IWM?")
    assert told.seconds < 10
    for trace in ("evil", "javascript:", "123456789012345678", "<script"):
        assert trace not in told.shown
    model.play(HONEST)
    assert talk.ask("And the rating?").answer.outcome == "grounded"
    assert model.complaints == []


@pytest.mark.timeout(25)
@pytest.mark.parametrize("flood", ["200k true", "many lines"])
def test_a_flood_holds_nobody_up(talk: Talk, model: LoopbackModel, flood: str) -> None:
    """The loop goes on turning while a text is read: everybody's answers come through it."""
    model.play(flooding(flood))

    async def both() -> float:
        asking = asyncio.create_task(talk.asking("How is IWM?"))
        longest = 0.0
        while not asking.done():
            began = time.monotonic()
            await asyncio.sleep(0.02)
            longest = max(longest, time.monotonic() - began)
        await asking
        return longest

    assert talk.run(both()) < 2


@pytest.mark.timeout(25)
@pytest.mark.parametrize(
    "text", ["It is so. " * 10_000, "\n" * 50_000, "a" * 200_000], ids=["true", "lines", "x"]
)
def test_the_sentences_of_a_long_text_are_found_at_once(text: str) -> None:
    began = time.monotonic()
    sum(1 for _ in ends(text))
    assert time.monotonic() - began < 2
