"""A card cut into messages that Discord accepts; nothing of it is lost, and no page is over a limit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.cards.blocks import Attached, Block, Button, Card, Picture, Rule, Text, Tone
from bot.cards.breaking import broken
from bot.cards.length import clipped, one_line, units
from bot.cards.limits import (
    ALT_TEXT,
    BUTTON_LABEL,
    BUTTONS_IN_ROW,
    VIEW_CHARACTERS,
    VIEW_COMPONENTS,
)

TITLE: Final = 300
"""Units of a title with the number of its page."""

FOOTER: Final = 900
MOST_BUTTONS: Final = 15
"""Buttons of a card: more would leave no room for what it says."""

ATTACHMENTS: Final = 10
"""Files of a message, pictures included."""

_MARK: Final = " · page {number} of {of}"
_LAST_NAMED: Final = 99
"""A button's id has two places for the page."""

_WORTH: Final = 3
"""A long text begins on a page where at least this part of it is free, one in so many."""


@dataclass(frozen=True, slots=True)
class Page:
    """One message of a card.

    Attributes:
        card: What it is a page of.
        title: Its first line, as Markdown, with the page's number where there are several.
        blocks: What it shows; each text is short enough.
        footer: Its last text; "" for none.
        buttons: The card's, at most `MOST_BUTTONS`, each with another id.
        turns: To the page before and the one after.
        files: What is attached beside the pictures.
        number, of: Which page of how many.
    """

    card: Card
    title: str
    blocks: tuple[Block, ...]
    footer: str
    buttons: tuple[Button, ...]
    turns: tuple[Button, ...]
    files: tuple[Attached, ...]
    number: int
    of: int

    @property
    def tone(self) -> Tone:
        """The card's edge."""
        return self.card.tone

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures in order."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))

    @property
    def rows(self) -> tuple[tuple[Button, ...], ...]:
        """The buttons in rows: first those that turn the page."""
        several = range(0, len(self.buttons), BUTTONS_IN_ROW)
        rows = (self.turns, *(self.buttons[start : start + BUTTONS_IN_ROW] for start in several))
        return tuple(row for row in rows if row)


def pages(card: Card) -> tuple[Page, ...]:
    """All pages of a card, at least one.

    A text stands on one page where a page can hold it; a longer one is broken at line ends. Buttons beyond
    `MOST_BUTTONS` and those that ask for the same as another are not offered.
    """
    title, footer = clipped(one_line(card.title), TITLE - _mark_room()), clipped(card.footer.strip(), FOOTER)
    shown = f"### {title or '…'}"
    buttons = _different(card.buttons)[:MOST_BUTTONS]
    text = VIEW_CHARACTERS - units(shown) - _mark_room() - units(footer)
    components = VIEW_COMPONENTS - _around(buttons, footer=bool(footer), turns=card.request is not None)
    sheets = _packed((*card.files, *card.blocks), text, components)
    of = len(sheets)
    return tuple(
        Page(
            card,
            shown + (_MARK.format(number=number, of=of) if of > 1 else ""),
            tuple(sheet.blocks),
            footer,
            _different((*turns, *buttons))[len(turns) :],
            turns,
            tuple(sheet.files),
            number,
            of,
        )
        for number, sheet in enumerate(sheets, start=1)
        for turns in (_turns(card, number, of),)
    )


def page_of(card: Card, number: int) -> Page:
    """That page of a card, or the nearest one where it has fewer by now."""
    every = pages(card)
    return every[min(max(number, 1), len(every)) - 1]


@dataclass(slots=True)
class _Sheet:
    """A page while it is filled: what is on it and what is left."""

    text: int
    components: int
    blocks: list[Block] = field(default_factory=list)
    files: list[Attached] = field(default_factory=list)
    attachments: int = ATTACHMENTS
    ruled: bool = False

    @property
    def empty(self) -> bool:
        return not self.blocks

    def takes(self, block: Block | Attached) -> bool:
        """Put it here if it fits, with the line before it that is due."""
        rule = int(self.ruled and not self.empty and not isinstance(block, Attached))
        room = units(block.markdown) if isinstance(block, Text) else 0
        files = int(isinstance(block, Picture | Attached))
        parts = rule + self._parts(block)
        if room > self.text or parts > self.components or files > self.attachments:
            return False
        self.text -= room
        self.components -= parts
        self.attachments -= files
        if isinstance(block, Attached):
            self.files.append(block)
            return True
        self.blocks += [Rule()] * rule
        self.blocks.append(block)
        self.ruled = False
        return True

    def _parts(self, block: Block | Attached) -> int:
        """Components it needs; whether a gallery's items count is not documented, so they do here."""
        if not isinstance(block, Picture):
            return 1
        joins = not self.ruled and not self.empty and isinstance(self.blocks[-1], Picture)
        return 1 if joins else 2


def _packed(parts: Sequence[Block | Attached], text: int, components: int) -> list[_Sheet]:
    sheets = [_Sheet(text, components)]
    for part in parts:
        if isinstance(part, Rule):
            sheets[-1].ruled = True
            continue
        for piece in _pieces(part, sheets[-1], text):
            if not sheets[-1].takes(piece):
                sheets.append(_Sheet(text, components))
                sheets[-1].takes(piece)
    return sheets


def _pieces(part: Block | Attached, sheet: _Sheet, whole: int) -> Iterator[Block | Attached]:
    if isinstance(part, Picture):
        yield replace(part, alt=clipped(one_line(part.alt), ALT_TEXT))
    elif not isinstance(part, Text):
        yield part
    elif units(part.markdown) <= whole:
        if part.markdown.strip():
            yield part
    else:
        first = sheet.text if sheet.text * _WORTH >= whole else whole
        yield from (Text(piece) for piece in broken(part.markdown, first, whole))


def _around(buttons: Sequence[Button], *, footer: bool, turns: bool) -> int:
    """Components of a page beside its blocks: the container, title, footer, buttons and their rows."""
    rows = -(-len(buttons) // BUTTONS_IN_ROW)
    return 2 + footer + len(buttons) + rows + 3 * turns


def _turns(card: Card, number: int, of: int) -> tuple[Button, ...]:
    if card.request is None:
        return ()
    turns = (("◀ Previous", number - 1), ("Next ▶", number + 1))
    return tuple(
        Button(label, card.request.at_page(there))
        for label, there in turns
        if 1 <= there <= min(of, _LAST_NAMED)
    )


def _different(buttons: Sequence[Button]) -> tuple[Button, ...]:
    """Those with an id of their own, the first of each: Discord refuses two buttons with the same one."""
    first = {button.request.custom_id: button for button in reversed(buttons)}
    return tuple(
        replace(button, label=clipped(one_line(button.label), BUTTON_LABEL) or "…")
        for button in buttons
        if first[button.request.custom_id] is button
    )


def _mark_room() -> int:
    return units(_MARK.format(number=10 * _LAST_NAMED, of=10 * _LAST_NAMED))
