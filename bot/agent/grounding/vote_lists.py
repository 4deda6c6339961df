"""The check of votes told by name: "zeros from volume and RSI", "MACD, %B and ADX are at zero"."""

from bot.agent.grounding.known import Index
from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.owners import owner_of
from bot.agent.grounding.placing import of_word
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried, scoped_ids
from bot.agent.grounding.verdict import Claim, ClaimKind

_VALUES = {
    "zero": 0, "zeros": 0, "zeroe": 0, "positive": 1, "plus": 1, "plusse": 1, "negative": -1, "minus": -1,
    "minuse": -1, "minuses": -1, "up": 1, "down": -1,
}  # fmt: skip
_CONTEXT = frozenset(("vote", "cast", "indicator", "eight", "net", "zero", "plus", "minus", "minuse"))
_VOTING = frozenset(("vote", "voted", "voting"))
_LINKING = frozenset(
    (
        "is",
        "are",
        "at",
        "cast",
        "vote",
        "voting",
        "alone",
        "sit",
        "all",
        "each",
        "both",
        "stand",
        "was",
        "were",
    )
)
_ROW = frozenset((",", "and", "&", "both", "or"))


def vote_lists(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of what named indicators vote, where the votes of one symbol are spoken of.

    Args:
        read: The statement.
        carried: What the statements before lend it.
        index: What the tools gave.
    """
    words = [word.norm for word in read.words]
    votes = {} if _CONTEXT.isdisjoint(words) else _votes(read, carried, index)
    if not votes:
        return []
    claims = []
    for at in range(read.lead, len(words)):
        if words[at] not in _VALUES or (words[at] in ("up", "down") and words[at - 1] not in _VOTING):
            continue
        named = _after(at, read, index) or _before(at, read, index)
        cast = {owner: votes[owner] for owner in named if owner in votes}
        if cast:
            told = ", ".join(
                f"{owner.removeprefix('votes.')} votes {vote:+.0f}" for owner, vote in cast.items()
            )
            holds = set(cast.values()) == {_VALUES[words[at]]}
            claims.append(of_word(read, at, ClaimKind.STATE, holds=holds, because=told))
    return claims


def _votes(read: Read, carried: Carried, index: Index) -> dict[str, float]:
    """Each indicator's vote, of the symbol spoken of; none where several may be meant."""
    named = {one.symbol for one in read.symbols if one.symbol in index.symbols}
    whose = named or ({carried.symbol} if carried.symbol else set(index.symbols))
    if len(whose) != 1:
        return {}
    scoped = scoped_ids(index, whose, None)
    facts = [
        one
        for one in index.known
        if id(one) in scoped
        and (one.key.startswith("votes.") or (one.key.startswith("credit.") and one.key.endswith(".vote")))
    ]
    if len({one.session for one in facts}) != 1:
        return {}
    return {
        one.key.removesuffix(".vote"): one.fact.number
        for one in facts
        if not isinstance(one.fact.value, str | bool)
    }


def _row(places: list[Mention], read: Read, index: Index) -> list[str]:
    """The voters among names that stand in a row, up to the first that is none."""
    found: list[str] = []
    for number, one in enumerate(places):
        owner = owner_of(one, index)
        if owner is None or not owner.startswith(("votes.", "credit.")):
            break
        if number:
            a, b = sorted((places[number - 1], one), key=lambda name: name.first)
            if any(word.norm not in _ROW for word in read.words[a.last : b.first]):
                break
        found.append(owner)
    return found


def _after(at: int, read: Read, index: Index) -> list[str]:
    """The voters of "zeros from volume and RSI", "positive (Fibonacci, volume)"."""
    following = [one for one in read.mentions if one.first > at and not one.weak]
    if not following:
        return []
    between = [word.norm for word in read.words[at + 1 : following[0].first]]
    if between not in (["from"], ["("], [",", "from"], ["vote", "from"], [":"], ["belong", "to"], ["are"]):
        return []
    return _row(following, read, index)


def _before(at: int, read: Read, index: Index) -> list[str]:
    """The voters of "MACD, %B and ADX are at zero" and "RSI alone is negative"."""
    earlier = [one for one in reversed(read.mentions) if one.last <= at and not one.weak]
    if not earlier:
        return []
    between = [word.norm for word in read.words[earlier[0].last : at]]
    if not between or len(between) > 3 or not _LINKING.issuperset(between):
        return []
    return _row(earlier, read, index)
