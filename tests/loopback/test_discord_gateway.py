"""The gateway of the loopback Discord loses, resumes and refuses as Discord's does."""

import asyncio
import sys

import discord
import pytest

from tests.loopback.discord import Channel, Intents, LoopbackDiscord, Person, redirected
from tests.loopback.small_bot import SmallBot, running
from tests.loopback.test_discord_loopback import play


def test_an_event_during_a_drop_comes_with_the_resumption() -> None:
    async def scene(loopback: LoopbackDiscord, bot: SmallBot, ana: Person, channel: Channel) -> None:
        await loopback.drop_gateway()
        exchange = await ana.slash(channel, "knowledge list")
        assert (await exchange.done()).text == "newest first: True"
        await loopback.until(lambda: loopback.sockets.resumed == 1, 5)
        assert len(loopback.sockets.identified) == 1
        await ana.says(channel, "<@bot> still there?")
        await loopback.until(lambda: any("still there" in one.content for one in bot.heard), 2)
        assert "resumed" in bot.events

    play(scene)


def test_a_client_that_is_asked_to_reconnect_resumes() -> None:
    async def scene(loopback: LoopbackDiscord, _: SmallBot, ana: Person, channel: Channel) -> None:
        await loopback.reconnect()
        await loopback.until(lambda: loopback.sockets.resumed == 1, 5, what="RESUME")
        await (await ana.slash(channel, "knowledge list")).done()

    play(scene)


def test_an_invalid_session_is_begun_anew() -> None:
    async def scene(loopback: LoopbackDiscord, _: SmallBot, ana: Person, channel: Channel) -> None:
        await loopback.invalidate()
        await loopback.until(lambda: len(loopback.sockets.identified) == 2, 8, what="IDENTIFY")
        await loopback.ready()
        await (await ana.slash(channel, "knowledge list")).done()

    play(scene)


def test_a_gateway_that_stops_acknowledging_is_left_and_resumed() -> None:
    async def run() -> None:
        async with LoopbackDiscord() as loopback:
            loopback.add_guild("Small caps")
            loopback.sockets.heartbeat_seconds = 0.1
            async with running(loopback, SmallBot(heartbeat_timeout=0.3)):
                await loopback.until(lambda: loopback.sockets.heartbeats >= 2, 2, what="heartbeats")
                loopback.sockets.acknowledges = False
                await loopback.until(lambda: loopback.sockets.resumed, 8, what="RESUME")
                loopback.sockets.acknowledges = True
            assert not loopback.violations

    asyncio.run(run())


def test_a_server_comes_and_goes() -> None:
    async def scene(loopback: LoopbackDiscord, bot: SmallBot, _: Person, channel: Channel) -> None:
        assert channel.guild is not None
        second = loopback.add_guild("Large caps")
        await loopback.until(lambda: len(bot.guilds) == 2, 2)
        second.become_unavailable()
        second.become_available()
        channel.guild.remove_bot()
        with pytest.raises(discord.NotFound):
            await bot.fetch_channel(channel.id)
        assert loopback.taken(10003)
        removed = "removed from Small caps"
        await loopback.until(lambda: removed in bot.events, what="GUILD_DELETE")
        assert [one.name for one in bot.guilds] == ["Large caps"]

    play(scene)


def test_every_shard_is_told_of_its_own_servers() -> None:
    async def run() -> None:
        async with LoopbackDiscord(shards=2) as loopback:
            even, odd = loopback.add_guild("even", number=2 << 22), loopback.add_guild("odd", number=3 << 22)
            ana = even.add_member("ana")
            odd.add_member(ana)
            async with running(loopback) as bot:
                await loopback.until(lambda: len(loopback.sockets.connected) == 2)
                for guild, shard in ((even, 0), (odd, 1)):
                    await (await ana.slash(guild["general"], "knowledge list")).done()
                    found = bot.get_guild(guild.id)
                    assert found is not None
                    assert found.shard_id == shard
            assert not loopback.violations

    asyncio.run(run())


OTHER_PROCESS = """
import asyncio, sys, yarl, discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
api, gateway, token = sys.argv[1:]
Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api, yarl.URL(gateway)
client = discord.AutoShardedClient(intents=discord.Intents(guilds=True), guild_ready_timeout=0.01)
tree = discord.app_commands.CommandTree(client)
@tree.command(description="Says who it is")
async def who(interaction: discord.Interaction) -> None:
    nobody = discord.AllowedMentions.none()
    await interaction.response.send_message("another process", allowed_mentions=nobody)
async def setup() -> None:
    await tree.sync()
client.setup_hook = setup
client.run(token, log_handler=None)
"""


def test_a_bot_in_another_process_is_served_too() -> None:
    async def run() -> None:
        async with LoopbackDiscord() as loopback:
            guild = loopback.add_guild("Small caps")
            ana = guild.add_member("ana")
            bot = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-W", "ignore", "-c", OTHER_PROCESS, loopback.api, loopback.gateway, loopback.token),
            )
            try:
                await loopback.synced(timeout=30)
                exchange = await (await ana.slash(guild["general"], "who")).done()
                assert exchange.text == "another process"
            finally:
                bot.terminate()
                await bot.wait()
            assert not loopback.violations

    asyncio.run(run())


def test_a_token_is_refused_by_rest_and_by_the_gateway() -> None:
    async def run() -> None:
        async with LoopbackDiscord() as loopback:
            with redirected(loopback):
                bot = SmallBot()
                with pytest.raises(discord.LoginFailure):
                    await bot.start("wrong")
                await bot.close()
                assert loopback.taken(0)
                loopback.gateway_token = "changed"  # noqa: S105 - it opens nothing
                bot = SmallBot()
                with pytest.raises(discord.ConnectionClosed) as closed:
                    await bot.start(loopback.token)
                assert closed.value.code == 4004
                await bot.close()
                assert loopback.taken(4004)

    asyncio.run(run())


def test_a_privileged_intent_is_refused_unless_it_was_granted() -> None:
    async def run(*, granted: bool) -> None:
        async with LoopbackDiscord(privileged=Intents.MESSAGE_CONTENT if granted else 0) as loopback:
            guild = loopback.add_guild("Small caps")
            ana = guild.add_member("ana")
            wanted = discord.Intents(guilds=True, messages=True, message_content=True)
            async with running(loopback, SmallBot(intents=wanted)) as bot:
                await ana.says(guild["general"], "not for the bot")
                await loopback.until(lambda: bot.heard, 2)
                assert [one.content for one in bot.heard] == ["not for the bot"]

    with pytest.raises(discord.PrivilegedIntentsRequired):
        asyncio.run(run(granted=False))
    asyncio.run(run(granted=True))


def test_zlib_is_spoken_where_a_client_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from discord import utils  # noqa: PLC0415

    class Deflated:
        COMPRESSION_TYPE = "zlib-stream"

        def __init__(self) -> None:
            import zlib  # noqa: PLC0415

            self._context = zlib.decompressobj()

        def decompress(self, data: bytes) -> str:
            return self._context.decompress(data).decode()

    monkeypatch.setattr(utils, "_ActiveDecompressionContext", Deflated)

    async def scene(_: LoopbackDiscord, __: SmallBot, ana: Person, channel: Channel) -> None:
        await (await ana.slash(channel, "knowledge list")).done()

    play(scene)
