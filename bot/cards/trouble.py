"""The card of something that went wrong: what, what is allowed, and under which id the operator finds it."""

import re

from bot.cards.blocks import Card, Text
from bot.cards.request import Request
from bot.cards.shown import shown_markdown
from bot.cards.words import escaped, small

_MOMENT = re.compile("<\u200bt:\u200b(\\d{1,17}):\u200b([tTdDfFsSR])>")
"""A moment that was broken like a mention; it calls nobody, and says when to try again."""


def trouble_card(words: str, *, incident: str | None = None, request: Request | None = None) -> Card:
    """An error as a card.

    Args:
        words: What is wrong and what is allowed, as Markdown: what a person typed is escaped in it
            (`bot.serving.error_words` does that). Whatever it is, it reaches nobody; moments are shown.
        incident: Id of a bug's record, which a person can pass on.
        request: What may be tried again; None: nothing is offered.
    """
    said = _MOMENT.sub(r"<t:\1:\2>", shown_markdown(words)) or "Something went wrong."
    kept = small(f"incident {escaped(incident)}: please pass it on to the operator") if incident else ""
    return Card("⚠ **That did not work**", (Text(said),), kept, "warning", request=request)
