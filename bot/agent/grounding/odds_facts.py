"""What followed a state, how sealed calls did, and what a lesson rests on, each under its owner.

An owner is one state of one family, one book of calls, the lesson of a debrief, or all that was tried. A rate
of one owner never bears a sentence about another, so these facts stand apart from a card's.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tools.types import Fact, Missing, Reading

_EVIDENCE = re.compile(r"evidence\.(?P<name>[a-z_]+\.[a-z_]+)\.(?P<horizon>\d+)\.(?P<field>\w+)\Z")
_RECORD = re.compile(
    r"record\.(?P<name>forward|backfilled)(?:\.simulated)?(?:\.(?P<horizon>\d+))?\.(?P<field>[\w.]+)\Z"
)
_RULE = re.compile(r"(?P<name>record|evidence\.tried|debrief\.lesson)\.(?P<field>\w+)\Z")
_KINDS = {"record": "rules", "evidence.tried": "tried", "debrief.lesson": "lesson"}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose rate it is.

    Attributes:
        kind: "evidence", "record", "lesson", "tried" or "rules".
        name: The state's key as "composite.bullish", the book's kind, or empty.
    """

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of an owner.

    Attributes:
        symbol: Upper case.
        owner: Whose it is.
        horizon: In sessions; 0 where it has none.
        field: Its last part: "hit_rate", "episodes", "worst.1.against".
        reading: The fact, or why there is none.
        lower: Whether a hit is a lower price.
        session: The session that its tool read.
    """

    symbol: str
    owner: Owner
    horizon: int
    field: str
    reading: Reading
    lower: bool
    session: date | None

    @property
    def fact(self) -> Fact | None:
        """The fact; None where it is missing."""
        return self.reading if isinstance(self.reading, Fact) else None


def cells(readings: Iterable[tuple[Reading, date | None]]) -> list[Cell]:
    """The cells of some readings, once each; what is no odds figure gives none.

    Args:
        readings: Each with the session that its tool read.
    """
    found: dict[tuple[str, date | None], Cell] = {}
    for reading, session in readings:
        cell = _cell(reading, session)
        if cell is not None:
            found.setdefault((reading.id, session), cell)
    falls = {
        (one.symbol, one.owner)
        for one in found.values()
        if one.field == "hit_rate" and one.reading.label.startswith("share lower")
    }
    return [
        Cell(one.symbol, one.owner, one.horizon, one.field, one.reading, lower=True, session=one.session)
        if (one.symbol, one.owner) in falls
        else one
        for one in found.values()
    ]


def is_odds(id_: str) -> bool:
    """Whether a fact stands under an owner, and bears nothing outside it."""
    rest = id_.partition(".")[2]
    return rest.startswith(("evidence.", "record.", "debrief.lesson."))


def _cell(reading: Fact | Missing, session: date | None) -> Cell | None:
    symbol, _, rest = reading.id.partition(".")
    for pattern, kind in ((_EVIDENCE, "evidence"), (_RECORD, "record"), (_RULE, "")):
        match = pattern.match(rest)
        if match is None:
            continue
        owner = Owner(kind, match["name"]) if kind else Owner(_KINDS[match["name"]], "")
        horizon = int(match["horizon"] or 0) if kind else 0
        return Cell(symbol.upper(), owner, horizon, match["field"], reading, lower=False, session=session)
    return None
