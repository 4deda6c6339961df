"""`make bench-agent`: how long an answer takes, what it calls, and what a hosted model would read for it.

The offline analyst answers over real bars and the shipped corpus. What a hosted model reads is measured on
the wire: the requests that the program sends to a scripted endpoint on this machine, at four characters a
token.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.agent.types import Answer, Asker, Question
from bot.settings import load_settings
from bot.wiring import Services, open_services
from knowledge.tenants import PUBLIC
from tests.benchmarks.timing import milliseconds
from tests.loopback.model import LoopbackModel
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
)
from tests.loopback.model_script import Call
from tests.loopback.model_talk import services_of, talking

RUNS = 9
AS_OF = date(2021, 2, 10)
CHARACTERS = 4
"""Of English text and JSON, to a token: the usual rule of thumb."""

PROMPTS = {
    "Analyze": (STACK, ROTATION, INDICATORS),
    "Given": (BREADTH, STACK, LEVELS),
    "Run": (DEBRIEF, RECORD, STACK),
}
QUESTIONS = (
    "why is momentum weak?",
    "what would flip it?",
    "and against QQQ?",
    "what did you say last month?",
    "is breadth confirming?",
    "explain parity",
    "where is support?",
    "when is the next FOMC?",
    "what did reports say about rates?",
)


def main() -> int:
    """Print the tables; 0 when all ran."""
    default = Path(__file__).resolve().parents[3] / "shared" / "data"
    data = Path(os.environ.get("PLUMB_TEST_DATA", default))
    if not (data / "manifest.toml").is_file():
        sys.stderr.write(f"The benchmark needs the real bars: set PLUMB_TEST_DATA (looked in {data}).\n")
        return 1
    prompts = _prompts(data)
    with tempfile.TemporaryDirectory() as folder:
        _offline(Console(width=110), data, Path(folder), [*prompts.values(), *QUESTIONS])
        _hosted(Console(width=110), data, Path(folder), prompts)
    return 0


def _prompts(data: Path) -> Mapping[str, str]:
    (page,) = (data.parent / "seeds").glob("003*")
    lines = page.read_text(encoding="utf-8").splitlines()
    return {line.split()[0]: line for line in lines if len(line) > 300 and line.split()[0] in PROMPTS}


def _offline(console: Console, data: Path, home: Path, questions: list[str]) -> None:
    settings = load_settings(data=f"folder:{data}", home=home, model="offline")
    services = open_services(settings)
    taken = asyncio.run(_answers(services, questions))
    table = Table("question", "median", "slowest", "of it the check", "tool calls", "outcome")
    for question, answers in taken.items():
        seconds = [one.cost.seconds for one in answers]
        table.add_row(
            question[:50],
            milliseconds(statistics.median(seconds)),
            milliseconds(max(seconds)),
            milliseconds(statistics.median([one.cost.check_seconds for one in answers])),
            str(answers[0].cost.tool_calls),
            answers[0].outcome,
        )
    every = [one.cost.seconds for answers in taken.values() for one in answers]
    checks = [one.cost.check_seconds for answers in taken.values() for one in answers]
    console.print(f"(a) the offline analyst, warm, {RUNS} runs each, session {AS_OF}")
    console.print(table)
    console.print(
        f"all answers: median {milliseconds(statistics.median(every))}, "
        f"check {milliseconds(statistics.median(checks))}, "
        f"99 of 100 below {milliseconds(statistics.quantiles(every, n=100)[98])}"
    )


async def _answers(services: Services, questions: list[str]) -> dict[str, list[Answer]]:
    from bot.agent_wiring import open_conversations

    taken: dict[str, list[Answer]] = {question: [] for question in questions}
    async with AsyncExitStack() as stack:
        conversations = await stack.enter_async_context(open_conversations(services))
        for turn in range(RUNS + 1):
            asker = Asker(PUBLIC, f"bench-{turn}", "bench")
            for question in questions:
                answer = await conversations.answer(Question(question, asker, AS_OF))
                if turn:
                    taken[question].append(answer)
    return taken


def _hosted(console: Console, data: Path, home: Path, prompts: Mapping[str, str]) -> None:
    services = services_of(home / "hosted", f"folder:{data}")
    table = Table(
        "prompt", "wire", "requests", "tool calls", "tokens read", "tokens written", "answer", "outcome"
    )
    for wire in ("openai", "anthropic"):
        for first, prompt in prompts.items():
            with (
                LoopbackModel() as model,
                talking(services, model, home / f"{wire}-{first}", wire=wire) as talk,
            ):
                calls: tuple[Call, ...] = PROMPTS[first]
                model.play(honest(calls, WANTED))
                began = time.perf_counter()
                told = talk.ask(prompt, as_of=AS_OF)
                took = time.perf_counter() - began
                read = sum(len(sent.text) for sent in model.sent) // CHARACTERS
                table.add_row(
                    first,
                    wire,
                    str(len(model.sent)),
                    str(told.answer.cost.tool_calls),
                    f"{read:,}",
                    f"{len(told.answer.written) // CHARACTERS:,}",
                    milliseconds(took),
                    told.answer.outcome,
                )
    console.print(
        f"(b) a hosted model, scripted, session {AS_OF}: what is sent to it, {CHARACTERS} characters a token"
    )
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
