"""Every command, button and modal, by people in a server of the loopback Discord."""

from collections.abc import Callable

from tests.bot.surface.conftest import Scene
from tests.loopback.discord import Allow, Exchange, Message

Play = Callable[..., None]

READING = (
    ("analyze", {"symbol": "IWM"}),
    ("analyze", {"symbol": "$iwm", "as_of": "2023-06-05"}),
    ("breadth", {}),
    ("rotation", {"symbol": "IWM"}),
    ("levels", {}),
    ("chart", {"panels": "momentum"}),
    ("evidence", {"layer": "trend", "sessions": 10}),
    ("claims", {}),
    ("compare", {"symbols": "IWM, SPY QQQ"}),
    ("report", {}),
    ("ask", {"question": "what would flip IWM?"}),
)
"""Commands that read the market, and what a server's members all see."""

ALONE = (
    ("help", {}), ("help", {"topic": "record"}), ("about", {}), ("privacy", {}), ("watch list", {}),
    ("knowledge list", {}), ("feedback", {"kind": "idea", "text": "more charts"}),
)  # fmt: skip
"""Commands whose answers are for the asker alone."""


def test_market_commands_answer_everybody_and_say_that_the_data_are_simulated(play: Play) -> None:
    """Each is deferred at once, answered in the channel, and names the sample for what it is."""

    async def act(scene: Scene) -> None:
        for command, options in READING:
            came = await scene.slash(scene.ana, command, **options)
            assert came.deferred
            assert not came.ephemeral
            await written(scene, came.message)
            assert "SIMULATED" in came.text, command
            assert "did not work" not in came.text, f"{command}: {came.text}"

    play(act)


def test_commands_about_oneself_answer_in_private(play: Play) -> None:
    """Help, settings of one's own, and feedback are nobody else's to read."""

    async def act(scene: Scene) -> None:
        for command, options in ALONE:
            came = await scene.slash(scene.ana, command, **options)
            assert came.ephemeral, command
            assert "did not work" not in came.text, f"{command}: {came.text}"

    play(act)


def test_every_button_of_the_card_leads_somewhere(play: Play) -> None:
    """Buttons answer in private with the card they name; the picture has an alt text."""

    async def act(scene: Scene) -> None:
        card = await scene.slash(scene.ana, "analyze", symbol="IWM")
        assert [picture.alt for picture in card.message.pictures] != [""]
        for label, word in (
            ("Why?", "why"),
            ("Levels", "levels"),
            ("Breadth", "breadth"),
            ("Evidence", "evidence"),
            ("Follow", "Watches"),
        ):
            came = await scene.press(scene.bob, card, label)
            assert came.ephemeral
            assert word in came.text, label
        assert (await scene.press(scene.bob, card, "Chart")).message.pictures

    play(act)


def test_a_refresh_changes_ones_own_card_and_nobody_elses(play: Play) -> None:
    """Who asked for a card refreshes it in place; others get a card of their own."""

    async def act(scene: Scene) -> None:
        card = await scene.slash(scene.ana, "analyze", symbol="IWM")
        own = await scene.press(scene.ana, card, "Refresh")
        assert own.updated
        assert own.message.id == card.message.id
        others = await scene.press(scene.bob, card, "Refresh")
        assert not others.updated
        assert others.message.id != card.message.id

    play(act)


def test_pages_turn_in_place_and_come_back(play: Play) -> None:
    """A long answer is turned page by page, forth and back, with nothing else changed."""

    async def act(scene: Scene) -> None:
        card = await scene.slash(scene.ana, "analyze", symbol="IWM")
        first = await scene.press(scene.ana, card, "Why?")
        beginning = first.text
        second = await scene.press(scene.ana, first, "Next ▶")
        assert second.updated
        assert "page 2 of" in second.text
        back = await scene.press(scene.ana, second, "◀ Previous")
        assert back.text == beginning

    play(act)


def test_pages_of_others_are_not_turned(play: Play) -> None:
    """Who turns a page of another person's answer gets a copy; the answer stays as it was."""

    async def act(scene: Scene) -> None:
        claims = await scene.slash(scene.ana, "claims")
        beginning = claims.text
        turned = await scene.press(scene.bob, claims, "Next ▶")
        assert not turned.updated
        assert turned.ephemeral
        assert claims.text == beginning
        report = await scene.slash(scene.ana, "report")
        turned = await scene.press(scene.bob, report, "Next ▶")
        assert turned.ephemeral
        assert "page 2 of" in turned.text

    play(act)


def test_the_modal_asks_about_the_card_it_was_opened_from(play: Play) -> None:
    """A question that names no symbol is about the card's, at the card's session."""

    async def act(scene: Scene) -> None:
        card = await scene.slash(scene.ana, "analyze", symbol="SPY", as_of="2023-06-05")
        opened = await scene.ana.press(card.message, "Ask…")
        answer = await (await scene.ana.submit(opened, text="how is momentum?")).done(60)
        await written(scene, answer.message)
        assert "SPY" in answer.text
        assert "2023-06-05" in answer.text

    play(act)


def test_sources_of_an_answer_are_its_tools_and_facts(play: Play) -> None:
    """What an answer rests on can be asked for, by whoever reads it."""

    async def act(scene: Scene) -> None:
        answer = await scene.slash(scene.ana, "ask", question="how does IWM look?")
        await written(scene, answer.message)
        sources = await scene.press(scene.bob, answer, "Sources")
        assert sources.ephemeral
        assert "analyze" in sources.text or "signal" in sources.text

    play(act)


def test_a_mention_a_reply_and_a_command_are_one_conversation(play: Play) -> None:
    """What was asked by mention is gone on with by a reply and by `/ask`, without naming the symbol again."""

    async def act(scene: Scene) -> None:
        await scene.ana.says(scene.signals, "<@bot> how does SPY look?")
        first = await written(scene, await scene.discord.next_message(scene.signals, timeout=30))
        assert "SPY" in first.text
        await scene.ana.replies(first, "and its momentum?")
        second = await written(scene, await scene.discord.next_message(scene.signals, timeout=30))
        assert "SPY" in second.text
        third = await scene.slash(scene.ana, "ask", question="and its levels?")
        assert "SPY" in (await written(scene, third.message)).text

    play(act)


async def written(scene: Scene, message: Message) -> Message:
    """A message that is not being written any more."""
    await scene.discord.until(lambda: "⏳" not in message.text, 30, what="the whole answer")
    return message


def test_messages_that_are_not_for_the_bot_are_left_alone(play: Play) -> None:
    """Talk between people, bots and mentions of others get no answer."""

    async def act(scene: Scene) -> None:
        await scene.ana.says(scene.signals, "IWM looks weak")
        await scene.bob.says(scene.signals, f"<@{scene.ana.id}> I think so too")
        await scene.ana.says(scene.signals, "<@bot> hello")
        answer = await scene.discord.next_message(scene.signals, timeout=30)
        own = [one for one in scene.signals.messages.values() if one.author.bot]
        assert own == [answer]

    play(act)


WRONG = (
    ("analyze", {"symbol": "not a symbol"}, "is not a symbol"),
    ("analyze", {"symbol": "IWM", "as_of": "tomorrow"}, "is not a day"),
    ("analyze", {"symbol": "IWM", "as_of": "2031-01-01"}, "future"),
    ("analyze", {"symbol": "ZZZZZ"}, "ZZZZZ"),
    ("compare", {"symbols": "IWM"}, "wo to 5 different symbols"),
    ("evidence", {"layer": "astrology"}, "astrology"),
    ("debrief", {}, "No signal of IWM was sealed"),
    ("forgetme", {"sure": "no"}, "Nothing was deleted"),
    ("watch remove", {"number": 7}, "no watch number 7"),
)


def test_what_cannot_be_done_says_what_is_allowed(play: Play) -> None:
    """A wrong option is answered in words, and nothing breaks."""

    async def act(scene: Scene) -> None:
        for command, options, said in WRONG:
            came: Exchange = await scene.slash(scene.ana, command, **options)
            assert "did not work" in came.text
            assert said in came.text

    play(act)


def test_settings_change_what_commands_do(play: Play) -> None:
    """Default symbols, private answers and allowed channels are in force at once."""

    async def act(scene: Scene) -> None:
        shown = await scene.slash(scene.boss, "settings symbols", names="SPY QQQ")
        assert "SPY, QQQ" in shown.text
        assert "**SPY**" in (await scene.slash(scene.ana, "analyze")).text
        await scene.slash(scene.boss, "settings private", on=True)
        assert (await scene.slash(scene.ana, "analyze")).ephemeral
        await scene.slash(scene.boss, "settings private", on=False)
        await scene.slash(scene.boss, "settings channels", change="add", channel=scene.general)
        assert (await scene.slash(scene.ana, "analyze")).ephemeral
        elsewhere = await (await scene.ana.slash(scene.general, "analyze")).done(60)
        assert not elsewhere.ephemeral
        await scene.slash(scene.boss, "settings reset")
        assert "**IWM**" in (await scene.slash(scene.ana, "analyze")).text

    play(act)


def test_a_watch_is_made_listed_and_removed(play: Play) -> None:
    """Followed once, refused twice, gone when removed."""

    async def act(scene: Scene) -> None:
        made = await scene.slash(scene.ana, "watch add", symbol="IWM", confirm=2)
        assert "IWM" in made.text
        again = await scene.slash(scene.ana, "watch add", symbol="IWM", confirm=2)
        assert "did not work" in again.text
        foreign = await scene.slash(scene.bob, "watch remove", number=1)
        assert "did not work" in foreign.text
        gone = await scene.slash(scene.ana, "watch remove", number=1)
        assert "Nothing is watched yet" in gone.text

    play(act)


def test_nobody_follows_where_the_bot_may_not_speak(play: Play) -> None:
    """A watch that could never report is refused while the person can still choose another channel."""

    async def act(scene: Scene) -> None:
        scene.general.deny(scene.discord.world.bot, Allow.SEND_MESSAGES)
        refused = await (await scene.ana.slash(scene.general, "watch add", symbol="IWM")).done(60)
        assert "lacks: Send Messages" in refused.text
        assert "Nothing is watched yet" in (await scene.slash(scene.ana, "watch list")).text

    play(act)


def test_a_document_is_added_found_quoted_and_removed(play: Play) -> None:
    """The server's own report is searched by its members, quoted with its source, and removed for good."""

    async def act(scene: Scene) -> None:
        text = b"# Zanzibar small-cap letter\n\nThe clove harvest moved small caps in March.\n"
        added = await scene.slash(
            scene.boss, "knowledge add", file=("letter.md", text), date="2024-03-01", source="Harbour desk"
        )
        assert "added" in added.text
        found = await scene.slash(scene.ana, "knowledge search", question="clove harvest small caps")
        assert "The clove harvest moved small caps in March." in found.text
        assert "Harbour desk" in found.text
        listed = await scene.slash(scene.ana, "knowledge list")
        assert "Zanzibar" in listed.text
        choices = await scene.boss.autocomplete(scene.signals, "knowledge remove", document="")
        gone = await scene.slash(scene.boss, "knowledge remove", document=choices[0]["value"])
        assert "Removed 1 document" in gone.text
        after = await scene.slash(scene.ana, "knowledge search", question="clove harvest small caps")
        assert "clove harvest moved" not in after.text

    play(act)


def test_autocomplete_offers_own_symbols_first_and_sessions(play: Play) -> None:
    """What is offered can be sent as it is."""

    async def act(scene: Scene) -> None:
        await scene.slash(scene.boss, "settings symbols", names="QQQ IWM")
        offered = await scene.ana.autocomplete(scene.signals, "analyze", symbol="")
        assert [one["value"] for one in offered][:2] == ["QQQ", "IWM"]
        assert len(offered) <= 25
        days = await scene.ana.autocomplete(scene.signals, "analyze", as_of="2024")
        assert days[0]["value"] == "2024-03-08"

    play(act)


def test_a_person_who_is_forgotten_leaves_nothing(play: Play) -> None:
    """Answers, watches and feedback go; what others said stays."""

    async def act(scene: Scene) -> None:
        mine = await scene.slash(scene.ana, "ask", question="how does IWM look?")
        others = await scene.slash(scene.bob, "ask", question="how does IWM look?")
        await written(scene, mine.message)
        await written(scene, others.message)
        await scene.slash(scene.ana, "watch add", symbol="IWM")
        gone = await scene.slash(scene.ana, "forgetme", sure="yes")
        assert "answers: 1" in gone.text
        assert "not kept here" in (await scene.press(scene.bob, mine, "Sources")).text
        assert "not kept here" not in (await scene.press(scene.bob, others, "Sources")).text
        assert "Nothing is watched yet" in (await scene.slash(scene.ana, "watch list")).text

    play(act)
