"""Words beside a figure that tell its relatives apart: now and then, above and below, to bullish or bearish."""

from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.quantities import Kind, Quantity
from bot.agent.grounding.reading import Mention, Read
from bot.agent.grounding.words import Token, phrase

_STATES = ("bullish", "bearish", "neutral")
_THEN = frozenset(
    "ago earlier before after from against was were versus vs previously prior week than".split()
)


def admits(known: Known, quantity: Quantity, read: Read, index: Index) -> bool:
    """Whether the words around a number allow this fact of a family."""
    return (
        _crossing(known, quantity, read, index)
        and _periods(known, quantity, read, index)
        and _benchmark(known, read)
        and _flips(known, quantity, read)
        and _then(known, quantity, read)
        and _spans(known, quantity, read)
        and _sides(known, quantity, read)
    )


def _flips(known: Known, quantity: Quantity, read: Read) -> bool:
    """A level that would turn something bullish is not the one that would turn it bearish."""
    if ".flip" not in known.key:
        return True
    to = known.key.rpartition(".")[2]
    if to not in _STATES:
        return True
    target = _target(quantity, read)
    return target is None or target == to


_BEHIND = frozenset(
    ("from", "out", "away", "off", "lose", "losing", "leave", "leaving", "exit", "no", "longer")
)
_KEPT = frozenset(("keep", "stay", "remain", "hold", "still", "is", "already", "currently", "from"))


def _target(quantity: Quantity, read: Read) -> str | None:
    """The state that a threshold is said to lead to: the last one before it, else the first one after.

    A state that is left, kept or in force is none: "from neutral to bullish", "stays bullish above".
    """
    at, last = read.at(quantity.start), read.at(quantity.end - 1)
    numbers = {read.at(one.digits[0]) for one in read.numbers}
    if [word.norm for word in read.words[last + 1 : last + 2]] in (["to"], ["would"]):
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
        if index in numbers or read.words[index].norm == ";":
            break
        if read.words[index].norm not in _STATES:
            continue
        near = [word.norm for word in read.words[max(0, index - 2) : index]]
        wide = {word.norm for word in read.words[max(0, index - 4) : index]}
        if not set(near) & (_BEHIND | _KEPT) and not wide & {
            "lose",
            "losing",
            "leave",
            "keep",
            "stay",
            "remain",
        }:
            found.append(read.words[index].norm)
    return found


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
        return any(word in _THEN for word in before) or ("ago" in words[:first] or "earlier" in words[:first])
    if known.key in ("trend.separation", "horizon.mid.separation") and ago:
        return not any(word in ("5", "five", "session") for word in after[:3])
    return True


def _spans(known: Known, quantity: Quantity, read: Read) -> bool:
    """ "over 21 sessions" beside a number shuts out what is measured over 10."""
    if (
        quantity.kind is Kind.SESSIONS
        or not known.periods
        or known.key.startswith(("votes.threshold", "level.", "data."))
    ):
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
    if "lower_third" in known.key and "upper" in words:
        return False
    if known.key in ("breadth.above_sma50", "breadth.above_sma200", "breadth.above_count"):
        return not ({"below", "under", "beneath"} & set(words)) or "above" in words
    if known.key.startswith("pivot."):
        return "pivot" in context or "classic" in context
    if known.key.startswith("demark."):
        return "demark" in context
    if known.key == "positioning.fade_low":
        return "upper" not in words or "lower" in words
    if known.key == "positioning.fade_high":
        return "lower" not in words or "upper" in words
    return True


def _crossing(known: Known, quantity: Quantity, read: Read, index: Index) -> bool:
    """ "A close below $210" that would flip something must lie below today's close."""
    if ".flip_close" not in known.key:
        return True
    first = read.at(quantity.start)
    words = [word.norm for word in read.words[max(read.lead, first - 3) : first]]
    words += [word.norm for word in quantity_words(quantity, read)]
    up, down = {"above", "over"} & set(words), {"below", "under", "beneath"} & set(words)
    if not up and not down:
        return True
    symbol = known.fact.id.partition(".")[0]
    closes = [
        one.fact.number
        for one in index.known
        if one.key == "close" and one.fact.id.startswith(f"{symbol}.") and one.session == known.session
    ]
    return not closes or (known.fact.number > closes[0]) == bool(up)


def quantity_words(quantity: Quantity, read: Read) -> list[Token]:
    """The words inside a quantity's own span: its bound and its hedge."""
    return [word for word in read.words if quantity.start <= word.start < quantity.end]


def _periods(known: Known, quantity: Quantity, read: Read, index: Index) -> bool:
    """ "3.0 % above its 21-session EMA" is not what is measured against the 63-session one."""
    if not known.periods & _SPANS or known.key.startswith(("votes.threshold", "data.")):
        return True
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    right = next((one for one in read.mentions if one.first > last and not one.weak and not one.owner), None)
    beside = next((one for one in reversed(read.mentions) if one.last <= first and not one.weak), None)
    if (
        beside is not None
        and first - beside.last <= 2
        and (_of(beside, index) or _written(beside, read)) & known.periods
    ):
        return True
    if (
        right is not None
        and right.first - last <= 5
        and not any(
            word.kind == "number" or word.norm in (",", ";", "and", "against")
            for word in read.words[last + 1 : right.first]
        )
    ):
        spans = _of(right, index) or _written(right, read)
        if spans and not spans & known.periods:
            return False
        if spans:
            return True
    left = next(
        (one for one in reversed(read.mentions) if one.last <= first and not one.weak and not one.owner), None
    )
    if left is not None and not any(word.norm in (";", "|") for word in read.words[left.last : first]):
        spans = _of(left, index) or _written(left, read)
        facts = index.of(left.metrics)
        families = {one.key.partition(".")[0] for one in facts}
        if (
            spans
            and not spans & known.periods
            and families == {known.key.partition(".")[0]}
            and families <= {"breadth", "momentum"}
        ):
            return False
    return True


_SPANS = frozenset((5, 10, 20, 21, 50, 63, 126, 200, 252))


def _written(mention: Mention, read: Read) -> frozenset[int]:
    """The sessions in a name's own words."""
    found = {int(word.norm) for word in read.words[mention.first : mention.last] if word.norm.isdigit()}
    return frozenset(found) & _SPANS


def _of(mention: Mention, index: Index) -> frozenset[int]:
    """The sessions that everything a name stands for is measured over; none where it is open."""
    facts = index.of(mention.metrics)
    found = [one.periods & _SPANS for one in facts]
    if not found or not all(found):
        return frozenset()
    return frozenset().union(*found)


def _benchmark(known: Known, read: Read) -> bool:
    """A return against SPY is not one against QQQ."""
    others = {
        "relative_strength.vs_spy_10": ("SPY", "QQQ"),
        "relative_strength.vs_qqq_20": ("QQQ", "SPY"),
    }.get(known.key)
    if others is None:
        return True
    named = {one.symbol for one in read.symbols} - {known.fact.id.partition(".")[0].upper()}
    return others[0] in named or others[1] not in named
