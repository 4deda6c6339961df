"""The check of figures against each other: "30.2 %, below the 26.8 %", "rose from 3.9 to 3.0"."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.agent.grounding.from_to import from_to
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.placing import of_word
from bot.agent.grounding.reading import Read
from bot.agent.grounding.thresholds import lines_of
from bot.agent.grounding.verdict import Claim, ClaimKind
from tools.phrases import written
from tools.types import Unit

_OVER = frozenset(
    (
        "above",
        "over",
        "exceed",
        "exceeding",
        "north",
        "past",
        "beyond",
        "clear",
        "top",
        "beat",
        "ahead",
    )
)
_UNDER = frozenset(("below", "under", "beneath", "south", "short", "misse", "miss", "undershoot"))
_HIGHER = frozenset(("higher", "stronger", "greater", "larger", "healthier", "better", "firmer"))
_LOWER = frozenset(("lower", "weaker", "smaller", "worse", "softer"))
_IF = frozenset((
    "would", "could", "if", "need", "must", "until", "unless", "take", "turn",
    "flip",
    "should", "might", "may", "cross", "break", "needed", "require",
    "once", "push", "move", "reclaim", "hold", "closing", "bring",
))  # fmt: skip
"""Near a comparison they make it a condition, or name a line, which claims nothing of two readings."""

_PARTING = frozenset((";", ":", "|", "(", "and", "but", "while", "whereas", "with", "as", "so", "or"))
"""Between a figure and a comparison they begin something else."""

_NOT = frozenset(("not", "never", "no", "nor", "neither", "isn't"))
_PRICES = frozenset((
    "close", "adj_close", "votes", "sma20", "sma50", "sma200", "trend", "level", "pivot", "demark",
    "fibonacci",
    "swing", "high_52w", "low_52w", "stop",
))  # fmt: skip
"""Families of facts in dollars that are places on one scale."""

_PAIRS = (
    {"macd", "macd_signal"},
    {"stoch_k", "stoch_d"},
    {"plus_di", "minus_di"},
    {"breadth.above_sma50", "breadth.divergence_below"},
    {"breadth.above_sma50", "breadth.threshold"},
    {"breadth.above_sma50", "sizing.breadth_full"},
)
"""Readings that are held against each other."""

_TIMES = frozenset(("year", "quarter", "month", "week", "last", "past"))
_IT_REACH = 5
_FAR = 9
"""Words from a figure to its comparison, or from there to the other figure, at most."""


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
    claims = [claim for a, b in pairwise(figures) if (claim := _compared(a, b, read)) is not None]
    return claims + _against_it(figures, read) + from_to(read) + _in_brackets(read)


def _resolved(read: Read, numbers: Sequence[Claim], index: Index) -> list[_Stated]:
    """The figures that are exactly one fact, in order."""
    found = []
    for claim in sorted(numbers, key=lambda one: one.start):
        if not claim.holds or len(claim.facts) != 1:
            continue
        facts = [one for one in index.known if one.fact.id == claim.facts[0]]
        if len({(one.session, one.fact.value) for one in facts}) == 1 and not isinstance(
            facts[0].fact.value, str
        ):
            found.append(_Stated(read.at(claim.start), read.at(claim.end - 1), facts[0]))
    return found


def _compared(a: _Stated, b: _Stated, read: Read) -> Claim | None:
    """The claim of a word that holds one figure against the next; None where there is none."""
    if not _on_one_scale(a.fact, b.fact) or _parted(a, b, read):
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


def _against_it(figures: Sequence[_Stated], read: Read) -> list[Claim]:
    """The claims of "the pivot is $433.70, so the close of $435.37 is a little above it"."""
    words = [word.norm for word in read.words]
    claims = []
    for at in range(read.lead, len(words) - 1):
        before = [one for one in figures if one.last < at]
        if words[at] not in _OVER | _UNDER or words[at + 1] != "it" or len(before) < 2:
            continue
        b, a = before[-2:]
        near = (
            at - a.last <= _IT_REACH
            and _NOT.isdisjoint(words[a.last : at])
            and _IF.isdisjoint(words[read.lead : at])
        )
        if not near or not _on_one_scale(a.fact, b.fact):
            continue
        x, y = a.fact.fact.number, b.fact.fact.number
        told = f"{a.fact.fact.label} is {written(a.fact.fact)}, {b.fact.fact.label} {written(b.fact.fact)}"
        holds = (x > y) == (words[at] in _OVER)
        claims.append(of_word(read, at, ClaimKind.DIRECTION, holds=holds, because=told))
    return claims


def _parted(a: _Stated, b: _Stated, read: Read) -> bool:
    """Whether another figure, in the second one's unit, stands between two: that one is compared."""
    mine = next((one.kind for one in read.numbers if b.first <= read.at(one.digits[0]) <= b.last), None)
    return any(a.last < read.at(one.digits[0]) < b.first and one.kind is mine for one in read.numbers)


def _wanted(at: int, words: list[str], a: _Stated, b: _Stated) -> int:
    """1 where the first figure is said to be the higher, -1 where the second is, 0 where nothing is."""
    word = words[at]
    if set(words[max(0, a.first - 6) : b.last + 4]) & _IF or set(words[max(a.last, at - 3) : at]) & _NOT:
        return 0
    if word in _OVER | _UNDER:
        if at - a.last > _FAR or b.first - at > _FAR or set(words[a.last + 1 : at]) & _PARTING:
            return 0
        span = words[at + 1] in _TIMES or (
            words[at + 1].isdecimal() and b.first != at + 1 and words[at + 2 : at + 3] != ["-"]
        )
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
    alike = a.symbols == b.symbols
    if b.key.startswith("votes.threshold."):
        # "16.8, short of the 20": the line of whatever votes by it
        return bool(lines_of([a])) and alike
    at_once = a.session == b.session
    if a.fact.unit is not b.fact.unit or a.key == b.key:
        return a.fact.unit is b.fact.unit and not (alike and at_once)
    return alike and at_once and _are_of_a_kind(a, b)


def _are_of_a_kind(a: Known, b: Known) -> bool:
    """Whether two readings of one symbol and session are places of a price, or are read as a pair."""
    stems = a.key.partition(".")[0], b.key.partition(".")[0]
    if a.fact.unit is Unit.USD and _PRICES.issuperset(stems):
        return "distance" not in a.key + b.key
    return stems == ("volatility", "volatility") or _is_mean_of(a.key, b.key) or {a.key, b.key} in _PAIRS


def _in_brackets(read: Read) -> list[Claim]:
    """The claims of "SPY squeaks over ($410.70 vs $410.13)"."""
    words = [word.norm for word in read.words]
    numbers = sorted(read.numbers, key=lambda one: one.start)
    claims = []
    for a, b in pairwise(numbers):
        at = read.at(a.start) - (2 if words[read.at(a.start) - 1 : read.at(a.start)] == ["$"] else 1)
        between = [word for word in words[read.at(a.end - 1) + 1 : read.at(b.start)] if word != "$"]
        opened = at > read.lead and words[at] == "(" and words[at - 1] in _OVER | _UNDER
        if not opened or between not in (["vs"], ["versus"], ["against"]) or a.kind is not b.kind:
            continue
        if a.value == b.value or not _NOT.isdisjoint(words[max(read.lead, at - 4) : at - 1]):
            continue
        holds = (a.value > b.value) == (words[at - 1] in _OVER)
        because = f"{read.text[a.start : a.end].strip()} against {read.text[b.start : b.end].strip()}"
        claims.append(of_word(read, at - 1, ClaimKind.DIRECTION, holds=holds, because=because))
    return claims


def _is_mean_of(a: str, b: str) -> bool:
    """Whether one of two keys is the mean of the other: a ratio and its mean, a volume and its mean."""
    return b in (f"{a}_mean", a.replace(".ratio", ".mean")) or a in (
        f"{b}_mean",
        b.replace(".ratio", ".mean"),
    )
