"""Modals: made for one press, and read from what Discord sends back; nothing of them waits in memory."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import discord

from bot.cards.limits import MODAL_TITLE, TEXT_INPUT

if TYPE_CHECKING:
    from bot.cards.request import Request
    from bot.serving.reply import Interaction

_FIELD = "text"


def ask_modal(request: "Request") -> discord.ui.Modal:
    """Asks for a question; the request says which card it is about."""
    about = f"Ask about {request.symbol}" if request.symbol else "Ask"
    return _modal(about, "Your question", "what would flip it?", request, longest=TEXT_INPUT)


def feedback_modal(request: "Request") -> discord.ui.Modal:
    """Asks what was wrong with an answer."""
    return _modal("What is wrong?", "In your words", "the close is from another day", request, longest=1_000)


def typed_in(interaction: "Interaction") -> str:
    """What a person typed into the one field of a modal that came back."""
    data: Mapping[str, Any] = interaction.data or {}
    return next((str(part.get("value", "")) for part in _parts(data) if part.get("custom_id") == _FIELD), "")


def _modal(title: str, label: str, example: str, request: "Request", *, longest: int) -> discord.ui.Modal:
    modal = discord.ui.Modal(title=title[:MODAL_TITLE], custom_id=request.custom_id, timeout=None)
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=_FIELD, style=discord.TextStyle.paragraph, placeholder=example, max_length=longest
    )
    modal.add_item(discord.ui.Label(text=label, component=field))
    # discord.py would keep it until it comes back, which may be never; its answer is read from its id
    modal.stop()
    return modal


def _parts(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in node.get("components", ()):
        yield part
        yield from _parts(part)
        if isinstance(inner := part.get("component"), Mapping):
            yield inner
