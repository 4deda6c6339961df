"""What can be typed in a chat beside questions."""

from collections.abc import Mapping

COMMANDS: Mapping[str, str] = {
    "/help": "this list",
    "/why [ID]": "where the last answer comes from, or the one with this id",
    "/card": "the card that the last answer read",
    "/facts": "the facts that the last answer used",
    "/history": "the questions of this conversation",
    "/new": "start afresh; the answers so far stay kept",
    "/forget yes": "remove this conversation and its answers for good",
    "/quit": "leave; so do Ctrl-C and Ctrl-D",
}
"""What is typed -> what it does."""

NAMES = tuple(usage.split()[0] for usage in COMMANDS)
"""The commands alone."""


def parsed(line: str) -> tuple[str, str]:
    """The command of a line that begins with a slash, and what follows it."""
    name, _, rest = line.strip().partition(" ")
    return name.lower(), rest.strip()


def listed_commands() -> list[str]:
    """One line for each command."""
    width = max(map(len, COMMANDS))
    return [f"{usage:<{width}}  {does}" for usage, does in COMMANDS.items()]
