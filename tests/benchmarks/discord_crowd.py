"""Members of many servers who send planned commands, and what each of them got."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.benchmarks.discord_mix import Planned
from tests.loopback.discord import Allow, Exchange, Guild, LoopbackDiscord, Message, Person

_PATIENCE = 240.0
"""Twice what the bot allows a computation."""

_LOOKS = 0.05
_GROWING = "### -# …"
"""How an answer begins that is still being written."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One command that was sent.

    Attributes:
        kind: As planned.
        acknowledged: Seconds to the first answer; None for a message, which has none, and for a lost one.
        completed: Seconds to the answer; None: there was none.
        lost: Why there was none; "" where it came.
    """

    kind: str
    acknowledged: float | None
    completed: float | None
    lost: str = ""


class Crowd:
    """All members, and the cards they can press buttons on."""

    def __init__(self, discord: LoopbackDiscord, guilds: int, each: int) -> None:
        """Everybody joins; the first member of each server manages it."""
        self._discord = discord
        self._members: list[tuple[Person, Guild]] = []
        self._cards: list[Message] = []
        self.lags: list[float] = []
        for number in range(guilds):
            guild = discord.add_guild(f"Server {number}", channels=["signals"])
            for one in range(each):
                rights = Allow.MANAGE_GUILD if not one else 0
                self._members.append((guild.add_member(f"member-{number}-{one}", rights), guild))

    async def send(self, planned: Sequence[Planned]) -> Sequence[Taken]:
        """Send everything at its time, whatever became of what was sent before; wait for all answers."""
        watching = asyncio.create_task(self._watch())
        began = time.monotonic()
        tasks = []
        for one in planned:
            await asyncio.sleep(max(began + one.at - time.monotonic(), 0.0))
            tasks.append(asyncio.create_task(self._sent(one)))
        taken = await asyncio.gather(*tasks)
        watching.cancel()
        return taken

    async def at_once(self, count: int, command: str, **options: object) -> Sequence[Taken]:
        """The same command by so many members at the same moment."""
        return await self.send([Planned(0.0, command, one, command, options) for one in range(count)])

    async def _sent(self, planned: Planned) -> Taken:
        began = time.monotonic()
        try:
            if planned.kind == "mention":
                await self._answered(planned)
                return Taken(planned.kind, None, time.monotonic() - began)
            exchange = await self._begun(planned)
            await exchange.done(_PATIENCE)
        except AssertionError as error:
            return Taken(planned.kind, None, None, str(error)[:300])
        completed = time.monotonic() - exchange.interaction.started
        if planned.kind == "analyze" and "Why?" in {one.label for one in exchange.message.buttons}:
            self._cards.append(exchange.message)
        return Taken(planned.kind, exchange.acknowledged_after, completed)

    async def _begun(self, planned: Planned) -> Exchange:
        member, guild = self._member(planned)
        if planned.command:
            return await member.slash(guild["signals"], planned.command, **planned.options)
        await self._discord.until(lambda: self._cards, _PATIENCE, what="a card to press a button on")
        card = self._cards[int(planned.chance * len(self._cards))]
        presser = next(person for person, there in self._members if there is card.channel.guild)
        return await presser.press(card, "Why?")

    async def _answered(self, planned: Planned) -> None:
        """A message to the bot, until the answer under it is whole."""
        member, guild = self._member(planned)
        asked = await member.says(guild["signals"], planned.text)

        def whole() -> bool:
            return any(
                one.replies_to is asked and not one.text.startswith(_GROWING)
                for one in guild["signals"].messages.values()
            )

        ends = time.monotonic() + _PATIENCE
        while not whole():
            assert time.monotonic() < ends, f"{planned.text!r} was not answered"
            await asyncio.sleep(_LOOKS)

    def _member(self, planned: Planned) -> tuple[Person, Guild]:
        number = planned.member % len(self._members)
        if planned.command.startswith("settings"):
            number -= number % self._each
        return self._members[number]

    @property
    def _each(self) -> int:
        first = self._members[0][1]
        return sum(guild is first for _, guild in self._members)

    async def _watch(self) -> None:
        """How late this process's own loop turns: it makes the bot look slower than it is."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _LOOKS
            await asyncio.sleep(_LOOKS)
            self.lags.append(max(loop.time() - due, 0.0))


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share of them does not exceed."""
    every = sorted(values)
    return every[max(0, -int(-share * len(every) // 1) - 1)] if every else float("nan")
