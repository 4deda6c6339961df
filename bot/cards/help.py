"""The cards of help: what can be asked, and how to read the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.cards.blocks import Button, Card, Text
from bot.cards.quoting import shortened
from bot.cards.request import Request
from bot.cards.sections import section
from bot.cards.words import NO_READING, escaped, lines, small
from tools.results import DISCLAIMER


@dataclass(frozen=True, slots=True)
class CommandWords:
    """A command as help tells of it; made from the commands themselves, so that it cannot drift.

    Attributes:
        name: With its group: "knowledge add".
        description: One line.
        example: How it is typed.
    """

    name: str
    description: str
    example: str


@dataclass(frozen=True, slots=True)
class _Topic:
    """A page of help."""

    title: str
    paragraphs: tuple[str, ...]


COMMANDS: Final = "commands"
"""The topic that lists the commands; also shown for a topic that does not exist."""

TOPICS: Final[Mapping[str, _Topic]] = {
    COMMANDS: _Topic("Commands", ("What can be asked, with an example each.",)),
    "reading": _Topic(
        "How to read a card",
        (
            (
                "Every number is a reading that was computed, or a passage that is cited. What is not known "
                "is called not known, with the reason; nothing is estimated."
            ),
            (
                f"▲ bullish, ■ neutral, ▼ bearish; doubled: strong. {NO_READING} abstains. The edge's colour "
                "repeats a word of the card and says nothing alone."
            ),
            (
                "The small print names the source, the session, the version of the rules, and a digest: "
                "equal digests mean equal inputs."
            ),
            (
                "SIMULATED: the prices are made up. PROVISIONAL: the session is not over. STALE: newer data "
                "should be there and are not."
            ),
        ),
    ),
    "asking": _Topic(
        "Asking in your own words",
        (
            (
                "Use `/ask`, mention the bot, or press Ask… under an answer to go on with it. Its figures "
                "are checked against what was read; a sentence that nothing bears is left out, and "
                "that is said."
            ),
            (
                "Sources shows what was called, cited and checked. Wrong? tells the operator that something "
                "is not right."
            ),
            "It comments on markets in general and gives no advice on anybody's own money.",
        ),
    ),
    "record": _Topic(
        "How the record is kept",
        (
            (
                "A call is sealed before the next session opens: its hash stands in a chain, so that a later "
                "change shows. Who notes the chain's head today can check it tomorrow."
            ),
            (
                "Forward calls were sealed before their outcome. Back-filled calls were computed afterwards. "
                "The two, and real and simulated ones, are scored apart and never added up."
            ),
            (
                "A hit rate stands beside its base rate and its interval. With too few independent cases "
                "there is none."
            ),
        ),
    ),
    "reports": _Topic(
        "Reports and documents",
        (
            (
                "`/knowledge` keeps the reports of a server. A passage is quoted with title, source, day and "
                "place; what reports said is theirs and overrules no computed reading."
            ),
            "Conflicts holds the figures of reports together, and against arithmetic, calendar and bars.",
            "A document of a server is seen in that server alone.",
        ),
    ),
}


def help_card(topic: str, request: Request | None, commands: Sequence[CommandWords]) -> Card:
    """A page of help.

    Args:
        topic: A key of `TOPICS`; anything else shows the commands.
        request: What the card answers.
        commands: Every command there is.
    """
    name = topic if topic in TOPICS else COMMANDS
    page = TOPICS[name]
    listed = tuple(_command(one) for one in commands) if name == COMMANDS else ()
    return Card(
        f"**Help** · {page.title}",
        (
            Text("\n\n".join(page.paragraphs)),
            *([section("All commands", *listed)] if listed else []),
        ),
        small(DISCLAIMER),
        buttons=tuple(
            Button(other.title, Request("help", more=key)) for key, other in TOPICS.items() if key != name
        ),
        request=request,
    )


def _command(one: CommandWords) -> str:
    return lines((f"**{escaped(f'/{one.name}')}** {shortened(one.description)}", small(escaped(one.example))))
