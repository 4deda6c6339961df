"""Claims held against each other, within a document and across documents.

    contradiction          same thing, same or overlapping time, and the figures cannot both hold
    superseded             a figure that changes with time, and a later one: only neighbours in time
    different definition   figures that read alike while basis, denominator or universe differ

Sources that agree give no finding. Conditions, scenarios and earlier values beside a new one ("up from 47 %")
are not compared; the author's own levels and scores only within one document.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from knowledge.claims.compare_apart import is_threshold, of_another_whole, series, told_apart
from knowledge.claims.compare_definitions import basis_of, definitions_differ, same_definition
from knowledge.claims.compare_plans import of_one_plan, same_leg
from knowledge.claims.compare_statements import is_reading, one_scale, sure_of_entity
from knowledge.claims.compare_validity import at_the_same_time, editions, later
from knowledge.claims.compare_values import agree, comparable, restated, unit_of
from knowledge.claims.compare_words import contradiction, other_definition, superseded
from knowledge.claims.extract_kind import THRESHOLD
from knowledge.claims.extract_links import BEFORE
from knowledge.claims.extract_tokens import word_set
from knowledge.claims.metrics import Metric, metrics
from knowledge.claims.model import Claim, Finding
from knowledge.types import Document

_NEVER = word_set(
    "trigger level gap_level strike trade_size signal_horizon lookback position_fraction "
    "level_distance max_pain signal_threshold ratio_band new_highs earnings_beat_share"
)
"""Metrics of which several figures stand beside each other without disagreeing."""
_OF_ONE_SESSION = word_set(
    "day_change day_range day_high day_low open_price volume options_volume put_share call_share"
)
"""Figures that belong to their session and are not replaced by another's."""
_NAMED_ONLY = word_set(
    "support resistance target score score_weight weighted_score pivot drawdown risk_reward"
)
"""Metrics that are one thing only together with their variant."""


def compare(claims: Sequence[Claim], documents: Mapping[str, Document]) -> tuple[Finding, ...]:
    """Find where claims disagree.

    Args:
        claims: Of one or several documents.
        documents: The documents of the claims, by id.

    Returns:
        In the order of the metrics' table, then of the claims.
    """
    order = {key: at for at, key in enumerate(metrics())}
    usable = of_one_plan([claim for claim in claims if _usable(claim, documents)], documents)
    usable.sort(key=lambda claim: (order[claim.metric], claim.document, claim.quantity.span, claim.id))
    by_metric: dict[str, list[Claim]] = {}
    for claim in usable:
        by_metric.setdefault(claim.metric, []).append(claim)
    found: list[Finding] = []
    for key, group in by_metric.items():
        metric = metrics()[key]
        found.extend(_contradictions(metric, group, documents))
        found.extend(_definitions(metric, group, documents))
        found.extend(_chains(metric, group, documents))
    return tuple(found)


def _usable(claim: Claim, documents: Mapping[str, Document]) -> bool:
    if claim.metric in _NEVER or claim.variant in {BEFORE, THRESHOLD} or claim.document not in documents:
        return False
    if claim.metric in _NAMED_ONLY and claim.variant is None:
        return False
    if is_threshold(claim) or of_another_whole(claim, documents[claim.document]):
        return False
    return is_reading(claim, documents[claim.document])


def _pairs(metric: Metric, group: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    for first, second in combinations(group, 2):
        if metric.time == "plan" and first.document != second.document:
            continue
        if comparable(metric, first.quantity, second.quantity) and one_scale(first, second):
            yield first, second


def _contradictions(
    metric: Metric, group: Sequence[Claim], documents: Mapping[str, Document]
) -> Iterator[Finding]:
    told: set[tuple[object, ...]] = set()
    lost = series(group)
    for first, second in _pairs(metric, [claim for claim in group if claim.id not in lost]):
        if told_apart(first, second, documents):
            continue
        if not same_definition(first, second) or not at_the_same_time(metric, first, second):
            continue
        if agree(metric, first.quantity, second.quantity):
            continue
        if (
            metric.time != "window"
            and first.as_of != second.as_of
            and editions(*_both(first, second, documents))
        ):
            # the later issue replaces the earlier
            continue
        if metric.time == "plan" and not same_leg(first, second, documents[first.document].text):
            continue
        if not all(
            sure_of_entity(claim, documents[claim.document], _entities(group, claim))
            for claim in (first, second)
        ):
            continue
        key = (first.entity, basis_of(first), first.document, second.document, *_values(first, second))
        if key in told:
            continue
        told.add(key)
        yield contradiction(*_older_first(first, second), documents)


def _definitions(
    metric: Metric, group: Sequence[Claim], documents: Mapping[str, Document]
) -> Iterator[Finding]:
    told: set[tuple[str, ...]] = set()
    alike = {
        (first.document, second.document)
        for first, second in _pairs(metric, group)
        if first.document != second.document and same_definition(first, second)
    }
    for first, second in _pairs(metric, group):
        if (first.document, second.document) in alike:
            # two documents with a figure of one definition are held against each other on that
            continue
        difference = definitions_differ(metric, first, second)
        if difference is None:
            continue
        key = (first.document, second.document, difference.kind)
        if key in told:
            continue
        told.add(key)
        yield other_definition(*_older_first(first, second), documents, difference.words)


def _chains(metric: Metric, group: Sequence[Claim], documents: Mapping[str, Document]) -> Iterator[Finding]:
    """Figures of one thing in time, one for each document and day; neighbours that differ."""
    if metric.time not in {"daily", "slow", "structural"} or metric.key in _OF_ONE_SESSION:
        return
    things: dict[tuple[object, ...], list[Claim]] = {}
    for claim in group:
        if claim.as_of is not None:
            things.setdefault((claim.entity, basis_of(claim), unit_of(metric, claim.quantity)), []).append(
                claim
            )
    for thing in things.values():
        dated = {claim.document for claim in thing if claim.as_of_said}
        each: dict[tuple[str, object], Claim] = {}
        for claim in thing:
            if claim.as_of_said or claim.document not in dated:
                each.setdefault((claim.document, claim.as_of), claim)
        ordered = sorted(
            each.values(), key=lambda claim: (str(claim.as_of), claim.document, claim.quantity.span)
        )
        for older, newer in pairwise(ordered):
            if older.document != newer.document and _replaced(metric, older, newer, documents):
                yield superseded(older, newer, documents)


def _replaced(metric: Metric, older: Claim, newer: Claim, documents: Mapping[str, Document]) -> bool:
    if editions(*_both(older, newer, documents)):
        return older.as_of != newer.as_of and not restated(older.quantity, newer.quantity)
    return later(metric, older, newer) and not agree(metric, older.quantity, newer.quantity)


def _both(first: Claim, second: Claim, documents: Mapping[str, Document]) -> tuple[Document, Document]:
    return documents[first.document], documents[second.document]


def _entities(group: Sequence[Claim], claim: Claim) -> frozenset[str]:
    return frozenset(other.entity for other in group if other.document == claim.document)


def _values(first: Claim, second: Claim) -> tuple[float, ...]:
    return (first.quantity.low, first.quantity.high, second.quantity.low, second.quantity.high)


def _older_first(first: Claim, second: Claim) -> tuple[Claim, Claim]:
    if first.as_of and second.as_of and second.as_of < first.as_of:
        return second, first
    return first, second
