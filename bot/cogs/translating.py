"""Names and descriptions of commands in other languages, from tables beside the code."""

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files

import discord
from discord import app_commands

_TABLES = {discord.Locale.german: "de"}


class TableTranslator(app_commands.Translator):
    """Looks the English words up in the table of a language; what is not there stays English."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The words in a language; None for the English ones."""
        table = _TABLES.get(locale)
        if table is None:
            return None
        kind = "names" if _is_name(context.location) else "texts"
        return words(table)[kind].get(string.message)


@functools.cache
def words(table: str) -> Mapping[str, Mapping[str, str]]:
    """The table of a language: `names` of commands and options, `texts` for all else."""
    return tomllib.loads((files("bot.cogs") / "languages" / f"{table}.toml").read_text(encoding="utf-8"))


def _is_name(location: app_commands.TranslationContextLocation) -> bool:
    places = app_commands.TranslationContextLocation
    return location in (places.command_name, places.group_name, places.parameter_name)
