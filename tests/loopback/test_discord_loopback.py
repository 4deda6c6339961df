"""The real client and the loopback Discord understand each other in every kind of exchange."""

import asyncio
from collections.abc import Awaitable, Callable

import discord
import pytest

from tests.loopback.discord import Allow, Channel, LoopbackDiscord, Person
from tests.loopback.small_bot import SmallBot, png, running

Scene = Callable[[LoopbackDiscord, SmallBot, Person, Channel], Awaitable[None]]


def play(scene: Scene, *, clean: bool = True, **options: object) -> None:
    """Run a scene with the small bot in a server where ana may manage."""

    async def run() -> None:
        async with LoopbackDiscord(**options) as loopback:  # type: ignore[arg-type]
            guild = loopback.add_guild("Small caps", channels=["signals", "general"])
            ana = guild.add_member("ana", permissions=Allow.MANAGE_GUILD)
            async with running(loopback) as bot:
                await scene(loopback, bot, ana, guild["signals"])
            if clean:
                assert not loopback.violations

    asyncio.run(run())


def test_a_deferred_command_is_edited_with_a_view_and_a_picture_and_followed_by_a_file() -> None:
    async def scene(loopback: LoopbackDiscord, _: SmallBot, ana: Person, channel: Channel) -> None:
        exchange = await ana.slash(channel, "analyze", symbol="IWM", sessions=10)
        assert exchange.deferred
        await exchange.done()
        assert exchange.message.text == "## IWM 10\nTrend **up**"
        assert [one.label for one in exchange.message.buttons] == ["Why?", "Ask…", "Refresh"]
        assert [(one.name, one.alt, one.data) for one in exchange.message.pictures] == [
            ("chart.png", "Close 234.10, EMA 21 at 231.02", png())
        ]
        assert [bool(one.payload["components"]) for one in exchange.message.history] == [False, True]
        await loopback.until(lambda: exchange.followups)
        assert [one.name for one in exchange.followups[0].files] == ["result.json"]
        assert exchange.acknowledged_after < 3

    play(scene)


def test_options_are_typed_after_the_commands_that_were_synced() -> None:
    async def scene(_: LoopbackDiscord, __: SmallBot, ana: Person, channel: Channel) -> None:
        listed = await ana.slash(channel, "knowledge list", newest=False)
        assert (await listed.done()).text == "newest first: False"
        sent = await ana.slash(channel, "chart", file=("notes.txt", b"hello"))
        assert (await sent.done()).text == "notes.txt: hello"
        for command, options, complaint in (
            ("analyse", {}, "no command 'analyse'"),
            ("analyze", {}, "symbol is required"),
            ("analyze", {"symbol": "IWM", "colour": 1}, "no option colour"),
            ("knowledge", {}, "needs one of list"),
        ):
            with pytest.raises(AssertionError, match=complaint):
                await ana.slash(channel, command, **options)

    play(scene)


def test_choices_are_offered_while_typing() -> None:
    async def scene(_: LoopbackDiscord, __: SmallBot, ana: Person, channel: Channel) -> None:
        assert [one["value"] for one in await ana.autocomplete(channel, "analyze", symbol="IW")] == [
            "IWM",
            "IWN",
        ]

    play(scene)


def test_buttons_menus_and_modals_are_answered() -> None:
    async def scene(_: LoopbackDiscord, __: SmallBot, ana: Person, channel: Channel) -> None:
        card = (await (await ana.slash(channel, "analyze", symbol="IWM")).done()).message
        why = await (await ana.press(card, "Why?")).done()
        assert why.text == "Because it rose."
        assert why.ephemeral
        again = await (await ana.press(card, "Refresh")).done()
        assert again.message is card
        assert "again" in card.text
        assert len(card.pictures) == 1
        chosen = await (await ana.choose(card, "20 sessions")).done()
        assert chosen.updated
        assert "20 sessions" in card.text
        opened = await ana.press(card, "Ask…")
        assert opened.modal["title"] == "Ask about IWM"
        answered = await (await ana.submit(opened, question="Why?")).done()
        assert answered.text == "You asked: Why?"
        with pytest.raises(AssertionError, match=r"nothing is called 'Sell'; there are 'Why\?'"):
            await ana.press(card, "Sell")

    play(scene)


def test_channels_roles_and_files_are_chosen_and_resolved() -> None:
    async def scene(_: LoopbackDiscord, __: SmallBot, ana: Person, channel: Channel) -> None:
        assert channel.guild is not None
        role = channel.guild.add_role("followers")
        asked = (await (await ana.slash(channel, "places")).done()).message
        where = await ana.choose(asked, channel.guild["general"], menu="Where")
        assert (await where.done()).text == "in general"
        assert (await (await ana.choose(asked, role, menu="Who")).done()).text == "for followers"
        opened = await ana.slash(channel, "setup")
        sent = await ana.submit(opened, channel=channel, report=("a.txt", b"read me"))
        assert (await sent.done()).text == "signals: read me"
        with pytest.raises(AssertionError, match="'Report' is required"):
            await ana.submit(opened, channel=channel)

    play(scene)


def test_a_response_says_which_interaction_it_answers() -> None:
    async def scene(loopback: LoopbackDiscord, bot: SmallBot, ana: Person, channel: Channel) -> None:
        await (await ana.slash(channel, "knowledge list")).done()
        await loopback.until(lambda: bot.heard, 2)
        metadata = bot.heard[-1].interaction_metadata
        assert metadata is not None
        assert metadata.user.id == ana.id
        assert bot.heard[-1].type is discord.MessageType.chat_input_command

    play(scene)


def test_a_message_command_carries_content_without_the_intent() -> None:
    async def scene(loopback: LoopbackDiscord, bot: SmallBot, ana: Person, channel: Channel) -> None:
        message = await ana.says(channel, "IWM closed at 234.10")
        checked = await (await ana.on_message("Check the numbers in this", message)).done()
        assert checked.text == "Checked: IWM closed at 234.10"
        await loopback.until(lambda: bot.heard or None, 1)
        assert [one.content for one in bot.heard if not one.author.bot] == [""]

    play(scene)


def test_an_ephemeral_answer_is_seen_by_its_person_alone() -> None:
    async def scene(_: LoopbackDiscord, __: SmallBot, ana: Person, channel: Channel) -> None:
        quiet = await (await ana.slash(channel, "quiet")).done()
        assert quiet.text == "ana: True"
        assert quiet.ephemeral
        assert channel.guild is not None
        eve = channel.guild.add_member("eve")
        assert not quiet.message.visible_to(eve)
        with pytest.raises(AssertionError, match="it needs permissions"):
            await eve.slash(channel, "quiet")

    play(scene)


def test_default_permissions_can_be_overridden_by_a_server() -> None:
    async def scene(loopback: LoopbackDiscord, _: SmallBot, __: Person, channel: Channel) -> None:
        assert channel.guild is not None
        eve = channel.guild.add_member("eve")
        loopback.ignores_default_permissions = True
        assert (await (await eve.slash(channel, "quiet")).done()).text == "eve: False"

    play(scene)


def test_a_users_own_app_works_elsewhere_and_in_direct_messages() -> None:
    async def scene(loopback: LoopbackDiscord, _: SmallBot, __: Person, ___: Channel) -> None:
        bob, eve = loopback.add_user("bob"), loopback.add_user("eve", installed=False)
        for exchange, owner, context in (
            (await bob.slash_elsewhere("analyze", symbol="IWM"), {"1": str(bob.id)}, 0),
            (await bob.slash(bob.dm, "analyze", symbol="IWM"), {"0": "0", "1": str(bob.id)}, 1),
            (await bob.slash(bob.private_with(eve), "analyze", symbol="IWM"), {"1": str(bob.id)}, 2),
        ):
            await exchange.done()
            assert exchange.interaction.owners == owner
            assert exchange.interaction.context == context
        with pytest.raises(AssertionError, match="not installed"):
            await eve.slash_elsewhere("analyze", symbol="IWM")

    play(scene)


def test_content_comes_with_a_mention_a_reply_and_a_direct_message_only() -> None:
    async def scene(loopback: LoopbackDiscord, bot: SmallBot, ana: Person, channel: Channel) -> None:
        there = bot.get_channel(channel.id)
        assert isinstance(there, discord.TextChannel)
        await there.send("A daily post")
        post = await loopback.next_message(channel)
        answer = (await (await ana.slash(channel, "knowledge list")).done()).message
        await ana.says(channel, "not for the bot")
        await ana.says(channel, "<@bot> what would flip it?")
        await ana.replies(post, "why?")
        await ana.replies(post, "unpinged", ping=False)
        await ana.replies(answer, "to a command's own answer")
        await ana.says(ana.dm, "hello")
        await loopback.until(lambda: len(bot.heard) >= 8, 2, what="hearing all")
        heard = [one.content for one in bot.heard if not one.author.bot]
        assert heard == ["", f"<@{loopback.world.bot.id}> what would flip it?", "why?", "", "", "hello"]

    play(scene)


def test_messages_are_sent_once_per_nonce_edited_listed_and_deleted() -> None:
    async def scene(loopback: LoopbackDiscord, bot: SmallBot, _: Person, channel: Channel) -> None:
        there = bot.get_channel(channel.id)
        assert isinstance(there, discord.TextChannel)
        first = await there.send("The morning report", nonce="post-20250926")
        assert (await there.send("The morning report", nonce="post-20250926")).id == first.id
        loopback.clock.advance(minutes=10)
        second = await there.send("The morning report", nonce="post-20250926")
        assert second.id != first.id
        await second.edit(content="Corrected", allowed_mentions=discord.AllowedMentions.none())
        assert [one.content async for one in there.history(limit=5)] == ["Corrected", "The morning report"]
        assert [one.content async for one in there.history(after=first)] == ["Corrected"]
        await second.delete()
        assert [one.text for one in channel.messages.values()] == ["The morning report"]

    play(scene)


def test_threads_are_started_from_a_message_and_without_one() -> None:
    async def scene(loopback: LoopbackDiscord, bot: SmallBot, ana: Person, channel: Channel) -> None:
        there = bot.get_channel(channel.id)
        assert isinstance(there, discord.TextChannel)
        message = await there.send("Talk about IWM")
        thread = await message.create_thread(name="IWM, 26 September")
        await thread.send("Ask away")
        kept = loopback.world.channels[thread.id]
        assert kept.parent is channel
        assert (await loopback.next_message(kept)).text == "Ask away"
        await ana.says(kept, "<@bot> why?")
        await loopback.until(lambda: any("why?" in one.content for one in bot.heard), 2)
        assert (await (await ana.slash(kept, "analyze", symbol="IWM")).done()).message.channel is kept
        other = await there.create_thread(name="another", type=discord.ChannelType.public_thread)
        assert other.parent_id == channel.id

    play(scene)


def test_a_direct_conversation_can_be_opened_unless_it_is_refused() -> None:
    async def scene(loopback: LoopbackDiscord, bot: SmallBot, ana: Person, _: Channel) -> None:
        user = await bot.fetch_user(ana.id)
        await user.send("A watch was hit")
        assert (await loopback.next_message(ana.dm)).text == "A watch was hit"
        ana.accepts_direct_messages = False
        with pytest.raises(discord.Forbidden) as refused:
            await user.send("A watch was hit")
        assert refused.value.code == 50007
        assert len(loopback.taken(50007)) == 1

    play(scene)


def test_an_answer_taken_back_is_an_end_too() -> None:
    async def scene(_: LoopbackDiscord, __: SmallBot, ana: Person, channel: Channel) -> None:
        exchange = await (await ana.slash(channel, "gone")).done()
        assert exchange.message.deleted
        assert not channel.messages
        with pytest.raises(AssertionError, match="not offered here"):
            await ana.slash(ana.dm, "gone")

    play(scene)


def test_typing_and_reactions_are_noted() -> None:
    async def scene(_: LoopbackDiscord, bot: SmallBot, ana: Person, channel: Channel) -> None:
        there = bot.get_partial_messageable(channel.id)
        message = await ana.says(channel, "look")
        await there.typing()
        await there.get_partial_message(message.id).add_reaction("✅")
        assert len(channel.typing) == 1
        assert [emoji for _, emoji in message.reactions] == ["✅"]

    play(scene)


def test_a_bot_that_stays_silent_is_a_failed_exchange() -> None:
    async def scene(_: LoopbackDiscord, __: SmallBot, ana: Person, channel: Channel) -> None:
        silent = await ana.slash(channel, "never")
        with pytest.raises(AssertionError, match="This application did not respond"):
            await silent.done()

    play(scene, answer_within=0.2)


def test_a_deferral_that_nothing_follows_is_a_failed_exchange() -> None:
    async def scene(_: LoopbackDiscord, __: SmallBot, ana: Person, channel: Channel) -> None:
        half = await ana.slash(channel, "slow")
        with pytest.raises(AssertionError, match="still “thinking…”"):
            await half.done(timeout=0.1)

    play(scene)
