"""Processes that begin at the same moment."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_WAITS = """
import sys
from bot.store import open_store
import alembic.op
from tests.bot.store.made import answer
print("ready", flush=True)
sys.stdin.readline()
"""


def together(code: str, *arguments: Sequence[str]) -> list[tuple[int, str]]:
    """Run Python code in one process for each list of arguments; the imports are over when all begin.

    Returns:
        Exit code and what went to standard error, for each.
    """
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _WAITS + code, *given],
            cwd=Path(__file__).parents[3],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for given in arguments
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [
        (process.returncode, errors)
        for process in processes
        for _, errors in [process.communicate(timeout=60)]
    ]
