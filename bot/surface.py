"""Everything a command needs, built once in `bot.discord_wiring`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.agent.conversations import Conversations
    from bot.agent.incidents import Incidents
    from bot.clock import Clock
    from bot.serving.front_desk import FrontDesk
    from bot.serving.guild_book import GuildBook
    from bot.serving.metrics import Metrics
    from bot.serving.work import Work
    from bot.settings import Settings
    from bot.store.opening import Store
    from bot.talking.conversing import Conversing
    from bot.wiring import Services

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Surface:
    """The parts behind the commands.

    Attributes:
        settings: The operator's.
        clock: The present, with a time zone; for a demonstration it stands.
        machine: The present that never stands: for what is forgotten after a time.
        services: Desk, book, corpus, calendar.
        store: What outlives the process.
        guilds: Settings of servers.
        work: The seam off the event loop.
        desk: Answers interactions.
        conversing: Answers questions in words.
        conversations: What it asks; remembers what was said.
        metrics: What is counted.
        incidents: Keeps bugs.
    """

    settings: "Settings"
    clock: "Clock"
    machine: "Clock"
    services: "Services"
    store: "Store"
    guilds: "GuildBook"
    work: "Work"
    desk: "FrontDesk"
    conversing: "Conversing"
    conversations: "Conversations"
    metrics: "Metrics"
    incidents: "Incidents"

    async def quick(self, make: "Callable[[], T]") -> T:
        """What the database says, off the event loop."""
        return await self.work.alone(make, lane="quick")

    async def corpus(self, make: "Callable[[], T]") -> T:
        """What the corpus says, off the event loop; it may be opening."""
        return await self.work.alone(make, lane="corpus")
