"""A runner over a made market, a real store and channels in a folder, with a clock that tests move."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from bot.cards.blocks import Card, Text
from bot.cards.request import Request
from bot.posting.runner import Parts, Runner
from bot.store import Store
from tests.bot.posting.channels import FileChannels
from tests.builders import FakeEvents, market_of
from tests.tools.desk.desks import CALENDAR, CURVE, PANEL, all_bars
from tools.desk import Desk
from tools.desk.book import Book
from tools.results import Analysis

THURSDAY, FRIDAY = date(2025, 9, 25), date(2025, 9, 26)
MARKET = market_of(*all_bars(), panel=PANEL, rates=[CURVE])


def utc(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day, UTC; the session opens at 13:30 and closes at 20:00."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@dataclass
class World:
    """What is around a runner.

    Attributes:
        store: The store.
        folder: Where messages are.
        now: The present.
        fails: Symbol -> what asking for its card raises.
        incidents: The bugs that were met.
        asked: The cards that were asked for.
        read: The symbols and sessions that watches were read at.
    """

    store: Store
    folder: Path
    now: datetime = field(default_factory=lambda: utc(THURSDAY, 22))
    fails: dict[str, Exception] = field(default_factory=dict)
    incidents: list[BaseException] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    read: list[tuple[str, date]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.channels = FileChannels(self.folder, self.clock)
        desk = Desk(MARKET, CALENDAR, FakeEvents(), self.clock, None)
        self.book = Book(desk, lambda: self.store.ledger, CALENDAR, self.clock, "test")

    def clock(self) -> datetime:
        """The present."""
        return self.now

    def parts(self) -> Parts:
        """What a runner of this world is made of."""
        return Parts(
            self.store, self.channels, self.book, self.clock, self.card, self.analysis, self.incident
        )

    def runner(self) -> Runner:
        """Another process."""
        return Runner(self.parts())

    def incident(self, error: BaseException) -> str:
        """Remember a bug."""
        self.incidents.append(error)
        return "0badc0de"

    async def card(self, request: Request) -> Card:
        """A card that says what was asked."""
        self.asked.append(request)
        if request.symbol in self.fails:
            raise self.fails[request.symbol]
        return Card(request.custom_id, (Text("a card"),))

    async def analysis(self, symbol: str, session: date) -> Analysis:
        """The desk's."""
        self.read.append((symbol, session))
        if symbol in self.fails:
            raise self.fails[symbol]
        return await asyncio.to_thread(self.book.desk.analyze, symbol, session)

    def tick(self, runner: Runner | None = None) -> None:
        """Everything a runner does when it looks."""
        one = runner or self.runner()

        async def looks() -> None:
            await one.work()
            await one.post()

        asyncio.run(looks())
