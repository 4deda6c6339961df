"""Findings of the checks: the document's words on one side, our figure on the other."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
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


def entities(document: Document, claims: Sequence[Claim]) -> Callable[[Span], str]:
    """Tells what a stretch is about: what most claims in it are about, else the document's first symbol."""
    ordered = sorted(claims, key=lambda claim: claim.sentence)
    starts = [claim.sentence.start for claim in ordered]
    longest = max((claim.sentence.end - claim.sentence.start for claim in claims), default=0)
    fallback = document.symbols[0] if document.symbols else ""

    def entity_of(span: Span) -> str:
        first, last = bisect_left(starts, span.start - longest), bisect_left(starts, span.end)
        inside = [claim.entity for claim in ordered[first:last] if claim.sentence.end > span.start]
        return Counter(inside).most_common(1)[0][0] if inside else fallback

    return entity_of


def wrong(rule: str, subject: str, entity: str, sides: Sequence[Side], why: str) -> Finding:
    """A figure that does not come out."""
    return Finding(Verdict.DOES_NOT_RECOMPUTE, rule, subject, entity, tuple(sides), why)


def contradiction(rule: str, subject: str, entity: str, sides: Sequence[Side], why: str) -> Finding:
    """Two statements of one document that exclude each other."""
    return Finding(Verdict.CONTRADICTION, rule, subject, entity, tuple(sides), why)
