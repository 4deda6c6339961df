"""The table of funds, indices and economies that figures are about (`entities.toml`)."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from knowledge.claims.extract_tokens import Hit, Phrases, Token, longest
from knowledge.claims.metrics import Of

Kind = Literal["fund", "index", "economy", "fed"]


@dataclass(frozen=True, slots=True)
class Entity:
    """Whom a figure is about.

    Attributes:
        key: Its name in claims.
        label: Its name for people.
        kind: What it is.
        tracks: The index a fund follows, if it is in the table.
        called: The wide name under which readers take it for others.
    """

    key: str
    label: str
    kind: Kind
    tracks: str | None = None
    called: str | None = None


@cache
def entities() -> Mapping[str, Entity]:
    """All entities by key."""
    return {
        key: Entity(key, entry["label"], entry["kind"], entry.get("tracks"), entry.get("called"))
        for key, entry in _table().items()
    }


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("knowledge.claims") / "entities.toml").read_text(encoding="utf-8"))


@cache
def _phrases(symbols: tuple[str, ...]) -> Phrases:
    known = [(word, key) for key, entry in _table().items() for word in entry["words"]]
    return Phrases([*known, *((symbol.lower(), symbol) for symbol in symbols if symbol not in _table())])


def entity(key: str) -> Entity:
    """The entity of that key; a symbol that is not in the table is a fund of its own name."""
    return entities().get(key) or Entity(key, key, "fund")


def entity_hits(words: Sequence[Token], symbols: Sequence[str]) -> list[Hit]:
    """Where entities of the table, and these symbols, are named among the words."""
    return longest(_phrases(tuple(symbols)).find(words))


def subject(hits: Sequence[Hit], symbols: Sequence[str]) -> str | None:
    """What a document is about: its first symbol, else the fund, else the index it names most."""
    if symbols:
        return symbols[0]
    counts = Counter(hit.names[0] for hit in hits)
    ranked = sorted(counts, key=lambda key: (entity(key).kind != "fund", -counts[key], key))
    return ranked[0] if ranked else None


def owner(said: str | None, about: str | None, of: Of) -> str | None:
    """Whose figure it is: what was said or else what the document is about, fitted to the kind of metric.

    A fund's portfolio is its index's; a fund's own figures (fees, flows, price) are not those of an index
    that merely stands nearby.

    Returns:
        A key, or None when nothing fits.
    """
    if of == "fed":
        return "FED"
    if of == "economy":
        return "US"
    named = said or about
    if named is None:
        return None
    if of == "constituents":
        return entity(named).tracks or named
    if of == "fund" and entity(named).kind != "fund" and about and entity(about).tracks == named:
        return about
    return named
