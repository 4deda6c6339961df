"""What was acknowledged survives the end of the process, however it ends."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.store import open_store
from tests.bot.store.made import GUILD, answer

ROOT = Path(__file__).parents[3]
_KEEPS = """
import itertools, sys
from bot.store import open_store
from tests.bot.store.made import answer
with open_store(sys.argv[1]) as store:
    for number in itertools.count():
        store.answers.keep(answer(id=f"{sys.argv[2]}-{number}"))
        print(f"{sys.argv[2]}-{number}", flush=True)
"""


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.2])
def test_a_killed_process_loses_nothing_that_it_acknowledged(url: str, seconds: float) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _KEEPS, url, "kept"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip()]
        time.sleep(seconds)
        process.kill()
        # the last line may be cut off in the middle
        acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
    assert acknowledged[0] == "kept-0"
    with open_store(url) as store:
        there = {one.id for one in store.answers.of("conversation-1", limit=100_000)}
        assert there >= set(acknowledged)
        assert len(there) <= len(acknowledged) + 1
        store.answers.keep(answer(id="after"))
        assert store.answers.get("after", GUILD)
