"""A layer as the call that is judged had it: sealed, or read today where nothing was sealed."""

from dataclasses import dataclass
from typing import NamedTuple

from tools.types import Fact, Reading


@dataclass(frozen=True, slots=True)
class LayerThen:
    """A layer at the session before: its state and score, with that session as their date."""

    title: str
    state: Reading
    score: Reading


class Level(NamedTuple):
    """A next close that changes a layer's state.

    Attributes:
        to: The state it would change to.
        price: That close, on the price scale of the session that is judged.
    """

    to: str
    price: Fact


@dataclass(frozen=True, slots=True)
class Called:
    """What the debrief's rules read of a layer.

    Attributes:
        name: Its key, e.g. "relative_strength".
        title: Its name for people.
        state: Its state in words; missing where it abstained.
        score: In [-1, +1]; missing likewise.
        levels: Next closes that change its state, with what they change it to.
    """

    name: str
    title: str
    state: Reading
    score: Reading
    levels: tuple[Level, ...] = ()

    @property
    def said(self) -> str:
        """Its name inside a sentence."""
        return self.title.lower()

    @property
    def then(self) -> LayerThen:
        """What is shown of it."""
        return LayerThen(self.title, self.state, self.score)


def side_of(word: Reading | str) -> int:
    """+1 for a bullish rating or state, -1 for a bearish one, 0 for neither."""
    value = str(word.value) if isinstance(word, Fact) else word if isinstance(word, str) else ""
    return 1 if value.endswith("bullish") else -1 if value.endswith("bearish") else 0
