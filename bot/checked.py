"""What holding the claims of a corpus together gave, for the terminal and for programs."""

from dataclasses import dataclass

from knowledge.claims.model import Finding


@dataclass(frozen=True, slots=True)
class Checked:
    """Disagreements, and what was looked at to find them.

    Attributes:
        documents: How many documents were read.
        bars: Which bars figures were held against, as a sentence.
        superseded_left_out: Figures that a later report replaced and that were not asked for.
        findings: What does not go together.
    """

    documents: int
    bars: str
    superseded_left_out: int
    findings: tuple[Finding, ...]
