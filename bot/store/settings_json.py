"""A server's settings as JSON and back, strictly: nothing is guessed where they cannot be read."""

import json
from typing import Final

from bot.community.values import GuildSettings
from bot.typed_json import plain, typed, written
from tools.errors import BadData

VERSION: Final = 1
"""Raised when a reader of the old shape would misread the new one; a new field with a default is not that."""


def to_json(settings: GuildSettings) -> str:
    """The whole settings."""
    return written({"version": VERSION} | plain(settings))


def from_json(text: str, guild: int) -> GuildSettings:
    """The settings that `to_json` wrote.

    Args:
        text: As kept.
        guild: The server whose they are.

    Raises:
        BadData: They cannot be read, or hold what this version of the program does not know.
    """
    try:
        return _read(text, guild)
    except (KeyError, TypeError, ValueError) as error:
        raise BadData(
            f"the settings of server {guild} cannot be read: {error}. If a newer version of the program "
            "wrote them, use that one; else set them again."
        ) from error


def _read(text: str, guild: int) -> GuildSettings:
    try:
        tree = json.loads(text)
    except ValueError as error:
        raise ValueError(f"they are no JSON ({error})") from error
    if not isinstance(tree, dict):
        raise TypeError("they are no object")
    version = tree.pop("version", None)
    if version != VERSION:
        raise ValueError(f"they are of version {str(version)[:20]}, this program reads version {VERSION}")
    settings: GuildSettings = typed(GuildSettings, tree)
    if settings.guild != guild:
        raise ValueError("they are another server's")
    return settings
