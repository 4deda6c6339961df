"""Of what a statement says a state: the layer, the composite, a regime, a vote."""

from bot.agent.grounding.known import Index
from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.reading import Read
from bot.agent.grounding.vocabulary import family, metrics_of
from bot.agent.grounding.words import Token, unbracketed

_OWNED = frozenset(
    ("trend", "momentum", "breadth", "relative_strength", "rotation", "credit", "composite", "horizon.near",
     "horizon.mid", "horizon.long", "sizing", "credit.hyg_ief", "credit.oas", "credit.curve", "credit.vix",
     "credit.kre_spy")
)  # fmt: skip
_VOTERS = {
    "rsi14": "rsi", "macd": "macd", "macd_signal": "macd", "macd_histogram": "macd",
    "fibonacci_position": "fibonacci", "volume_ratio": "volume", "stoch_k": "stochastic",
    "stoch_d": "stochastic",
    "percent_b": "percent_b", "adx14": "adx", "plus_di": "adx", "minus_di": "adx",
}  # fmt: skip
"""Readings to the vote they are cast in."""

_NO_VOTES = frozenset(
    ("votes.score", "votes.sum", "votes.cast", "votes.change", "votes.adj_close", "votes.volume_band")
)
"""Figures of the votes' card that are no indicator's vote."""

_APART = frozenset((
    "at", "on", "with", "by", "is", "and", "while", "to", "or", "in", "but", "for", "as", "despite",
))  # fmt: skip
"""Between a state and a name after it they part the two: "bullish on volume"."""

_REGIMES = frozenset(("small", "large", "parity", "leadership", "flight"))
_NAMELESS = frozenset(("vote", "voted", "score", "state", "average"))
"""Names that may be anything's: they do not tell whose state it is."""

_NUMBERS = frozenset(("two", "three", "four", "five", "six", "seven", "2", "3", "4", "5", "6", "7"))
_COORDINATED = frozenset((",", "and", "&", "both", "layer", "-", "/"))


def owner_of(mention: Mention, index: Index) -> str | None:
    """What a name stands for as the owner of a state; None where it owns none.

    Args:
        mention: The name, e.g. "RSI" or "the curve".
        index: What the tools gave; what is missing may own a state too: it abstains.

    Returns:
        "trend", "horizon.near", "votes.rsi" and the like.
    """
    owners = {owner for one in index.of(mention.metrics) if (owner := _owner(one.key))}
    if not owners:
        owners = {owner for key in _missing(mention, index) if (owner := _owner(key))}
    if len(owners) == 1:
        return owners.pop()
    if owners and len({name.partition(".")[0] for name in owners}) == 1 and "credit" in str(owners):
        # "credit" is the gauge and each of its components
        return "credit"
    return None


def _missing(mention: Mention, index: Index) -> set[str]:
    return {key for _, key, _ in index.missing if metrics_of(key) & mention.metrics}


def _owner(key: str) -> str | None:
    if key in _VOTERS:
        return f"votes.{_VOTERS[key]}"
    if key.startswith("votes.") and key.count(".") == 1:
        return None if key in _NO_VOTES else key
    name = family(key)
    if name in _OWNED:
        return name
    first = key.partition(".")[0]
    return first if first in _OWNED else None


def owners_at(place: int, read: Read, index: Index) -> list[str]:
    """The owners of a state word: what it stands before, else what it stands after, coordinated ones too.

    "bullish momentum" is momentum's; "trend and momentum are bullish" is said of both.

    Args:
        place: Number of the state's first word.
        read: The statement.
        index: What the tools gave.
    """
    owner = _owner_after(place, read, index)
    return [owner] if owner is not None else _owners_before(place, read, index)


def _owner_after(place: int, read: Read, index: Index) -> str | None:
    """The owner right after a state word: "bullish momentum"."""
    following = next((one for one in read.mentions if one.first > place and not one.weak), None)
    if following is None or following.first - place > 2:
        return None
    gap = read.words[place + 1 : following.first]
    if any(word.kind != "word" and word.norm != "-" for word in gap) or any(
        word.norm in _APART for word in gap
    ):
        return None
    return owner_of(following, index)


def _owners_before(place: int, read: Read, index: Index) -> list[str]:
    """The last owner before a state word, with those in a row with it: "trend, breadth, and momentum are"."""
    before = [one for one in read.mentions if one.last <= place and not one.weak]
    many = max((at for at in range(read.lead, place) if _is_many(at, read)), default=-1)
    before = [one for one in before if one.last > many]
    for position in range(len(before) - 1, -1, -1):
        owner = owner_of(before[position], index)
        if owner is not None and read.words[before[position].first].norm not in _NAMELESS:
            return [owner, *_coordinated(before, position, read, index)]
    return []


def _is_many(at: int, read: Read) -> bool:
    """Whether a noun stands here for several things that are counted: "the other three layers"."""
    word = read.text[read.words[at].start : read.words[at].end].lower()
    if word == "votes" and any(one.last == at and not one.weak for one in read.mentions):
        # "RSI votes bullish": a verb
        return False
    if word in _NUMBERS and read.words[at - 1].norm in ("other", "remaining"):
        # "the other seven are bearish"
        return True
    return word in ("layers", "indicators", "components", "votes", "horizons", "others")


def _coordinated(before: list[Mention], position: int, read: Read, index: Index) -> list[str]:
    """The owners that stand in a row before one."""
    words = read.words
    found: list[str] = []
    edge = before[position]
    for earlier in reversed(before[:position]):
        between = [word.norm for word in unbracketed(words[earlier.last : edge.first])]
        other = owner_of(earlier, index)
        if words[earlier.first].norm in _REGIMES:
            # "rotation sits in large-cap flight and credit is stressed"
            break
        if other is None or not between or any(word not in _COORDINATED for word in between):
            break
        if between == [",", "and"] and not found and not _listing(before, position, words):
            # "breadth is at 43, and momentum is bullish" begins anew
            break
        found.append(other)
        edge = earlier
    return found


def _listing(before: list[Mention], position: int, words: list[Token]) -> bool:
    """Whether three or more names stand in a row: "trend, breadth, and momentum are"."""
    if position < 2:
        return False
    return [word.norm for word in words[before[position - 2].last : before[position - 1].first]] == [","]
