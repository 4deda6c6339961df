"""A process that makes a post and dies at a step: `python killed.py URL FOLDER STEP MOMENT HISTORY`."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.cards.blocks import Card, Text
from bot.community.values import Post
from bot.posting.once import Delivery
from bot.store import open_store
from tests.bot.posting.channels import FileChannels
from tests.bot.store.community import post


async def cards(_: Post) -> Sequence[Card]:
    """One card."""
    return (Card("IWM", (Text("a card"),)),)


def die() -> None:
    """As kill -9 does it, in the middle of whatever is under way."""
    os.kill(os.getpid(), signal.SIGKILL)


class Dies:
    """Calls what it stands for, and dies before or after one of its methods."""

    def __init__(self, part: Any, step: str) -> None:
        self._part = part
        self._when, _, self._method = step.partition(" ")

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._part, name)
        if name != self._method:
            return call

        def at_once(*arguments: Any) -> Any:
            if self._when == "before":
                die()
            done = call(*arguments)
            die()
            return done

        async def waited(*arguments: Any) -> Any:
            if self._when == "before":
                die()
            done = await call(*arguments)
            die()
            return done

        return waited if asyncio.iscoroutinefunction(call) else at_once


def main(url: str, folder: str, step: str, moment: str, history: str) -> None:
    """Make the post; say what became of it."""
    now = datetime.fromisoformat(moment)
    channels = FileChannels(Path(folder), lambda: now, history=history == "history")
    with open_store(url) as store:
        delivery = Delivery(Dies(store.posts, step), Dies(channels, step), lambda: now, str(os.getpid()))
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        sys.stdout.write(asyncio.run(delivery.deliver(post(), cards)).outcome)


if __name__ == "__main__":
    main(*sys.argv[1:])
