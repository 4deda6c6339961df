"""Which metric a number belongs to: the nearest wording that fits its unit and size, as grammar has it."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from knowledge.claims.extract_apart import counts_else
from knowledge.claims.extract_reading import Mention, Reading
from knowledge.claims.extract_tokens import word_set
from knowledge.claims.metrics import Metric, metrics
from knowledge.claims.model import Measure, Quantity

_LIGHT = word_set(
    "of at is the a an was were are be been to around about near roughly approximately in on "
    "only just now its it estimated currently still some by with has had have reads read "
    "reading stands stood sits sit runs near"
)
_TURN = word_set("per while whereas but although though because which as despite after before following")
_AGAINST = word_set("versus vs than compared against relative unlike")
_MARKS = {
    ",": 2.0,
    ";": 14.0,
    ":": 3.0,
    "(": 1.5,
    ")": 6.0,
    "\u2014": 7.0,
    "\u2013": 6.0,
    "-": 6.0,
    "/": 5.0,
    "|": 14.0,
    "[": 3.0,
}
_MARKS_AFTER = {
    ",": 6.0,
    ";": 16.0,
    ":": 16.0,
    "(": 3.0,
    ")": 1.0,
    "\u2014": 8.0,
    "\u2013": 8.0,
    "-": 8.0,
    "/": 6.0,
    "|": 16.0,
    "[": 6.0,
}
_LABELS = frozenset({":", "(", "=", "@"})
_SECOND = 3.0
"""How much further a number's other wording may be, where the nearest was nearer to another number."""
_LIGHTLY = 0.4
"""What a word of an entity's name costs."""
_MOVES = frozenset({"return", "day_change", "ytd_return", "return_1y"})
_VERBS = frozenset({"return", "price"})
_RATES = word_set(
    "treasury_yield credit_spread policy_rate unemployment rate_cut_probability rate_hike_probability"
    " recession_probability breadth implied_volatility volatility short_interest yield_curve dividend_yield"
)
"""Figures in per cent that a verb with a bare per cent changes ("the yield fell 9 bps")."""
_LEVELS_ONLY = word_set("treasury_yield policy_rate inflation unemployment gdp_growth")
"""Figures that nobody gives in basis points."""
_ROUGHLY = word_set("about around roughly approximately nearly near just almost")
_REACH = 40
"""Words to either side of a number among which its wording is looked for."""
_CHANCE = re.compile(r"[ ](?:probability|chance|odds|likelihood|confidence)\b")
_TOO_FAR = 16.0
"""Beyond this no metric looks."""
_OTHERS = 20.0
"""What a wording costs that belongs to another metric."""
_INSIDE = 2.5
"""What words that are part of the quantity itself ("contracts") cost: others may name it better."""
_BARE_PRICE = 50.0
_BARE = 3.0
"""How near the words must stand to a number without a unit, where the metric usually has one."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A quantity and the metric it was given.

    Attributes:
        quantity: Index in the reading.
        mention: The words; None where the unit alone, or the quantity before, settles it.
        metric: The metric.
        cost: How far the words are.
    """

    quantity: int
    mention: Mention | None
    metric: Metric
    cost: float


def _verbs(mention: Mention) -> bool:
    """Whether words are those of a move or a close, of which another metric may be the subject."""
    return not _VERBS.isdisjoint(mention.keys)


def fits(metric: Metric, quantity: Quantity, written: str) -> bool:
    """Whether a quantity has a unit and a size that the metric can have."""
    worded = (
        quantity.unit is Measure.COUNT
        and written[:1].isalpha()
        and written.lower().endswith(("teens", "digit", "digits"))
    )
    if worded:
        if metric.units[0] not in {Measure.PERCENT, Measure.MULTIPLE}:
            return False
    elif quantity.unit not in metric.units:
        return False
    if quantity.unit is Measure.COUNT and metric.units[0] is Measure.USD:
        # a bare number is a price when it has cents or the size of one: "2 more cuts" is none
        sized = quantity.step < 1 or max(abs(quantity.low), abs(quantity.high)) >= _BARE_PRICE
        if not sized:
            return False
    sizes = [abs(end) for end in (quantity.low, quantity.high) if isfinite(end)]
    if quantity.unit is not metric.units[0] and quantity.unit is not Measure.COUNT:
        return True
    return all(metric.low <= size <= metric.high for size in sizes)


def bind(reading: Reading) -> list[Bound]:
    """Give every quantity of a sentence that some wording names its metric; at most one each, in order."""
    candidates = [bound for index in range(len(reading.quantities)) for bound in _candidates(reading, index)]
    # of two metrics with the same words the one that needs more of its surroundings is meant
    candidates.sort(key=lambda bound: (bound.cost, bound.quantity, not bound.metric.needs))
    best: dict[int, float] = {}
    given: dict[int, Bound] = {}
    taken: set[tuple[int, int]] = set()
    for bound in candidates:
        assert bound.mention is not None  # noqa: S101 - candidates come from mentions
        place = (bound.mention.first, bound.mention.last)
        nearest = best.setdefault(bound.quantity, bound.cost)
        if bound.quantity in given or place in taken or bound.cost > nearest + _SECOND:
            continue
        given[bound.quantity] = bound
        taken.add(place)
    return [given[index] for index in sorted(given)]


def _candidates(reading: Reading, index: int) -> Iterator[Bound]:
    quantity = reading.quantities[index]
    written = reading.text[quantity.span.start : quantity.span.end]
    chance = _CHANCE.match(reading.text, quantity.span.end)
    in_points = "bp" in written or "basis" in written
    for mention in _around(reading, index):
        for key in mention.keys:
            metric = metrics()[key]
            if not fits(metric, quantity, written) or (in_points and key in _LEVELS_ONLY):
                continue
            if counts_else(metric, quantity, reading.text, reading.start):
                continue
            if chance and "probability" not in key:
                continue
            if key in _MOVES and reading.text.startswith(" of ", quantity.span.end):
                # "92 % of the way" is a share
                continue
            cost = distance(reading, index, mention, metric) + _subject(reading, index, mention, key, written)
            near = metric.near
            if (
                quantity.unit is Measure.COUNT
                and metric.units[0] is not Measure.COUNT
                and not written[:1].isalpha()
            ):
                near = min(near, _BARE)
            if cost <= near:
                yield Bound(index, mention, metric, cost)


def _around(reading: Reading, index: int) -> Iterator[Mention]:
    """The mentions within reach of a quantity."""
    at = reading.at(reading.quantities[index].span.start)
    first = bisect_left(reading.mentions, at - _REACH, key=lambda mention: mention.first)
    for mention in reading.mentions[first:]:
        if mention.first > at + _REACH:
            return
        yield mention


def _subject(reading: Reading, index: int, mention: Mention, key: str, written: str) -> float:
    """Cost of a verb's wording whose subject is another metric: "CPI rose 2.6 %" is no return."""
    if key not in _VERBS:
        return 0.0
    quantity = reading.quantities[index]
    for other in _around(reading, index):
        if other.last != mention.first or _verbs(other):
            continue
        named = [metrics()[name] for name in other.keys]
        if any(fits(metric, quantity, written) for metric in named):
            return _OTHERS
        if key == "return" and any(
            Measure.PERCENT in metric.units or metric.time == "slow" for metric in named
        ):
            return _OTHERS
    return 0.0


def distance(reading: Reading, index: int, mention: Mention, metric: Metric) -> float:
    """How far a mention is from a quantity, in words or so; infinite where it cannot be meant."""
    first = reading.at(reading.quantities[index].span.start)
    last = first
    while last < len(reading.words) and reading.inside[last] == index:
        last += 1
    if mention.last <= first:
        away = metric.side == "after" or metric.key in mention.behind
        to_a_level = _to_a_level(reading, first)
        if away or (metric.key in _MOVES and to_a_level):
            return float("inf")
        following = (other for other in _around(reading, index) if other.first == mention.last)
        verb = next((other for other in following if _verbs(other)), None)
        if verb is None or metric.key in _VERBS or verb.last > first:
            return _before(reading, mention.last, first, metric)
        if metric.key in _RATES and "return" in verb.keys and not to_a_level:
            return float("inf")
        return 0.3 + _before(reading, verb.last, first, metric)
    if mention.first >= last:
        return _after(reading, last, mention.first, metric) if metric.side != "before" else float("inf")
    return _INSIDE


def _to_a_level(reading: Reading, first: int) -> bool:
    """Whether a number says where something moved to ("down to 3 %"), not by how much it moved."""
    before = [word.form for word in reading.words[max(0, first - 3) : first] if word.form not in _ROUGHLY]
    return before[-1:] in (["to"], ["from"])


def _before(reading: Reading, start: int, end: int, metric: Metric) -> float:
    """Cost of the words between a mention and the number behind it."""
    cost = 0.0
    at = start
    seen: set[int] = set()
    while at < end and cost <= _TOO_FAR:
        word, inside = reading.words[at], reading.inside[at]
        if word.form == "(" and (closing := _closing(reading, at, end)):
            cost += 1.0 + _passed(reading, at, closing, metric)
            at = closing
            continue
        if inside is not None:
            cost += 0.0 if inside in seen else 0.5 if _then_to(reading, at, end) else 5.0
            seen.add(inside)
        elif not word.word:
            if word.form in {".", "!", "?", "\t", "\n"}:
                return float("inf")
            label = word.form in _LABELS if at == start else word.form == ":" and at == end - 1
            cost += 0.0 if label else _MARKS.get(word.form, 0.3)
        else:
            cost += _LIGHTLY if at in reading.named else _weight(word.form)
        at += 1
    return cost if cost > _TOO_FAR else cost + _passed(reading, start, end, metric)


def _then_to(reading: Reading, at: int, end: int) -> bool:
    """Whether after the figure at `at` only "to" follows: "fell 9 bps to 3.48 %" tells of one level."""
    if reading.words[end - 1].form != "to":
        return False
    return all(reading.inside[step] == reading.inside[at] for step in range(at, end - 1))


def _after(reading: Reading, start: int, end: int, metric: Metric) -> float:
    """Cost of the words between a number and the mention behind it."""
    cost = 1.5
    seen: set[int] = set()
    for at in range(start, end):
        if cost > _TOO_FAR:
            return cost
        word, inside = reading.words[at], reading.inside[at]
        if inside is not None:
            cost += 0.0 if inside in seen else 8.0
            seen.add(inside)
        elif not word.word:
            if word.form in {".", "!", "?", "\t", "\n"}:
                return float("inf")
            cost += _MARKS_AFTER.get(word.form, 0.5)
        else:
            cost += 5.0 if word.form == "and" else _LIGHTLY if at in reading.named else _weight(word.form)
    return cost + _passed(reading, start, end, metric)


def _weight(form: str) -> float:
    if form in _LIGHT:
        return 0.3
    if form in _TURN or form in _AGAINST:
        return 6.0
    return 2.0 if form == "and" else 1.0


def _closing(reading: Reading, at: int, end: int) -> int | None:
    """One past the bracket that closes the one at `at`, if it does so before `end`."""
    for step in range(at + 1, end):
        if reading.words[step].form == ")":
            return step + 1
    return None


def _passed(reading: Reading, start: int, end: int, metric: Metric) -> float:
    """Cost of other metrics named in between: a number rather belongs to the nearer words."""
    units = set(metric.units)
    nearby = bisect_left(reading.mentions, start, key=lambda mention: mention.first)
    return sum(
        1.0 if metric.key in mention.keys else 3.0
        for mention in reading.mentions[nearby : nearby + end - start]
        if mention.last <= end and any(units & set(metrics()[key].units) for key in mention.keys)
    )
