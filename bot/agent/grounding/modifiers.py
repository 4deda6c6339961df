"""Words beside a figure that tell its relatives apart: now and then, above and below, to bullish or bearish."""

from bot.agent.grounding.known import Known
from bot.agent.grounding.quantities import Kind, Quantity
from bot.agent.grounding.reading import Read
from bot.agent.grounding.words import phrase

_STATES = ("bullish", "bearish", "neutral")
_THEN = frozenset("ago earlier before after from against was were versus vs previously prior week than".split())


def admits(known: Known, quantity: Quantity, read: Read) -> bool:
    """Whether the words around a number allow this fact of a family."""
    return _flips(known, quantity, read) and _then(known, quantity, read) and _spans(known, quantity, read) and _sides(known, quantity, read)


def _flips(known: Known, quantity: Quantity, read: Read) -> bool:
    """A level that would turn something bullish is not the one that would turn it bearish."""
    if ".flip" not in known.key:
        return True
    to = known.key.rpartition(".")[2]
    if to not in _STATES:
        return True
    at = read.at(quantity.start)
    said = [(abs(index - at), word.norm) for index, word in enumerate(read.words) if word.norm in _STATES]
    if not said:
        return True
    # "from neutral to bullish": the state before is no target
    targets = [
        (distance, word)
        for distance, word in said
        if not any(read.words[index - 1].norm in ("from", "out") for index in _places(read, word) if index and abs(index - at) == distance)
    ]
    if not targets:
        return True
    after = [word for index, word in enumerate(w.norm for w in read.words) if word in _STATES and index > at]
    clause = _clause(read, at)
    near = [word for word in clause if word in _STATES]
    return to in (near or after or [word for _, word in targets])


def _places(read: Read, norm: str) -> list[int]:
    return [index for index, word in enumerate(read.words) if word.norm == norm]


def _clause(read: Read, at: int) -> list[str]:
    """The words of the clause a word stands in: up to a semicolon, a comma before a verb, or another number."""
    start = at
    while start > 0 and read.words[start - 1].norm not in (";", ",", "|"):
        start -= 1
    end = at
    while end < len(read.words) and read.words[end].norm not in (";", ",", "|"):
        end += 1
    return [word.norm for word in read.words[start:end]]


def _then(known: Known, quantity: Quantity, read: Read) -> bool:
    """A reading of five sessions ago needs a word of the past; the one of now must not have "ago" after it."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    after = [word.norm for word in read.words[last + 1 : last + 5]]
    ago = any(word in ("ago", "earlier", "before", "prior", "back") for word in after)
    if known.key.endswith("_5_ago"):
        words = [word.norm for word in read.words]
        if ago:
            return True
        before = [word.norm for word in read.words[max(0, first - 4) : first]]
        return any(word in _THEN for word in before) or ("ago" in words[: first] or "earlier" in words[: first])
    if known.key in ("trend.separation", "horizon.mid.separation") and ago:
        return not any(word in ("5", "five", "session") for word in after[:3])
    return True


def _spans(known: Known, quantity: Quantity, read: Read) -> bool:
    """ "over 21 sessions" beside a number shuts out what is measured over 10."""
    if quantity.kind is Kind.SESSIONS or not known.periods & {5, 10, 20, 21, 63, 126, 252}:
        return True
    last = read.at(quantity.end - 1)
    words = read.words[last + 1 : last + 7]
    for index, word in enumerate(words):
        if word.norm in (",", ";", "and", ".", "|", "(", "while", "but"):
            return True
        if word.norm in ("over", "in", "across", "during", "within") and index + 1 < len(words):
            for place, later in enumerate(words[index + 1 : index + 4], start=index + 1):
                value = _count(later.norm)
                if value == 20 and [w.norm for w in words[place + 1 : place + 3]] == ["-", "one"]:
                    value = 21
                if value is not None:
                    return value in known.periods or value not in (5, 10, 20, 21, 63, 126, 252)
    return True


_WORDS = {"five": 5, "ten": 10, "twenty": 20, "twenty-one": 21}


def _count(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return _WORDS.get(word)


def _sides(known: Known, quantity: Quantity, read: Read) -> bool:
    """Bounds of an interval and thresholds high and low say which they are; a fall is no rise."""
    del quantity
    words = [word.norm for word in read.words]
    context = {*words, *phrase(read.statement.heading), *read.around}
    if known.key.startswith("pivot."):
        return "pivot" in context or "classic" in context
    if known.key.startswith("demark."):
        return "demark" in context
    if known.key == "positioning.fade_low":
        return "upper" not in words or "lower" in words
    if known.key == "positioning.fade_high":
        return "lower" not in words or "upper" in words
    return True
