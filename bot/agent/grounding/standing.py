"""Which names a number stands at: the one before it, after it, in brackets, or at its place in a list."""

import re

from bot.agent.grounding.aligned import aligned
from bot.agent.grounding.linked import bound_for, bracketed_name, linked_name, listed_with, of_members
from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.movement import falls, rises
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity

_JOINTS = frozenset((
    "is", "are", "was", "were", "at", "of", "to", ":", "=", "(", "stand", "standing", "read", "reading",
    "sit", "sitting", "near", "about", "around", "|", "-", "come", "came", "in", "now", "on", "only",
    "just", "still", "roughly", "some", "by", "has", "with", "$", "+", "*", "that's", "being", "\u2013",
    "\u2014", "put", "equal", "show", "measure", "measured", "mark", "value", "hold", "level", "score",
    "as", "%", "approximately", "almost", "nearly",
    "land", "ran", "run", "currently",
    "remain", "remained", "back", "go", "went", "well", "a", "barely", "exactly", "lie", "lay",
    "already", "even", "work", "out", "worth", "pegged", "set", "seen", "between", "from", "give", "gave",
    "show", "closed", "settled", "finished", "ended", "averaged", "average", "total", "amount",
    "ha", "have", "had", "hold", "hover", "pinned", "all", "both", "each", "line", "level",
    "mark",
))  # fmt: skip
"""Words that leave a number standing right at the name before it."""


_BETWEEN_UNITS = frozenset((
    "(", ",", "/", "is", "at", ":", "|", "or", "=", "$", "of", "-", "+", "stand", "a",
))  # fmt: skip
_BOUNDS = frozenset(("no", "not", "more", "than", "less", "at", "least", "most", "fewer", "just"))
"""Words of a bound before a number: they part it from no name."""

_HEDGES = frozenset(
    (
        "just",
        "only",
        "about",
        "but",
        "and",
        "a",
        "mere",
        "barely",
        "nearly",
        "almost",
        "roughly",
        "some",
        "around",
    )
)
_IN_LIST = frozenset(
    (":", ",", "and", "-", "+", "%", "$", "at", "/", "vs", "versus", "against", "only", "point", "atr")
)
"""Words between the figures of a list."""

_COUNTED = re.compile(r"^\([\d,]+ of [\d,]+\)")


def names_at(quantity: Quantity, read: Read) -> list[list[Mention]]:
    """The names that a number may stand at, the likeliest first; each with what belongs to it before.

    None where the number stands inside a name, or free.
    """
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    if any(one.first <= first < one.last for one in read.mentions):
        return []
    if _COUNTED.search(read.text[max(0, quantity.start - 1) : quantity.end + 12]):
        # "members with prices (908 of 1,366)"
        return []
    left = [one for one in read.mentions if one.last <= first and not one.weak]
    right = [one for one in read.mentions if one.first > last and not one.weak]
    moved = left and (falls(read.words[left[-1].last - 1].norm) or rises(read.words[left[-1].last - 1].norm))
    if moved and "to" in [word.norm for word in read.words[left[-1].last : first]][-2:]:
        # "both have dropped, to 19.7 % and 22.9 %": a level, no change
        left = left[:-1]
    if left and _in_clause(read, left[-1], first):
        left = [one for one in left if not _in_clause(read, one, first)]
    if [word.norm for word in read.words[max(0, first - 2) : first]] == ["out", "of"]:
        # "1,627 members counted out of 1,909"
        left = []
    if _in_brackets_of_price(quantity, read):
        return []
    bracketed = bracketed_name(read, last, right)
    if bracketed is not None:
        return [[bracketed]]
    beside = _beside(quantity, read, left, right)
    soft = _layer_before(left, read, first) or _moved_to(left, read, first)
    return beside or ([[soft]] if soft is not None else [])


def _in_brackets_of_price(quantity: Quantity, read: Read) -> bool:
    """Whether it is the distance in brackets behind a price: "a close of $209.81 (-6.6 %)"."""
    if quantity.kind is not Kind.PERCENT or not quantity.sign:
        return False
    gaps = (read.text[one.end : quantity.start] for one in read.numbers if one.kind is Kind.USD)
    return any(gap.strip() == "(" for gap in gaps)


def _beside(quantity: Quantity, read: Read, left: list[Mention], right: list[Mention]) -> list[list[Mention]]:
    """The name before a number and the one after it, the one that holds it first."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    linked = listed_with(left, right, read, last) or of_members(quantity, right, read)
    if linked is not None:
        return [[linked]]
    linked = linked_name(right, read, last)
    told = bound_for(right, read, last) or aligned(quantity, read, left)
    tries: list[list[Mention]] = []
    if told is not None:
        tries = [[told]]
    elif left and joined(read, left[-1], first, quantity):
        # after a comma the name behind the number is nearer: "R1, 0.4 points ahead of SPY"
        gap = [word.norm for word in read.words[left[-1].last : first]]
        comma = gap[:1] == [","] and _HEDGES.issuperset(gap[1:])
        tries = [] if comma and linked is not None else [_group(left, read)]
    if linked is None:
        return tries
    # "1,639 of 1,861 counted": the name after says what the second number is
    part = bool(first) and read.words[first - 1].norm == "of" and linked.first - last <= 2
    beside = linked.first - last == 1 and not (left and first - left[-1].last <= 1)
    owned = [word.norm for word in read.words[last + 1 : linked.first]] == [
        "of"
    ] and quantity.kind is Kind.USD
    part = part or beside or owned
    return [[linked], *tries] if part else [*tries, [linked]]


def _in_clause(read: Read, mention: Mention, first: int) -> bool:
    """Whether a name's clause is closed before a number: "R3, where the averages sit, is $474"."""
    words = [word.norm for word in read.words]
    opened = [at for at in range(read.lead, mention.first) if words[at] in ("where", "whose")]
    if not opened or words[opened[-1] - 1] != ",":
        return False
    between = words[mention.last : first]
    return "," in between and not any(one.first > mention.last and one.last <= first for one in read.mentions)


def _layer_before(left: list[Mention], read: Read, first: int) -> Mention | None:
    """The layer a clause began with, if nothing is named since: "trend brings up the rear with +0.49"."""
    if not left or not left[-1].owner:
        return None
    between = read.words[left[-1].last : first]
    if len(between) > 9 or any(word.norm in (",", ";", "|", "(", "and", "but", "while") for word in between):
        return None
    return None if any(left[-1].last <= read.at(one.digits[0]) < first for one in read.numbers) else left[-1]


def _moved_to(left: list[Mention], read: Read, first: int) -> Mention | None:
    """The name whose way is told: "the spread tightened 40 bp in 21 sessions to 4.35 %"."""
    owner = next((one for one in reversed(left) if one.owner), None)
    if owner is None or not first or read.words[first - 1].norm != "to":
        return None
    between = [word.norm for word in read.words[owner.last : first]]
    return None if len(between) > 12 or {",", ";", "and", "|", "but"} & set(between) else owner


def _group(left: list[Mention], read: Read) -> list[Mention]:
    """The last name before a number and those right before it: "trend score", "reward/risk to R1"."""
    group = [left[-1]]
    for one in reversed(left[:-1]):
        between = read.words[one.last : group[0].first]
        if len(between) > 2 or any(
            word.kind == "number" or word.norm in (",", ";", "and", "while") for word in between
        ):
            break
        group.insert(0, one)
    return group


def joined(read: Read, mention: Mention, first: int, quantity: Quantity) -> bool:
    """Whether nothing but joints, and figures of the same list, stands between a name and a number."""
    between = [
        word
        for word in read.words[mention.last : first]
        if not any(day.start <= word.start < day.end for day in read.days)
    ]
    numbers = [one for one in read.numbers if mention.last <= read.at(one.digits[0]) < first]
    symbols = {one.index for one in read.symbols if mention.last <= one.index < first}
    if symbols and _listed(read, mention, first, symbols):
        return True
    if quantity.bound:
        between = [word for word in between if word.norm not in _BOUNDS]
    if not numbers:
        if [word.norm for word in between] == [","]:
            # "the 63-session one, $200.94,": a figure in apposition
            return True
        return len(between) <= 6 and all(
            word.norm in _JOINTS or (word.kind == "mark" and word.norm not in ";.!?") for word in between
        )
    if mention.first < read.lead:
        return True
    if numbers[-1].kind is quantity.kind:
        return False
    # "R1 $217.36 (4.4 %, 1.97 ATR)": the same thing in other units
    covered = {at for one in numbers for at in range(read.at(one.start), read.at(one.end - 1) + 1)}
    rest = [
        word
        for at, word in enumerate(read.words[mention.last : first], start=mention.last)
        if at not in covered
    ]
    return all(word.norm in _BETWEEN_UNITS for word in rest)


def _listed(read: Read, mention: Mention, first: int, symbols: set[int]) -> bool:
    """Whether a name heads a list of symbols with their figures: "Maximum drawdowns: SPY -9.4 %, IWM"."""
    between = range(mention.last, first)
    return read.words[mention.last].norm == ":" and all(
        at in symbols or read.words[at].kind == "number" or read.words[at].norm in _IN_LIST for at in between
    )
