"""Whose a state word is, as far as a statement tells: a layer's, the composite's, credit's, a vote's."""

from bot.agent.grounding.known import Index
from bot.agent.grounding.owners import owner_of, owners_at
from bot.agent.grounding.reading import Read
from bot.agent.grounding.state_words import POSTURES, QUADRANTS, REGIMES, VERDICTS, Said

_OWNED = (
    (REGIMES, "rotation"),
    (POSTURES, "sizing"),
    (VERDICTS, "verdict"),
    (QUADRANTS, "quadrant"),
)
"""States that only one thing has."""


RATINGS = frozenset(("bullish", "bearish", "neutral", "strong bullish", "strong bearish"))


_CARD_WORDS = frozenset((
    "card", "composite", "rating", "overall", "signal", "stack", "desk", "score", "grade",
))  # fmt: skip


_PARTS = frozenset(("vote", "indicator", "component", "stochastic", "horizon"))
"""In a statement about these a bare "bullish" may be theirs."""


LAYERS = frozenset(("trend", "momentum", "breadth", "relative_strength"))


def state_owners(said: Said, read: Read, index: Index) -> list[str] | None:
    """Whose state it is; None where the word says nothing that can be told."""
    only = next((owner for words, owner in _OWNED if said.word in words), None)
    owners = [only] if only else owners_at(said.first, read, index)
    if said.word in ("supportive", "stressed") and not any(one.startswith("credit") for one in owners):
        return ["credit"]
    named = bool(owners)
    if not named:
        if said.word == "outside" or (said.word == "neutral" and said.last - said.first > 1):
            return None
        layer = _the_layer(said, read, index) if said.word in RATINGS else None
        if layer is not None:
            return [layer]
        owners = ["composite"] if said.word in RATINGS and _rates(said, read, index) else []
    if said.last < len(read.words) and read.words[said.last].norm == "vote":
        return _voters_after(said, read, index)
    parts = not _PARTS.isdisjoint(word.norm for word in read.words)
    if owners == ["composite"] and parts and not (named and _beside(said, read, index)):
        return None
    return owners


def _the_layer(said: Said, read: Read, index: Index) -> str | None:
    """The layer of "the layer is bearish", where the run read one alone."""
    before = [word.norm for word in read.words[max(read.lead, said.first - 3) : said.first]]
    layers = {one.owner for one in index.states} & LAYERS
    return layers.pop() if "layer" in before and len(layers) == 1 else None


def _rates(said: Said, read: Read, index: Index) -> bool:
    """Whether a bare state is the card's rating.

    It is not in "it reads neutral", which speaks of no symbol and no card, where something else is neutral.
    """
    if read.symbols or not _CARD_WORDS.isdisjoint(word.norm for word in read.words):
        return True
    return not any(one.word == said.word for one in index.states)


def _voters_after(said: Said, read: Read, index: Index) -> list[str]:
    """Who casts "a bullish vote from RSI and MACD": two at most."""
    owners = (owner_of(one, index) for one in read.mentions if one.first > said.last)
    return [owner for owner in owners if owner and owner.startswith("votes.")][:2]


def _beside(said: Said, read: Read, index: Index) -> bool:
    """Whether the composite itself is named within three words."""
    return any(
        owner_of(one, index) == "composite"
        and (0 <= said.first - one.last <= 3 or 0 <= one.first - said.last <= 2)
        for one in read.mentions
    )
