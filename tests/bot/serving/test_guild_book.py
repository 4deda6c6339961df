"""Settings of servers, in time for an acknowledgement whatever the database does."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.community.values import GuildSettings
from bot.serving.guild_book import GuildBook
from tools.errors import SourceDown


class Kept:
    """A database with one server, which may be slow or away."""

    def __init__(self) -> None:
        self.settings = GuildSettings(7, symbols=("SPY",))
        self.reads = 0
        self.down = False
        self.slow = 0.0

    def get(self, guild: int) -> GuildSettings:
        self.reads += 1
        time.sleep(self.slow)
        if self.down:
            raise SourceDown("the database does not answer")
        return replace(self.settings, guild=guild)

    def change(self, guild: int, change: Callable[[GuildSettings], GuildSettings]) -> GuildSettings:
        self.settings = change(replace(self.settings, guild=guild))
        return self.settings


async def off_loop(read: Callable[[], GuildSettings]) -> GuildSettings:
    return await asyncio.to_thread(read)


def book_over(kept: Kept, now: Callable[[], float] = lambda: 0.0) -> GuildBook:
    return GuildBook(kept, off_loop, now)


def run(what: Awaitable[GuildSettings]) -> GuildSettings:
    async def wait() -> GuildSettings:
        return await what

    return asyncio.run(wait())


def test_settings_are_read_once_a_minute() -> None:
    """Interactions within a minute share one read; after it, another process may have changed them."""
    kept, clock = Kept(), [0.0]
    book = book_over(kept, lambda: clock[0])
    for _ in range(3):
        assert run(book.settings(7)).symbols == ("SPY",)
    assert kept.reads == 1
    clock[0] = 61.0
    run(book.settings(7))
    assert kept.reads == 2


def test_a_server_never_read_is_answered_in_private_while_the_database_is_away() -> None:
    """Nothing is shown to more people than the server may want."""
    kept = Kept()
    kept.down = True
    assert run(book_over(kept).settings(7)) == GuildSettings(7, private=True)


def test_what_was_read_last_holds_while_the_database_is_away() -> None:
    """Known settings outlive an outage."""
    kept, clock = Kept(), [0.0]
    book = book_over(kept, lambda: clock[0])
    run(book.settings(7))
    kept.down, clock[0] = True, 61.0
    assert run(book.settings(7)).symbols == ("SPY",)


def test_a_slow_database_holds_no_acknowledgement_up() -> None:
    """Discord takes no answer after three seconds; settings may take one of them."""
    kept = Kept()
    kept.slow = 2.0
    began = time.perf_counter()
    book = book_over(kept)

    async def wait() -> tuple[GuildSettings, float]:
        found = await book.settings(7)
        return found, time.perf_counter() - began

    found, waited = asyncio.run(wait())
    assert found.private
    assert waited < kept.slow


def test_a_change_is_in_force_at_once_and_a_refused_one_is_not() -> None:
    """The next interaction sees what was changed; what was refused left nothing."""
    kept = Kept()
    book = book_over(kept)
    run(book.settings(7))
    run(book.change(7, lambda settings: replace(settings, private=True)))
    assert run(book.settings(7)).private

    def refuse(_: GuildSettings) -> GuildSettings:
        raise SourceDown("no")

    with pytest.raises(SourceDown):
        run(book.change(7, refuse))
    assert run(book.settings(7)).private
