"""Whether two figures of a metric are defined alike, and where they only read alike."""

import re
from dataclasses import dataclass

from knowledge.claims.compare_statements import forecast
from knowledge.claims.compare_validity import at_the_same_time
from knowledge.claims.compare_values import agree
from knowledge.claims.entities import entity
from knowledge.claims.horizon import same_stretch, year_of
from knowledge.claims.metrics import Metric, metrics
from knowledge.claims.model import Claim

_DENOMINATORS = (
    ("debt", re.compile(r"debt|borrowing|loan", re.IGNORECASE)),
    (
        "companies",
        re.compile(
            r"constituent|compan|member|component|names|stocks|holdings|issuer|firms|index$", re.IGNORECASE
        ),
    ),
    ("float", re.compile(r"float", re.IGNORECASE)),
    ("shares outstanding", re.compile(r"outstanding", re.IGNORECASE)),
    ("revenue", re.compile(r"revenue|sales", re.IGNORECASE)),
    ("market value", re.compile(r"market (?:cap|value)|weight", re.IGNORECASE)),
)
_OF_A_YEAR = frozenset({"rate_cut_count", "rate_hike_count"})
"""Counts of a year, of which the months may be named too."""
_OF_A_MEETING = frozenset({"rate_cut_probability", "rate_hike_probability", "recession_probability"})
_UNSAID = "of no stated kind"
_OF_THE_METRIC = {"constituents": "companies"}


def basis_of(claim: Claim) -> tuple[str | None, str | None, str]:
    """What two figures of one metric and entity must share: variant, denominator, stretch of time."""
    metric = metrics()[claim.metric]
    variant = claim.variant or metric.default
    if metric.key in _OF_A_YEAR:
        stretch = year_of(claim.horizon)
    else:
        whole = metric.time in {"slow", "window"} or metric.key in _OF_A_MEETING
        stretch = same_stretch(claim.horizon) if whole else forecast(claim)
    return variant, _denominator(metric, claim), stretch


def same_definition(first: Claim, second: Claim) -> bool:
    """Whether both figures measure the same thing of the same entity in the same way."""
    return first.entity == second.entity and basis_of(first) == basis_of(second)


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different about two figures that read alike.

    Attributes:
        kind: `denominator`, `basis` or `universe`.
        words: The rest of a sentence: "one is a share of debt, the other of companies".
    """

    kind: str
    words: str


def definitions_differ(metric: Metric, first: Claim, second: Claim) -> Difference | None:
    """What is different about two figures that a reader may take for one; None when nothing is."""
    if first.sentence == second.sentence:
        # in one sentence the writer tells them apart
        return None
    if first.entity != second.entity:
        return _universe(metric, first, second)
    return _denominators(metric, first, second) or _bases(metric, first, second)


def _universe(metric: Metric, first: Claim, second: Claim) -> Difference | None:
    if metric.time not in {"slow", "structural"} or basis_of(first)[1:] != basis_of(second)[1:]:
        return None
    if (first.variant and second.variant and first.variant != second.variant) or agree(
        metric, first.quantity, second.quantity
    ):
        return None
    one, other = entity(first.entity), entity(second.entity)
    follows = one.tracks == other.key or other.tracks == one.key
    if metric.joint and follows and at_the_same_time(metric, first, second):
        words = f"one is given for {one.label}, the other for {other.label}"
        return Difference("universe", words + _and_basis(first, second))
    if (
        first.document != second.document
        and one.called
        and one.called == other.called
        and first.variant == second.variant
        and _within_a_year(first, second)
    ):
        words = f'"{one.called}" is the {one.label} in one and the {other.label} in the other'
        return Difference("universe", words)
    return None


def _denominators(metric: Metric, first: Claim, second: Claim) -> Difference | None:
    one, other = _denominator(metric, first), _denominator(metric, second)
    if not one or not other or one == other:
        return None
    told_apart = first.document == second.document and first.denominator and second.denominator
    if told_apart and not agree(metric, first.quantity, second.quantity):
        # both wholes are named: the writer knows; one number for two wholes is a mix-up
        return None
    if first.document != second.document and not at_the_same_time(metric, first, second):
        return None
    return Difference("denominator", f"one is a share of {one}, the other of {other}")


def _bases(metric: Metric, first: Claim, second: Claim) -> Difference | None:
    one, other = first.variant or metric.default, second.variant or metric.default
    if not metric.basis or one == other or agree(metric, first.quantity, second.quantity):
        return None
    if first.document == second.document and one and other:
        return None
    if basis_of(first)[2] != basis_of(second)[2] or not at_the_same_time(metric, first, second):
        return None
    words = f"one is {one or _UNSAID}, the other {other or _UNSAID}"
    return Difference("basis", words)


def _and_basis(first: Claim, second: Claim) -> str:
    if first.variant == second.variant:
        return ""
    return f", and one is {first.variant or _UNSAID}, the other {second.variant or _UNSAID}"


def _within_a_year(first: Claim, second: Claim) -> bool:
    if first.as_of is None or second.as_of is None:
        return first.document == second.document
    return abs((first.as_of - second.as_of).days) <= 366


def _denominator(metric: Metric, claim: Claim) -> str | None:
    said = claim.denominator or metric.denominator
    if said is None:
        return None
    if said in _OF_THE_METRIC:
        return _OF_THE_METRIC[said]
    for part in said.split(" of "):
        # the last word that names a thing counts: "constituent debt" is debt, as is "debt of members"
        found = [(match.start(), name) for name, pattern in _DENOMINATORS for match in pattern.finditer(part)]
        if found:
            return max(found)[1]
    return None
