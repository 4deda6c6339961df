"""The Discord process with a clock that the test moves: `python -m tests.bot.surface.moving`.

It imports what the process imports and then forks one process for each line of JSON on its standard input
(`env`, `clock`, `log`), since a test of kills starts many of them. Each is composed by
`bot.discord_wiring.run`; what differs from the shipped one is the clock and how often it looks at schedules.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

EVERY = 0.2
"""Seconds between two looks."""


class MovedClock:
    """A clock that goes on from a moment written in a file; writing another moves it."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self) -> datetime:
        """The present."""
        moment, at = json.loads(self._file.read_text(encoding="utf-8"))
        return datetime.fromisoformat(moment) + timedelta(seconds=time.time() - at)


def move(file: Path, moment: datetime) -> None:
    """Let the clock of a file go on from a moment."""
    written = file.with_suffix(".new")
    written.write_text(json.dumps([moment.isoformat(), time.time()]), encoding="utf-8")
    written.replace(file)


def main() -> None:
    """Fork a process for each line, and say what became of one where the line asks for it."""
    from bot import agent_wiring, discord_wiring, store, wiring  # noqa: F401, PLC0415 - before the forks
    from bot.serving.warming import load  # noqa: PLC0415

    load()
    for line in sys.stdin:
        order = json.loads(line)
        said: int | None
        if "poll" in order:
            pid, status = os.waitpid(order["poll"], os.WNOHANG)
            said = os.waitstatus_to_exitcode(status) if pid else None
        else:
            said = os.fork()
            if not said:
                _child(order)
        sys.stdout.write(f"{json.dumps(said)}\n")
        sys.stdout.flush()


def _child(order: Mapping[str, Any]) -> None:
    from bot.discord_wiring import run  # noqa: PLC0415
    from bot.log import set_up_logging  # noqa: PLC0415
    from bot.settings import load_settings  # noqa: PLC0415
    from tools.errors import PlumbError  # noqa: PLC0415

    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.update(order["env"])
    code = 0
    try:
        settings = load_settings()
        set_up_logging(settings.log, secrets=settings.secrets)
        asyncio.run(run(settings, clock=MovedClock(Path(order["clock"])), every=EVERY))
    except PlumbError as error:
        sys.stderr.write(f"plumbline: {error}\n")
        code = type(error).exit_code
    except BaseException:  # noqa: BLE001 - nothing of the parent may go on in the child
        import traceback  # noqa: PLC0415

        traceback.print_exc()
        code = 70
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
