"""What the buttons under a card ask for."""

from dataclasses import replace
from typing import Final

from bot.cards.blocks import Button
from bot.cards.request import Request
from tools.results import Header


def pinned(request: Request, header: Header) -> Request:
    """The same question of the session that was read: its later pages and its buttons speak of that one."""
    return replace(request, as_of=header.as_of, page=1)


def about(label: str, kind: str, request: Request, *, strong: bool = False) -> Button:
    """Another card of the same symbol and session."""
    return Button(label, Request(kind, request.symbol, request.as_of), strong)


REFRESH: Final = "Refresh"


def refresh(request: Request) -> Button:
    """The same card of the newest session."""
    return Button(REFRESH, replace(request, as_of=None, page=1))


def follow(request: Request) -> Button:
    """Being told when something changes; it looks forward, so it has no session."""
    return Button("Follow", Request("follow", request.symbol))


def beside(request: Request) -> tuple[Button, ...]:
    """Under a card on one part of the analysis: the whole of it, its reasons, the newest, a question.

    Args:
        request: What the card answers, pinned to its session.
    """
    return (
        about("Analysis", "analyze", request, strong=True),
        about("Why?", "why", request),
        refresh(request),
        about("Ask…", "ask", request),
    )
