"""Killed at any moment: what was acknowledged is there, nothing half is found, and the rest is completed."""

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from knowledge.errors import CorpusDamaged
from knowledge.tenants import PUBLIC
from tests.knowledge.library.made import add, opened, text_of

STAGES = [
    "reading 0",
    "storing 0",
    "cutting into passages 0",
    "embedding 0",
    "embedding 13",
    "storing vectors 0",
    "making it searchable 0",
    "making it searchable 1",
]
"""Each names the moment before a stage, or after a step of it."""


def run_until_killed(
    root: Path, acknowledged: set[int], stage: str, at: int, after: float | None
) -> tuple[int, set[int], set[int]]:
    """One life of a process: how much it had to complete, what was there then, and what it acknowledged.

    Args:
        root: The corpus.
        acknowledged: What earlier lives acknowledged.
        stage: Where it kills itself.
        at: In which document.
        after: Seconds of adding after which it is killed from outside; None leaves it to kill itself.
    """
    script = Path(__file__).with_name("ingesting.py")
    said = " ".join(map(str, sorted(acknowledged)))
    with subprocess.Popen(
        [sys.executable, script, root, said, stage, str(at)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[3],
        env={"PYTHONPATH": "."},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        ready = process.stdout.readline().split()
        if not ready:
            pytest.fail(process.stderr.read())
        timer = threading.Timer(after or 30, process.kill)
        timer.start()
        added = {int(line.split()[1]) for line in process.stdout if line.endswith("\n")}
        assert timer.is_alive() or after, f"it never came to {stage!r}"
        timer.cancel()
        problem = process.stderr.read()
    assert process.returncode == -9, problem
    return int(ready[1]), {int(number) for number in ready[2:]}, added


@pytest.mark.timeout(300)
def test_twenty_kills_lose_nothing_and_show_nothing_half(tmp_path: Path) -> None:
    """Eight lives end between two stages of an addition, twelve at a random moment of one."""
    root = tmp_path / "corpus"
    moments = random.Random(20)  # noqa: S311 - the same moments in every run
    lives = [(stage, number % 4, None) for number, stage in enumerate(STAGES)]
    lives += [("", 0, moments.uniform(0.0, 0.25)) for _ in range(12)]
    moments.shuffle(lives)
    acknowledged: set[int] = set()
    completed = 0
    for stage, at, after in lives:
        waiting, found, added = run_until_killed(root, acknowledged, stage, at, after)
        assert acknowledged <= found
        acknowledged |= added | found
        completed += waiting
    waiting, found, _ = run_until_killed(root, acknowledged, STAGES[0], 0, None)
    assert acknowledged <= found
    assert len(found) > 20
    assert completed + waiting >= 5, "five lives at the least ended between the shelf and the catalogue"


REBUILD_AND_DIE = """
import os, signal, sys
from pathlib import Path
from tests.knowledge.library.made import opened

def die(what, done, of):
    if done == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

opened(Path(sys.argv[1]), repair=True).rebuild(die)
"""


def test_a_rebuild_killed_twice_is_said_to_be_cut_short_and_completed(root: Path) -> None:
    with opened(root) as library:
        ids = {add(library, text_of(number)).entry.document for number in range(6)}
    for done in (2, 3):
        killed = subprocess.run(
            [sys.executable, "-c", REBUILD_AND_DIE, root, str(done)], check=False, timeout=60
        )
        assert killed.returncode == -9
        with pytest.raises(CorpusDamaged, match=r"cut short.*python -m bot knowledge rebuild"):
            opened(root)
    with opened(root, repair=True) as library:
        left = library._store(PUBLIC).pending()
        assert len(left) == 1, "two made in the first life, three in the second"
        assert library.pending() == 0, "it waits for the rebuild, not for the next opening"
        assert library.rebuild().documents == 6
        assert {entry.document for entry in library.entries(PUBLIC)} == ids
        assert library.check() == []
    opened(root).close()
