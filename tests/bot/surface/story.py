"""The scene of the documentation: played by the shipped bot against the loopback, on real bars, and drawn.

    python -m tests.bot.surface.story docs

writes `docs/discord-scene.md` and `docs/pictures/*.png`. It needs the test data and, for pictures, Chromium.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from tests.bot.surface.running import DATA, connected, surface_at
from tests.loopback.discord import Exchange, Guild, LoopbackDiscord, Message, Person
from tests.loopback.discord.picture import picture_of
from tests.loopback.discord.screenshot import screenshot

BEFORE = datetime(2024, 3, 7, 22, 0, tzinfo=UTC)
"""The evening before: the call is sealed, before the session it is judged by opens."""

EVENING = datetime(2024, 3, 8, 22, 0, tzinfo=UTC)
_CLAIM = "IWM closed at 206.83 today, up 1%, RSI 71"

USED = {
    "analyze": "Ana used /analyze",
    "debrief": "Ana used /debrief",
    "evidence": "Ana used /evidence",
}
"""What stands above a picture."""

_HEAD = """# A scene

Played by the shipped bot and the real discord.py client against a Discord on the loopback interface
(`python -m tests.bot.surface.story docs`), on real bars, with the clock at the evening of 8 March 2024. The
call of 7 March was sealed the evening before. The pictures are drawn from the payloads that Discord was sent;
they are no screenshots of Discord's own client. The answers are the built-in analyst's, without a model.
"""


@dataclass
class Told:
    """The transcript while it is written."""

    lines: list[str] = field(default_factory=lambda: [_HEAD])
    pictures: dict[str, Message] = field(default_factory=dict)

    def add(self, what: str, message: Message, picture: str = "") -> None:
        """A step: what a person did, what came of it, and its picture."""
        self.lines.append(f"## {what}\n")
        if picture:
            self.pictures[picture] = message
            self.lines.append(f"![{_alt(message)}](pictures/{picture}.png)\n")
        private = "*Only the asker sees it.*\n\n" if message.ephemeral else ""
        pictures = "".join(f"\n\n[picture: {one.alt}]" for one in message.pictures)
        buttons = " ".join(f"[{one.label}]" for one in message.buttons)
        self.lines.append(f"{private}```text\n{message.text}{pictures}\n\n{buttons}\n```\n")


def _alt(message: Message) -> str:
    return message.text.split("\n")[0].lstrip("# ").replace("*", "")


async def play() -> Told:
    """The whole scene."""
    told = Told()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        async with surface_at(home, data=f"folder:{DATA}", moment=BEFORE, corpus="none") as surface:
            await surface.work.alone(lambda: surface.services.book.seal("IWM"))
        async with LoopbackDiscord() as discord:
            guild = discord.add_guild("Small caps", channels=["signals"])
            ana = guild.add_member("Ana")
            async with _bot(home, discord):
                await _acts(discord, guild, ana, told)
            assert not discord.violations, discord.violations
    return told


@asynccontextmanager
async def _bot(home: Path, discord: LoopbackDiscord) -> AsyncIterator[None]:
    async with (
        surface_at(home, data=f"folder:{DATA}", moment=EVENING, corpus="none") as surface,
        connected(discord, surface),
    ):
        yield


async def _acts(discord: LoopbackDiscord, guild: Guild, ana: Person, told: Told) -> None:
    signals = guild["signals"]

    async def slash(command: str, **options: object) -> Exchange:
        return await (await ana.slash(signals, command, **options)).done(60)

    card = await slash("analyze", symbol="IWM")
    told.add("Ana types `/analyze IWM`", card.message, "analyze")
    why = await (await ana.press(card.message, "Why?")).done(60)
    told.add("She presses Why?", why.message, "why")
    await ana.says(signals, "<@bot> what would flip it?")
    answer = await _written(discord, await discord.next_message(signals, timeout=60))
    told.add("She mentions the bot: “what would flip it?”", answer, "mention")
    await ana.replies(answer, "and how broad is it?")
    answer = await _written(discord, await discord.next_message(signals, timeout=60))
    told.add("She replies: “and how broad is it?”", answer)
    told.add("`/debrief`", (await slash("debrief", symbol="IWM")).message, "debrief")
    evidence = await slash("evidence", symbol="IWM", layer="trend")
    told.add("`/evidence layer: trend`", evidence.message, "evidence")
    said = await ana.says(signals, _CLAIM)
    checked = await (await ana.on_message("Check the numbers", said)).done(60)
    told.add(
        "Somebody writes “IWM closed at 206.83 today, up 1%, RSI 71”; Check the numbers",
        checked.message,
        "check",
    )


async def _written(discord: LoopbackDiscord, message: Message) -> Message:
    await discord.until(lambda: "⏳" not in message.text, 60, what="the whole answer")
    return message


def main(out: Path) -> None:
    """Play, write and draw."""
    told = asyncio.run(play())
    (out / "pictures").mkdir(parents=True, exist_ok=True)
    (out / "discord-scene.md").write_text("\n".join(told.lines), encoding="utf-8")
    for name, message in told.pictures.items():
        path = screenshot(picture_of(message, used=USED.get(name, "")), out / "pictures" / f"{name}.png")
        with Image.open(path) as image:
            # a third of the bytes, and nothing that a reader would see
            image.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
