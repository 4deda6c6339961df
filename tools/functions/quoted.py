"""What came from outside or from before, as one JSON object a line: data that cannot pass for our words."""

import json

from knowledge.claims.model import Finding, Side
from knowledge.types import Passage
from tools.functions.lines import line
from tools.grounds import Said, tag

_LONGEST = 900
"""Characters of a passage in the text; the whole of it stands in the grounds."""


def passage_line(passage: Passage) -> str:
    """A passage with the tag that it is cited by."""
    day = passage.cited.published.day
    return _json(
        {
            "kind": "passage",
            "tag": tag(passage),
            "title": passage.cited.title,
            "source": passage.cited.source,
            "published": day.isoformat() if day else None,
            "text": _cut(passage.text),
        }
    )


def finding_line(finding: Finding) -> str:
    """Where documents contradict each other, arithmetic or the calendar."""
    return _json(
        {
            "kind": "contradiction",
            "verdict": finding.verdict.value,
            "subject": finding.subject,
            "why": finding.why,
            "sides": [_side(side) for side in finding.sides],
        }
    )


def said_line(said: Said) -> str:
    """An earlier answer, with the session its figures are of."""
    return _json(
        {
            "kind": "earlier answer",
            "answer": said.answer,
            "day": said.day.isoformat(),
            "session": said.session.isoformat(),
            "question": _cut(said.question),
            "text": _cut(said.text),
            "facts": [line(fact) for fact in said.facts[:12]],
        }
    )


def _side(side: Side) -> dict[str, object]:
    return {
        "title": side.title,
        "day": side.day.isoformat() if side.day else None,
        "quote": _cut(side.quote, 300),
    }


def _cut(text: str, longest: int = _LONGEST) -> str:
    """The beginning of a text, at a blank, with dots where it was cut."""
    if len(text) <= longest:
        return text
    head = text[:longest]
    return head[: head.rfind(" ")] + " ..." if " " in head else head + " ..."


def _json(value: dict[str, object]) -> str:
    # ASCII alone: no direction mark or lookalike of a document reaches the model as a character
    return json.dumps(value, ensure_ascii=True)
