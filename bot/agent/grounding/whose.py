"""Whose a figure is: the symbol right beside it, the one spoken of, or the one a statement goes on with."""

from bot.agent.grounding.known import Index
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried
from bot.agent.grounding.subjects import against, in_aside, passed, subject
from bot.agent.grounding.symbols import SymbolAt
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.words import unbracketed

_BESIDE = frozenset(("$", "(", "only", "just", "at", "about", "~", "+", "-", "is", ":"))
"""Words between a symbol and its figure."""


_NEAR = 7
"""Words from a figure to the symbol that another one is told of beside it."""


_SIDE_BY_SIDE = frozenset(("/", "vs", "versus", "against", "than"))
"""Words between two symbols that each have a figure."""


def symbols_of(quantity: Quantity, read: Read, carried: Carried, index: Index) -> set[str] | None:
    """The symbols a number may belong to; None: any of the run.

    Args:
        quantity: The number.
        read: Its statement.
        carried: What earlier statements lend: a statement that names no symbol goes on with theirs.
        index: The facts: what the run is about.
    """
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    before = [one for one in read.symbols if one.index < first or one.start < 0]
    after = [one for one in read.symbols if one.index > last]
    beside = (
        _told_of(before, read, first)
        or _right_after(after, read, last)
        or _first_of_pair(quantity, after, before, read)
        or _right_before(before, read, first)
        or _second_of_two(quantity, read, carried, index)
    )
    beside = beside or _in_turn(quantity, read) or _of_both(quantity, before, read)
    if beside:
        return beside
    own = [
        one
        for one in before
        if subject(one, read) and not passed(one, quantity, read) and not in_aside(one, read, first)
    ]
    if own:
        # "SPY has an edge of 0.4 points over IWM": a lead is also what the other lacks
        other = {after[0].symbol} if after and against(after[0], read) else set()
        return {own[-1].symbol} | other
    if carried.symbol:
        both = len(index.symbols) == 2 and (_of_each(read) or _is_pair(read))
        return set(index.symbols) if both else {carried.symbol}
    if len(index.symbols) == 1 or not (before or after):
        return None
    return set(index.symbols) | (set() if before else {one.symbol for one in after})


def _in_turn(quantity: Quantity, read: Read) -> set[str]:
    """The symbol of "IWM and QQQ ... 66.1 and 67.2 respectively": the first number is the first one's."""
    words = [word.norm for word in read.words]
    if "respectively" not in words:
        return set()
    until = words.index("respectively")
    told = [one for one in sorted(read.numbers, key=lambda one: one.start) if read.at(one.start) < until]
    numbers = told[-2:]
    spoken = [one.symbol for one in read.symbols if one.index < until]
    places = [one.start for one in numbers]
    if len(numbers) < 2 or len(spoken) != 2 or quantity.start not in places:
        return set()
    return {spoken[places.index(quantity.start)]}


def _of_both(quantity: Quantity, before: list[SymbolAt], read: Read) -> set[str]:
    """Both symbols of "RSI is 79.0 for IWM and 74.7 for QQQ, and %B is 1.18 and 1.09"."""
    spoken = {one.symbol for one in before if one.start >= 0}
    numbers = sorted(read.numbers, key=lambda one: one.start)
    at = next((place for place, one in enumerate(numbers) if one.start == quantity.start), None)
    if at is None or len(spoken) != 2:
        return set()
    for a, b in zip(numbers[max(0, at - 1) : at + 1], numbers[max(1, at) : at + 2], strict=False):
        between = [word.norm for word in read.words[read.at(a.end - 1) + 1 : read.at(b.start)]]
        against = {"against", "versus", "vs"} & set(between) and len(between) <= 4 and "and" not in between
        if (between == ["and"] or against) and a.kind is b.kind and a.step == b.step:
            return spoken
    return set()


def _is_pair(read: Read) -> bool:
    """Whether two figures and no more are told, side by side: "betas to SPY are apart, 1.28 and -0.09"."""
    figures = [one for one in read.numbers if one.kind is not Kind.SESSIONS]
    numbers = sorted(figures, key=lambda one: one.start)
    if len(numbers) != 2 or numbers[0].kind is not numbers[1].kind or numbers[0].step != numbers[1].step:
        return False
    between = [word.norm for word in read.words[read.at(numbers[0].end - 1) + 1 : read.at(numbers[1].start)]]
    return [word for word in between if word not in ("$", "-", "+")] in (
        ["and"],
        ["against"],
        ["versus"],
        ["vs"],
    )


def _of_each(read: Read) -> bool:
    """Whether a statement gives the figures of both symbols in turn: "$94.68 and $159.79, respectively"."""
    words = {word.norm for word in read.words}
    return "respectively" in words or ("each" in words and "in" in words)


def _told_of(before: list[SymbolAt], read: Read, first: int) -> set[str]:
    """The symbol of "relative to SPY, which lost 12.2 %"."""
    if not before or before[-1].start < 0:
        return set()
    after = [word.norm for word in read.words[before[-1].index + 1 : first]]
    told = after[:2] == [",", "which"] and "," not in after[2:] and not subject(before[-1], read)
    return {before[-1].symbol} if told else set()


def _right_after(after: list[SymbolAt], read: Read, last: int) -> set[str]:
    """The symbol of "23.0 % for SPY"."""
    if not after:
        return set()
    gap = unbracketed(read.words[last + 1 : after[0].index])
    dated = [
        word
        for word in gap
        if not any(day.start <= word.start < day.end for day in read.days)
        and word.kind != "number"
        and word.norm not in ("th", "st", "nd", "rd")
    ]
    if [word.norm for word in dated] == ["on", "for"]:
        # "$95.69 on the 19th for IWM"
        gap = dated[-1:]
    if [word.norm for word in gap] == ["("] and read.text[after[0].end : after[0].end + 1] == ":":
        # "12.7 % (IWM: 22.0 %)" has another figure for IWM
        return set()
    if len(gap) == 3 and gap[0].norm == "of" and gap[1].kind == "number":
        # "37.5 % of 40 in IWM"
        gap = gap[-1:]
    linked = (0 < len(gap) <= 2 and gap[0].norm in ("for", "of", "in", "on", "(")) or (
        # "the $2.61 billion that trades in IWM"
        len(gap) == 3 and gap[0].norm == "that" and gap[2].norm in ("for", "in", "on")
    )
    return {after[0].symbol} if linked and not any(one.kind == "number" for one in gap) else set()


def _first_of_pair(quantity: Quantity, after: list[SymbolAt], before: list[SymbolAt], read: Read) -> set[str]:
    """Whose the first number of "(89.7 against 90.7 for IWM; ..." is: that one's, or the one spoken of."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    opened = bool(first) and read.words[first - 1].norm in ("(", ";", "and")
    if not after or not opened:
        return set()
    gap = read.words[last + 1 : after[0].index]
    pair = (
        2 < len(gap) <= 6
        and gap[0].norm in ("against", "vs", "versus")
        and gap[-1].norm in ("for", "on", "in")
        and sum(word.kind == "number" for word in gap) == 1
    )
    if not pair:
        return set()
    return {after[0].symbol} | {one.symbol for one in before[-1:]}


def _right_before(before: list[SymbolAt], read: Read, first: int) -> set[str]:
    """The symbol of "SPY's 23.0 %", "IWM $208" and "31.7 / TLT 82.0".

    After a verb of comparing the number may also be the other's: "trails SPY 2.3 points".
    """
    if not before or before[-1].start < 0:
        return set()
    one = before[-1]
    if any(word.norm not in _BESIDE for word in read.words[one.index + 1 : first]):
        return set()
    possessive = read.text[one.end : one.end + 2] in ("'s", "\u2019s")
    if possessive or subject(one, read):
        return {one.symbol}
    if read.words[one.index - 1].norm not in _SIDE_BY_SIDE or not _has_own(one, read):
        return set()
    return {one.symbol} | {other.symbol for other in before[:-1] if subject(other, read)}


def _has_own(one: SymbolAt, read: Read) -> bool:
    """Whether a figure stands shortly before "than SPY 24.1"; before "return against SPY" none does."""
    return any(
        0 < one.index - (at := read.at(number.start)) <= _NEAR
        and not any(name.first <= at < name.last for name in read.mentions)
        for number in read.numbers
    )


def _second_of_two(quantity: Quantity, read: Read, carried: Carried, index: Index) -> set[str]:
    """All symbols spoken of, for the second number of "16.8 against 24.1": it is the other symbol's."""
    first = read.at(quantity.start)
    if not first or read.words[first - 1].norm not in ("against", "versus", "vs", "to"):
        return set()
    before = [
        one
        for one in read.numbers
        if one.end <= quantity.start and len(unbracketed(read.words[read.at(one.end - 1) : first])) <= 6
    ]
    if not before or (before[-1].kind is not quantity.kind and quantity.kind is not Kind.PLAIN):
        return set()
    if read.words[first - 1].norm == "to" and read.at(before[-1].end - 1) != first - 2:
        # "29.0 % to 26.4 %", not "rose 2 % to 208"
        return set()
    spoken = {one.symbol for one in read.symbols} | ({carried.symbol} if carried.symbol else set())
    # "ADX ranks them the same way, 35.7 to 27.5"
    return spoken if len(spoken) > 1 or len(index.symbols) != 2 else set(index.symbols)
