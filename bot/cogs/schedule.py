"""Commands for posts on every session: the morning brief and the closing debrief."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.cards.settings_cards import schedules_card
from bot.cogs.speaking import must_speak
from bot.community.permissions import MAY_NOT_CONFIGURE
from bot.community.schedules import moment, next_moment, parse_at
from bot.community.settings_change import symbols_of
from bot.community.values import Schedule
from tools.errors import BadRequest, NoData

if TYPE_CHECKING:
    from bot.cards.blocks import Card
    from bot.serving.scope import Scope
    from bot.surface import Surface

_OFFERED = ("60 min before open", "30 min before open", "20 min after close", "60 min after close", "08:30")
_DEFAULT = {"brief": "30 min before open", "debrief": "30 min after close"}


@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class ScheduleCommands(
    commands.GroupCog, group_name=_("schedule"), group_description=_("Posts on every session of the exchange")
):
    """`/schedule add|list|remove|resume`."""

    def __init__(self, surface: "Surface") -> None:
        self._surface = surface
        super().__init__()

    @app_commands.command(
        name=_("add"), description=_("Post the morning brief or the closing debrief on every session")
    )
    @app_commands.describe(
        kind=_("The brief has cards of the last session, the debrief says what became of the sealed call"),
        channel=_("Where; none means this channel"),
        at=_("When, such as '30 min before open', 'close+20' or '08:30' in the server's time zone"),
        symbols=_("Of what, such as IWM SPY; none means the server's default symbols"),
    )
    async def add(
        self,
        interaction: discord.Interaction,
        kind: Literal["brief", "debrief"],
        channel: discord.TextChannel | discord.Thread | None = None,
        at: app_commands.Range[str, 1, 40] | None = None,
        symbols: app_commands.Range[str, 1, 200] | None = None,
    ) -> None:
        """Make a schedule."""

        async def make(scope: "Scope") -> "Card":
            guild = _managed(scope)
            place = channel.id if channel is not None else scope.channel
            must_speak(interaction.guild, place)
            schedule = Schedule(
                0,
                guild,
                place,
                kind,
                symbols_of(symbols) if symbols else scope.settings.symbols,
                parse_at(at or _DEFAULT[kind], scope.settings.zone),
                scope.person,
                self._surface.clock(),
            )
            self._after_close(schedule)
            await self._traded(schedule.symbols)
            await self._surface.quick(lambda: self._surface.store.schedules.add(schedule))
            return await self._shown(guild)

        await self._surface.desk.answer(interaction, "schedule", make, private=True)

    @add.autocomplete("at")
    async def offer_times(
        self, _interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """Usual times, and what was typed."""
        typed = current.strip()[:40]
        offered = [one for one in _OFFERED if typed.casefold() in one]
        return [app_commands.Choice(name=one, value=one) for one in (offered or [typed])]

    @app_commands.command(name=_("list"), description=_("What is posted where and when"))
    async def list_(self, interaction: discord.Interaction) -> None:
        """The server's schedules."""

        async def make(scope: "Scope") -> "Card":
            return await self._shown(_managed(scope))

        await self._surface.desk.answer(interaction, "schedule", make, private=True)

    @app_commands.command(name=_("remove"), description=_("End a schedule"))
    @app_commands.describe(number=_("The number that the list shows"))
    async def remove(
        self, interaction: discord.Interaction, number: app_commands.Range[int, 1, 2_147_483_647]
    ) -> None:
        """End a schedule."""

        async def make(scope: "Scope") -> "Card":
            guild = _managed(scope)
            if not await self._surface.quick(lambda: self._surface.store.schedules.remove(number, guild)):
                raise NoData(f"this server has no schedule number {number}; /schedule list shows them.")
            return await self._shown(guild)

        await self._surface.desk.answer(interaction, "schedule", make, private=True)

    @app_commands.command(name=_("resume"), description=_("Go on with a schedule that was paused"))
    @app_commands.describe(number=_("The number that the list shows"))
    async def resume(
        self, interaction: discord.Interaction, number: app_commands.Range[int, 1, 2_147_483_647]
    ) -> None:
        """Resume a schedule that was paused because it could not be posted."""

        async def make(scope: "Scope") -> "Card":
            guild = _managed(scope)
            store = self._surface.store.schedules
            found = [one for one in await self._surface.quick(lambda: store.of(guild)) if one.id == number]
            if not found:
                raise NoData(f"this server has no schedule number {number}; /schedule list shows them.")
            must_speak(interaction.guild, found[0].channel)
            await self._surface.quick(lambda: store.resume(number, guild))
            return await self._shown(guild)

        await self._surface.desk.answer(interaction, "schedule", make, private=True)

    def _after_close(self, schedule: Schedule) -> None:
        """Refuse a debrief that would come before there is anything to judge."""
        calendar, now = self._surface.services.sessions, self._surface.clock()
        session = calendar.next(calendar.last_completed(now))
        if schedule.kind == "debrief" and moment(schedule, session, calendar) < calendar.close_time(session):
            raise BadRequest(
                "a debrief judges a finished session: choose a time after the close, such as close+30."
            )

    async def _traded(self, symbols: Sequence[str]) -> None:
        """Refuse symbols of which there are no bars, while the person can still mend it."""
        bars = self._surface.services.market.bars
        await self._surface.work.alone(lambda: [bars.bars(symbol) for symbol in symbols])

    async def _shown(self, guild: int) -> "Card":
        schedules = tuple(await self._surface.quick(lambda: self._surface.store.schedules.of(guild)))
        calendar, now = self._surface.services.sessions, self._surface.clock()
        return schedules_card(
            schedules, due={one.id: next_moment(one, calendar, now) for one in schedules if not one.paused}
        )


def _managed(scope: "Scope") -> int:
    if scope.guild is None or not scope.manages:
        raise BadRequest(MAY_NOT_CONFIGURE)
    return scope.guild
