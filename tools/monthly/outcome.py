"""What came after a report: the return over some sessions, what was met on the way, and the call's fate."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from tools.bars import Bars
from tools.chart_prices import ADJUSTED
from tools.facts import FactSheet
from tools.monthly.month import Dated
from tools.monthly.returns import return_between, why_not
from tools.types import Absent, Fact, FloatArray, Reading, Unit

HORIZONS = (5, 21, 63)
"""Sessions after a report: a week, a month, a quarter."""

Call = Literal["right", "wrong", "undecided", "none"]
"""Of a composite: a bullish or bearish one is held against the sign of the return, a neutral one calls
nothing; undecided where the price ended where it began."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened over the next sessions.

    Attributes:
        symbol: Whose outcome it is.
        benchmark_symbol: What it is held against.
        start: The session of the report; everything is counted from its close.
        known_from: The last session of the stretch: nothing of this was known before its close.
        horizon: The length of the stretch.
        move: Return of the symbol over the stretch, per cent.
        benchmark: The same of the benchmark.
        difference: `move` less `benchmark`, in points.
        lowest, highest: The closes of the stretch furthest down and up, as returns from the start, per cent.
        call: What became of the composite's direction.
    """

    symbol: str
    benchmark_symbol: str
    start: date
    known_from: date
    horizon: Fact
    move: Fact
    benchmark: Reading
    difference: Reading
    lowest: Dated
    highest: Dated
    call: Call


def read_outcome(
    bars: Bars,
    benchmark: Bars | Absent,
    benchmark_symbol: str,
    start: date,
    end: date,
    horizon: int,
    rating: Reading,
) -> Outcome | None:
    """The outcome from the close of one session to the close of another; all of adjusted closes.

    Args:
        bars: The symbol; rows after `end` are not read.
        benchmark: What it is held against, or why it is not there.
        benchmark_symbol: Its name, also where it is absent.
        start: The session of the report.
        end: The session `horizon` sessions later, by the exchange's calendar.
        horizon: Sessions between them.
        rating: The composite's rating at the start.

    Returns:
        None where the bars do not have every session of the stretch.
    """
    places = bars.index.get_indexer(pd.DatetimeIndex([start, end]))
    first, last = int(places[0]), int(places[1])
    if first < 0 or last - first != horizon:
        return None
    sheet = FactSheet(bars.symbol, end, bars.source)
    path = 100.0 * (bars.adj_close[first + 1 : last + 1] / bars.adj_close[first] - 1.0)
    name, key = benchmark_symbol.lower().lstrip("^"), f"next{horizon}"
    theirs = return_between(benchmark, pd.Timestamp(start), pd.Timestamp(end))
    reason = why_not(benchmark, benchmark_symbol)
    move = sheet.fact(
        f"{key}.return",
        f"return over {horizon} sessions",
        path[-1],
        Unit.PERCENT,
        f"close to close, {ADJUSTED}",
    )
    return Outcome(
        symbol=bars.symbol,
        benchmark_symbol=benchmark_symbol,
        start=start,
        known_from=end,
        horizon=sheet.fact(f"{key}.sessions", "horizon", horizon, Unit.SESSIONS, "sessions after the report"),
        move=move,
        benchmark=sheet.number(
            f"{key}.return_{name}",
            f"{benchmark_symbol}'s return over {horizon} sessions",
            theirs,
            Unit.PERCENT,
            f"between the same two sessions, {ADJUSTED} of {benchmark_symbol}",
            missing=reason,
        ),
        difference=sheet.number(
            f"{key}.vs_{name}",
            f"return over {horizon} sessions against {benchmark_symbol}",
            move.number - theirs,
            Unit.POINTS,
            f"return less {benchmark_symbol}'s",
            missing=reason,
        ),
        lowest=_furthest(bars, sheet, key, "lowest", first, path),
        highest=_furthest(bars, sheet, key, "highest", first, path),
        call=call_of(rating, move.number),
    )


def call_of(rating: Reading, move: float) -> Call:
    """What a return makes of a rating's direction.

    Args:
        rating: The composite's, or why there was none.
        move: The return that followed, in any unit.
    """
    if not isinstance(rating, Fact) or rating.value == "neutral":
        return "none"
    if move == 0:
        return "undecided"
    return "right" if (move > 0) == str(rating.value).endswith("bullish") else "wrong"


def _furthest(bars: Bars, sheet: FactSheet, key: str, name: str, first: int, path: FloatArray) -> Dated:
    """The lowest or the highest close of the stretch; where it was met twice, the first session."""
    row = int(path.argmin() if name == "lowest" else path.argmax())
    day = bars.index[first + 1 + row].date().isoformat()
    label = f"{name} close of the stretch"
    return Dated(
        sheet.fact(f"{key}.{name}", label, path[row], Unit.PERCENT, f"return from the start, {ADJUSTED}"),
        sheet.text(f"{key}.{name}.day", f"day of the {label}", day, "its session", unit=Unit.DATE),
    )
