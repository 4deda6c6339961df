"""How many of the cards' layers, votes, conditions, horizons, components and flags are so."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bot.agent.grounding.known import Index

_LAYERS = ("trend", "momentum", "breadth", "relative_strength")
_HORIZONS = ("horizon.near", "horizon.mid", "horizon.long")
_SIDES = frozenset(("bullish", "bearish", "neutral"))
_VOTES = frozenset(
    f"votes.{name}"
    for name in ("rsi", "macd", "fibonacci", "volume", "stochastic", "percent_b", "adx", "stack")
)
_MOST_VOTES = 5
"""With fewer votes known than this, how many are so cannot be told."""

_VOTE_VALUES = {
    "bullish": 1, "positive": 1, "+1": 1, "for": 1, "up": 1,
    "bearish": -1, "negative": -1, "-1": -1, "against": -1, "down": -1,
    "neutral": 0, "out": 0, "0": 0, "zero": 0,
}  # fmt: skip
_CREDIT_STATES = {
    "supportive": "supportive", "positive": "supportive", "+1": "supportive",
    "stressed": "stressed", "negative": "stressed", "-1": "stressed",
    "neutral": "neutral", "0": "neutral", "zero": "neutral",
}  # fmt: skip
_CONDITIONS = 7
"""Conditions of full size."""

_FLAGS = frozenset(
    ("trend.converging", "trend.diverging", "trend.fresh_cross", "momentum.weak",
     "breadth.divergence_warning", "breadth.washed_out", "breadth.washed_out_repair",
     "breadth.thrust", "positioning.short_covering", "votes.volume_spike")
)  # fmt: skip


class Tally(NamedTuple):
    """How many of a kind are so, and how many there are."""

    so: int
    all: int


def tally(noun: str, what: str, symbols: set[str] | None, index: Index) -> Tally | None:
    """How many of a kind are so; None where it cannot be counted.

    Args:
        noun: The kind: "layer", "vote", "indicator", "condition", "horizon", "component" or "flag".
        what: What they are said to be, lower case, e.g. "bullish", "unmet", "on".
        symbols: Of which symbols; None for any.
        index: What the tools gave.
    """
    count = _COUNTED.get(noun)
    return count(what, symbols, index) if count else None


def _layers(what: str, symbols: set[str] | None, index: Index) -> Tally | None:
    words = _words(_LAYERS, symbols, index)
    if len(words) != len(_LAYERS):
        return None
    if what in _SIDES:
        return Tally(words.count(what), len(words))
    if what.startswith("abstain"):
        return Tally(words.count(None), len(words))
    if what == "data":
        return Tally(len(words) - words.count(None), len(words))
    return None


def _votes(what: str, symbols: set[str] | None, index: Index) -> Tally | None:
    votes = {
        (one.key, one.session): one.fact.number
        for one in index.known
        if one.key in _VOTES and _of(next(iter(one.symbols)), symbols)
    }
    wanted = _VOTE_VALUES.get(what)
    if len(votes) < _MOST_VOTES or wanted is None:
        return None
    return Tally(sum(vote == wanted for vote in votes.values()), len(_VOTES))


def _conditions(what: str, symbols: set[str] | None, index: Index) -> Tally | None:
    unmet = next(
        (
            int(one.fact.number)
            for one in index.known
            if one.key == "sizing.unmet" and _of(next(iter(one.symbols)), symbols)
        ),
        None,
    )
    if unmet is None:
        return None
    if what in ("unmet", "not met", "missing") or what.startswith("fail"):
        return Tally(unmet, _CONDITIONS)
    if what in ("met", "hold", "in place", "satisfied") or what.startswith("pass"):
        return Tally(_CONDITIONS - unmet, _CONDITIONS)
    return None


def _horizons(what: str, symbols: set[str] | None, index: Index) -> Tally | None:
    words = _words(_HORIZONS, symbols, index)
    if len(words) != len(_HORIZONS) or what not in _SIDES:
        return None
    return Tally(words.count(what), len(words))


def _components(what: str, symbols: set[str] | None, index: Index) -> Tally | None:
    words = [one.word for one in index.states if one.owner.startswith("credit.") and _of(one.symbol, symbols)]
    wanted = _CREDIT_STATES.get(what)
    return Tally(words.count(wanted), len(words)) if words and wanted is not None else None


def _flags(what: str, symbols: set[str] | None, index: Index) -> Tally | None:
    if what not in ("on", "off", "up"):
        return None
    flags = {key: on for key, symbol, on, _ in index.flags if _of(symbol, symbols) and key in _FLAGS}
    return Tally(sum(on is (what != "off") for on in flags.values()), len(flags)) if flags else None


_COUNTED: Mapping[str, Callable[[str, set[str] | None, Index], Tally | None]] = {
    "layer": _layers,
    "indicator": _votes,
    "vote": _votes,
    "condition": _conditions,
    "horizon": _horizons,
    "component": _components,
    "flag": _flags,
}


def _words(owners: tuple[str, ...], symbols: set[str] | None, index: Index) -> list[str | None]:
    """The states of several things, each once however many tools gave them."""
    found = {
        (one.owner, one.symbol, one.session): one.word
        for one in index.states
        if one.owner in owners and _of(one.symbol, symbols)
    }
    return list(found.values())


def _of(symbol: str, symbols: set[str] | None) -> bool:
    return symbols is None or symbol in symbols
