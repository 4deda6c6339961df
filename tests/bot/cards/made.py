"""Arbitrary cards, and how Discord counts a payload."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from bot.cards.blocks import Attached, Block, Button, Card, Picture, Rule, Text
from bot.cards.request import Request

KINDS = ("analyze", "why", "levels", "scan")

requests = st.builds(
    Request,
    st.sampled_from(KINDS),
    st.sampled_from(["", "IWM", "BRK.B", "^VIX"]),
    st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    st.integers(1, 99),
    st.text("abc xyz", max_size=12),
)
PARTS = [
    "```",
    "```\n",
    "```ansi\n",
    "\n",
    "\n\n",
    " ",
    "a",
    "word ",
    "_*`~",
    "😀",
    "x" * 700,
    "line of it\n" * 90,
]
markdown = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, markdown),
    st.just(Rule()),
    st.builds(
        Picture, st.uuids().map(lambda one: f"{one}.png"), st.binary(max_size=4), st.text(max_size=1500)
    ),
)
buttons = st.builds(Button, st.text(max_size=120), requests, st.booleans())
files = st.builds(Attached, st.uuids().map(lambda one: f"{one}.json"), st.binary(max_size=4))
cards = st.builds(
    Card,
    st.text(max_size=700),
    st.lists(blocks, max_size=45).map(tuple),
    st.text(max_size=1200),
    st.sampled_from(["bullish", "neutral", "bearish", "warning", "plain"]),
    st.lists(buttons, max_size=25).map(tuple),
    st.none() | requests,
    st.lists(files, max_size=12).map(tuple),
)


def nested(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Every component, a gallery's items included."""
    for one in components:
        yield one
        yield from nested(one.get("components", ()))
        yield from one.get("items", ())
