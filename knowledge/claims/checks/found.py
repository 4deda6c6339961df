"""Findings of the checks: the document's words on one side, our figure on the other."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from knowledge.claims.model import Claim, Finding, Side, Span, Verdict
from knowledge.types import Document


def said(document: Document, span: Span, day: date | None = None) -> Side:
    """The document's own words."""
    return Side(
        document.id,
        document.title,
        day or document.published.day,
        span,
        document.text[span.start : span.end],
    )


def ours(title: str, figure: str, day: date | None = None) -> Side:
    """A figure of ours: from arithmetic, the calendar or bars."""
    return Side(None, title, day, None, figure)


def entity_at(document: Document, claims: Sequence[Claim], span: Span) -> str:
    """What a stretch is about: what most claims in it are about, else the document's first symbol."""
    inside = [
        claim.entity
        for claim in claims
        if claim.sentence.start < span.end and span.start < claim.sentence.end
    ]
    if inside:
        return Counter(inside).most_common(1)[0][0]
    return document.symbols[0] if document.symbols else ""


def wrong(rule: str, subject: str, entity: str, sides: Sequence[Side], why: str) -> Finding:
    """A figure that does not come out."""
    return Finding(Verdict.DOES_NOT_RECOMPUTE, rule, subject, entity, tuple(sides), why)


def contradiction(rule: str, subject: str, entity: str, sides: Sequence[Side], why: str) -> Finding:
    """Two statements of one document that exclude each other."""
    return Finding(Verdict.CONTRADICTION, rule, subject, entity, tuple(sides), why)
