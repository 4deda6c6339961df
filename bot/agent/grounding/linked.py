"""The name that follows a number and is its: "0.4 points ahead of SPY", "86.8 % of members ... above ..."."""

from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity

LINKS = frozenset((
    "of", "in", "over", "for", "to", "from", "above", "below", "under", "on", "between", "(", "as", "%",
    "per", "against", "vs", "versus", "-", "and", "at", "with", "behind", "ahead", "or", "more", "less",
    "than", "wide", "away", "deep", "is", "are", "were", "was", "lower", "higher", "ATR", "by", "point",
    ",", "since", "worth", "stand", "hold", "sit", "trade", "close", "closed", "standing",
    "holding",
))  # fmt: skip
"""Words that lead from a number to the name after it."""


_PARTING = frozenset((",", "and", "with", "is", "are", "was", "at"))
_MEMBERS_REACH = 12


_CHANGING = frozenset((
    "bring", "make", "turn", "take", "push", "lift", "put", "flip", "move", "drop", "send", "pull", "tip",
))  # fmt: skip
"""Verbs by which a price changes a layer's state."""


def listed_with(left: list[Mention], right: list[Mention], read: Read, last: int) -> Mention | None:
    """The level behind a number of a list whose others stand before theirs: "0.54 at R1, 1.24 at R2"."""
    if not left or not right or not right[0].owner or right[0].first != last + 2:
        return None
    joint = read.words[last + 1].norm
    return right[0] if joint in ("at", "to", "for") and read.words[left[-1].first - 1].norm == joint else None


def of_members(quantity: Quantity, right: list[Mention], read: Read) -> Mention | None:
    """The share that "86.8 % of members, 1,536 of 1,770, are above their 50-session average" is."""
    last = read.at(quantity.end - 1)
    if quantity.kind is not Kind.PERCENT or [one.norm for one in read.words[last + 1 : last + 3]] != [
        "of",
        "member",
    ]:
        return None
    above = [one for one in right if read.words[one.first].norm in ("above", "over") and not one.owner]
    return above[0] if above and above[0].first - last <= _MEMBERS_REACH else None


def linked_name(right: list[Mention], read: Read, last: int) -> Mention | None:
    """The name right after a number: "0.4 points ahead of SPY", "88 % of members above their ..."."""
    if not right:
        return None
    one = right[0]
    if _is_counted(right, last):
        return right[1]
    between = [word.norm for word in read.words[last + 1 : one.first]]
    if len(between) > 3 or not LINKS.issuperset(between):
        return None
    if between == ["at"] and one.owner and not _figure_at(read, one.last):
        return one
    parted = not _PARTING.isdisjoint(between) and not _is_share_of(one, between, read)
    return None if parted or has_own_figure(one, read) else one


def _is_share_of(one: Mention, between: list[str], read: Read) -> bool:
    """Whether a share is told before its name: "25.6 %, are above their 50-session average"."""
    if one.owner:
        return False
    if read.words[one.first].norm in ("above", "over"):
        return between in ([",", "are"], ["are"], [",", "is"], ["is"])
    # "nearly 82 % are over the 200-session one"
    return between in (["are", "over"], ["are", "above"], ["is", "over"], ["is", "above"])


def _is_counted(right: list[Mention], last: int) -> bool:
    """Whether the name after a number is what is counted, and the next one the condition.

    "88 % of members are above their 50-session average".
    """
    one = right[0]
    return (
        one.owner
        and one.first - last <= 3
        and len(right) > 1
        and not right[1].owner
        and right[1].first - one.last <= 2
    )


def has_own_figure(one: Mention, read: Read) -> bool:
    """Whether a name belongs to the number after it: "$0.58 for a risk of $5.04"."""
    after = read.words[one.last].norm if one.last < len(read.words) else ""
    opened = read.words[one.first - 1].norm == "(" if one.first else False
    return (after in ("of", "at", "is", ":", "=") or opened) and _figure_at(read, one.last)


def _figure_at(read: Read, at: int) -> bool:
    """Whether a number follows within two words; what "and" leads to is another's."""
    return any(
        at <= (place := read.at(one.digits[0])) <= at + 2
        and not any(word.norm == "and" for word in read.words[at:place])
        for one in read.numbers
    )


def bound_for(right: list[Mention], read: Read, last: int) -> Mention | None:
    """The layer in "$169.42 to make relative strength bullish", "$163.83 would turn momentum bearish"."""
    words = [word.norm for word in read.words[last + 1 : last + 4]]
    words = words[1:] if words[:1] in (["to"], ["would"], ["will"]) else words
    if not words or words[0] not in _CHANGING:
        return None
    return next((one for one in right if one.owner and one.first - last <= 5), None)


def bracketed_name(read: Read, last: int, right: list[Mention]) -> Mention | None:
    """The name in brackets right after a number: "$217.36 (R1)"."""
    if not right:
        return None
    between = [word.norm for word in read.words[last + 1 : right[0].first]]
    after = read.words[right[0].last].norm if right[0].last < len(read.words) else ""
    return right[0] if between == ["("] and after in (")", ",", "%") else None
