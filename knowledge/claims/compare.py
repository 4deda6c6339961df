"""Claims held against each other, within a document and across documents.

    contradiction          same thing, same or overlapping time, and the figures cannot both hold
    superseded             a figure that changes with time, and a later one: only neighbours in time
    different definition   figures that read alike while basis, denominator or universe differ

Sources that agree give no finding. Conditions, scenarios and earlier values beside a new one ("up from 47 %")
are not compared; the author's own levels and scores only within one document.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from knowledge.claims.compare_definitions import basis_of, definitions_differ, same_definition
from knowledge.claims.compare_validity import at_the_same_time, later
from knowledge.claims.compare_values import agree, comparable, unit_of
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
_NAMED_ONLY = frozenset(
    {"support", "resistance", "target", "score", "score_weight", "weighted_score", "pivot", "drawdown"}
)
"""Metrics that are one thing only together with their variant."""
_SCENARIO = re.compile(r"\b(?:case|scenarios?)\b", re.IGNORECASE)
_IF = re.compile(r"\b(?:if|would|unless|were to|suppose|assuming|in a world where)\b", re.IGNORECASE)


def compare(claims: Sequence[Claim], documents: Mapping[str, Document]) -> tuple[Finding, ...]:
    """Find where claims disagree.

    Args:
        claims: Of one or several documents.
        documents: The documents of the claims, by id.

    Returns:
        In the order of the metrics' table, then of the claims.
    """
    order = {key: at for at, key in enumerate(metrics())}
    usable = [claim for claim in claims if _usable(claim, documents)]
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
    if any(_SCENARIO.search(head) for head in claim.section) and metrics()[claim.metric].time != "plan":
        return False
    text = documents[claim.document].text
    return not _IF.search(text, claim.sentence.start, claim.quantity.span.start)


def _pairs(metric: Metric, group: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    for first, second in combinations(group, 2):
        if metric.time == "plan" and first.document != second.document:
            continue
        if comparable(metric, first.quantity, second.quantity):
            yield first, second


def _contradictions(
    metric: Metric, group: Sequence[Claim], documents: Mapping[str, Document]
) -> Iterator[Finding]:
    told: set[tuple[object, ...]] = set()
    for first, second in _pairs(metric, group):
        if not same_definition(first, second) or not at_the_same_time(metric, first, second):
            continue
        if agree(metric, first.quantity, second.quantity):
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
            apart = older.document != newer.document and later(metric, older, newer)
            if apart and not agree(metric, older.quantity, newer.quantity):
                yield superseded(older, newer, documents)


def _values(first: Claim, second: Claim) -> tuple[float, ...]:
    return (first.quantity.low, first.quantity.high, second.quantity.low, second.quantity.high)


def _older_first(first: Claim, second: Claim) -> tuple[Claim, Claim]:
    if first.as_of and second.as_of and second.as_of < first.as_of:
        return second, first
    return first, second
