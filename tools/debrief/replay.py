"""The replay of a session: its daily bar grows, and the layers are read again at the end of every bar."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tools.bars import Bars
from tools.debrief.session_bars import SessionBars, grown, standing
from tools.layers.base import STATE_NAMES, Inputs
from tools.stack import StackHistory, stack_history
from tools.types import ABSTAIN, Absent, FloatArray, State

_NO_MEMBERS = Absent("its members have no intraday bars")


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What a replay stands on.

    Attributes:
        before: What the layers read at the session before.
        stack: What they gave then.
        session: Naive midnight of the session that is replayed.
        multiples: The calendar's, up to that session: one row more than `before`.
        day: Its 5-minute bars.
        factor: Adjusted over plain close of the session.
        benchmark_day: The benchmark's 5-minute bars, or why there are none.
        benchmark_factor: As `factor`.
    """

    before: Inputs
    stack: StackHistory
    session: pd.Timestamp
    multiples: FloatArray
    day: SessionBars
    factor: float
    benchmark_day: SessionBars | Absent
    benchmark_factor: float

    def states_before(self) -> Mapping[str, State]:
        """The layers' states at the session before, from the bars as they are today."""
        return _states(self.stack, self.before.multiples)

    def at(self, row: int) -> StackHistory:
        """The layers as they read at the end of a 5-minute bar."""
        return stack_history(self.inputs(row))

    def states(self, row: int) -> Mapping[str, State]:
        """Their states then; a layer that cannot be replayed is not among them."""
        return _states(self.at(row), self.multiples)

    def states_unmoved(self) -> Mapping[str, State]:
        """The states if no price moved: a look-back drops its oldest session all the same."""
        bars, other = self.before.bars, self.before.benchmark
        theirs = other if isinstance(other, Absent) else standing(other, self.session)
        stack = stack_history(self._inputs(standing(bars, self.session), theirs))
        return _states(stack, self.multiples)

    def inputs(self, row: int) -> Inputs:
        """What the layers read at the end of a 5-minute bar."""
        bars = grown(self.before.bars, self.session, self.day, row, self.factor)
        return self._inputs(bars, self._benchmark(row))

    def _inputs(self, bars: Bars, benchmark: Bars | Absent) -> Inputs:
        return replace(
            self.before,
            bars=bars,
            benchmark=benchmark,
            breadth=_NO_MEMBERS,
            multiples=self.multiples,
            volume_check=self.volume_check,
        )

    @property
    def volume_check(self) -> float:
        """Momentum's volume check at the session before: volume so far cannot be held against whole days."""
        momentum = self.stack.layers["momentum"]
        return float("nan") if isinstance(momentum, Absent) else float(momentum.columns["weak"][-1])

    def _benchmark(self, row: int) -> Bars | Absent:
        bars, day = self.before.benchmark, self.benchmark_day
        if isinstance(bars, Absent) or bars.symbol == self.before.bars.symbol:
            return bars
        if isinstance(day, Absent):
            return day
        known = day.at_or_before(self.day.ends[row])
        if known is None:
            return Absent(f"{bars.symbol} has no 5-minute bar yet")
        return grown(bars, self.session, day, known, self.benchmark_factor)


@dataclass(frozen=True, slots=True)
class Moved:
    """The first bar at whose end a layer had moved against a rating.

    Attributes:
        row: Which bar.
        layers: Name -> the state it had moved to.
    """

    row: int
    layers: Mapping[str, State]


def first_move(ground: Ground, sealed: Mapping[str, State], side: int) -> Moved | None:
    """Walk through the session until a layer has left its sealed state against the rating.

    Args:
        ground: What to replay.
        sealed: Name -> sealed state, of the layers that are watched.
        side: +1 where a lower state goes against the rating, -1 where a higher one does.
    """
    for row in range(len(ground.day)):
        now = ground.states(row)
        moved = {
            name: now[name]
            for name, state in sealed.items()
            if name in now and (_CODES[state] - _CODES[now[name]]) * side > 0
        }
        if moved:
            return Moved(row, moved)
    return None


_CODES: Mapping[State, int] = {name: code for code, name in STATE_NAMES.items()}


def _states(stack: StackHistory, multiples: FloatArray) -> Mapping[str, State]:
    found = {}
    for name, history in stack.layers.items():
        code = ABSTAIN if isinstance(history, Absent) else int(history.states(multiples)[-1])
        if code != ABSTAIN:
            found[name] = STATE_NAMES[code]
    return found


def why_silent(ground: Ground, name: str) -> str:
    """Why a layer cannot be read at the last bar of the session.

    Args:
        ground: What is replayed.
        name: The layer's.
    """
    history = ground.at(len(ground.day) - 1).layers[name]
    if isinstance(history, Absent):
        return history.reason
    return history.silence if np.isnan(history.score[-1]) else ""
