"""Whether a message is for the bot, and what it asks. Pure.

Discord says whom a message mentions; the text alone does not, since a reply mentions whoever is replied to
and a mention written as code mentions nobody. A message that is edited is not answered again: what was asked
and what was answered would no longer stand together.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.agent.asking import LONGEST
from bot.printable import printable

HELP: Final = (
    "Ask me in words, for example: how does IWM look? Or: what would turn breadth bullish? "
    "`/help` lists the commands."
)
_PEOPLE = re.compile(r"<@!?(\d{1,20})>")
_ROLES = re.compile(r"<@&(\d{1,20})>")
_CHANNELS = re.compile(r"<#(\d{1,20})>")
_EMOJI = re.compile(r"<a?:(\w{1,40}):\d{1,20}>")
_ADDRESS = re.compile(r"\A:(?=\s)\s*")
"""What is left of "@bot: how is IWM?"."""

_NAME: Final = 32
"""Characters of somebody's name."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it came.

    Attributes:
        text: Its content; empty where Discord gave none.
        bot: The bot's own id.
        author: Who wrote it.
        automatic: Whether a bot, a webhook or Discord itself wrote it.
        direct: Whether it stands in a private conversation with the bot.
        people: Whom Discord says it mentions: in its text, or by a reply with the ping on.
        roles: Roles it mentions.
        own_roles: Roles that are the bot's alone.
        names: What people, roles and channels that it mentions are called.
    """

    text: str
    bot: int
    author: int
    automatic: bool
    direct: bool
    people: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    own_roles: frozenset[int] = frozenset()
    names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question."""

    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is said instead of an answer: there is no question, or it cannot be asked."""

    text: str


def addressed(heard: Heard) -> Asked | Told | None:
    """What a message asks the bot; None where it is not for the bot."""
    if heard.automatic or heard.author == heard.bot or not _is_for(heard):
        return None
    text = question_in(heard)
    if not text:
        return Told(HELP)
    if len(text) > LONGEST:
        return Told(f"Your message has {len(text):,} characters; {LONGEST:,} are allowed. Ask a shorter one.")
    return Asked(text)


def question_in(heard: Heard) -> str:
    """The text without the mention of the bot; everybody else mentioned stands there by name."""

    def person(found: re.Match[str]) -> str:
        return "" if int(found[1]) == heard.bot else _named(heard, "@", found[1], "somebody")

    def role(found: re.Match[str]) -> str:
        return "" if int(found[1]) in heard.own_roles else _named(heard, "@", found[1], "a role")

    def channel(found: re.Match[str]) -> str:
        return _named(heard, "#", found[1], "a channel")

    text = _ROLES.sub(role, _PEOPLE.sub(person, heard.text))
    text = _EMOJI.sub(r":\1:", _CHANNELS.sub(channel, text))
    lines = (" ".join(printable(line).split()) for line in text.splitlines())
    return _ADDRESS.sub("", "\n".join(lines).strip(" \n,"))


def _is_for(heard: Heard) -> bool:
    return heard.direct or heard.bot in heard.people or not heard.roles.isdisjoint(heard.own_roles)


def _named(heard: Heard, mark: str, id_: str, unknown: str) -> str:
    """A name from outside, in plain words that mention nobody."""
    name = " ".join(printable(heard.names.get(int(id_), "")).split())[:_NAME]
    return f"{mark}{name}" if name else unknown
