"""What checking somebody's text gives: each statement right, wrong or unknown, and what it was held against.

Wrong and unknown are kept apart with care: wrong is only what a computed reading of the same thing, symbol
and session contradicts. What this desk does not compute, or could not read, is unknown.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.agent.grounding.verdict import ClaimKind
from knowledge.claims.model import Finding
from tools.results import Header
from tools.types import Fact

Standing = Literal["right", "wrong", "unknown"]
"""Borne by what was read; contradicted by it; neither."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement of a text, and how it stands.

    Attributes:
        start: First character in `CheckedText.text`.
        end: One past the last.
        words: Those characters: "rsi 71". They came from outside.
        sentence: The sentence or line they stand in. It came from outside.
        kind: What they claim.
        standing: How it stands.
        why: For people, one line: the reading it rests on, what is computed instead, or why nothing is known.
        facts: Right: what it rests on. Wrong: what is computed instead. Unknown: none, or
            a reading that is near.
    """

    start: int
    end: int
    words: str
    sentence: str
    kind: ClaimKind
    standing: Standing
    why: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text held against what was computed.

    Attributes:
        text: As it was checked: cleaned, at most as long as may be checked.
        symbols: What was read, at most three; the first is a default where the text names none.
        named: Whether the text names its symbols; False: the default was taken.
        session: The session whose figures it was held against.
        statements: What it says, in order of place; empty where it says nothing that can be checked.
        findings: What does not go together within the text: its arithmetic, its calendar, known bars.
        notices: What a reader must know first, as plain sentences: a default taken, data not to be had.
        headers: Of each result that was read: sources, terms, staleness; empty where none could be.
    """

    text: str
    symbols: tuple[str, ...]
    named: bool
    session: date
    statements: tuple[Stated, ...]
    findings: tuple[Finding, ...] = ()
    notices: tuple[str, ...] = ()
    headers: tuple[Header, ...] = ()

    def of(self, standing: Standing) -> tuple[Stated, ...]:
        """The statements that stand like this."""
        return tuple(one for one in self.statements if one.standing == standing)
