"""Which name in a statement a number stands at, and which facts that leaves.

A number that stands right at a name is that thing's or wrong. One that stands free may be any fact that the
statement, or what it goes on with, names.
"""

from dataclasses import dataclass

from bot.agent.grounding.fitting import unit_fits, unit_meets
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.quantities import Kind, Quantity
from bot.agent.grounding.reading import Mention, Read
from bot.agent.grounding.words import Token
from tools.types import Unit

_JOINTS = frozenset(
    "is are was were at of to : = ( stand standing read reading sit sitting near about around | - come came in now on"
    " only just still roughly some by has with $ + * that's being \u2013 \u2014 put equal show measure measured mark"
    " value hold level score reads stands sits comes as % approximately almost nearly up down fell rose dropped gained"
    " climbed lost just-under land ran run currently remain remained back goes go went well a barely exactly"
    " lie lay already even work out worth pegged set seen between from give gave show shows closed settled"
    " finished ended averaged average total amount ha have had was-at hold hover pinned all both each"
    " line level mark".split()
)
"""Words that leave a number standing right at the name before it."""

_LINKS = frozenset(
    "of in over for to from above below under on between ( as % per against vs versus - and at with behind ahead or"
    " more less than wide away deep is are were was lower higher ATR by point , since on's worth stand hold sit trade close closed standing holding".split()
)
"""Words that lead from a number to the name after it."""


_SUPPOSING = frozenset(
    "would could if turn turns flip flips needs need becomes become until unless requires take takes to-neutral".split()
)


@dataclass(frozen=True, slots=True)
class Governed:
    """What a number may be.

    Attributes:
        held: Facts of the name it stands at; None where it stands free.
        free: Facts that anything in the statement, or what it goes on with, names.
    """

    held: list[Known] | None
    free: list[Known]


def governed(
    quantity: Quantity, read: Read, carried: list[Mention], index: Index, scoped: set[int]
) -> Governed:
    """What a number may be.

    Args:
        quantity: The number.
        read: Its statement.
        carried: Names of the statement before.
        index: The facts.
        scoped: `id` of the facts of the right symbol and session.
    """
    free = _free(quantity, read, carried, index)
    tight = _tight(quantity, read, index, scoped)
    return Governed(tight, free)


def _tight(quantity: Quantity, read: Read, index: Index, scoped: set[int]) -> list[Known] | None:
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    inside = [one for one in read.mentions if one.first <= first < one.last]
    if inside:
        return None
    left = [one for one in read.mentions if one.last <= first and not one.weak]
    right = [one for one in read.mentions if one.first > last and not one.weak]
    bracketed = _bracketed(read, last, right)
    tries: list[list[Mention]] = []
    if bracketed is not None:
        tries.append([bracketed])
    else:
        aligned = _aligned(quantity, read, left)
        bound_for = _bound_for(right, read, last)
        if bound_for is not None:
            tries.append([bound_for])
        elif aligned is not None:
            tries.append([aligned])
        linked = _linked(right, read, last)
        apart = (
            bool(left)
            and [word.norm for word in read.words[left[-1].last : first]] == [","]
            and linked is not None
        )
        if (
            bound_for is None
            and aligned is None
            and left
            and not apart
            and _joined(read, left[-1], first, quantity)
        ):
            tries.append(_group(left, read))
        if linked is not None:
            # "1,639 of 1,861 counted": the name after says what the second number is
            part = read.words[first - 1].norm == "of" if first else False
            tries.insert(0, [linked]) if part and linked.first - last <= 2 else tries.append([linked])
    soft = _layer_before(left, read, first)
    if not tries and soft is not None:
        tries.append([soft])
    for group in tries:
        found = _of(group, first, read, index)
        placed = group[-1].first > last and bool(
            _PLACED & {word.norm for word in read.words[last + 1 : group[-1].first]}
        )
        fitting = [
            one for one in found
            if id(one) in scoped and unit_fits(quantity, one, read) and _comparable(quantity, one)
            # "81 cents above the last close" is no price
            and not (placed and one.fact.unit in (Unit.USD, Unit.RATIO, Unit.INDEX))
        ]  # fmt: skip
        if fitting:
            fitting += [
                one for one in found if id(one) in scoped and one not in fitting and unit_meets(quantity, one)
            ]
        if (
            fitting
            and all(one.key == "close" for one in fitting)
            and any(word.norm == "average" for word in read.words)
        ):
            # the stack of averages is of adjusted closes, and says "price" of them
            fitting += [one for one in index.known if id(one) in scoped and one.key == "votes.adj_close"]
        if fitting and _adjusted(read, first) and all(one.key == "close" for one in fitting):
            fitting = [
                one
                for one in index.known
                if id(one) in scoped and one.key in ("adj_close", "votes.adj_close")
            ]
        if fitting:
            return [
                *fitting,
                *_flips(fitting, read, index, scoped),
                *_thresholds(fitting, first, read, index, scoped),
            ]
    return None


def _layer_before(left: list[Mention], read: Read, first: int) -> Mention | None:
    """The layer a clause began with, where nothing else is named since: "trend brings up the rear with +0.49"."""
    if not left or not left[-1].owner:
        return None
    between = read.words[left[-1].last : first]
    if len(between) > 9 or any(word.norm in (",", ";", "|", "(", "and", "but", "while") for word in between):
        return None
    return None if any(left[-1].last <= read.at(one.digits[0]) < first for one in read.numbers) else left[-1]


def _adjusted(read: Read, first: int) -> bool:
    """Whether the number's own part speaks of dividend-adjusted prices."""
    at = first
    while at > read.lead and read.words[at - 1].norm != ";":
        at -= 1
    return any(word.norm == "adjusted" for word in read.words[at:first])


_THRESHOLDS = {
    "rsi14": "rsi",
    "stoch_k": "stochastic",
    "adx14": "adx",
    "percent_b": "band",
    "volume_ratio": "volume",
}


def _thresholds(fitting: list[Known], first: int, read: Read, index: Index, scoped: set[int]) -> list[Known]:
    """The lines an indicator is held against, where the number is said to be one: "short of the 20"."""
    words = {word.norm for word in read.words[max(0, first - 4) : first + 3]}
    if not words & {
        "above",
        "below",
        "over",
        "under",
        "short",
        "past",
        "beyond",
        "than",
        "line",
        "threshold",
        "least",
        "against",
        "reach",
    }:
        return []
    names = {_THRESHOLDS[one.key] for one in fitting if one.key in _THRESHOLDS}
    return [
        one for one in index.known
        if id(one) in scoped and one.key.startswith("votes.threshold.") and any(name in one.key for name in names)
    ]  # fmt: skip


_PLACED = frozenset("above below over under from off ahead behind short".split())


def _comparable(quantity: Quantity, one: Known) -> bool:
    """Whether a plain number is of the size that this fact could be misread as."""
    if quantity.kind is Kind.PLAIN and one.fact.unit in (Unit.SCORE, Unit.VOTE):
        return abs(quantity.value) <= 1
    if quantity.kind is not Kind.PLAIN or one.fact.unit is not Unit.USD:
        return True
    return 0.2 <= abs(quantity.value) / max(abs(one.fact.number), 1e-9) <= 5


def _flips(fitting: list[Known], read: Read, index: Index, scoped: set[int]) -> list[Known]:
    """Thresholds of the same layer, where the statement speaks of what would change it."""
    if not any(word.norm in _SUPPOSING for word in read.words):
        return []
    families = {family(one.key) for one in fitting}
    priced = "close" in families
    return [
        one for one in index.known
        if id(one) in scoped and ".flip" in one.key and (family(one.key) in families or (priced and ".flip_close" in one.key))
    ]  # fmt: skip


def _of(group: list[Mention], at: int, read: Read, index: Index) -> list[Known]:
    """The facts of the nearest name; where a layer or a level is named beside it, those of both."""
    nearest = group[-1]
    facts = index.of(nearest.metrics)
    before = [one for one in read.mentions if one.owner and one is not nearest and one.last <= nearest.first]
    after = [
        one for one in read.mentions
        if one.owner and one.first >= nearest.last and one is not nearest
        and (nearest.first > at or all(word.norm in ("to", "of", "for", "on") for word in read.words[nearest.last : one.first]))
    ]  # fmt: skip
    ahead = bool(after) and nearest.first > at
    sides = [*after, *reversed(before)] if ahead else [*reversed(before), *after]
    for other in [*reversed(group[:-1]), *sides]:
        if not (other.owner or nearest.owner or other in group) or _broken(read, other, nearest):
            continue
        both = {id(one) for one in index.of(other.metrics)}
        shared = [one for one in facts if id(one) in both]
        if shared:
            return shared if len(shared) < len(facts) else facts
    return facts


def _broken(read: Read, a: Mention, b: Mention) -> bool:
    """Whether a semicolon or a contrast parts two names."""
    first, last = (a, b) if a.first < b.first else (b, a)
    return any(word.norm in (";", "while", "whereas", "but") for word in read.words[first.last : last.first])


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


def _joined(read: Read, mention: Mention, first: int, quantity: Quantity) -> bool:
    """Whether nothing but joints, and figures of the same list, stands between a name and a number."""
    between = [
        word
        for word in read.words[mention.last : first]
        if not any(day.start <= word.start < day.end for day in read.days)
    ]
    numbers = [one for one in read.numbers if mention.last <= read.at(one.digits[0]) < first]
    if not numbers:
        if [word.norm for word in between] == [","]:
            # "the 63-session one, $200.94,": a figure in apposition
            return True
        return len(between) <= 6 and all(
            word.norm in _JOINTS or word.kind == "mark" and word.norm not in ";.!?" for word in between
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
    return all(
        word.norm in ("(", ",", "/", "is", "at", ":", "|", "or", "=", "$", "of", "-", "+", "stands", "a")
        for word in rest
    )


def _linked(right: list[Mention], read: Read, last: int) -> Mention | None:
    """The name right after a number: "0.4 points ahead of SPY", "88 % of members above their ..."."""
    if not right:
        return None
    one = right[0]
    between = read.words[last + 1 : one.first]
    if (
        one.owner
        and one.first - last <= 3
        and len(right) > 1
        and not right[1].owner
        and right[1].first - one.last <= 2
    ):
        # "88 % of members are above their 50-session average"
        return right[1]
    if len(between) > 3 or any(word.norm not in _LINKS for word in between):
        return None
    if [word.norm for word in between] == ["at"] and one.owner and not _figure_at(read, one.last):
        return one
    if any(word.norm in (",", "and", "with", "is", "are", "was", "at") for word in between):
        return None
    after = [word.norm for word in read.words[one.last : one.last + 2]]
    if after[:1] and after[0] in ("of", "at", "is", ":", "=") and _figure_at(read, one.last):
        # "$0.58 for a risk of $5.04": the name belongs to the next number
        return None
    return one


def _figure_at(read: Read, at: int) -> bool:
    """Whether a number follows within two words."""
    return any(at <= read.at(one.digits[0]) <= at + 2 for one in read.numbers)


def _bound_for(right: list[Mention], read: Read, last: int) -> Mention | None:
    """The layer in "$169.42 to make relative strength bullish", "$163.83 would turn momentum bearish"."""
    words = [word.norm for word in read.words[last + 1 : last + 4]]
    if words[:1] not in (["to"], ["would"]) or len(words) < 2 or words[1] not in _CHANGING:
        return None
    return next((one for one in right if one.owner and one.first - last <= 5), None)


_CHANGING = frozenset("bring make turn take push lift put flip move drop send pull tip".split())


def _bracketed(read: Read, last: int, right: list[Mention]) -> Mention | None:
    """The name in brackets right after a number: "$217.36 (R1)"."""
    if not right:
        return None
    between = [word.norm for word in read.words[last + 1 : right[0].first]]
    after = read.words[right[0].last].norm if right[0].last < len(read.words) else ""
    return right[0] if between == ["("] and after in (")", ",", "%") else None


def _aligned(quantity: Quantity, read: Read, left: list[Mention]) -> Mention | None:
    """ "EMA 21 and EMA 63 are at $198 and $201": as many names as numbers, in the same order."""
    numbers = [one for one in read.numbers if one.kind is not Kind.SESSIONS or quantity.kind is Kind.SESSIONS]
    if quantity not in numbers:
        return None
    run = [quantity]
    place = numbers.index(quantity)
    before = place - 1
    while before >= 0 and _side_by_side(read, numbers[before], run[0]):
        run.insert(0, numbers[before])
        before -= 1
    after = place + 1
    while after < len(numbers) and _side_by_side(read, run[-1], numbers[after]):
        run.append(numbers[after])
        after += 1
    if len(run) < 2 or len({one.kind for one in run}) > 1:
        return None
    first = read.at(run[0].start)
    group: list[Mention] = []
    edge = first
    for one in reversed([name for name in left if name.last <= first]):
        if group and any(
            word.norm
            not in (
                ",",
                "and",
                "/",
                "&",
                "or",
                "to",
                "-",
                "(",
                ")",
                "above",
                "below",
                "over",
                "under",
                "against",
                "was",
                "is",
                "versus",
            )
            for word in read.words[one.last : edge]
        ):
            break
        group.insert(0, one)
        edge = one.first
    return group[run.index(quantity)] if len(group) == len(run) else None


def _side_by_side(read: Read, a: Quantity, b: Quantity) -> bool:
    """Whether nothing but a comma, "and" or the like stands between two numbers."""
    first, last = read.at(a.end - 1), read.at(b.start)
    words = [word.norm for word in read.words[first + 1 : last]]
    return not _mention_between(read, a, b) and all(
        word in (",", "and", "against", "vs", "versus", "/", "to", "(", ")", "or", "$", "-", "&", "then")
        for word in words
    )


def _mention_between(read: Read, a: Quantity, b: Quantity) -> bool:
    first, last = read.at(a.end - 1), read.at(b.start)
    return any(first < one.first < last or (one.first <= first < one.last) for one in read.mentions)


def _free(quantity: Quantity, read: Read, carried: list[Mention], index: Index) -> list[Known]:
    """All facts that the statement names, or that belong to what it names; else those of the one before.

    A semicolon parts: where the names of the number's own part have a figure of its unit, others are out.
    """
    own = [one for one in read.mentions if not one.foreign]
    if not own and not carried and quantity.sign and quantity.kind is Kind.PERCENT:
        # "IWM -1.9 %": a bare signed percentage is the move of the session
        return [
            one for one in index.known if one.key in ("change_percent", "momentum.roc10", "momentum.roc21")
        ]
    first = read.at(quantity.start)
    part = [
        one
        for one in own
        if not any(word.norm in (";", "while", "whereas") for word in _span(read, one, first))
    ]
    if part and len(part) < len(own):
        facts = _families(part, [], index)
        if any(unit_fits(quantity, one, read) for one in facts) and any(not one.weak for one in part):
            return facts
    return _families(own, carried, index)


def _span(read: Read, mention: Mention, first: int) -> list[Token]:
    return read.words[mention.last : first] if mention.last <= first else read.words[first : mention.first]


def _families(own: list[Mention], carried: list[Mention], index: Index) -> list[Known]:
    facts = index.of({id_ for one in [*own, *carried] for id_ in one.metrics})
    families = {family(one.key) for one in facts}
    found = {id(one): one for one in facts}
    lines = {_THRESHOLDS[one.key] for one in facts if one.key in _THRESHOLDS}
    for one in index.known:
        if family(one.key) in families or (
            one.key.startswith("votes.threshold.") and any(name in one.key for name in lines)
        ):
            found.setdefault(id(one), one)
    return list(found.values())


def family(key: str) -> str:
    """What a key belongs to: its layer, its level, its event."""
    parts = key.split(".")
    if parts[0] == "reward_risk" and len(parts) > 1:
        return f"level.{parts[1]}"
    if parts[0] in ("level", "horizon", "credit", "calendar") and len(parts) > 1:
        return ".".join(parts[:2])
    return parts[0]


def foreign(quantity: Quantity, read: Read, index: Index) -> Mention | None:
    """The name of something no fact measures, if the number stands right at one."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    left = [one for one in read.mentions if one.last <= first and not one.weak]
    right = [one for one in read.mentions if one.first > last]
    if left and not left[-1].weak and not index.of(left[-1].metrics) and not left[-1].foreign:
        # a name of ours without a fact in this run: "the 50-session average" where none was read
        between = [word.norm for word in read.words[left[-1].last : first]]
        named = {word.norm for word in read.words[left[-1].first : left[-1].last]}
        if (
            named & {"ema", "sma", "average", "rsi", "macd", "atr", "adx", "ma"}
            and between
            and between[-1] in ("at", "is", "of", "$", ":", "=")
            and len(between) <= 4
            and _joined(read, left[-1], first, quantity)
        ):
            return left[-1]
    if left and left[-1].foreign and _joined(read, left[-1], first, quantity):
        return left[-1]
    if (
        right
        and right[0].foreign
        and len(right[0:1])
        and all(word.norm in _LINKS for word in read.words[last + 1 : right[0].first])
        and right[0].first - last <= 3
    ):
        return right[0]
    return None
