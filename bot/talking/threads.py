"""When an answer goes to a thread, and what the thread is called. Pure."""

import re
from dataclasses import dataclass
from typing import Final

from bot.cards.limits import THREAD_NAME
from bot.printable import printable

MOST_IN_CHANNEL: Final = 3
"""Answers of one person's talk that a channel takes in `TALK_SECONDS`; a longer talk is moved out of it."""

TALK_SECONDS: Final = 900.0

_UNNAMED: Final = "A question"
_BREAK: Final = "\N{ZERO WIDTH SPACE}"
_LIVE = re.compile(r"([@#<]|:(?=//)|\](?=\())(?=\S)")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a person mentioned the bot.

    Attributes:
        guild: Whether it is in a server.
        threads: Whether the channel is of a kind that has threads, and is none itself.
        may: Whether the bot may open a thread there and write in it.
    """

    guild: bool
    threads: bool
    may: bool


def to_thread(spot: Spot, answered: int) -> bool:
    """Whether the next answer goes to a thread of its own.

    A question in passing is answered where it was asked. Who goes on talking goes on in a thread, which is a
    conversation of its own, and whoever else reads the channel is left in peace.

    Args:
        spot: Where the question stands.
        answered: Answers this person had in that channel within `TALK_SECONDS`.
    """
    return spot.guild and spot.threads and spot.may and answered >= MOST_IN_CHANNEL


def title_of(question: str) -> str:
    """The name of a thread: one line of 1 to 100 characters that mentions, links and formats nothing."""
    words = " ".join(printable(question).split())
    title = _LIVE.sub(rf"\1{_BREAK}", words.replace("`", "'").replace("*", ""))
    if len(title) > THREAD_NAME:
        head = title[: THREAD_NAME - 1]
        title = f"{head.rsplit(' ', 1)[0] if ' ' in head else head}…"
    return title or _UNNAMED
