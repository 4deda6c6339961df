"""The symbol of each state and which way it leans: one table for the terminal and for Discord."""

from collections.abc import Mapping
from typing import Final, Literal

Leaning = Literal["up", "level", "down", "warning"]

MARKS: Final[Mapping[str, tuple[str, Leaning]]] = {
    "strong bullish": ("▲▲", "up"),
    "bullish": ("▲", "up"),
    "neutral": ("■", "level"),
    "bearish": ("▼", "down"),
    "strong bearish": ("▼▼", "down"),
    "small-cap leadership": ("▲", "up"),
    "parity": ("■", "level"),
    "large-cap flight": ("▼", "down"),
    "leads its benchmark": ("▲", "up"),
    "lags its benchmark": ("▼", "down"),
    "supportive": ("▲", "up"),
    "stressed": ("▼", "down"),
    "rise confirmed": ("▲", "up"),
    "rise diverging": ("!", "warning"),
    "fall confirmed": ("▼", "down"),
    "fall diverging": ("!", "warning"),
    "mixed": ("■", "level"),
    "repairing": ("■", "level"),
}
"""The word of a state -> its symbol, and its leaning, which colours may repeat and never say alone."""


def mark(word: str) -> str:
    """The symbol alone; empty for a word that is not one of the states."""
    return MARKS[word][0] if word in MARKS else ""
