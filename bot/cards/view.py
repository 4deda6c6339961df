"""A page as Discord's components, and the files that go with it."""

import io
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Final

import discord
from discord import ButtonStyle, MediaGalleryItem, ui

from bot.cards.blocks import Block, Button, Picture, Text, Tone
from bot.cards.pages import Page

_EDGES: Final[Mapping[Tone, int]] = {
    "bullish": 0x2E9E5B,
    "neutral": 0x7A8594,
    "bearish": 0xC8453B,
    "warning": 0xE0A100,
}


class CardView(ui.LayoutView):
    """Components of a message whose buttons are answered by their ids alone.

    The library keeps every sent view that still listens, for as long as the process lives. These never
    listen: a button's id says all there is to know, and one item for all ids answers it. So they say that
    they are finished, on whatever thread they were made, and are not kept.
    """

    def __init__(self, *items: ui.Item[Any]) -> None:
        super().__init__(timeout=None)
        for item in items:
            self.add_item(item)

    def is_finished(self) -> bool:
        """Always: there is nothing to wait for."""
        return True


def layout(page: Page) -> CardView:
    """The components of a page: the card within its edge, its buttons below."""
    inside: list[ui.Item[Any]] = [ui.TextDisplay(page.title), *_shown(page.blocks)]
    inside += [ui.File(f"attachment://{file.name}") for file in page.files]
    if page.footer:
        inside.append(ui.TextDisplay(page.footer))
    rows = (ui.ActionRow[CardView](*map(_button, row)) for row in page.rows)
    return CardView(ui.Container(*inside, accent_colour=_EDGES.get(page.tone)), *rows)


def files(page: Page) -> list[discord.File]:
    """What must be uploaded with a page; new objects with each call, since each can be sent once."""
    pictures = [
        discord.File(io.BytesIO(picture.data), picture.name, description=picture.alt or None)
        for picture in page.pictures
    ]
    return [*pictures, *(discord.File(io.BytesIO(file.data), file.name) for file in page.files)]


def _shown(blocks: tuple[Block, ...]) -> Iterator[ui.Item[Any]]:
    for kind, run in groupby(blocks, type):
        if kind is Picture:
            yield ui.MediaGallery(*(_item(block) for block in run if isinstance(block, Picture)))
            continue
        for block in run:
            yield ui.TextDisplay(block.markdown) if isinstance(block, Text) else ui.Separator()


def _item(picture: Picture) -> MediaGalleryItem:
    return MediaGalleryItem(f"attachment://{picture.name}", description=picture.alt or None)


def _button(button: Button) -> ui.Button[CardView]:
    style = ButtonStyle.primary if button.strong else ButtonStyle.secondary
    return ui.Button(label=button.label, style=style, custom_id=button.request.custom_id)
