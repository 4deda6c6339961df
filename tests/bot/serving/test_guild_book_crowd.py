"""Settings of servers, as interactions wait for them."""

import asyncio
import threading
from collections.abc import Callable

from bot.community.values import GuildSettings
from bot.serving.guild_book import GuildBook


class Kept:
    """Settings that are read when they are let."""

    def __init__(self) -> None:
        self.reads: list[int] = []
        self.may = threading.Event()

    def get(self, guild: int) -> GuildSettings:
        self.reads.append(guild)
        assert self.may.wait(5)
        if guild == 0:
            raise OSError("the database is gone")
        return GuildSettings(guild, symbols=("QQQ",))

    def change(self, guild: int, change: Callable[[GuildSettings], GuildSettings]) -> GuildSettings:
        return change(GuildSettings(guild))


async def quick(read: Callable[[], GuildSettings]) -> GuildSettings:
    return await asyncio.to_thread(read)


def test_a_crowd_in_a_server_waits_for_one_read() -> None:
    """Five hundred interactions at once must neither queue for the database nor be refused by its queue."""

    async def run() -> None:
        kept = Kept()
        book = GuildBook(kept, quick)
        crowd = [asyncio.create_task(book.settings(7 + number % 2)) for number in range(500)]
        await asyncio.sleep(0)
        kept.may.set()
        found = await asyncio.gather(*crowd)
        assert sorted(kept.reads) == [7, 8]
        assert {one.symbols for one in found} == {("QQQ",)}

    asyncio.run(run())


def test_who_gives_up_leaves_the_read_to_the_others() -> None:
    async def run() -> None:
        kept = Kept()
        book = GuildBook(kept, quick)
        first, second = (asyncio.create_task(book.settings(7)) for _ in range(2))
        await asyncio.sleep(0.01)
        first.cancel()
        kept.may.set()
        assert (await second).symbols == ("QQQ",)
        assert kept.reads == [7]

    asyncio.run(run())


def test_a_change_made_while_a_read_is_under_way_stays() -> None:
    """The read may have seen what was there before it."""

    async def run() -> None:
        kept = Kept()
        book = GuildBook(kept, quick)
        reading = asyncio.create_task(book.settings(7))
        await asyncio.sleep(0.01)
        await book.change(7, lambda one: GuildSettings(one.guild, symbols=("SPY",)))
        kept.may.set()
        await reading
        assert (await book.settings(7)).symbols == ("SPY",)

    asyncio.run(run())


def test_a_database_that_fails_makes_answers_private_and_is_asked_again() -> None:
    async def run() -> None:
        kept = Kept()
        kept.may.set()
        book = GuildBook(kept, quick)
        assert (await book.settings(0)).private
        assert (await book.settings(0)).private
        assert kept.reads == [0, 0]

    asyncio.run(run())
