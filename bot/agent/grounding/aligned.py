"""Names and numbers told in the same order: "EMA 21 and EMA 63 are at $198 and $201"."""

from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity

_BETWEEN_NAMES = frozenset((
    ",", "and", "/", "&", "or", "to", "-", "(", ")", "above", "below", "over", "under", "against", "was",
    "is", "versus", "has", "have", "slipped", "crossed", "dropped", "moved", "back", "now", "sit", "stand",
))  # fmt: skip


_BETWEEN_NUMBERS = frozenset((
    ",", "and", "against", "vs", "versus", "/", "to", "(", ")", "or", "$", "-", "&", "then",
))  # fmt: skip


def aligned(quantity: Quantity, read: Read, left: list[Mention]) -> Mention | None:
    """The name at a number's place where there are as many names as numbers, in the same order.

    "EMA 21 and EMA 63 are at $198 and $201".
    """
    run = _run(quantity, read)
    if len(run) > 1 and any(word.norm == "respectively" for word in read.words):
        named = [one for one in left if one.last <= read.at(run[0].start) and not one.owner][-len(run) :]
        return named[run.index(quantity)] if len(named) == len(run) else None
    if len(run) < 2 or len({(one.kind, one.worded) for one in run}) > 1:
        return None
    first = read.at(run[0].start)
    group: list[Mention] = []
    edge = first
    for one in reversed([name for name in left if name.last <= first]):
        if group and any(word.norm not in _BETWEEN_NAMES for word in read.words[one.last : edge]):
            break
        group.insert(0, one)
        edge = one.first
    return group[run.index(quantity)] if len(group) == len(run) else None


def _run(quantity: Quantity, read: Read) -> list[Quantity]:
    """The numbers that stand side by side with this one, itself included."""
    numbers = [one for one in read.numbers if one.kind is not Kind.SESSIONS or quantity.kind is Kind.SESSIONS]
    if quantity not in numbers:
        return []
    first = last = numbers.index(quantity)
    while first and _side_by_side(read, numbers[first - 1], numbers[first]):
        first -= 1
    while last + 1 < len(numbers) and _side_by_side(read, numbers[last], numbers[last + 1]):
        last += 1
    return numbers[first : last + 1]


def _side_by_side(read: Read, a: Quantity, b: Quantity) -> bool:
    """Whether nothing but a comma, "and" or the like stands between two numbers."""
    first, last = read.at(a.end - 1), read.at(b.start)
    words = [word.norm for word in read.words[first + 1 : last]]
    return not _mention_between(read, a, b) and all(word in _BETWEEN_NUMBERS for word in words)


def _mention_between(read: Read, a: Quantity, b: Quantity) -> bool:
    first, last = read.at(a.end - 1), read.at(b.start)
    return any(first < one.first < last or (one.first <= first < one.last) for one in read.mentions)
