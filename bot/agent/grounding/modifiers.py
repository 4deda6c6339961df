"""Words beside a figure that tell its relatives apart: now and then, above and below, bullish and bearish."""

from collections.abc import Sequence

from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.reading import Read
from bot.agent.grounding.symbols import SymbolAt
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.words import Token, phrase

_STATES = ("bullish", "bearish", "neutral")
_THEN = frozenset((
    "ago", "earlier", "before", "after", "from", "against", "was", "were", "versus", "vs", "previously",
    "prior", "week", "than",
))  # fmt: skip
"""Words before a number that put it in the past."""

_LEFT_OR_KEPT = frozenset((
    "from", "out", "away", "off", "lose", "losing", "leave", "leaving", "exit", "no", "longer",
    "keep", "stay", "remain", "hold", "still", "is", "already", "currently",
))  # fmt: skip
"""Words right before a state that is left or in force."""

_LEFT_OR_KEPT_VERBS = frozenset(("lose", "losing", "leave", "keep", "stay", "remain"))
"""Verbs that say so over a few words: "stays above water and bullish"."""

_SPANS = frozenset((5, 10, 20, 21, 50, 63, 126, 200, 252))
"""Spans that facts are measured over."""

_MEASURED = frozenset((5, 10, 20, 21, 63, 126, 252))
"""Spans that returns and averages are measured over; another number after "over" is something else."""

_ELSEWHEN = frozenset(("where", "while", "whereas", "against", "versus", "vs", "from", "but"))
"""After a number they lead to another one: "0.79 where five sessions ago it was 1.06"."""

_AVERAGED = frozenset(("average", "sma", "ema", "ma"))
_ORDINAL = frozenset(("th", "st", "nd", "rd"))
_SYSTEMS = {"demark": True, "classic": True, "pivot": False}
"""Words of the systems of pivots, and whether one tells which it is."""

_COUNTS = {"five": 5, "ten": 10, "twenty": 20}


def admits(known: Known, quantity: Quantity, read: Read, index: Index) -> bool:
    """Whether the words around a number allow this fact of a family."""
    return (
        _crossing(known, quantity, read, index)
        and _periods(known, quantity, read, index)
        and _benchmark(known, quantity, read)
        and _flips(known, quantity, read)
        and _then(known, quantity, read)
        and _spans(known, quantity, read)
        and _sides(known, read)
        and _systems(known, quantity, read)
        and _percentile(known, quantity, read)
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
        if index in numbers or read.words[index].norm in (";", "whereas", "while"):
            break
        if read.words[index].norm not in _STATES:
            continue
        near = {word.norm for word in read.words[max(0, index - 2) : index]}
        wide = {word.norm for word in read.words[max(0, index - 4) : index]}
        # "its bullish momentum" has it already
        owned = read.text[: max(0, read.words[index].start)].endswith(("its ", "their "))
        if not owned and not near & _LEFT_OR_KEPT and not wide & _LEFT_OR_KEPT_VERBS:
            found.append(read.words[index].norm)
    return found


def _then(known: Known, quantity: Quantity, read: Read) -> bool:
    """A reading of five sessions ago needs a word of the past; that of now must not have "ago" after it."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    after = [word.norm for word in read.words[last + 1 : last + 5]]
    after = after[: next((at for at, word in enumerate(after) if word in _ELSEWHEN), len(after))]
    ago = any(word in ("ago", "earlier", "before", "prior", "back") for word in after)
    if known.key.endswith("_5_ago"):
        before = {word.norm for word in read.words[:first]}
        beside = {word.norm for word in read.words[max(0, first - 4) : first]}
        return ago or not beside.isdisjoint(_THEN) or not before.isdisjoint(("ago", "earlier"))
    if known.key in ("trend.separation", "horizon.mid.separation") and ago:
        return not any(word in ("5", "five", "session") for word in after[:3])
    return True


def _spans(known: Known, quantity: Quantity, read: Read) -> bool:
    """A span beside a number shuts out what is measured over another: "up 3 % over 21 sessions"."""
    if (
        quantity.kind is Kind.SESSIONS
        or not known.periods
        or known.key.startswith(("votes.threshold", "level.", "data."))
    ):
        return True
    last = read.at(quantity.end - 1)
    after = read.words[last + 1 : last + 7]
    said = _span_after(after)
    if said is None or said in known.periods or said not in _MEASURED:
        return True
    # "$170.10, $172.12 and $174.61 over 20, 50 and 200 sessions"
    listed = {int(word.norm) for word in read.words[last + 1 : last + 10] if word.norm.isdecimal()}
    return len(listed) > 1 and bool(listed & known.periods) and not any(word.norm == "%" for word in after)


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
                return count
    return None


def _sides(known: Known, read: Read) -> bool:
    """Bounds and thresholds say which they are, the high or the low one; a count above is none below."""
    words = {word.norm for word in read.words}
    upper, lower = "upper" in words, "lower" in words
    allowed = {
        "positioning.fade_low": lower or not upper,
        "positioning.fade_high": upper or not lower,
        **dict.fromkeys(
            ("breadth.above_sma50", "breadth.above_sma200", "breadth.above_count"),
            "above" in words or not _below_average(read),
        ),
    }
    allowed["breadth.low"] = lower or not upper
    allowed["breadth.high"] = upper or not lower
    return not ("lower_third" in known.key and upper) and allowed.get(known.key, True)


def _below_average(read: Read) -> bool:
    """Whether members are said to be below their average; a share may be under a line as well."""
    words = [word.norm for word in read.words]
    return any(
        word in ("below", "under", "beneath") and not _AVERAGED.isdisjoint(words[at + 1 : at + 6])
        for at, word in enumerate(words)
    )


def _percentile(known: Known, quantity: Quantity, read: Read) -> bool:
    """A bare number is a percentile only where it is called one, and then it is nothing else."""
    if quantity.kind is not Kind.PLAIN:
        return True
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    after = [word.norm for word in read.words[last + 1 : last + 3]]
    called = after[:1] == ["percentile"] or (len(after) == 2 and after[0] in _ORDINAL and after[1] == "percentile")
    before = [word.norm for word in read.words[max(0, first - 5) : first]]
    beside = called or ("percentile" in before and "," not in before[before.index("percentile") :])
    if known.key.endswith(".percentile"):
        return beside or read.statement.cell
    return not called or "percentile" in known.fact.label


def _systems(known: Known, quantity: Quantity, read: Read) -> bool:
    """Pivots of one system are not those of another, nor the levels found in the bars.

    The system that was named last before the number is meant, else any that the paragraph names.
    """
    system = known.key.partition(".")[0]
    if system not in ("pivot", "demark"):
        return True
    named = {"demark"} if system == "demark" else {"pivot", "classic"}
    before = [word.norm for word in read.words[: read.at(quantity.start)] if word.norm in _SYSTEMS]
    if before and _SYSTEMS[before[-1]] and named.isdisjoint(before[-1:]):
        # "DeMark pivot R1" is DeMark's: "pivot" alone tells none
        return False
    context = {*(word.norm for word in read.words), *phrase(read.statement.heading), *read.around}
    return not named.isdisjoint(context)


def _crossing(known: Known, quantity: Quantity, read: Read, index: Index) -> bool:
    """A close that would flip something lies on its side of today's: "a close below $210" is below it."""
    if ".flip_close" not in known.key:
        return True
    first = read.at(quantity.start)
    words = [word.norm for word in read.words[max(read.lead, first - 3) : first]]
    words += [word.norm for word in _own_words(quantity, read)]
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


def _own_words(quantity: Quantity, read: Read) -> list[Token]:
    """The words inside a quantity's own span: its bound and its hedge."""
    return [word for word in read.words if quantity.start <= word.start < quantity.end]


def _periods(known: Known, quantity: Quantity, read: Read, index: Index) -> bool:
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
    parted = any(word.kind == "number" or word.norm in (",", ";", "and", "against") for word in between)
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


def _benchmark(known: Known, quantity: Quantity, read: Read) -> bool:
    """A return against SPY is not one against QQQ, and a beta or a ratio to SPY none to another."""
    own = known.fact.id.partition(".")[0].upper()
    beside = _held_against(quantity, read)
    if known.key.startswith(("beta.", "rotation.ratio", "rotation.mean")):
        spoken = {one.symbol for one in read.symbols if _is_measure(one, read)}
        return not spoken or "SPY" in spoken
    others = {
        "relative_strength.vs_spy_10": ("SPY", "QQQ"),
        "relative_strength.vs_qqq_20": ("QQQ", "SPY"),
    }.get(known.key)
    if others is None:
        return True
    if beside in others and beside != own:
        return beside == others[0]
    named = {one.symbol for one in read.symbols} - {own}
    return others[0] in named or others[1] not in named


def _held_against(quantity: Quantity, read: Read) -> str | None:
    """The symbol right after a number that it is measured against: "0.99 points against QQQ"."""
    last = read.at(quantity.end - 1)
    after = next((one for one in read.symbols if one.index > last), None)
    if after is None or after.index - last != 2:
        return None
    return after.symbol if read.words[last + 1].norm in ("against", "versus", "vs", "to") else None


def _is_measure(one: SymbolAt, read: Read) -> bool:
    """Whether something is measured against a symbol: "beta to QQQ", "the ratio to QQQ"."""
    before = [word.norm for word in read.words[max(read.lead, one.index - 2) : one.index]]
    return before in (["beta", "to"], ["ratio", "to"], ["beta", "against"])
