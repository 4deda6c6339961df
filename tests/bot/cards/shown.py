"""What people see of a card."""

import re

from bot.cards.blocks import Card, Text
from bot.cards.pages import Page, pages
from bot.cards.request import Request
from bot.cards.result import card_of
from tools.results import Result, Scan

_ESCAPE = re.compile(r"\\([\\`*_~|<>#\[\]+.)-])")


def request_of(result: Result, kind: str = "analyze") -> Request:
    """A request of the newest session."""
    if isinstance(result, Scan):
        return Request("scan")
    return Request(kind, getattr(result, "header").symbol)  # noqa: B009 - all but the record have one


def made(result: Result, kind: str = "analyze") -> Card:
    """The card of a result."""
    return card_of(result, request_of(result, kind))


def page_text(page: Page) -> str:
    """Markdown of a page, title and footer included."""
    texts = (block.markdown for block in page.blocks if isinstance(block, Text))
    return "\n".join((page.title, *texts, page.footer))


def seen(card: Card) -> str:
    """All pages in one line of words: no formatting, no escapes, nothing invisible."""
    text = "\n".join(map(page_text, pages(card))).replace("\N{ZERO WIDTH SPACE}", "")
    plain = "".join(
        part if place % 2 else part.replace("**", "").replace("`", "")
        for place, part in enumerate(_split(text))
    )
    lines = (re.sub(r"^(-# |### )", "", line) for line in plain.split("\n"))
    return " ".join(" ".join(lines).split())


def _split(text: str) -> list[str]:
    """Between escaped signs, which come out as themselves at odd places."""
    return _ESCAPE.split(text)
