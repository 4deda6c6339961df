"""Which servers the bot is in: Discord tells while it listens, and each login tells of the time between."""

import logging
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.surface import Surface

_LOG = logging.getLogger("plumbline.client")


def compare(surface: "Surface", there: Collection[int], ours: Callable[[int], bool]) -> None:
    """Note the servers that removed the bot while nobody listened, and those that took it back.

    Args:
        surface: The parts behind the commands.
        there: The servers that the bot is in, those with an outage included.
        ours: Whether Discord tells this process of a server, by its shards.

    Raises:
        PlumbError: The database cannot be read.
    """
    gone = surface.store.guilds.compare(there, ours, surface.machine())
    for guild in gone:
        surface.guilds.forget(guild)
    if gone:
        _LOG.warning("%s servers removed the bot while it was away", len(gone))
