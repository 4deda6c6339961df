"""The check of rankings and of one thing above or below another."""

from collections.abc import Sequence

from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried, about
from bot.agent.grounding.superlatives import on_session, superlatives, symbols_before
from bot.agent.grounding.verdict import Claim, ClaimKind
from bot.agent.grounding.vocabulary import longest, names
from tools.phrases import written
from tools.types import Unit

_OVER = frozenset((
    "above", "over", "exceed", "topped", "top", "higher", "atop", "north", "outscore",
))  # fmt: skip
_UNDER = frozenset(("below", "under", "beneath", "lower", "south"))
_IF = frozenset((
    "would", "could", "if", "need", "must", "until", "unless", "take",
    "turn", "flip", "should", "might", "may", "cross", "break", "needed",
    "wait", "require",
))  # fmt: skip
"""Near a comparison they make it a condition, which claims nothing."""

_NOT = frozenset(("not", "never", "no", "hasn't", "isn't", "neither"))
_AVERAGES = frozenset(("sma20", "sma50", "sma200"))
_AVERAGE_WORDS = frozenset(("average", "moving", "ema", "sma"))
_COMPARABLE = frozenset((Unit.USD, Unit.RATIO, Unit.INDEX, Unit.POINTS_100))
"""Units in which one thing stands above another; a change above another is no place."""

_PRICE_WORDS = frozenset(("it", "price", "fund", "share"))


def ranks(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of a statement's superlatives and comparisons.

    Args:
        read: The statement.
        carried: What the statements before lend it.
        index: What the tools gave.
    """
    return superlatives(read, carried, index) + _comparisons(read, carried, index)


def _comparisons(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of "the close is above its 50-day average", "QQQ is below all three averages"."""
    claims = []
    used: set[int] = set()
    for at in range(read.lead, len(read.words)):
        if not _compares(at, read):
            continue
        right = _right(at, read, index)
        if right is None:
            continue
        left = _left(at, read, index, used)
        target = next((one for one in read.mentions if one.first > at and not one.weak), None)
        if target is not None:
            used.add(target.first)
        if any(one.key.startswith("trend.ema") for one in right):
            # the trend's averages are of adjusted closes
            adjusted = _adjusted(left, index)
            left = [*adjusted, *(one for one in left if one.key != "close")] if adjusted else left
        symbols = symbols_before(at, read, carried)
        pairs = [
            (a, b)
            for a in left
            if about(a, symbols) and on_session(a, read, carried, index)
            for b in right
            if about(b, symbols) and on_session(b, read, carried, index) and _comparable(a, b)
        ]
        if pairs:
            claims.append(_claim(at, pairs, read))
    return claims


def _adjusted(left: Sequence[Known], index: Index) -> list[Known]:
    """The adjusted closes beside the closes."""
    closes = any(one.key == "close" for one in left)
    return [one for one in index.known if closes and one.key in ("adj_close", "votes.adj_close")]


def _compares(at: int, read: Read) -> bool:
    """Whether a word sets one thing above or below another, and not as a condition."""
    words = read.words
    if words[at].norm not in _OVER | _UNDER or any(a <= words[at].start < b for a, b in read.reasons):
        return False
    return not {one.norm for one in words[max(read.lead, at - 9) : at + 8]} & _IF


def _comparable(a: Known, b: Known) -> bool:
    """Whether two facts are places on one scale, of one symbol and one session."""
    return (
        a.fact.unit is b.fact.unit
        and a.fact.unit in _COMPARABLE
        and a.fact.id != b.fact.id
        and a.session == b.session
        and a.fact.id.partition(".")[0] == b.fact.id.partition(".")[0]
    )


def _claim(at: int, pairs: list[tuple[Known, Known]], read: Read) -> Claim:
    """The claim of a comparison: of "all" every pair must be so, else one will do."""
    word = read.words[at]
    wanted = 1 if word.norm in _OVER else -1
    if {one.norm for one in read.words[max(read.lead, at - 4) : at]} & _NOT:
        wanted = -wanted
    everything = any(one.norm == "all" for one in read.words[at + 1 : at + 4])
    held = [(a.fact.number - b.fact.number) * wanted > 0 for a, b in pairs]
    holds = all(held) if everything else any(held)
    a, b = pairs[held.index(holds)]
    because = f"{a.fact.label} is {written(a.fact)}, {b.fact.label} {written(b.fact)}"
    told = (a.fact.id, b.fact.id)
    facts, against = (told, ()) if holds else ((), told)
    words = read.text[word.start : word.end]
    return Claim(word.start, word.end, words, ClaimKind.DIRECTION, holds, because, facts, against=against)


def _right(at: int, read: Read, index: Index) -> list[Known] | None:
    """What something is said to stand above or below: the name right after; None where there is none."""
    inside = next((one for one in read.mentions if one.first <= at < one.last and not one.weak), None)
    if inside is not None:
        # "below the 200-session SMA" is a name of its own, and says where the close stands
        counted = any(word.norm in ("member", "share", "percent", "%", "breadth") for word in read.words)
        if inside.first != at or counted:
            return None
        return index.of(longest(names(), read.words, at + 1)[1])
    after = [word.norm for word in read.words[at + 1 : at + 6]]
    all_of = after[:1] in (["all"], ["both"]) or after[:2] == ["every", "one"]
    if all_of and _AVERAGE_WORDS & set(after[:4]):
        return [one for one in index.known if one.key in _AVERAGES]
    following = next((one for one in read.mentions if one.first > at and not one.weak), None)
    if following is None or following.first - at > 4:
        return None
    gap = read.words[at + 1 : following.first]
    if any(word.kind == "number" or word.norm in (",", ";", ":", ".", "and") for word in gap):
        return None
    return _numeric(following, index)


def _left(at: int, read: Read, index: Index, used: set[int]) -> list[Known]:
    """What stands above or below: the nearest figure named before, past what it was last compared with.

    With no figure named it is the price: "it is above its average", "IWM is above its average".
    """
    before = [
        one for one in read.mentions
        if one.last <= at and not one.weak and not (one.first in used and at - one.last > 1)
    ]  # fmt: skip
    for one in reversed(before):
        if any(word.norm in (";", "|") for word in read.words[one.last : at]):
            break
        facts = _numeric(one, index)
        if facts:
            return facts
    if any(_numeric(one, index) for one in before):
        return []
    if read.symbols or any(word.norm in _PRICE_WORDS for word in read.words[read.lead : at]):
        return [one for one in index.known if one.key == "close"]
    return []


def _numeric(mention: Mention, index: Index) -> list[Known]:
    """The figures that a name names."""
    found: Sequence[Known] = index.of(mention.metrics)
    if mention.owner:
        # "R1" is its price in a comparison, not its distance
        found = [one for one in found if one.key.count(".") == 1 and one.key.startswith(("level.", "pivot."))]
    numeric = [one for one in found if not isinstance(one.fact.value, str | bool)]
    # "the pivot" alone is the classic one
    pivot = [one for one in numeric if one.key == "pivot.p"]
    return pivot or numeric
