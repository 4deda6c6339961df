"""The daily round: servers that removed the bot are forgotten after the grace, and old watches end."""

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.clock import today
from knowledge.errors import KnowledgeError
from knowledge.tenants import Tenant
from tools.errors import PlumbError

if TYPE_CHECKING:
    from bot.surface import Surface

_LOG = logging.getLogger("plumbline.posting")

GRACE: Final = timedelta(days=7)
"""After a server removed the bot: by accident, as people do, it loses nothing within it."""

_EVERY: Final = 3_600.0
"""Seconds between two rounds; each is a few reads where there is nothing to do."""


class Purging:
    """Forgets what is to be forgotten."""

    def __init__(self, surface: "Surface") -> None:
        self._surface = surface

    async def run(self) -> None:
        """Go round until cancelled; what fails is tried again at the next round."""
        while True:
            try:
                await self.round()
            except (PlumbError, KnowledgeError) as error:
                _LOG.warning("the daily round: %s", error)
            except Exception as error:  # noqa: BLE001 - a round that ends for good would keep what must go
                _LOG.warning("the daily round failed: incident %s", self._surface.incidents(error))
            await asyncio.sleep(_EVERY)

    async def round(self) -> None:
        """One round.

        Memory and documents go first and the rows last, so that a crash between leaves a trace of what is
        still to be dropped.

        Raises:
            PlumbError, KnowledgeError: Something could not be dropped.
        """
        surface, store = self._surface, self._surface.store
        before = surface.machine() - GRACE
        gone = await surface.quick(lambda: store.guilds.gone(before))
        if gone.guilds:
            await surface.conversations.forget_all(gone.conversations)
            await surface.corpus(lambda: self._drop_documents(gone.guilds))
            await surface.quick(lambda: store.guilds.purge(before))
            _LOG.info("%s servers that removed the bot were forgotten", len(gone.guilds))
        day = today(surface.clock)
        await surface.quick(lambda: store.watches.expired(day))

    def _drop_documents(self, guilds: tuple[int, ...]) -> None:
        library = self._surface.services.library()
        for guild in guilds:
            library.remove_tenant(Tenant(f"guild:{guild}"))
