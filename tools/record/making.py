"""Making the facts of one book: ids, labels and notes in one place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tools.facts import FactSheet
from tools.types import Fact, Missing, Reading, Unit

TOO_FEW = "too few cases"


@dataclass(frozen=True, slots=True)
class Making:
    """Makes facts of a book, or of one of its horizons.

    Attributes:
        sheet: Of the symbol, or of the desk.
        stem: What their ids begin with after the symbol, e.g. "record.forward.10".
        whose: What their labels end with, e.g. "forward calls, 10 sessions".
        least: Independent cases that a rate needs.
        confidence: Of every interval, per cent.
    """

    sheet: FactSheet
    stem: str
    whose: str
    least: Fact
    confidence: Fact

    def within(self, part: str, whose: str = "") -> "Making":
        """The same for a part of it."""
        label = f"{self.whose}, {whose}" if whose else self.whose
        return Making(self.sheet, f"{self.stem}.{part}", label, self.least, self.confidence)

    def number(self, key: str, label: str, value: float, unit: Unit, method: str) -> Fact:
        """A number that is there."""
        return self.sheet.fact(f"{self.stem}.{key}", self.label(label), value, unit, method)

    def count(self, key: str, label: str, value: int, method: str) -> Fact:
        """How many of something."""
        return self.number(key, label, value, Unit.COUNT, method)

    def text(self, key: str, label: str, value: str, method: str) -> Fact:
        """A word."""
        return self.sheet.text(f"{self.stem}.{key}", self.label(label), value, method)

    def day(self, key: str, label: str, value: date, method: str) -> Fact:
        """A session."""
        return self.sheet.text(
            f"{self.stem}.{key}", self.label(label), value.isoformat(), method, unit=Unit.DATE
        )

    def missing(self, key: str, label: str, reason: str) -> Missing:
        """What is not known, and why."""
        return self.sheet.missing(f"{self.stem}.{key}", self.label(label), reason)

    def label(self, label: str) -> str:
        """The label with whose it is."""
        return f"{label}, {self.whose}"

    def given(self, why_not: str) -> Callable[[str, str, float, Unit, str], Reading]:
        """`number`, or what makes the same ones missing where there is a reason for that."""
        if not why_not:
            return self.number

        def gone(key: str, label: str, _value: float, _unit: Unit, _method: str) -> Reading:
            return self.missing(key, label, why_not)

        return gone
