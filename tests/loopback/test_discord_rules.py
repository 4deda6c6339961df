"""The loopback Discord catches a client that is late, too fast, or where it may not be."""

import asyncio

import aiohttp
import discord
import pytest

from tests.loopback.discord import Allow, Channel, LoopbackDiscord, Person
from tests.loopback.small_bot import SmallBot
from tests.loopback.test_discord_loopback import play


async def there(bot: SmallBot, channel: Channel) -> discord.TextChannel:
    found = bot.get_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    return found


def test_a_first_answer_after_three_seconds_meets_an_unknown_interaction() -> None:
    async def scene(loopback: LoopbackDiscord, _: SmallBot, ana: Person, channel: Channel) -> None:
        await loopback.delay_rest(0.05)
        waiting = asyncio.create_task(ana.slash(channel, "knowledge list"))
        await asyncio.sleep(0.01)
        loopback.clock.advance(seconds=3)
        exchange = await waiting
        with pytest.raises(AssertionError, match="did not respond"):
            await exchange.done()
        await loopback.until(lambda: loopback.violations, 2)
        assert [one.rule for one in loopback.taken(10062)] == ["10062"]

    play(scene)


def test_a_second_first_answer_is_refused() -> None:
    async def scene(loopback: LoopbackDiscord, _: SmallBot, ana: Person, channel: Channel) -> None:
        exchange = await (await ana.slash(channel, "twice")).done()
        assert exchange.text == "once"
        await loopback.until(lambda: loopback.violations, 2)
        assert len(loopback.taken(40060)) == 1

    play(scene)


def test_the_token_of_an_interaction_lives_fifteen_minutes() -> None:
    async def scene(loopback: LoopbackDiscord, _: SmallBot, ana: Person, channel: Channel) -> None:
        exchange = await (await ana.slash(channel, "knowledge list")).done()
        hook = f"{loopback.api}/webhooks/{loopback.application_id}/{exchange.interaction.token}"
        body = {"content": "more", "allowed_mentions": {"parse": []}}
        async with aiohttp.ClientSession() as session:
            loopback.age(exchange, minutes=14)
            assert (await session.post(hook, json=body)).status == 200
            loopback.age(exchange, minutes=2)
            late = await session.post(hook, json=body)
            assert (late.status, (await late.json())["code"]) == (401, 50027)
        assert len(loopback.taken(50027)) == 1

    play(scene)


def test_an_app_of_a_user_alone_has_five_follow_ups() -> None:
    async def scene(loopback: LoopbackDiscord, _: SmallBot, ana: Person, channel: Channel) -> None:
        bob = loopback.add_user("bob")
        body = {"content": "more", "allowed_mentions": {"parse": []}}
        elsewhere = await (await bob.slash_elsewhere("analyze", symbol="IWM")).done()
        at_home = await (await ana.slash(channel, "analyze", symbol="IWM")).done()
        await loopback.until(lambda: elsewhere.followups and at_home.followups, 2)
        codes = {}
        async with aiohttp.ClientSession() as session:
            for exchange in (elsewhere, at_home):
                hook = f"{loopback.api}/webhooks/{loopback.application_id}/{exchange.interaction.token}"
                answers = [(await session.post(hook, json=body)).status for _ in range(5)]
                codes[exchange] = answers
        assert codes == {elsewhere: [200, 200, 200, 200, 400], at_home: [200] * 5}
        assert len(loopback.taken(40094)) == 1

    play(scene, rate_scale=0.0)


@pytest.mark.parametrize(
    ("denied", "code"),
    [(Allow.SEND_MESSAGES, 50013), (Allow.VIEW_CHANNEL, 50001), (Allow.ATTACH_FILES, 50013)],
)
def test_where_the_bot_may_not_send_it_cannot(denied: Allow, code: int) -> None:
    async def scene(loopback: LoopbackDiscord, bot: SmallBot, _: Person, channel: Channel) -> None:
        assert channel.guild is not None
        target = await there(bot, channel)
        channel.deny(channel.guild.everyone, denied)
        with pytest.raises(discord.Forbidden) as refused:
            await target.send("A report", file=discord.File(__file__))
        assert refused.value.code == code
        assert len(loopback.taken(code)) == 1
        assert loopback.invalid_requests == 1
        channel.allow(loopback.world.bot, denied)
        await target.send("A report", file=discord.File(__file__))

    play(scene)


def test_an_unknown_channel_is_not_found() -> None:
    async def scene(loopback: LoopbackDiscord, bot: SmallBot, _: Person, channel: Channel) -> None:
        target = await there(bot, channel)
        channel.delete()
        with pytest.raises(discord.NotFound) as refused:
            await target.send("A report")
        assert refused.value.code == 10003
        assert len(loopback.taken(10003)) == 1

    play(scene)


def test_the_client_keeps_to_a_bucket_by_itself() -> None:
    async def scene(loopback: LoopbackDiscord, bot: SmallBot, _: Person, channel: Channel) -> None:
        target = await there(bot, channel)
        await asyncio.gather(*(target.send(str(number)) for number in range(8)))
        assert len(channel.messages) == 8
        assert not loopback.invalid_requests

    play(scene, rate_scale=0.02)


def test_over_the_bucket_and_over_the_global_limit_is_refused() -> None:
    async def scene(loopback: LoopbackDiscord, _: SmallBot, __: Person, channel: Channel) -> None:
        headers = {"Authorization": f"Bot {loopback.token}"}
        async with aiohttp.ClientSession(headers=headers) as session:

            async def ask(path: str, **more: object) -> tuple[int, dict[str, object]]:
                async with session.request("GET", loopback.api + path, **more) as answer:  # type: ignore[arg-type]
                    return answer.status, await answer.json()

            busy = [await ask(f"/channels/{channel.id}") for _ in range(21)]
            assert [status for status, _ in busy].count(429) == 1
            assert not busy[-1][1]["global"]
            loopback.rates.per_second = 10
            over = await asyncio.gather(*(ask("/users/@me") for _ in range(40)))
            assert any(found.get("global") for status, found in over if status == 429)
        assert loopback.taken(429)

    play(scene, rate_scale=30.0)


def test_trouble_of_discords_own_is_no_violation() -> None:
    async def scene(loopback: LoopbackDiscord, bot: SmallBot, _: Person, channel: Channel) -> None:
        target = await there(bot, channel)
        await loopback.refuse_rest(status=429, containing="/messages", retry_after=0.01)
        await target.send("after the limit")
        await loopback.refuse_rest(status=503, containing="/messages")
        with pytest.raises(discord.DiscordServerError):
            await target.send("lost")
        assert [one.text for one in channel.messages.values()] == ["after the limit"]
        assert [one.status for one in loopback.requests if one.path.endswith("/messages")] == [429, 200, 503]

    play(scene)


def test_two_hundred_interactions_at_once_are_all_answered() -> None:
    async def scene(_: LoopbackDiscord, __: SmallBot, ana: Person, channel: Channel) -> None:
        exchanges = await asyncio.gather(*(ana.slash(channel, "knowledge list") for _ in range(200)))
        for exchange in exchanges:
            await exchange.done()

    play(scene, answer_within=60.0)
