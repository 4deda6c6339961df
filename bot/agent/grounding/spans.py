"""Spans beside a figure: the average of "3.0 % above its 21-session EMA" is not the 63-session one."""

from collections.abc import Sequence

from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.words import Token

_SPANS = frozenset((5, 10, 20, 21, 50, 63, 126, 200, 252))
"""Spans that facts are measured over."""


_MEASURED = frozenset((5, 10, 20, 21, 63, 126, 252))
"""Spans that returns and averages are measured over; another number after "over" is something else."""


_RETURNS = frozenset(("momentum.roc10", "momentum.roc21", "breadth.price_return_20"))
"""Returns over a span of their own: told of any other, they are wrong."""

_AVERAGED = frozenset(("average", "sma", "ema", "ma"))
_COUNTS = {"five": 5, "ten": 10, "twenty": 20}


def span_allows(known: Known, quantity: Quantity, read: Read) -> bool:
    """A span beside a number shuts out what is measured over another: "up 3 % over 21 sessions"."""
    if (
        quantity.kind is Kind.SESSIONS
        or not known.periods
        or known.key.startswith(("votes.threshold", "level.", "data."))
    ):
        return True
    last = read.at(quantity.end - 1)
    after = read.words[last + 1 : last + 7]
    said = _span_beside(read, read.at(quantity.start), last) or _span_after(after)
    returned = known.key in _RETURNS
    if said is None or said in known.periods or (said not in _MEASURED and not returned):
        return True
    # "$170.10, $172.12 and $174.61 over 20, 50 and 200 sessions"
    listed = {int(word.norm) for word in read.words[last + 1 : last + 10] if word.norm.isdecimal()}
    return len(listed) > 1 and bool(listed & known.periods) and not any(word.norm == "%" for word in after)


def _span_beside(read: Read, first: int, last: int) -> int | None:
    """The sessions of "4.6 % (252d)" and "252d 23.2 %"; None if none stand right at the number."""
    after = [word.norm for word in read.words[last + 1 : last + 5]]
    if len(after) == 4 and after[0] == "(" and after[1].isdecimal() and after[2:] == ["session", ")"]:
        return int(after[1])
    if after[:1] == ["("] and after[1:2] and after[1].isdecimal() and after[2:3] == [")"]:
        # "22.5 % (252)"
        return int(after[1]) if int(after[1]) in _MEASURED else None
    before = [word.norm for word in read.words[max(0, first - 2) : first]]
    short = first > 1 and read.words[first - 2].end == read.words[first - 1].start
    return int(before[0]) if short and before[0].isdecimal() and before[1] == "session" else None


def _span_after(words: Sequence[Token]) -> int | None:
    """The sessions of "over twenty-one sessions" in the words after a number; None if none are told."""
    for at, word in enumerate(words):
        if word.norm in (",", ";", "and", ".", "|", "(", "while", "but") or word.kind == "number":
            return None
        if word.norm not in ("over", "in", "across", "during", "within"):
            continue
        for place, later in enumerate(words[at + 1 : at + 4], start=at + 1):
            count = int(later.norm) if later.norm.isdecimal() else _COUNTS.get(later.norm)
            if count == 20 and [one.norm for one in words[place + 1 : place + 3]] == ["-", "one"]:
                return 21
            if count is not None:
                names_average = {one.norm for one in words[place + 1 : place + 4]} & _AVERAGED
                return None if names_average else count
    return None


def period_allows(known: Known, quantity: Quantity, read: Read, index: Index) -> bool:
    """The average of "3.0 % above its 21-session EMA" is not the 63-session one.

    The name after a number says what it is measured over, unless one stands right before it.
    """
    if not known.periods & _SPANS or known.key.startswith(("votes.threshold", "data.")):
        return True
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    before = [one for one in read.mentions if one.last <= first and not one.weak]
    if before and first - before[-1].last <= 2 and _sessions(before[-1], read, index) & known.periods:
        return True
    right = _name_after(read, last)
    spans = _sessions(right, read, index) if right is not None else frozenset()
    if spans:
        return bool(spans & known.periods)
    left = [one for one in before if not one.owner]
    return not left or not _of_other_span(known, left[-1], read, index, first)


def _name_after(read: Read, last: int) -> Mention | None:
    """The name that follows a number closely, with no other number or clause between."""
    right = next((one for one in read.mentions if one.first > last and not one.weak and not one.owner), None)
    if right is None or right.first - last > 5:
        return None
    between = read.words[last + 1 : right.first]
    parted = any(word.kind == "number" or word.norm in (",", ";", "(", "and", "against") for word in between)
    return None if parted else right


def _of_other_span(known: Known, left: Mention, read: Read, index: Index, first: int) -> bool:
    """Whether the name before a number is the same layer's reading over another span.

    Only returns and breadth are told by their span alone: "the 21-session return fell to 3 %".
    """
    if any(word.norm in (";", "|") for word in read.words[left.last : first]):
        return False
    spans = _sessions(left, read, index)
    layer = known.key.partition(".")[0]
    return (
        bool(spans)
        and not spans & known.periods
        and layer in ("breadth", "momentum")
        and {one.key.partition(".")[0] for one in index.of(left.metrics)} == {layer}
    )


def _sessions(mention: Mention, read: Read, index: Index) -> frozenset[int]:
    """The sessions that a name is measured over: by all its facts, else by its own words."""
    found = [one.periods & _SPANS for one in index.of(mention.metrics)]
    if found and all(found):
        return frozenset().union(*found)
    words = read.words[mention.first : mention.last]
    return frozenset(int(word.norm) for word in words if word.norm.isdecimal()) & _SPANS
