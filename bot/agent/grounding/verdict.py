"""What checking a text against its grounds gives."""

from dataclasses import dataclass, field
from enum import StrEnum


class ClaimKind(StrEnum):
    """What a stretch of text claims."""

    NUMBER = "number"
    DATE = "date"
    COUNT = "count"
    STATE = "state"
    DIRECTION = "direction"
    RANKING = "ranking"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about a figure, and what was found of it.

    Attributes:
        start: First character in the checked text.
        end: One past the last.
        text: The words themselves.
        kind: What it claims.
        holds: Whether the grounds bear it.
        because: For people: the fact it rests on, or why it fails, e.g. "no fact of this run is 64.3 for
            RSI 14 (it is 64.1)".
        facts: Ids of the facts it rests on.
        passages: Ids of the passages it rests on.
        against: Ids of the facts that say otherwise of the very thing it names. Where it fails and there are
            none, it is not borne, which is less than being wrong. They change nothing about what is shown of
            an answer, so that equal claims may differ in them.
    """

    start: int
    end: int
    text: str
    kind: ClaimKind
    holds: bool
    because: str
    facts: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    against: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """All claims of a text, in order.

    Attributes:
        claims: What was found; empty for a text that claims nothing about figures.
    """

    claims: tuple[Claim, ...]

    @property
    def failures(self) -> tuple[Claim, ...]:
        """What the grounds do not bear."""
        return tuple(claim for claim in self.claims if not claim.holds)

    @property
    def holds(self) -> bool:
        """Whether everything is borne by the grounds."""
        return not self.failures

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts the text rests on, once each, in order of use."""
        return tuple(dict.fromkeys(id_ for claim in self.claims if claim.holds for id_ in claim.facts))

    @property
    def passages(self) -> tuple[str, ...]:
        """Ids of the passages the text rests on, once each, in order of use."""
        return tuple(dict.fromkeys(id_ for claim in self.claims if claim.holds for id_ in claim.passages))
