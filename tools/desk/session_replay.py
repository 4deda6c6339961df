"""Gathering a session's 5-minute bars for the replay, and falling back to its four prices without them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from tools.bars import Bars
from tools.chart_prices import price_unit
from tools.debrief.call import Call
from tools.debrief.outcome import NOISE_ATR, Outcome
from tools.debrief.replay import Ground
from tools.debrief.session_bars import SessionBars, session_bars
from tools.debrief.types import Warned
from tools.debrief.warning import no_warning, warning_from_day, warning_from_replay
from tools.desk.asked import Calendar
from tools.desk.layer_state import states_of
from tools.desk.snapshot import Snapshot
from tools.errors import NoData, SourceDown
from tools.market.ports import BarSource
from tools.profile import RULES_VERSION
from tools.types import Absent, Fact, State


def session_warning(
    call: Call, outcome: Outcome, session: Snapshot, before: Snapshot, source: BarSource, calendar: Calendar
) -> Warned:
    """The earliest warning of a call that failed.

    Only then are 5-minute bars fetched: of the symbol, and of the benchmark that relative strength needs.

    Args:
        call: The seal.
        outcome: What the session made of it.
        session: The symbol at the session.
        before: The symbol at the session before.
        source: Of the 5-minute bars.
        calendar: The exchange's, for open and close.
    """
    if not outcome.failed:
        return no_warning(outcome, session.sheet)
    ground = _ground(call, session, before, source, calendar)
    if isinstance(ground, Absent):
        closed = _closed(call, session, before)
        return warning_from_day(session.bars, call, ground.reason, session.sheet, closed)
    return warning_from_replay(ground, call, price_unit(session.bars), session.sheet)


def _ground(
    call: Call, session: Snapshot, before: Snapshot, source: BarSource, calendar: Calendar
) -> Ground | Absent:
    if _reads_otherwise(call, before):
        return Absent("the rules or the profile have changed since the seal")
    day = session.header.as_of
    mine = _day_of(session.symbol, day, source, calendar)
    odd = mine if isinstance(mine, Absent) else _disagrees(mine, session.bars, call)
    if isinstance(mine, Absent) or odd is not None:
        return odd or Absent("there are no 5-minute bars")
    benchmark = session.other(session.profile.benchmark)
    theirs = _day_of(benchmark.symbol, day, source, calendar) if isinstance(benchmark, Bars) else benchmark
    return Ground(
        before=replace(before.inputs, intraday=Absent("not read in a replay")),
        stack=before.stack,
        session=session.bars.index[-1],
        multiples=session.inputs.multiples,
        day=mine,
        factor=_factor(session.bars),
        benchmark_day=theirs,
        benchmark_factor=_factor(benchmark) if isinstance(benchmark, Bars) else float("nan"),
    )


def _reads_otherwise(call: Call, before: Snapshot) -> bool:
    return (call.seal.rules, call.seal.profile_digest) != (RULES_VERSION, before.profile.digest)


def _closed(call: Call, session: Snapshot, before: Snapshot) -> Mapping[str, State]:
    """States at the session's close, of the layers that today's bars still give the sealed state of."""
    if _reads_otherwise(call, before):
        return {}
    sealed = {layer.name: layer.state for layer in call.seal.layers}
    kept = {layer.name for layer in before.readings if layer.state == sealed.get(layer.name)}
    return {name: state for name, state in states_of(session.readings).items() if name in kept}


def _day_of(symbol: str, day: date, source: BarSource, calendar: Calendar) -> SessionBars | Absent:
    try:
        bars = source.bars(symbol, interval="5m", start=day, end=day)
    except (NoData, SourceDown) as error:
        return Absent(str(error).rstrip("."))
    found = session_bars(bars, calendar.open_time(day), calendar.close_time(day))
    return found if isinstance(found, SessionBars) else Absent(f"{symbol}: {found.reason}")


def _disagrees(day: SessionBars, bars: Bars, call: Call) -> Absent | None:
    """5-minute bars on another price scale, or of another thing, would warn of what never was."""
    if bars.fields == "close" or not isinstance(call.atr, Fact):
        return None
    room = NOISE_ATR * call.atr.number
    if float(np.max(day.high)) > bars.high[-1] + room or float(np.min(day.low)) < bars.low[-1] - room:
        return Absent("its 5-minute bars leave the range of its daily bar")
    return None


def _factor(bars: Bars) -> float:
    return float(bars.adj_close[-1] / bars.close[-1])
