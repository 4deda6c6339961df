"""A small real bot with every kind of answer, to try the loopback Discord with."""

import asyncio
import io
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from tests.loopback.discord import LoopbackDiscord, redirected


def png(width: int = 24, height: int = 12) -> bytes:
    """A blue picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + b"\x30\x60\xc0" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


class CardView(ui.LayoutView):
    """A card as the real ones are built."""

    def __init__(self, text: str, picture: str = "chart.png") -> None:
        super().__init__(timeout=None)
        box: ui.Container[Any] = ui.Container(accent_colour=0x2E7D32)
        box.add_item(ui.TextDisplay(f"## {text}"))
        box.add_item(ui.Separator())
        box.add_item(
            ui.Section(ui.TextDisplay("Trend **up**"), accessory=ui.Button(label="Why?", custom_id="why"))
        )
        gallery: ui.MediaGallery[Any] = ui.MediaGallery()
        gallery.add_item(media=f"attachment://{picture}", description="Close 234.10, EMA 21 at 231.02")
        box.add_item(gallery)
        row: ui.ActionRow[Any] = ui.ActionRow()
        row.add_item(ui.Button(label="Ask…", custom_id="ask", style=discord.ButtonStyle.primary))
        row.add_item(ui.Button(label="Refresh", custom_id="refresh"))
        box.add_item(row)
        menu: ui.ActionRow[Any] = ui.ActionRow()
        options = [
            discord.SelectOption(label="10 sessions", value="10"),
            discord.SelectOption(label="20 sessions", value="20"),
        ]
        menu.add_item(ui.Select(custom_id="horizon", placeholder="Horizon", options=options))
        box.add_item(menu)
        self.add_item(box)


class Question(ui.Modal):
    """A modal with one field."""

    question: ui.Label[Any] = ui.Label(
        text="Your question", component=ui.TextInput(custom_id="q", max_length=300)
    )

    def __init__(self) -> None:
        super().__init__(title="Ask about IWM", custom_id="question")


class Setup(ui.Modal):
    """A modal with a menu of channels and a file."""

    about: ui.TextDisplay[Any] = ui.TextDisplay("Where to post, and what to read first")
    channel: ui.Label[Any] = ui.Label(text="Channel", component=ui.ChannelSelect(custom_id="channel"))
    report: ui.Label[Any] = ui.Label(text="Report", component=ui.FileUpload(custom_id="report"))

    def __init__(self) -> None:
        super().__init__(title="Set up", custom_id="setup")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Say what was chosen."""
        select, upload = self.channel.component, self.report.component
        assert isinstance(select, ui.ChannelSelect)
        assert isinstance(upload, ui.FileUpload)
        data = await upload.values[0].read()
        await interaction.response.send_message(f"{select.values[0].name}: {data.decode()}")


class Places(ui.View):
    """Menus of channels, roles and people, as plain components."""

    @ui.select(cls=ui.ChannelSelect, placeholder="Where")
    async def where(self, interaction: discord.Interaction, select: ui.ChannelSelect[Any]) -> None:
        await interaction.response.send_message(f"in {select.values[0].name}")

    @ui.select(cls=ui.RoleSelect, placeholder="Who")
    async def who(self, interaction: discord.Interaction, select: ui.RoleSelect[Any]) -> None:
        await interaction.response.send_message(f"for {select.values[0].name}")


def picture(name: str = "chart.png") -> discord.File:
    """A file to send."""
    return discord.File(io.BytesIO(png()), filename=name)


class SmallBot(commands.AutoShardedBot):
    """Answers everything; `heard` are the messages it was told of."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            intents=discord.Intents(guilds=True, messages=True)
            if "intents" not in options
            else options.pop("intents"),
            allowed_mentions=discord.AllowedMentions.none(),
            help_command=None,
            guild_ready_timeout=0.05,
            **options,
        )
        self.heard: list[discord.Message] = []
        self.events: list[str] = []

    async def setup_hook(self) -> None:
        """Register and sync the commands."""
        plain: tuple[app_commands.Command[Any, ..., Any], ...] = (
            analyze,
            slow,
            never,
            twice,
            quiet,
            chart,
            setup,
            places,
            gone,
        )
        for command in plain:
            self.tree.add_command(command)
        self.tree.add_command(Knowledge(name="knowledge", description="Reports that were read"))
        self.tree.add_command(app_commands.ContextMenu(name="Check the numbers in this", callback=check))
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify without the pause Discord asks for."""

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)

    async def on_resumed(self) -> None:
        self.events.append("resumed")

    async def on_shard_ready(self, shard: int) -> None:
        self.events.append(f"ready {shard}")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.events.append(f"removed from {guild.name}")

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Buttons, menus and modals, by custom_id."""
        answer = ANSWERS.get(str(dict(interaction.data or {}).get("custom_id")))
        if answer is not None:
            await answer(interaction)


async def _why(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("Because it rose.", ephemeral=True)


async def _ask(interaction: discord.Interaction) -> None:
    await interaction.response.send_modal(Question())


async def _refresh(interaction: discord.Interaction) -> None:
    await interaction.response.defer()
    await interaction.edit_original_response(view=CardView("IWM again"), attachments=[picture()])


async def _horizon(interaction: discord.Interaction) -> None:
    assert interaction.data is not None
    chosen = interaction.data["values"][0]  # type: ignore[typeddict-item]
    await interaction.response.edit_message(view=CardView(f"{chosen} sessions"), attachments=[picture()])


async def _question(interaction: discord.Interaction) -> None:
    asked = interaction.data["components"][0]["component"]["value"]  # type: ignore[index, typeddict-item]
    await interaction.response.send_message(f"You asked: {asked}")


ANSWERS: dict[str, Callable[[discord.Interaction], Awaitable[None]]] = {
    "why": _why,
    "ask": _ask,
    "refresh": _refresh,
    "horizon": _horizon,
    "question": _question,
}


async def _symbols(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=one, value=one) for one in ("IWM", "IWN", "SPY") if current in one]


@app_commands.command(description="The signal stack of a symbol")
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
@app_commands.autocomplete(symbol=_symbols)
async def analyze(interaction: discord.Interaction, symbol: str, sessions: int = 20) -> None:
    await interaction.response.defer()
    await interaction.edit_original_response(view=CardView(f"{symbol} {sessions}"), attachments=[picture()])
    await interaction.followup.send("As a file", file=discord.File(io.BytesIO(b"{}"), filename="result.json"))


@app_commands.command(description="Defers and says nothing more")
async def slow(interaction: discord.Interaction) -> None:
    await interaction.response.defer()


@app_commands.command(description="Defers and takes it back")
@app_commands.guild_only()
async def gone(interaction: discord.Interaction) -> None:
    await interaction.response.defer()
    await interaction.delete_original_response()


@app_commands.command(description="Says nothing")
async def never(interaction: discord.Interaction) -> None:
    interaction.extras["seen"] = True


@app_commands.command(description="Answers the same interaction twice")
async def twice(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("once")
    interaction.response._response_type = None
    with suppress(discord.HTTPException):
        await interaction.response.send_message("twice")


@app_commands.command(description="Answers one person alone")
@app_commands.default_permissions(manage_guild=True)
async def quiet(interaction: discord.Interaction) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.followup.send(f"{interaction.user.name}: {interaction.permissions.manage_guild}")


@app_commands.command(description="Asks where to post, in a modal")
async def setup(interaction: discord.Interaction) -> None:
    await interaction.response.send_modal(Setup())


@app_commands.command(description="Asks where to post, by menus")
async def places(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("Choose", view=Places())


@app_commands.command(description="Reads a file")
async def chart(interaction: discord.Interaction, file: discord.Attachment) -> None:
    data = await file.read()
    await interaction.response.send_message(f"{file.filename}: {data.decode()}")


class Knowledge(app_commands.Group):
    """A group with a subcommand."""

    @app_commands.command(name="list", description="What was read")
    async def listed(self, interaction: discord.Interaction, newest: bool = True) -> None:  # noqa: FBT001, FBT002 - an option
        await interaction.response.send_message(f"newest first: {newest}")


async def check(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"Checked: {message.content}", ephemeral=True)


@asynccontextmanager
async def running(loopback: LoopbackDiscord, bot: SmallBot | None = None) -> AsyncIterator[SmallBot]:
    """The bot, logged in and synced."""
    bot = bot or SmallBot()
    with redirected(loopback):
        task = asyncio.create_task(bot.start(loopback.token))
        try:
            await asyncio.wait(
                {task, asyncio.ensure_future(loopback.synced())}, return_when="FIRST_COMPLETED"
            )
            if task.done():
                await task
            there = sum(one.has_bot for one in loopback.world.guilds.values())
            await loopback.until(lambda: sum(not one.unavailable for one in bot.guilds) == there)
            yield bot
        finally:
            await bot.close()
            with suppress(asyncio.CancelledError):
                await task
