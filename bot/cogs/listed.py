"""The commands of a tree as words for the help: what is listed is what is there."""

from collections.abc import Iterator, Sequence
from typing import Any

from discord import app_commands

from bot.cards.help import CommandWords


def command_words(tree: "app_commands.CommandTree[Any]") -> Sequence[CommandWords]:
    """Every slash command with its description and an example, in the order of their names."""
    return sorted(_walk(tree.get_commands()), key=lambda one: one.name)


def _walk(found: Sequence[Any]) -> Iterator[CommandWords]:
    for one in found:
        if isinstance(one, app_commands.Group):
            yield from _walk(one.commands)
        elif isinstance(one, app_commands.Command):
            yield CommandWords(one.qualified_name, one.description, _example(one))


def _example(command: "app_commands.Command[Any, ..., Any]") -> str:
    """The command with its required options, as a person types it."""
    needed = " ".join(f"{one.display_name}:…" for one in command.parameters if one.required)
    return f"/{command.qualified_name} {needed}".strip()
