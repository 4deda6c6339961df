"""What a check is: claims and words of a document in, what does not go together out."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from knowledge.claims.model import Claim, Finding
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

Check = Callable[[Document, Sequence[Claim], Prices | None, EventDays | None], Iterable[Finding]]
"""Looks at one document. Without prices or event days it says less, never something else."""

CrossCheck = Callable[
    [Sequence[Document], Mapping[str, Sequence[Claim]], Prices | None, EventDays | None], Iterable[Finding]
]
"""Looks at several documents together; the claims are by document id."""
