"""Answers of the corpus as JSON: one function per answer; equal answers give equal bytes.

Days are ISO texts; what is not known is null, and so is the open end of a range ("over 40 per cent").
"""

import dataclasses
import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from bot.adding import Outcome
from knowledge.tenants import Tenant
from knowledge.types import Chunk, Document, Entry, SearchResult

if TYPE_CHECKING:
    # a list of documents need not pay for the rules that read claims
    from bot.checked import Checked
    from knowledge.claims.model import Claim, Span


def outcomes_json(outcomes: Sequence[Outcome]) -> str:
    """What became of each file that was to be added."""
    return _written(
        "added",
        {
            "taken": sum(outcome.refused is None for outcome in outcomes),
            "refused": sum(outcome.refused is not None for outcome in outcomes),
            "files": [_plain(outcome) | {"outcome": outcome.word} for outcome in outcomes],
        },
    )


def entries_json(entries: Sequence[Entry], tenant: Tenant) -> str:
    """The documents of a tenant."""
    return _written("documents", {"tenant": tenant, "documents": entries})


def document_json(entry: Entry, document: Document, passages: Sequence[Chunk] | None) -> str:
    """A document with its text, and its passages where they were asked for."""
    parts = {"entry": entry, "document": document}
    return _written("document", parts if passages is None else {**parts, "passages": passages})


def search_json(result: SearchResult) -> str:
    """Passages with where they stand."""
    passages = [_plain(passage) | {"place": passage.place} for passage in result.passages]
    return _written("search", _plain(result) | {"passages": passages})


def claims_json(claims: "Sequence[Claim]", documents: Mapping[str, Document]) -> str:
    """Claims with the words they were read from."""

    def words(document: str, span: "Span") -> str:
        return documents[document].text[span.start : span.end]

    return _written(
        "claims",
        {
            "claims": [
                _plain(claim)
                | {
                    "title": documents[claim.document].title,
                    "quote": words(claim.document, claim.quantity.span),
                    "sentence_text": words(claim.document, claim.sentence),
                }
                for claim in claims
            ]
        },
    )


def findings_json(checked: "Checked") -> str:
    """Disagreements, each with both sides in full."""
    return _written("conflicts", _plain(checked))


def removed_json(entries: Sequence[Entry], tenant: Tenant) -> str:
    """Documents that were removed."""
    return _written("removed", {"tenant": tenant, "documents": entries})


def _written(kind: str, parts: Mapping[str, object]) -> str:
    return json.dumps({"kind": kind} | _plain(parts), indent=2, ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:  # noqa: ANN401 - a tree of anything the answers hold
    if isinstance(value, Tenant | Enum | date | float):
        return _scalar(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {part.name: _plain(getattr(value, part.name)) for part in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value


def _scalar(value: Tenant | Enum | date | float) -> object:
    if isinstance(value, Tenant):
        return value.name
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value if math.isfinite(value) else None
