"""What must never be in a card whatever came from outside, and whether every figure is one of the inputs."""

import re

from bot.cards.blocks import Card
from bot.cards.pages import pages
from tests.bot.cards.shown import page_text, seen
from tests.bot.cards.test_figures import _figures, _texts
from tools.phrases import written
from tools.results import facts_of

REACHING = re.compile(
    r"<@[!&]?\d|<#\d|<t:-?\d|<a?:\w+:\d|</[\w ]+:\d|<id:\w|@(?:everyone|here)|https?://|(?<!\\)\]\(|"
    r"[\u202a-\u202e\u2066-\u2069]"
)
"""Mentions, time stamps, emoji, commands, links, marks that turn the writing round."""

HOSTILE = (
    "@everyone @here <@1> <@&2> <#3> <t:1:R> <a:b:4> <:b:5> </x:6> <id:home> [a](https://b.example) "
    "https://b.example `y` ```z``` **x** ||hidden|| \u202edesrever # h\n> q\n- l\n-# small \x1b[31m\x00"
)


def reaches(card: Card) -> list[str]:
    """What in a card reaches a person or an address."""
    return [found for page in pages(card) for found in REACHING.findall(page_text(page))]


def foreign(card: Card, *inputs: object) -> set[str]:
    """Figures of a card that stand neither in a fact as written nor in a text or date of its inputs."""
    rest, texts = seen(card), set()
    allowed = _figures(" ".join(written(fact) for one in inputs for fact in facts_of(one)))
    for one in inputs:
        texts |= {" ".join(text.split()) for text in _texts(one) if any(sign.isdigit() for sign in text)}
        header = getattr(one, "header", None)
        texts |= {header.digest[:8]} if header else set()
    for text in sorted(texts - {""}, key=len, reverse=True):
        rest = re.sub(rf"(?<![\w$.,+-]){re.escape(text)}(?!\w|[.,]\d)", " ", rest)
    return _figures(rest) - allowed
