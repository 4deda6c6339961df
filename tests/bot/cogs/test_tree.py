"""The commands as a whole: nothing collides, everything is described, and every button leads somewhere."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from bot.client import Plumbline
from bot.cogs import cogs_of
from bot.cogs.listed import command_words
from bot.cogs.pressing import Pressing
from bot.cogs.translating import words
from bot.serving.questions import QUESTIONS

ROOT = Path(__file__).parents[3]
TOP = {
    "analyze", "breadth", "rotation", "levels", "chart", "debrief", "evidence", "record", "claims", "compare",
    "ask", "report", "knowledge", "conflicts", "watch", "schedule", "settings", "help", "about", "privacy",
    "forgetme", "feedback", "Ask about this", "Check the numbers",
}  # fmt: skip


def client() -> Plumbline:
    surface: Any = SimpleNamespace(settings=SimpleNamespace(shards=None, discord_gateway=None), desk=None)

    async def make() -> Plumbline:
        made = Plumbline(surface)
        for cog in cogs_of(surface, made):
            await made.add_cog(cog)
        return made

    return asyncio.run(make())


@pytest.fixture(scope="module")
def bot() -> Plumbline:
    return client()


def walked(tree: "app_commands.CommandTree[Any]") -> Iterator[app_commands.Command[Any, ..., Any]]:
    for one in tree.walk_commands():
        if isinstance(one, app_commands.Command):
            yield one


def test_every_command_of_the_product_is_there(bot: Plumbline) -> None:
    """No command is lost, and none is there that nobody wrote down."""
    menus = bot.tree.get_commands(type=discord.AppCommandType.message)
    there = {one.name for one in bot.tree.get_commands()} | {one.name for one in menus}
    assert there == TOP


def test_every_text_has_its_german(bot: Plumbline) -> None:
    """Descriptions of commands and options and names of menus are in the table; no entry is stale."""
    table = words("de")["texts"]
    said = {one.description for one in bot.tree.walk_commands()}
    said |= {option.description for one in walked(bot.tree) for option in one.parameters}
    said |= {one.name for one in bot.tree.get_commands(type=discord.AppCommandType.message)}
    said |= {
        choice.name for one in walked(bot.tree) for option in one.parameters for choice in option.choices
        if choice.name in table
    }  # fmt: skip
    undescribed = {"…"}
    assert said - set(table) - undescribed == set()
    assert set(table) - said == set()


def test_translations_fit_discord() -> None:
    """A description has 1 to 100 characters, a name of a menu 32, in every language."""
    assert all(1 <= len(text) <= 100 for text in words("de")["texts"].values())
    assert all(len(words("de")["texts"][name]) <= 32 for name in ("Ask about this", "Check the numbers"))


def test_help_lists_every_command_with_an_example(bot: Plumbline) -> None:
    """What help tells is read from the commands themselves."""
    told = {one.name: one for one in command_words(bot.tree)}
    assert set(told) == {one.qualified_name for one in walked(bot.tree)}
    assert all(one.example.startswith(f"/{name}") for name, one in told.items())


def test_every_button_that_a_card_can_have_is_answered(bot: Plumbline) -> None:
    """Each kind of request that any card makes is a question of the registry or handled by a cog."""
    made = re.compile(r'(?:Request\(|about\(\s*"[^"]*",|\([A-Z]\w+,)\s*"([a-z_]+)"')
    kinds = {
        found[1]
        for path in [*(ROOT / "bot" / "cards").glob("*.py"), *(ROOT / "bot" / "talking").glob("*.py")]
        for found in made.finditer(path.read_text(encoding="utf-8"))
    }
    pressing = bot.get_cog("Pressing")
    assert isinstance(pressing, Pressing)
    assert kinds >= {"analyze", "evidence", "answer"}
    assert kinds - set(QUESTIONS) - pressing.handled == set()


def test_settings_and_schedules_are_for_those_who_manage_the_server(bot: Plumbline) -> None:
    """Discord hides them from others by default, and offers them in servers alone."""
    for name in ("settings", "schedule"):
        group = bot.tree.get_command(name)
        assert isinstance(group, app_commands.Group)
        assert group.default_permissions == discord.Permissions(manage_guild=True)
        assert group.guild_only


def test_every_cog_is_small_and_does_no_arithmetic() -> None:
    """A command defers, asks, shows; what is computed is computed elsewhere."""
    for path in (ROOT / "bot" / "cogs").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 300, path.name
        assert not re.search(
            r"^import (numpy|pandas)|^from (numpy|pandas|tools\.(layers|indicators|stack))",
            text,
            re.MULTILINE,
        )


def test_cogs_have_different_names(bot: Plumbline) -> None:
    """A cog that shares a name with another would replace it."""
    assert len(bot.cogs) == len([cog for cog in bot.cogs.values() if isinstance(cog, commands.Cog)])
