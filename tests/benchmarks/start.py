"""(e) Whole processes, cold: help, and the first card."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.timing import Timed, side_by_side


def run(data: Path, runs: int) -> list[Timed]:
    """Each run is a new interpreter; the machine's file cache is warm."""
    folder = f"folder:{data}"
    return side_by_side(
        {
            "python -c pass": _process([sys.executable, "-c", "pass"]),
            "python -m bot --help": _process([sys.executable, "-m", "bot", "--help"]),
            "first card, sample": _process(
                [sys.executable, "-m", "bot", "analyze", "IWM", "--data", "sample"]
            ),
            "first card, folder (2025-09-26)": _process(
                [sys.executable, "-m", "bot", "analyze", "IWM", "--data", folder, "--as-of", "2025-09-26"]
            ),
            "first card, folder with breadth (2022-06-16)": _process(
                [sys.executable, "-m", "bot", "analyze", "IWM", "--data", folder, "--as-of", "2022-06-16"]
            ),
        },
        runs=runs,
    )


def _process(command: list[str]) -> Callable[[], object]:
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
