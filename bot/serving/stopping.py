"""How the process ends: the first signal lets it finish, the second ends it at once."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

_LOG = logging.getLogger("plumbline")
_SIGNALS = (signal.SIGINT, signal.SIGTERM)

UNFINISHED = 75
"""Exit code of a process that had to leave computations behind."""

THREADS = "plumbline-"
"""How the names of threads that compute begin."""


async def until_stopped(*, within: float = 25.0, leave: Callable[[int], object] = os._exit) -> str:
    """Wait for SIGINT or SIGTERM.

    After it, a second signal ends the process at once with 128 and the signal's number, even while the event
    loop is held up; and `within` seconds later the process ends with 75 whatever still runs, because a
    thread that computes cannot be stopped.

    Args:
        within: Seconds from the signal to the end.
        leave: Ends the process.

    Returns:
        The signal's name.
    """
    loop = asyncio.get_running_loop()
    heard: asyncio.Future[int] = loop.create_future()

    def hear(number: int) -> None:
        if not heard.done():
            heard.set_result(number)

    for one in _SIGNALS:
        try:
            loop.add_signal_handler(one, hear, one)
        except NotImplementedError:
            # Windows
            signal.signal(one, lambda number, _: loop.call_soon_threadsafe(hear, number))
    try:
        number = await heard
    except asyncio.CancelledError:
        _let_go(loop)
        raise
    _let_go(loop)
    for one in _SIGNALS:
        signal.signal(one, _at_once(leave))
    _end_within(within, leave)
    name = signal.Signals(number).name
    _LOG.warning("%s: finishing what is under way; a second signal ends at once", name)
    return name


def leave_threads(leave: Callable[[int], object] = os._exit) -> None:
    """End with 0 now, if computations for which nobody waits any more would hold up the end.

    A thread cannot be stopped, and Python waits for each of them. Call it when everything is closed.

    Args:
        leave: Ends the process.
    """
    if any(thread.name.startswith(THREADS) for thread in threading.enumerate()):
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        leave(0)


def _let_go(loop: asyncio.AbstractEventLoop) -> None:
    for one in _SIGNALS:
        try:
            loop.remove_signal_handler(one)
        except NotImplementedError:
            signal.signal(one, signal.SIG_DFL)


def _at_once(leave: Callable[[int], object]) -> Callable[[int, FrameType | None], None]:
    def end(number: int, _: FrameType | None) -> None:
        leave(128 + number)

    return end


def _end_within(seconds: float, leave: Callable[[int], object]) -> None:
    timer = threading.Timer(seconds, leave, (UNFINISHED,))
    timer.daemon = True
    timer.name = "last-resort"
    timer.start()
