"""Posts of schedules and watches as one message: a whole card, or the heads of several with a button each."""

from collections.abc import Sequence
from typing import Final

from bot.cards.blocks import Block, Button, Card, Rule, Text
from bot.cards.length import clipped
from bot.cards.request import Request
from bot.community.values import Post

_HEAD: Final = 320
"""Characters of each card where there are several: ten of them leave room for all else."""


def posted_card(post: Post, cards: Sequence[Card]) -> Card:
    """One card for a post. A button of it carries the post's nonce, by which it can be found again.

    Args:
        post: What is posted.
        cards: One for each of its requests, in order.
    """
    about = Button("About this post", Request("posted", more=post.nonce))
    if len(cards) == 1:
        one = cards[0]
        return Card(
            one.title,
            (Text(post.text), Rule(), *one.blocks),
            one.footer,
            one.tone,
            (*one.buttons, about),
            # what does not fit one message is behind its page buttons
            one.request,
            one.files,
        )
    blocks: list[Block] = [Text(post.text)]
    for card in cards:
        blocks += [Rule(), Text(f"{card.title}\n{_head(card)}")]
    whole = tuple(
        Button(f"{request.symbol} {_label(request)}", request)
        for request, card in zip(post.requests, cards, strict=True)
        if card.request is not None
    )
    return Card("-# Plumbline", tuple(blocks), cards[0].footer if cards else "", "plain", (*whole, about))


def _head(card: Card) -> str:
    """The beginning of what a card says, by whole lines."""
    texts = [line for block in card.blocks if isinstance(block, Text) for line in block.markdown.split("\n")]
    kept: list[str] = []
    for line in texts:
        if sum(map(len, kept)) + len(line) > _HEAD:
            break
        kept.append(line)
    return "\n".join(kept) or clipped(texts[0] if texts else "", _HEAD)


def _label(request: Request) -> str:
    return "card" if request.kind == "analyze" else request.kind
