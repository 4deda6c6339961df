"""Rules of one document that exclude each other: overlapping cut-offs, one state with two of them."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from knowledge.claims.checks.figures import shown
from knowledge.claims.checks.found import contradiction, entities, said
from knowledge.claims.checks.rules_said import Rule, rules_of
from knowledge.claims.model import Claim, Finding
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

_EXCLUDE = frozenset(
    frozenset(pair)
    for pair in (
        ("full size", "half size"),
        ("full size", "stand aside"),
        ("full size", "warning"),
        ("bullish", "bearish"),
        ("bullish", "neutral"),
        ("bearish", "neutral"),
        ("oversold", "overbought"),
        ("risk-on", "risk-off"),
        ("buy", "sell"),
    )
)
_ONE_CUT = frozenset({"full size", "half size", "stand aside", "oversold", "overbought", "warning"})
"""States that a document gives one cut-off, so that a second one contradicts it."""


def check_thresholds(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Hold the rules of a document against each other, every pair of cut-offs once."""
    entity_of = entities(document, claims)
    seen: set[tuple[object, ...]] = set()
    for one, other in combinations(rules_of(document), 2):
        if one.measure != other.measure or one.figure.unit is not other.figure.unit:
            continue
        if one.line.block == other.line.block and one.opens == other.opens == 0:
            continue  # bands of one scale are checked as such
        overlap = _overlap(one, other)
        twice = one.outcome == other.outcome and _cut_twice(one, other)
        key = (
            one.measure,
            twice,
            *sorted([(one.outcome, one.figure.low), (other.outcome, other.figure.low)]),
        )
        if key in seen or not (overlap or twice):
            continue
        seen.add(key)
        entity = entity_of(one.line.whole)
        lines = dict.fromkeys((one.line.whole, one.told.whole, other.line.whole, other.told.whole))
        cuts = [document.text[rule.figure.span.start : rule.figure.span.end] for rule in (one, other)]
        if twice:
            why = f"{one.outcome.capitalize()} begins at {cuts[0]} in one place and at {cuts[1]} in another."
        else:
            why = (
                f"{_stretch(one)} means {one.outcome} and {_stretch(other)} means {other.outcome}: from "
                f"{shown(max(one.readings.low, other.readings.low))} to "
                f"{shown(min(one.readings.high, other.readings.high))} both hold."
            )
        yield contradiction(
            "state_cut_twice" if twice else "rules_overlap",
            f"{one.measure}: {one.outcome}" + ("" if twice else f" and {other.outcome}"),
            entity,
            [said(document, span) for span in lines],
            why,
        )


def _overlap(one: Rule, other: Rule) -> bool:
    """Whether readings mean two things that exclude each other; rules that nest are steps of one scale."""
    if frozenset((one.outcome, other.outcome)) not in _EXCLUDE or one.opens * other.opens > 0:
        return False
    low, high = max(one.readings.low, other.readings.low), min(one.readings.high, other.readings.high)
    if one.opens * other.opens == 0 and (low, high) in {
        (rule.readings.low, rule.readings.high) for rule in (one, other)
    }:
        return False
    return high - low > max(one.figure.step, other.figure.step) / 2


def _cut_twice(one: Rule, other: Rule) -> bool:
    return (
        one.outcome in _ONE_CUT
        and one.opens == other.opens != 0
        and abs(one.figure.low - other.figure.low) > max(one.figure.step, other.figure.step) / 2
    )


def _stretch(rule: Rule) -> str:
    unit = " %" if rule.figure.unit.value == "%" else ""
    if rule.opens > 0:
        return f"{shown(rule.readings.low)}{unit} and more"
    if rule.opens < 0:
        return f"less than {shown(rule.readings.high)}{unit}"
    return f"{shown(rule.readings.low)} to {shown(rule.readings.high)}{unit}"
