"""The check of figures against each other: "30.2 %, below the 26.8 %", "rose from 3.9 to 3.0"."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.placing import of_word
from bot.agent.grounding.reading import Read
from bot.agent.grounding.thresholds import lines_of
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.verdict import Claim, ClaimKind
from tools.phrases import written
from tools.types import Unit

_OVER = frozenset(("above", "over", "exceeds", "exceed", "exceeding", "north", "past", "beyond", "clear", "top", "tops", "beat"))
_UNDER = frozenset(("below", "under", "beneath", "south", "short", "misse", "misses", "miss", "undershoot"))
_HIGHER = frozenset(("higher", "stronger", "greater", "larger"))
_LOWER = frozenset(("lower", "weaker", "smaller"))
_IF = frozenset((
    "would", "could", "if", "need", "needs", "must", "until", "unless", "take", "takes", "turn", "turns", "flip",
    "flips", "should", "might", "may", "cross", "crosses", "break", "breaks", "needed", "requires", "require",
    "once", "push", "move", "reclaim", "hold", "closes", "closing", "bring",
))  # fmt: skip
"""Near a comparison they make it a condition, or name a line, which claims nothing of two readings."""

_PARTING = frozenset((";", ":", "|", "(", "and", "but", "while", "whereas", "with", "as", "so", "or"))
"""Between a figure and a comparison they begin something else."""

_NOT = frozenset(("not", "never", "no", "nor", "neither", "isn't"))
_PRICES = frozenset((
    "close", "adj_close", "votes", "sma20", "sma50", "sma200", "trend", "level", "pivot", "demark", "fibonacci",
    "swing", "high_52w", "low_52w", "stop",
))  # fmt: skip
"""Families of facts in dollars that are places on one scale."""

_PAIRS = (
    {"macd", "macd_signal"},
    {"stoch_k", "stoch_d"},
    {"plus_di", "minus_di"},
    {"breadth.above_sma50", "breadth.divergence_below"},
    {"breadth.above_sma50", "breadth.threshold"},
)
"""Readings that are held against each other."""

_FAR = 9
"""Words from a figure to its comparison, or from there to the other figure, at most."""

_UP = ("rose", "rise", "rising", "climb", "gain", "grew", "grow", "increas", "improv", "widen", "expand", "steep",
       "strengthen", "advanc", "jump", "up")  # fmt: skip
_DOWN = ("fell", "fall", "drop", "declin", "slip", "slid", "narrow", "shrank", "shrink", "shrunk", "contract",
         "flatten", "weaken", "decreas", "tumbl", "eas", "down")  # fmt: skip
_AGO = frozenset(("ago", "before", "earlier", "back", "prior"))
_SIZED = ("widen", "expand", "narrow", "shrank", "shrink", "shrunk", "contract", "grew", "grow", "gap", "lead")
"""Said of sizes: a lead that goes from -1.2 to -0.5 narrows."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """A figure that is one fact, with the words it stands at."""

    first: int
    last: int
    fact: Known


def stated(read: Read, numbers: Sequence[Claim], index: Index) -> list[Claim]:
    """The claims of comparisons between two figures that the statement itself gives.

    Args:
        read: The statement.
        numbers: The claims of its figures: what each of them is.
        index: What the tools gave.
    """
    figures = _resolved(read, numbers, index)
    claims = [
        claim
        for a, b in zip(figures, figures[1:], strict=False)
        if (claim := _compared(a, b, read)) is not None
    ]
    return claims + _from_to(read)


def _resolved(read: Read, numbers: Sequence[Claim], index: Index) -> list[_Stated]:
    """The figures that are exactly one fact, in order."""
    found = []
    for claim in sorted(numbers, key=lambda one: one.start):
        if not claim.holds or len(claim.facts) != 1:
            continue
        facts = [one for one in index.known if one.fact.id == claim.facts[0]]
        if len({(one.session, one.fact.value) for one in facts}) == 1 and not isinstance(facts[0].fact.value, str):
            found.append(_Stated(read.at(claim.start), read.at(claim.end - 1), facts[0]))
    return found


def _compared(a: _Stated, b: _Stated, read: Read) -> Claim | None:
    """The claim of a word that holds one figure against the next; None where there is none."""
    if not _on_one_scale(a.fact, b.fact):
        return None
    words = [word.norm for word in read.words]
    for at in range(a.last + 1, b.first):
        wanted = _wanted(at, words, a, b)
        if wanted == 0:
            continue
        x, y = a.fact.fact.number, b.fact.fact.number
        if x == y:
            return None
        told = f"{a.fact.fact.label} is {written(a.fact.fact)}, {b.fact.fact.label} {written(b.fact.fact)}"
        return of_word(read, at, ClaimKind.DIRECTION, holds=(x > y) == (wanted > 0), because=told)
    return None


def _wanted(at: int, words: list[str], a: _Stated, b: _Stated) -> int:
    """1 where the first figure is said to be the higher one, -1 where the second is, 0 where nothing is said."""
    word = words[at]
    if set(words[max(0, a.first - 6) : b.last + 4]) & _IF or set(words[max(a.last, at - 3) : at]) & _NOT:
        return 0
    if word in _OVER | _UNDER:
        if at - a.last > _FAR or b.first - at > _FAR or set(words[a.last + 1 : at]) & _PARTING:
            return 0
        span = words[at + 1].isdecimal() and b.first != at + 1 and words[at + 2 : at + 3] != ["-"]
        if span:
            # "30.2 % over 21 sessions"
            return 0
        return 1 if word in _OVER else -1
    if word in _HIGHER | _LOWER and words[at + 1 : at + 2] == ["at"] and b.first - at <= 4:
        # "and SPY is even lower at 6.25"
        return -1 if word in _HIGHER else 1
    return 0


def _on_one_scale(a: Known, b: Known) -> bool:
    """Whether two facts can stand above and below each other: places of one price, or one reading of two."""
    if ".flip" in a.key or ".flip" in b.key:
        return False
    if b.key.startswith("votes.threshold."):
        # "16.8, short of the 20": the line of whatever votes by it
        return bool(lines_of([a])) and a.symbols == b.symbols
    if a.fact.unit is not b.fact.unit:
        return False
    if a.key == b.key:
        return a.symbols != b.symbols or a.session != b.session
    if a.symbols != b.symbols or a.session != b.session:
        return False
    stems = a.key.partition(".")[0], b.key.partition(".")[0]
    if a.fact.unit is Unit.USD:
        return _PRICES.issuperset(stems) and "distance" not in a.key + b.key
    return stems == ("volatility", "volatility") or _is_mean_of(a.key, b.key) or {a.key, b.key} in _PAIRS


def _is_mean_of(a: str, b: str) -> bool:
    """Whether one of two keys is the mean of the other: a ratio and its mean, a volume and its mean."""
    return b in (f"{a}_mean", a.replace(".ratio", ".mean")) or a in (f"{b}_mean", b.replace(".ratio", ".mean"))


def _from_to(read: Read) -> list[Claim]:
    """The claims of "rose from 3.9 to 4.2" and "narrowed to 0.5 from 1.2": the verb against its own figures."""
    words = [word.norm for word in read.words]
    numbers = sorted(read.numbers, key=lambda one: one.start)
    claims = []
    for a, b in zip(numbers, numbers[1:], strict=False):
        order = _order(a, b, read, words)
        if order is None or Kind.SESSIONS in (a.kind, b.kind) or a.bound or b.bound:
            continue
        if a.kind is not b.kind and Kind.PLAIN not in (a.kind, b.kind):
            continue
        place = _verb_before(read.at(a.start), words, numbers, read)
        if place is None and order == (b, a):
            place = next((at for at in range(read.lead, len(words)) if words[at].startswith(_SIZED[:8])), None)
        if place is None:
            continue
        old, new = order
        sized = any(word.startswith(_SIZED) for word in words[max(read.lead, place - 4) : place + 1])
        x, y = (abs(old.value), abs(new.value)) if sized else (old.value, new.value)
        if x == y:
            continue
        holds = (y > x) == words[place].startswith(_UP)
        because = f"from {read.text[old.start : old.end].strip()} to {read.text[new.start : new.end].strip()}"
        claims.append(of_word(read, place, ClaimKind.DIRECTION, holds=holds, because=because))
    return claims


def _order(a: Quantity, b: Quantity, read: Read, words: list[str]) -> tuple[Quantity, Quantity] | None:
    """The two numbers as before and after; None where the words between say no such thing."""
    first, last, then = read.at(a.start), read.at(a.end - 1), read.at(b.start)
    before = words[first - 1] if first else ""
    dated = [read.words[at] for at in range(last + 1, then)]
    between = [
        word.norm for word in dated
        if word.norm != "on" and not any(day.start <= word.start < day.end for day in read.days)
    ]  # fmt: skip
    if before == "from" and between == ["to"]:
        return a, b
    if before == "to" and between in (["from"], [",", "from"]):
        return b, a
    ago = not _AGO.isdisjoint(words[read.at(b.end - 1) + 1 : read.at(b.end - 1) + 4])
    if ago and between in (["versus"], ["vs"], ["against"], [",", "against"], [",", "versus"]):
        # "-1.28 ATR versus -0.78 ATR five sessions before"
        return b, a
    return None


def _verb_before(at: int, words: list[str], numbers: Sequence[Quantity], read: Read) -> int | None:
    """The verb of movement within five words before a number, with no other number between."""
    for place in range(at - 1, max(read.lead, at - 7) - 1, -1):
        if any(read.at(one.start) <= place <= read.at(one.end - 1) for one in numbers) or words[place] in (";", "|"):
            return None
        if words[place].startswith(_UP + _DOWN) and words[place] not in ("upper", "easy", "upside", "downside"):
            return place
        if words[place] in ("went", "gone", "moved", "go", "goes"):
            # "narrowed over the week: the separation went from ... to ..."
            return next((at for at in range(read.lead, place) if words[at].startswith(_SIZED[:8])), None)
    return None
