"""A reading over the rows of the bars: numbers or states, with what makes each row a fact."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tools.facts import FactSheet
from tools.types import ABSTAIN, FloatArray, Reading, Unit

_NO_STATES = "this reading has no states"
_NEVER = "the state was never another in these bars"


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A reading over the rows of the bars.

    Attributes:
        key: Its id on the card without the symbol, e.g. `trend.score`.
        label: Its label on the card.
        unit: What it counts; TEXT for a state.
        method: How it was made.
        values: Numbers per row, NaN where not known; the codes of `names` for a state.
        missing: Why a row has none.
        names: Code -> word, for a state.
        states: Codes per row whose changes are counted: of the reading itself or of what it scores.
        state_label: The name of those states.
        state_names: Code -> word of `states`.
        source: Another source than the bars', or None.
        notes: Caveats of a row by its place and day.
    """

    key: str
    label: str
    unit: Unit
    method: str
    values: FloatArray
    missing: str = "not enough sessions"
    names: Mapping[int, str] | None = None
    states: Sequence[int] | None = None
    state_label: str = "state"
    state_names: Mapping[int, str] | None = None
    source: str | None = None
    notes: Callable[[int, date], tuple[str, ...]] = lambda _row, _day: ()

    def at(self, row: int, sheet: FactSheet) -> Reading:
        """The reading of a row; the sheet is of that row's session."""
        value, notes = float(self.values[row]), self.notes(row, sheet.as_of)
        if self.names is None or not np.isfinite(value):
            return sheet.number(
                self.key, self.label, value, self.unit, self.method,
                missing=self.missing, source=self.source, notes=notes,
            )  # fmt: skip
        return sheet.text(self.key, self.label, self.names[int(value)], self.method)

    @property
    def run(self) -> float:
        """Rows in a row, up to the last, with the state of the last; NaN without states."""
        if self.states is None or not len(self.states) or self.states[-1] == ABSTAIN:
            return float("nan")
        codes = np.asarray(self.states)
        others = np.flatnonzero(codes != codes[-1])
        return float(len(codes) - (others[-1] + 1 if len(others) else 0))

    @property
    def before(self) -> str:
        """The state before that run; empty where there is none."""
        run = self.run
        if self.states is None or self.state_names is None or not run < len(self.states):
            return ""
        return self.state_names.get(int(self.states[-1 - int(run)]), "")

    @property
    def stateless(self) -> str:
        """Why there is no run."""
        return _NO_STATES if self.states is None else self.missing

    @property
    def no_before(self) -> str:
        """Why there is no state before."""
        return _NEVER if self.states is not None else _NO_STATES
