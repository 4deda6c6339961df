"""The check of symbols held against each other in words: "small caps lost more", "IWM's is the deepest"."""

from collections.abc import Mapping, Sequence

from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.placing import of_word
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried
from bot.agent.grounding.verdict import Claim, ClaimKind

_HIGHEST = frozenset(("highest", "strongest", "best", "leader", "largest", "biggest", "top", "firmest"))
_LOWEST = frozenset(("lowest", "weakest", "worst", "laggard", "smallest", "softest"))
_DEEPEST = frozenset(("deepest", "widest"))
_SHALLOWEST = frozenset(("shallowest", "narrowest"))
_SUPERLATIVES = _HIGHEST | _LOWEST | _DEEPEST | _SHALLOWEST
_FALLING = frozenset(("lost", "fell", "dropped", "declined", "slid", "lose", "fall", "drop", "falling"))
_RISING = frozenset(("gained", "rose", "climbed", "added", "gain", "rise", "rising"))
_FARING = frozenset(("did", "fared", "up", "performed", "held", "doing"))
_MORE = frozenset(("more", "harder", "further", "faster"))
_OWN = frozenset((
    "layer", "vote", "indicator", "horizon", "level", "session", "link", "gap", "close", "reading", "support",
    "resistance", "volume", "high", "low", "score",
))  # fmt: skip
"""After a superlative they rank something else than the symbols."""


def rivals(read: Read, carried: Carried, numbers: Sequence[Claim], index: Index) -> list[Claim]:
    """The claims of a ranking of symbols on the reading that was said of each of them last.

    Args:
        read: The statement.
        carried: What was stated before; the statement's own figures are among it.
        numbers: The claims of the statement's own figures.
        index: What the tools gave.
    """
    if len(index.symbols) < 2:
        return []
    claims = []
    for at in range(read.lead, len(read.words)):
        way = _way(at, read)
        if way is None:
            continue
        sign, sized = way
        values = _values(carried, numbers, index)
        mine = _subject(at, read)
        if mine not in values:
            continue
        ranked = {name: (abs(value) if sized else value) * sign for name, value in values.items()}
        told = ", ".join(f"{name} {value:.2f}" for name, value in values.items())
        if len(set(ranked.values())) > 1:
            holds = ranked[mine] == max(ranked.values())
            claims.append(of_word(read, at, ClaimKind.RANKING, holds=holds, because=told))
    return claims


def _way(at: int, read: Read) -> tuple[int, bool] | None:
    """What a word says the subject is, 1 the highest or -1 the lowest, and whether of sizes."""
    words = [word.norm for word in read.words]
    word, after = words[at], words[at + 1] if at + 1 < len(words) else ""
    if word in _SUPERLATIVES:
        of_all = after in ("", ".", ",", "of", ";", "on", "!", ")")
        if not of_all or not _OWN.isdisjoint(words[at + 1 : at + 3]):
            return None
        sized = word in _DEEPEST | _SHALLOWEST
        return (1 if word in _HIGHEST | _DEEPEST else -1), sized
    if word in _FALLING and after in (*_MORE, "less", "least", "most"):
        return (1 if after in ("less", "least") else -1), False
    if word in _RISING and after in (*_MORE, "less", "least", "most"):
        return (-1 if after in ("less", "least") else 1), False
    if word in _FARING and after in ("better", "worse", "best", "worst"):
        return (1 if after in ("better", "best") else -1), False
    return None


def _values(carried: Carried, numbers: Sequence[Claim], index: Index) -> Mapping[str, float]:
    """The last reading that was stated of several symbols, by symbol; empty if there is none."""
    ids = {fact for claim in numbers if claim.holds and len(claim.facts) == 1 for fact in claim.facts}
    own = [one for one in index.known if one.fact.id in ids]
    for facts in (own, carried.stated):
        by_key: dict[tuple[str, object], dict[str, float]] = {}
        for one in facts:
            if isinstance(one.fact.value, str | bool):
                continue
            by_key.setdefault((one.key, one.session), {})[_symbol(one)] = one.fact.number
        shared = [values for values in by_key.values() if len(values) > 1]
        if len(shared) == 1:
            return shared[0]
        if shared:
            return {}
    return {}


def _symbol(one: Known) -> str:
    return one.fact.id.partition(".")[0].upper()


def _subject(at: int, read: Read) -> str:
    """The symbol that a ranking is said of: the last one before it, else the one right after."""
    before = [one.symbol for one in read.symbols if one.index < at]
    if before:
        return before[-1]
    after = [one for one in read.symbols if one.index > at and one.index - at <= 5]
    return after[0].symbol if after else ""
