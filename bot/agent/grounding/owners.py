"""Of what a statement says a state: the layer, the composite, a regime, a vote."""

from bot.agent.grounding.governing import family
from bot.agent.grounding.known import Index
from bot.agent.grounding.reading import Mention, Read
from bot.agent.grounding.scope import Carried
from bot.agent.grounding.words import Token

_OWNED = frozenset(
    ("trend", "momentum", "breadth", "relative_strength", "rotation", "credit", "composite", "horizon.near",
     "horizon.mid", "horizon.long", "sizing", "credit.hyg_ief", "credit.oas", "credit.curve", "credit.vix",
     "credit.kre_spy")
)  # fmt: skip
_VOTERS = {
    "rsi14": "rsi", "macd": "macd", "macd_signal": "macd", "macd_histogram": "macd", "fibonacci_position": "fibonacci",
    "volume_ratio": "volume", "stoch_k": "stochastic", "stoch_d": "stochastic", "percent_b": "percent_b",
    "adx14": "adx", "plus_di": "adx", "minus_di": "adx",
}  # fmt: skip


def owner_of(mention: Mention, index: Index) -> str | None:
    """What a name stands for as the owner of a state; None where it owns none."""
    families = {_owner(one.key) for one in index.of(mention.metrics)} - {None}
    if not families:
        families = {_owner(key) for key in _missing(mention, index)} - {None}
    if len(families) == 1:
        return families.pop()
    if (
        families
        and len({name.partition(".")[0] for name in families if name}) == 1
        and "credit" in str(families)
    ):
        return "credit"
    if "composite" in families and families <= {"composite", None}:
        return "composite"
    return None


def _listing(before: list[Mention], position: int, words: list[Token]) -> bool:
    """Whether three or more names stand in a row: "trend, breadth, and momentum are"."""
    if position < 2:
        return False
    return [word.norm for word in words[before[position - 2].last : before[position - 1].first]] == [","]


def _missing(mention: Mention, index: Index) -> set[str]:
    from bot.agent.grounding.vocabulary import metrics_of  # noqa: PLC0415 - a small lookup

    return {key for _, key, _ in index.missing if metrics_of(key) & mention.metrics}


def _owner(key: str) -> str | None:
    if key in _VOTERS:
        return f"votes.{_VOTERS[key]}"
    if key.startswith("votes.") and key.count(".") == 1:
        return (
            key
            if key
            not in (
                "votes.score",
                "votes.sum",
                "votes.cast",
                "votes.change",
                "votes.adj_close",
                "votes.volume_band",
            )
            else None
        )
    name = family(key)
    if name in _OWNED:
        return name
    first = key.split(".")[0]
    return first if first in _OWNED else None


def owners_at(place: int, read: Read, carried: Carried, index: Index) -> list[str]:
    """The owners of a state word: what it stands before, else what it stands after, coordinated ones too."""
    words = read.words
    following = [one for one in read.mentions if one.first > place and not one.weak]
    if (
        following
        and following[0].first - place <= 2
        and all(
            word.norm in ("and", "-") or word.kind == "word" for word in words[place + 1 : following[0].first]
        )
    ):
        owner = owner_of(following[0], index)
        gap = [word.norm for word in words[place + 1 : following[0].first]]
        if owner is not None and not set(gap) & {
            "at",
            "on",
            "with",
            "by",
            "is",
            "and",
            "while",
            "to",
            "or",
            "in",
            "but",
            "for",
            "as",
            "despite",
        }:
            return [owner]
    before = [one for one in read.mentions if one.last <= place and not one.weak]
    for position in range(len(before) - 1, -1, -1):
        owner = owner_of(before[position], index)
        if owner is None or words[before[position].first].norm in ("vote", "score", "state", "average"):
            continue
        found = [owner]
        edge = before[position]
        for earlier in reversed(before[:position]):
            between = [word.norm for word in words[earlier.last : edge.first]]
            other = owner_of(earlier, index)
            if (
                other is None
                or not between
                or any(word not in (",", "and", "&", "both", "layer", "-", "/") for word in between)
            ):
                break
            if (
                between == [",", "and"]
                and len(found) == 1
                and position >= 1
                and not _listing(before, position, words)
            ):
                break
            found.append(other)
            edge = earlier
        return found
    del carried
    return []
