"""Lines that readings are held against, and figures that would change a state."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.reading import Read
from bot.agent.grounding.vocabulary import family

_LINES = {
    "rsi14": "rsi",
    "stoch_k": "stochastic",
    "adx14": "adx",
    "percent_b": "band",
    "volume_ratio": "volume",
}
"""Indicators whose votes have thresholds, and the part of the thresholds' keys that tells whose they are."""

_HELD_AGAINST = frozenset((
    "above", "below", "over", "under", "short", "past", "beyond", "than", "line", "threshold", "least",
    "against", "reach",
))  # fmt: skip
_SUPPOSING = frozenset((
    "would", "could", "if", "turn", "flip", "need", "become", "until",
    "unless", "require", "take",
))  # fmt: skip
"""Words that speak of what would change something."""

_STATES = frozenset(("bullish", "bearish", "neutral"))


def lines_of(facts: Iterable[Known]) -> frozenset[str]:
    """The indicators among some facts whose votes have thresholds."""
    return frozenset(_LINES[one.key] for one in facts if one.key in _LINES)


def is_line(one: Known, lines: AbstractSet[str]) -> bool:
    """Whether a fact is a threshold of one of these indicators."""
    return one.key.startswith("votes.threshold.") and any(name in one.key for name in lines)


def thresholds(
    fitting: list[Known], first: int, read: Read, index: Index, scoped: AbstractSet[int]
) -> list[Known]:
    """The lines an indicator is held against, where the number is said to be one: "short of the 20"."""
    words = {word.norm for word in read.words[max(0, first - 4) : first + 3]}
    if words.isdisjoint(_HELD_AGAINST):
        return []
    lines = lines_of(fitting)
    return [one for one in index.known if id(one) in scoped and is_line(one, lines)]


def flips(fitting: list[Known], read: Read, index: Index, scoped: AbstractSet[int]) -> list[Known]:
    """Thresholds of the same layer, where the statement speaks of what would change it."""
    makes = any(
        word.norm == "make" and not _STATES.isdisjoint(later.norm for later in read.words[at : at + 5])
        for at, word in enumerate(read.words)
    )
    if (
        not makes
        and not any(word.norm in _SUPPOSING for word in read.words)
        and read.around.isdisjoint(_SUPPOSING)
    ):
        return []
    families = {family(one.key) for one in fitting}
    # a close that would flip any layer is told as a price
    priced = "close" in families
    return [
        one
        for one in index.known
        if id(one) in scoped
        and ".flip" in one.key
        and (family(one.key) in families or (priced and ".flip_close" in one.key))
    ]
