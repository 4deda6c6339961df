"""The card of something that went wrong: what, what is allowed, and under which id the operator finds it."""

from bot.cards.blocks import Card, Text
from bot.cards.request import Request
from bot.cards.shown import shown_markdown
from bot.cards.words import escaped, small


def trouble_card(words: str, *, incident: str | None = None, request: Request | None = None) -> Card:
    """An error as a card.

    Args:
        words: What is wrong and what is allowed, as Markdown; whatever it is, it reaches nobody.
        incident: Id of a bug's record, which a person can pass on.
        request: What may be tried again; None: nothing is offered.
    """
    said = shown_markdown(words) or "Something went wrong."
    kept = small(f"incident {escaped(incident)}: please pass it on to the operator") if incident else ""
    return Card("⚠ **That did not work**", (Text(said),), kept, "warning", request=request)
