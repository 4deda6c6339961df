"""Findings in words: what was compared, and one sentence that says why with both numbers."""

from collections.abc import Mapping

from knowledge.claims.entities import entity
from knowledge.claims.metrics import metrics
from knowledge.claims.model import Claim, Finding, Side, Verdict
from knowledge.types import Document

SAME = "same_metric"
NEWER = "newer_figure"
OTHER = "other_definition"


def subject(claim: Claim) -> str:
    """What a claim is about, in words: "floating-rate share of debt, Russell 2000"."""
    parts = [metrics()[claim.metric].label]
    if claim.variant:
        parts.append(claim.variant)
    return ", ".join([*parts, entity(claim.entity).label])


def side(claim: Claim, documents: Mapping[str, Document]) -> Side:
    """A claim as one side of a finding, in the document's own words."""
    document = documents[claim.document]
    span = claim.quantity.span
    return Side(document.id, document.title, claim.as_of, span, document.text[span.start : span.end])


def contradiction(first: Claim, second: Claim, documents: Mapping[str, Document]) -> Finding:
    """Two figures of one thing that cannot both hold."""
    one, other = side(first, documents), side(second, documents)
    if first.document == second.document:
        figures = f"{_said(one)} and, elsewhere in the same document, {_said(other)}"
    else:
        figures = f"{_said(one)} in {_place(one)}, {_said(other)} in {_place(other)}"
    why = f"{_capital(_thing(first))}: {figures}; that is more than rounding and the stated ranges allow."
    return Finding(Verdict.CONTRADICTION, SAME, subject(first), first.entity, (one, other), why)


def superseded(older: Claim, newer: Claim, documents: Mapping[str, Document]) -> Finding:
    """A figure that a later one has replaced."""
    one, other = side(older, documents), side(newer, documents)
    why = (
        f"{_capital(_thing(older))}: {_said(one)} on {older.as_of}, {_said(other)} on {newer.as_of};"
        " it changes with time, and the later figure holds."
    )
    return Finding(Verdict.SUPERSEDED, NEWER, subject(older), older.entity, (one, other), why)


def other_definition(
    first: Claim, second: Claim, documents: Mapping[str, Document], difference: str
) -> Finding:
    """Two figures that read alike and measure different things."""
    one, other = side(first, documents), side(second, documents)
    label = metrics()[first.metric].label
    why = f"{_capital(_said(one))} and {_said(other)} are not the same {label}: {difference}."
    return Finding(Verdict.DIFFERENT_DEFINITION, OTHER, subject(first), first.entity, (one, other), why)


def _thing(claim: Claim) -> str:
    label = metrics()[claim.metric].label
    kind = f" ({claim.variant})" if claim.variant else ""
    the = "" if entity(claim.entity).kind == "fund" else "the "
    return f"{label}{kind}, {the}{entity(claim.entity).label}"


def _said(one: Side) -> str:
    """A quote inside a sentence: without the capital of its own."""
    return one.quote[:1].lower() + one.quote[1:]


def _place(one: Side) -> str:
    return f'"{one.title}"' + (f" ({one.day})" if one.day else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
