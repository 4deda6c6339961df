"""What reports say in numbers, and where those numbers do not go together."""

from collections.abc import Sequence

from knowledge.claims.checks import CHECKS, CROSS_CHECKS
from knowledge.claims.compare import compare
from knowledge.claims.extract import claims_of
from knowledge.claims.model import Finding, Span
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

CLAIMS_VERSION = "1"
"""Changes whenever the same document may give other claims or findings."""


def findings(
    documents: Sequence[Document], prices: Prices | None = None, events: EventDays | None = None
) -> tuple[Finding, ...]:
    """Find what does not go together in some documents, and between them.

    Args:
        documents: Each is looked at by itself, and all against each other.
        prices: Real bars to check figures against; without them less is said.
        events: Days of scheduled events, likewise.

    Returns:
        First where claims disagree, then what does not recompute, document by document. Where a check
        recomputes the very figures that disagree, only the check is told: it says more.
    """
    by_document = {document.id: claims_of(document) for document in documents}
    every = [claim for claims in by_document.values() for claim in claims]
    compared = compare(every, {document.id: document for document in documents})
    checked: list[Finding] = []
    for document in documents:
        for check in CHECKS:
            checked.extend(check(document, by_document[document.id], prices, events))
    for cross_check in CROSS_CHECKS:
        checked.extend(cross_check(documents, by_document, prices, events))
    places = [_places(finding) for finding in checked]
    return (
        *(finding for finding in compared if not any(_places(finding) <= place for place in places)),
        *checked,
    )


def _places(finding: Finding) -> set[tuple[str, Span]]:
    return {(side.document, side.span) for side in finding.sides if side.document and side.span}


__all__ = ["CLAIMS_VERSION", "claims_of", "compare", "findings"]
