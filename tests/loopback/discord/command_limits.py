"""Discord's limits on application commands. Source: its developer documentation."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.loopback.discord.refusal import Fault

_NAME = re.compile(r"[-_'\w]{1,32}")
SUBCOMMAND, GROUP = 1, 2
PER_TYPE = {1: 100, 2: 15, 3: 15}
OPTIONS, CHOICES, DESCRIPTION, TOGETHER, CONTEXT_MENU_NAME = 25, 25, 100, 8_000, 32

Body = Mapping[str, Any]


def commands_faults(commands: Sequence[Body]) -> Iterator[Fault]:
    """What is wrong with the commands of one scope."""
    for kind, count in Counter(one.get("type", 1) for one in commands).items():
        if count > PER_TYPE.get(kind, 1):
            yield Fault("commands", "", f"{count} commands of type {kind}; at most {PER_TYPE.get(kind, 1)}")
    for (kind, name), count in Counter((one.get("type", 1), one["name"]) for one in commands).items():
        if count > 1:
            yield Fault("commands", "", f"{name!r} of type {kind} is there {count} times")
    for one in commands:
        yield from command_faults(one)


def command_faults(command: Body) -> Iterator[Fault]:
    """What is wrong with one command."""
    name = command["name"]
    if command.get("type", 1) != 1:
        if not 1 <= len(name) <= CONTEXT_MENU_NAME:
            yield Fault("command name", name, f"{len(name)} characters; 1 to {CONTEXT_MENU_NAME}")
        if command.get("description") or command.get("options"):
            yield Fault("command", name, "a context menu has neither description nor options")
        return
    yield from _named(command, name)
    yield from _options(command.get("options") or [], name, depth=0)
    size = _size(command)
    if size > TOGETHER:
        yield Fault("command size", name, f"{size} characters in all; at most {TOGETHER}")


def _named(one: Body, path: str) -> Iterator[Fault]:
    name = one["name"]
    if not _NAME.fullmatch(name) or name != name.lower():
        yield Fault("command name", path, f"{name!r}: 1 to 32 lower-case letters, digits, '-' or '_'")
    if not 1 <= len(one.get("description") or "") <= DESCRIPTION:
        yield Fault("description length", path, f"{len(one.get('description') or '')} characters; 1 to 100")


def _options(options: Sequence[Body], path: str, depth: int) -> Iterator[Fault]:
    if len(options) > OPTIONS:
        yield Fault("options", path, f"{len(options)} options; at most {OPTIONS}")
    if len({one["name"] for one in options}) != len(options):
        yield Fault("options", path, "two options have the same name")
    nested = [one for one in options if one["type"] in {SUBCOMMAND, GROUP}]
    if nested and len(nested) != len(options):
        yield Fault("options", path, "subcommands and options beside each other")
    needed = [bool(one.get("required")) for one in options]
    if needed != sorted(needed, reverse=True):
        yield Fault("required first", path, "a required option behind an optional one")
    for one in options:
        yield from _option(one, f"{path}.{one['name']}", depth)


def _option(one: Body, path: str, depth: int) -> Iterator[Fault]:
    yield from _named(one, path)
    if one["type"] == GROUP and depth > 0:
        yield Fault("options", path, "a group inside a group")
    choices = one.get("choices") or []
    if len(choices) > CHOICES:
        yield Fault("choices", path, f"{len(choices)} choices; at most {CHOICES}")
    if choices and one.get("autocomplete"):
        yield Fault("choices", path, "choices and autocomplete together")
    if one["type"] in {SUBCOMMAND, GROUP}:
        yield from _options(one.get("options") or [], path, depth + 1)


def _size(one: Body) -> int:
    choices = sum(len(found["name"]) + len(str(found["value"])) for found in one.get("choices") or ())
    inner = sum(_size(found) for found in one.get("options") or ())
    return len(one["name"]) + len(one.get("description") or "") + choices + inner
