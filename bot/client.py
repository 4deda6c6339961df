"""The Discord client: what it listens to, how it starts, and what it does when a server comes or goes."""

import asyncio
import logging
import sys
from typing import TYPE_CHECKING, Any, Final

import discord
import yarl
from discord import app_commands
from discord.ext import commands

from bot.cards.trouble import trouble_card
from bot.cogs import cogs_of
from bot.cogs.translating import TableTranslator
from bot.serving.error_words import trouble_of
from bot.serving.reply import Reply, Unanswerable

if TYPE_CHECKING:
    from bot.surface import Surface

_LOG = logging.getLogger("plumbline.client")

_EVERYWHERE: Final = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
_BOTH: Final = app_commands.AppInstallationType(guild=True, user=True)


def intents() -> discord.Intents:
    """Servers and messages that address the bot; none that Discord calls privileged."""
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.guild_messages = True
    wanted.dm_messages = True
    return wanted


class Plumbline(commands.AutoShardedBot):
    """One process of the bot.

    Attributes:
        surface: The parts behind the commands.
        begun: Set once every shard was connected; unlike `wait_until_ready` it may be waited for from the
            start.
    """

    def __init__(self, surface: "Surface") -> None:
        """Assemble; nothing is connected yet.

        Args:
            surface: The parts behind the commands; its settings say which shards are this process's.
        """
        shards, count = surface.settings.shards or (None, None)
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=_EVERYWHERE,
            allowed_installs=_BOTH,
            # nobody's status or list of members is of use here
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_ids=list(shards) if shards is not None else None,  # type: ignore[arg-type]  # None is its default
            shard_count=count,
        )
        self.surface = surface
        self.begun = asyncio.Event()
        self.tree.on_error = self._command_failed  # type: ignore[method-assign]  # discord.py's way to set it

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect one shard; to the operator's own gateway where the settings name one."""
        own = self.surface.settings.discord_gateway
        await super().launch_shard(gateway if own is None else yarl.URL(own), shard_id, initial=initial)

    async def setup_hook(self) -> None:
        """Add the commands and tell Discord of them."""
        for cog in cogs_of(self.surface, self):
            await self.add_cog(cog)
        await self.tree.set_translator(TableTranslator())
        trying = self.surface.settings.discord_guild
        if trying is not None:
            place = discord.Object(trying)
            self.tree.copy_global_to(guild=place)
            await self.tree.sync(guild=place)
        else:
            await self.tree.sync()

    async def on_ready(self) -> None:
        """Say that it runs."""
        self.begun.set()
        self.surface.metrics.guilds(len(self.guilds))
        _LOG.info("ready in %s servers, %s shards", len(self.guilds), len(self.shards))

    async def on_resumed(self) -> None:
        """Count a gateway that was dropped and taken up again."""
        self.surface.metrics.reconnected()

    async def on_message(self, message: discord.Message, /) -> None:
        """Text commands do not exist; questions are taken by the conversation's cog."""

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """A server that comes back within the grace keeps what it had."""
        self.surface.metrics.guilds(len(self.guilds))
        await self._kept(lambda: self.surface.store.guilds.returned(guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """A server that removes the bot is forgotten after the grace."""
        self.surface.metrics.guilds(len(self.guilds))
        now = self.surface.clock()
        self.surface.guilds.forget(guild.id)
        await self._kept(lambda: self.surface.store.guilds.left(guild.id, now))

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """A bug in a listener: kept under an id; nobody's text is in the log."""
        error = sys.exc_info()[1]
        if error is not None:
            _LOG.error("%s failed (incident %s)", event_method, self.surface.incidents(error))

    async def _kept(self, write: Any) -> None:  # noqa: ANN401 - a write of the store, whatever it returns
        try:
            await self.surface.quick(write)
        except Exception as error:  # noqa: BLE001 - the daily round finds what could not be written now
            _LOG.warning("a change of servers could not be kept (incident %s)", self.surface.incidents(error))

    async def _command_failed(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError
    ) -> None:
        """What fails before a command's own code: a signature that changed, an option that cannot be read."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        words = _before(cause) or trouble_of(cause, self.surface.incidents).words
        try:
            await Reply(interaction).show(trouble_card(words))
        except (Unanswerable, discord.HTTPException):
            _LOG.warning("a command that failed could not be answered")


def _before(error: Exception) -> str | None:
    """Words for what Discord's command handling refuses by itself."""
    if isinstance(error, app_commands.CommandSignatureMismatch | app_commands.CommandNotFound):
        return "This command has just changed. Please type it again; Discord may take minutes to show it."
    if isinstance(error, app_commands.NoPrivateMessage):
        return "This command works in servers only."
    if isinstance(error, app_commands.TransformerError):
        return f"One of the options cannot be read: {str(error.value)[:60]!r}."
    if isinstance(error, app_commands.CheckFailure):
        return "You may not use this command here."
    return None
