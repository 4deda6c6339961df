"""(f) The grounding check of one answer, with the index of its facts new and with it kept.

`python -m tests.benchmarks.grounding [ROUNDS]` answers the whole table of phrasings without a
model over the real bars, then checks each answer once cold (grounds that the check has not seen) and once
warm (the same again).
"""

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.agent.grounding import check
from tests.benchmarks.timing import milliseconds
from tests.bot.agent.offline.answering import answered
from tests.bot.agent.offline.phrasings import ROWS
from tests.tools.functions.belts import real_context
from tools.grounds import Grounds

ROUNDS = 5
Answer = tuple[str, str, list[Grounds]]


def answers(data: Path) -> list[Answer]:
    """Question, text and grounds of every phrasing that some tool answers."""
    context = real_context(data)
    found = []
    for row in ROWS:
        one = answered((*row.earlier, row.question), context)
        if one.grounds:
            found.append((row.question, one.text, one.grounds))
    return found


def seconds(question: str, text: str, grounds: list[Grounds]) -> float:
    """How long one check takes."""
    began = time.perf_counter()
    check(text, grounds, question)
    return time.perf_counter() - began


def run(found: list[Answer], rounds: int) -> dict[str, list[float]]:
    """Seconds of every check, cold and warm in turn, in rising order."""
    times: dict[str, list[float]] = {"index new": [], "index kept": []}
    for _ in range(rounds):
        for question, text, grounds in found:
            # index and parts are kept by identity, so grounds and results that are copied were never seen
            fresh = [replace(one, result=one.result and replace(one.result)) for one in grounds]
            times["index new"].append(seconds(question, text, fresh))
            times["index kept"].append(seconds(question, text, fresh))
    return {name: sorted(spent) for name, spent in times.items()}


def show(console: Console, found: list[Answer], times: dict[str, list[float]]) -> None:
    """One table: half of the checks, and 99 in 100, are done in so much."""
    facts = sorted(sum(len(one.facts) for one in grounds) for _, _, grounds in found)
    letters = sorted(len(text) for _, text, _ in found)
    middle = len(found) // 2
    table = Table(
        title=f"(f) check: {len(found)} answers, median {letters[middle]:,} letters, {facts[middle]:,} facts",
        title_justify="left",
    )
    table.add_column("candidate")
    for heading in ("p50", "p99", "highest"):
        table.add_column(heading, justify="right")
    for name, spent in times.items():
        p99 = spent[min(len(spent) - 1, int(len(spent) * 0.99))]
        table.add_row(name, milliseconds(spent[len(spent) // 2]), milliseconds(p99), milliseconds(spent[-1]))
    console.print(table)


def main() -> int:
    """Answer, check, print."""
    default = Path(__file__).resolve().parents[3] / "shared" / "data"
    data = Path(os.environ.get("PLUMB_TEST_DATA", default))
    if not (data / "manifest.toml").is_file():
        sys.stderr.write(f"The benchmark needs the real bars: set PLUMB_TEST_DATA (looked in {data}).\n")
        return 1
    found = answers(data)
    # the first check reads the vocabulary, once in a process
    seconds(*found[0])
    show(Console(width=100), found, run(found, int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
