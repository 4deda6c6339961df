"""Making facts: one sheet per symbol and session, so that ids, dates and sources are written once."""

import math
from dataclasses import dataclass
from datetime import date

from tools.types import Fact, Missing, Reading, Unit


@dataclass(frozen=True, slots=True)
class FactSheet:
    """Makes the facts of one symbol at one session.

    Attributes:
        symbol: As asked, e.g. "IWM"; ids begin with it in lower case, without a caret.
        as_of: The session of the facts, unless one says otherwise.
        source: The source of the facts, unless one says otherwise.
        notes: Caveats that every fact of the sheet carries (simulated, provisional, stale).
    """

    symbol: str
    as_of: date
    source: str
    notes: tuple[str, ...] = ()

    def id(self, key: str) -> str:
        """The stable id of a key: `trend.ema21` -> `iwm.trend.ema21`."""
        return f"{self.symbol.lower().lstrip('^')}.{key}"

    def number(  # noqa: PLR0913 - a fact has this many parts
        self,
        key: str,
        label: str,
        value: float,
        unit: Unit,
        method: str,
        *,
        missing: str = "not enough sessions",
        as_of: date | None = None,
        source: str | None = None,
        notes: tuple[str, ...] = (),
    ) -> Reading:
        """A numeric fact, or `Missing` with the reason `missing` when the value is NaN or infinite."""
        if not math.isfinite(value):
            return Missing(self.id(key), label, missing)
        return Fact(
            self.id(key),
            label,
            float(value),
            unit,
            as_of or self.as_of,
            source or self.source,
            method,
            self.notes + notes,
        )

    def fact(self, key: str, label: str, value: float, unit: Unit, method: str) -> Fact:
        """A numeric fact whose value is known to be finite."""
        return Fact(self.id(key), label, float(value), unit, self.as_of, self.source, method, self.notes)

    def text(self, key: str, label: str, value: str, method: str, *, unit: Unit = Unit.TEXT) -> Fact:
        """A fact whose value is a word, such as a state or a date."""
        return Fact(self.id(key), label, value, unit, self.as_of, self.source, method, self.notes)

    def flag(self, key: str, label: str, value: bool, method: str) -> Fact:  # noqa: FBT001 - it is the value
        """A fact that is true or false."""
        return Fact(self.id(key), label, value, Unit.FLAG, self.as_of, self.source, method, self.notes)

    def missing(self, key: str, label: str, reason: str) -> Missing:
        """A fact that is not there, with its reason."""
        return Missing(self.id(key), label, reason)
