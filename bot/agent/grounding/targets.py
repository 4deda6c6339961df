"""Which state a threshold leads to, and on which side of today's close it lies."""

from bot.agent.grounding.fitting import near
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Quantity
from bot.agent.grounding.words import Token

_LAYERS = frozenset(("trend", "momentum", "breadth", "relative_strength"))
_RANKS = {"bearish": -1, "neutral": 0, "bullish": 1}
_SUPPOSING = frozenset(("would", "could", "if", "turn", "flip", "need", "take", "must"))
_STATES = ("bullish", "bearish", "neutral")


_LEFT_OR_KEPT = frozenset((
    "from", "out", "away", "off", "lose", "losing", "leave", "leaving", "exit", "no", "longer",
    "keep", "stay", "remain", "hold", "still", "is", "already", "currently",
))  # fmt: skip
"""Words right before a state that is left or in force."""


_LEFT_OR_KEPT_VERBS = frozenset(("lose", "losing", "leave", "keep", "stay", "remain"))
"""Verbs that say so over a few words: "stays above water and bullish"."""


def right_side(known: Known, quantity: Quantity, read: Read, index: Index) -> bool:
    """A level that would turn something bullish is not the one that would turn it bearish."""
    if known.key in ("breadth.threshold", "breadth.divergence_below") and any(
        word.norm in ("need", "get", "reach", "require") for word in read.words
    ):
        # "to get back to neutral it needs": a flip, no line of another rule
        return _target(quantity, read) is None
    if ".flip" not in known.key:
        return True
    if ".flip_close." in known.key and _of_other_layer(known, quantity, read, index):
        return False
    to = known.key.rpartition(".")[2]
    if to not in _STATES:
        return True
    target = _target(quantity, read)
    return target is None or target == to


def _of_other_layer(known: Known, quantity: Quantity, read: Read, index: Index) -> bool:
    """Whether the number's part of the statement names one layer, and another than this close flips."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    words = [word.norm for word in read.words]
    begin = max((at + 1 for at in range(read.lead, first) if words[at] == ";"), default=read.lead)
    end = next((at for at in range(last, len(words)) if words[at] == ";"), len(words))
    named = {
        layer
        for one in read.mentions
        if one.owner and begin <= one.first < end
        for layer in _LAYERS & {fact.key.partition(".")[0] for fact in index.of(one.metrics)}
    }
    return len(named) == 1 and known.key.partition(".")[0] not in named


def _target(quantity: Quantity, read: Read) -> str | None:
    """The state that a threshold is said to lead to: the last one before it, else the first one after.

    A state that is left, kept or in force is none: "from neutral to bullish", "stays bullish above".
    """
    at, last = read.at(quantity.start), read.at(quantity.end - 1)
    numbers = {read.at(one.digits[0]) for one in read.numbers}
    if [word.norm for word in read.words[last + 1 : last + 2]] in (["to"], ["would"], ["\u2192"]):
        after = _states_in(range(last + 1, min(last + 10, len(read.words))), read, numbers)
        if after:
            return after[0]
    before = _states_in(range(at - 1, read.lead - 1, -1), read, numbers)
    after = _states_in(range(last + 1, len(read.words)), read, numbers)
    return before[0] if before else after[0] if after else None


def _states_in(places: range, read: Read, numbers: set[int]) -> list[str]:
    """The states on a way through the words, up to a number or a semicolon, without those left or kept."""
    found = []
    for index in places:
        if index in numbers or read.words[index].norm in (";", "whereas", "while"):
            break
        after = [word.norm for word in read.words[index + 1 : index + 2]]
        if read.words[index].norm not in _STATES or after in (["band"], ["line"], ["zone"]):
            continue
        near = {word.norm for word in read.words[max(0, index - 2) : index]}
        wide = {word.norm for word in read.words[max(0, index - 4) : index]}
        # "its bullish momentum" has it already
        owned = read.text[: max(0, read.words[index].start)].endswith(("its ", "their "))
        if not owned and not near & _LEFT_OR_KEPT and not wide & _LEFT_OR_KEPT_VERBS:
            found.append(read.words[index].norm)
    return found


def crossed_side(known: Known, quantity: Quantity, read: Read, index: Index) -> bool:
    """Whether a bound lies on a price's own side: "a close below $210" flips downwards.

    A bound of the close itself says where it is, and nothing of what would flip: "turns neutral at or below
    $203" is no loose way to tell a close of $199.
    """
    if known.key in ("close", "adj_close"):
        supposed = any(word.norm in _SUPPOSING for word in read.words)
        return not (quantity.bound and supposed) or near(quantity, abs(known.fact.number))
    if ".flip_close" not in known.key:
        return True
    first = read.at(quantity.start)
    words = [word.norm for word in read.words[max(read.lead, first - 3) : first]]
    words += [word.norm for word in _own_words(quantity, read)]
    up, down = {"above", "over"} & set(words), {"below", "under", "beneath"} & set(words)
    if not up and not down:
        return True
    upwards = _is_upwards(known, index)
    return upwards is None or upwards == bool(up)


def _is_upwards(known: Known, index: Index) -> bool | None:
    """Whether a layer is lifted by the close that would flip it; None where its state now is not told."""
    layer, _, to = known.key.partition(".flip_close.")
    symbol = known.fact.id.partition(".")[0].upper()
    now = {
        one.word
        for one in index.states
        if one.owner == layer and one.symbol == symbol and one.session == known.session
    }
    ranks = {_RANKS.get(word or "") for word in now}
    if len(ranks) != 1 or None in ranks or to not in _RANKS:
        return None
    return _RANKS[to] > (ranks.pop() or 0)


def _own_words(quantity: Quantity, read: Read) -> list[Token]:
    """The words inside a quantity's own span: its bound and its hedge."""
    return [word for word in read.words if quantity.start <= word.start < quantity.end]
