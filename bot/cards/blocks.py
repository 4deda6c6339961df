"""What a card is made of, before it becomes Discord's components. Pure values."""

from dataclasses import dataclass, field
from typing import Literal

from bot.cards.request import Request

Tone = Literal["bullish", "neutral", "bearish", "warning", "plain"]
"""The edge of a card. It repeats what a word in the card says, and carries no meaning alone."""


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of Discord Markdown of any length; pages break it at line ends.

    Everything in it that came from outside was escaped where it entered (`bot.cards.words.escaped`).
    """

    markdown: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A dividing line; dropped where a page would begin or end with it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG with its alt text.

    Attributes:
        name: Its file name, `[a-z0-9-]+.png`, unique within the card.
        data: Its bytes.
        alt: Its numbers in words; cut at Discord's limit with a mark of the cut.
    """

    name: str
    data: bytes
    alt: str


Block = Text | Rule | Picture


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a card.

    Attributes:
        label: At most 80 characters.
        request: What pressing it asks for.
        strong: Whether it is the one most people want next.
    """

    label: str
    request: Request
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a card, such as a result as JSON."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Card:
    """A whole answer, however long; `bot.cards.pages` cuts it into messages.

    Attributes:
        title: One line of Markdown without `#`; every page begins with it.
        blocks: What is in it, in order.
        footer: Source, as-of, terms and disclaimer; every page ends with it.
        tone: Its edge.
        buttons: Offered under every page.
        request: What the card answers; pages and "Refresh" ask for it again. None: neither is offered.
        files: What goes with the first page.
    """

    title: str
    blocks: tuple[Block, ...]
    footer: str = ""
    tone: Tone = "plain"
    buttons: tuple[Button, ...] = ()
    request: Request | None = None
    files: tuple[Attached, ...] = field(default=())
