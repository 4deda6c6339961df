"""Words beside a figure that tell its relatives apart: now and then, above and below, bullish and bearish."""

from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.percentiles import told_share
from bot.agent.grounding.reading import Read
from bot.agent.grounding.spans import period_allows, span_allows
from bot.agent.grounding.subjects import subject
from bot.agent.grounding.symbols import SymbolAt
from bot.agent.grounding.targets import crossed_side, right_side
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.vocabulary import family
from bot.agent.grounding.words import phrase

_THEN = frozenset((
    "ago", "earlier", "before", "after", "from", "against", "was", "were", "versus", "vs", "previously",
    "prior", "week", "than",
))  # fmt: skip
"""Words before a number that put it in the past."""


_ELSEWHEN = frozenset(("where", "while", "whereas", "against", "versus", "vs", "from", "but"))
"""After a number they lead to another one: "0.79 where five sessions ago it was 1.06"."""

_AVERAGED = frozenset(("average", "sma", "ema", "ma"))
_ORDINAL = frozenset(("th", "st", "nd", "rd"))
_SYSTEMS = {"demark": True, "classic": True, "pivot": False}
"""Words of the systems of pivots, and whether one tells which it is."""


def admits(known: Known, quantity: Quantity, read: Read, index: Index) -> bool:
    """Whether the words around a number allow this fact of a family."""
    return (
        not (known.key.startswith("votes.threshold.") and quantity.sign > 0)
        and crossed_side(known, quantity, read, index)
        and period_allows(known, quantity, read, index)
        and _benchmark(known, quantity, read)
        and right_side(known, quantity, read, index)
        and _then(known, quantity, read)
        and span_allows(known, quantity, read)
        and _sides(known, read)
        and _systems(known, quantity, read)
        and _percentile(known, quantity, read)
        and _distance_to(known, quantity, read, index)
    )


def _then(known: Known, quantity: Quantity, read: Read) -> bool:
    """A reading of five sessions ago needs a word of the past; that of now must not have "ago" after it."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    after = [word.norm for word in read.words[last + 1 : last + 5]]
    after = after[: next((at for at, word in enumerate(after) if word in _ELSEWHEN), len(after))]
    ago = any(word in ("ago", "earlier", "before", "prior", "back") for word in after)
    if known.key.endswith("_5_ago"):
        if after[:1] == ["\u2192"] or (after[:1] == ["to"] and read.words[first - 1].norm == "from"):
            # "2.30 -> 0.35 ATR in five sessions"
            return True
        before = {word.norm for word in read.words[:first]}
        beside = {word.norm for word in read.words[max(0, first - 4) : first]}
        return ago or not beside.isdisjoint(_THEN) or not before.isdisjoint(("ago", "earlier"))
    if known.key in ("trend.separation", "horizon.mid.separation") and ago:
        return not any(word in ("5", "five", "session") for word in after[:3])
    return True


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
    if known.key.endswith(".percentile"):
        told = told_share(quantity, read, known.fact.number)
        if told is not None:
            return told
    if quantity.kind is not Kind.PLAIN:
        return True
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    after = [word.norm for word in read.words[last + 1 : last + 3]]
    called = after[:1] == ["percentile"] or (
        len(after) == 2 and after[0] in _ORDINAL and after[1] == "percentile"
    )
    before = [word.norm for word in read.words[max(0, first - 5) : first]]
    beside = called or ("percentile" in before and "," not in before[before.index("percentile") :])
    if known.key.endswith(".percentile"):
        return beside or read.statement.cell
    return not called or "percentile" in known.fact.label


def _distance_to(known: Known, quantity: Quantity, read: Read, index: Index) -> bool:
    """A level's distance is one from the close: "three per cent from its 52-week low" is another's."""
    if ".distance" not in known.key:
        return True
    last = read.at(quantity.end - 1)
    after = next((one for one in read.mentions if one.first > last and not one.weak), None)
    led = [word.norm for word in read.words[last + 1 : last + 2]]
    if (
        after is None
        or after.first - last > 3
        or led not in (["from"], ["above"], ["below"], ["under"], ["off"])
    ):
        return True
    facts = index.of(after.metrics)
    own = family(known.key)
    return not facts or any(one.key == "close" or family(one.key) == own for one in facts)


def _systems(known: Known, quantity: Quantity, read: Read) -> bool:
    """Pivots of one system are not those of another, nor the levels found in the bars.

    The system that was named last before the number is meant, else any that the paragraph names.
    """
    system = known.key.partition(".")[0]
    if system not in ("pivot", "demark"):
        return True
    named = {"demark"} if system == "demark" else {"pivot", "classic"}
    last = read.at(quantity.end - 1)
    after = [word.norm for word in read.words[last + 1 : last + 3]]
    if after[:1] == ["on"] and after[1:2] and _SYSTEMS.get(after[1]):
        # "$94.81 on DeMark's"
        return after[1] in named
    before = [word.norm for word in read.words[: read.at(quantity.start)] if word.norm in _SYSTEMS]
    if before and _SYSTEMS[before[-1]] and named.isdisjoint(before[-1:]):
        # "DeMark pivot R1" is DeMark's: "pivot" alone tells none
        return False
    context = {*(word.norm for word in read.words), *phrase(read.statement.heading), *read.around}
    return not named.isdisjoint(context)


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
    named = {one.symbol for one in read.symbols if not subject(one, read) or one.symbol == "SPY"} - {own}
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
