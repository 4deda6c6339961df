"""Two processes answer in one conversation at the same moment: nothing of either is lost."""

import asyncio
import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from bot.settings import load_settings
from bot.store import open_store
from tests.bot.agent.checkpointed import opening
from tests.bot.agent.scripted import ANN
from tests.bot.postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]

ROOT = Path(__file__).resolve().parents[3]
TURNS = 20
TALKS = textwrap.dedent(
    """
    import asyncio, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from bot.agent_wiring import open_conversations
    from bot.settings import load_settings
    from bot.wiring import open_services
    from tests.bot.agent.scripted import FakeBelt, ScriptedModel, ask, check, cut, text

    home, url, name, turns = sys.argv[1:]
    settings = load_settings(data="sample", home=Path(home), corpus="none", state_url=url or None)
    services = open_services(settings, clock=lambda: datetime(2025, 9, 26, 22, tzinfo=UTC))

    async def main():
        belt, model = FakeBelt(), ScriptedModel(replies=[text("Fine.")])
        async with open_conversations(
            services, model=model, tools=belt.tools(), call=belt.call, check=check, cut=cut, stand_in=model
        ) as conversations:
            print("ready", flush=True)
            await asyncio.to_thread(sys.stdin.readline)
            for number in range(int(turns)):
                answer = await conversations.answer(ask(f"{name}{number}?"))
                assert answer.notices == (), answer.notices

    asyncio.run(main())
    """
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The setting; empty: files in the home."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


def together(home: Path, url: str) -> None:
    """Both are opened, on fresh databases, and begin when both are ready."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", TALKS, str(home), url, name, str(TURNS)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for name in ("ann-a", "ann-b")
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    errors = [process.communicate(timeout=90)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], errors


async def remembered(place: str, conversation: str) -> list[str]:
    """Every turn that is remembered: the oldest as their records, then those that are read."""
    from bot.agent.memory import Memory  # noqa: PLC0415 - LangGraph, for this alone

    async with opening(place) as checkpoints:
        before, *turns = (await Memory(checkpoints).recall(conversation)).messages
    records = [json.loads(line)["asked"] for line in before.text.splitlines()[1:-1]]
    assert len(turns) == 2 * 12
    return [*records, *(message.text for message in turns[::2])]


def test_forty_turns_of_two_processes_are_kept_once_and_in_order(tmp_path: Path, url: str) -> None:
    home = tmp_path / "home"
    together(home, url)
    settings = load_settings(data="sample", home=home, corpus="none", state_url=url or None)
    with open_store(settings.store_url) as store:
        conversation = "user%3A1/terminal/ann/"
        kept = [answer.question.text for answer in store.answers.of(conversation, limit=100)]
        assert {answer.question.asker for answer in store.answers.of(conversation, limit=1)} == {ANN}
    asked = [f"ann-{name}{number}?" for name in "ab" for number in range(TURNS)]
    assert sorted(kept) == sorted(asked)
    place = url or f"sqlite:///{home / 'conversations.sqlite'}"
    seen = asyncio.run(remembered(place, conversation))
    assert sorted(seen) == sorted(asked)
    for name in "ab":
        own = [question for question in seen if question.startswith(f"ann-{name}")]
        assert own == [f"ann-{name}{number}?" for number in range(TURNS)]
    # they did go on at the same time
    turns_of_b = [at for at, question in enumerate(seen) if question.startswith("ann-b")]
    assert turns_of_b != list(range(TURNS)) != [at - TURNS for at in turns_of_b]
