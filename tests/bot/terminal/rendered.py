"""What a card prints."""

import io

from rich.console import Console, RenderableType

from bot.terminal.card import card
from tools.results import Result


def printed(what: RenderableType, width: int = 100) -> str:
    """As a pipe receives it: no styles."""
    console = Console(file=io.StringIO(), width=width, color_system=None, force_terminal=False)
    with console.capture() as capture:
        console.print(what)
    return capture.get()


def card_text(result: Result, width: int = 100) -> str:
    """The card of a result as a pipe receives it."""
    return printed(card(result), width)


def words(text: str) -> str:
    """The text on one line, so that wrapping does not matter."""
    return " ".join(text.split())
