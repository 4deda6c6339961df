"""Comparison and checks together: what is told, once."""

from datetime import date

from knowledge.claims import findings
from knowledge.claims.model import Verdict
from knowledge.documents import read_document
from knowledge.types import Document, Given

SCORECARD = """# Scorecard

The composite score of 43/100 is neutral.

| Dimension | Score | Weight | Weighted |
|---|---|---|---|
| Trend | 28/100 | 50% | 14.0 |
| Risk | 59.6/100 | 50% | 29.8 |
| Composite Score | | | 43.8/100 |
"""


def read(text: str, day: date) -> Document:
    """A Markdown document of that day."""
    return read_document(text.encode(), Given(name="note.md", published=day, symbols=("IWM",)))


def test_a_disagreement_that_a_check_recomputes_is_told_once() -> None:
    told = findings([read(SCORECARD, date(2026, 5, 17))])
    quotes = [{side.quote for side in finding.sides} for finding in told]
    assert sum({"43/100", "43.8/100"} <= quoted for quoted in quotes) == 1


def test_documents_are_held_against_each_other_first() -> None:
    older = read("# One\n\nAbout 32% of Russell 2000 debt is floating-rate.\n", date(2025, 12, 7))
    newer = read(
        "# Two\n\nSome 70% of Russell 2000 debt is floating-rate.\n\n" + SCORECARD, date(2026, 5, 17)
    )
    told = findings([older, newer])
    assert told[0].verdict is Verdict.CONTRADICTION
    assert [side.quote for side in told[0].sides] == ["About 32%", "Some 70%"]
    assert told == findings([older, newer])


def test_no_documents_have_no_findings() -> None:
    assert findings([]) == ()
