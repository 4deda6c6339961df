"""What a calendar month did: returns, range, its best and worst session, and the dated events in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from tools.bars import Bars
from tools.calendar import KINDS, Event
from tools.chart_prices import ADJUSTED, extremes, extremes_basis, price_unit
from tools.facts import FactSheet
from tools.monthly.returns import return_between, why_not
from tools.types import Absent, Fact, FloatArray, Missing, Reading, Unit

_NO_BASE = "the bars begin inside the month"


@dataclass(frozen=True, slots=True)
class Dated:
    """A fact and the session it belongs to."""

    value: Fact
    day: Fact


@dataclass(frozen=True, slots=True)
class Month:
    """A month as known at the close of its last session.

    Attributes:
        symbol: Whose month it is.
        benchmark_symbol: What it is held against.
        name: In words, e.g. "March 2020".
        last: Its last session.
        sessions: How many sessions it had.
        move: Return of the symbol from the last close before the month to its last one, per cent.
        benchmark: The same of the benchmark, between the same two sessions.
        difference: `move` less `benchmark`, in points.
        high, low: The extremes of the month, as a chart shows them.
        place: Where the last close lies between low (0) and high (100), per cent.
        best, worst: The largest and the smallest return of one session, per cent.
        events: The days of the month's dated events, soonest first; each label says which.
        unknown: The kinds of event whose dates are not known for all of the month.
    """

    symbol: str
    benchmark_symbol: str
    name: str
    last: date
    sessions: Reading
    move: Reading
    benchmark: Reading
    difference: Reading
    high: Dated
    low: Dated
    place: Reading
    best: Dated | Missing
    worst: Dated | Missing
    events: tuple[Fact, ...]
    unknown: tuple[Missing, ...]


def read_month(
    bars: Bars,
    benchmark: Bars | Absent,
    benchmark_symbol: str,
    events: Iterable[Event] = (),
    gaps: Mapping[str, Absent] | None = None,
) -> Month:
    """The month of the last bar.

    Returns are of dividend-adjusted closes, the range is of prices as a chart shows them.

    Args:
        bars: The symbol, cut at the month's last session; at least one row.
        benchmark: What it is held against, or why it is not there.
        benchmark_symbol: Its name, also where it is absent.
        events: Events with a day in the month.
        gaps: Kinds of event whose dates are not known for all of the month, and why.
    """
    sheet = FactSheet(bars.symbol, bars.last_session, bars.source)
    last = bars.index[-1]
    first = int(bars.index.searchsorted(last.replace(day=1)))
    base = bars.adj_close[first - 1] if first else np.nan
    closes = np.r_[base, bars.adj_close[first:]]
    move = 100.0 * (closes[-1] / base - 1.0)
    theirs = return_between(benchmark, bars.index[first - 1], last) if first else np.nan
    reason = why_not(benchmark, benchmark_symbol) if first else _NO_BASE
    name = benchmark_symbol.lower().lstrip("^")
    high, low = (values[first:] for values in extremes(bars))
    top, bottom = float(high.max()), float(low.min())
    width = top - bottom
    return Month(
        symbol=bars.symbol,
        benchmark_symbol=benchmark_symbol,
        name=f"{last:%B %Y}",
        last=bars.last_session,
        sessions=sheet.fact(
            "month.sessions", "sessions of the month", len(high), Unit.SESSIONS, "bars in it"
        ),
        move=sheet.number(
            "month.return",
            "return of the month",
            move,
            Unit.PERCENT,
            f"last close against the last one before the month, {ADJUSTED}",
            missing=_NO_BASE,
        ),
        benchmark=sheet.number(
            f"month.return_{name}",
            f"{benchmark_symbol}'s return of the month",
            theirs,
            Unit.PERCENT,
            f"between the same two sessions, {ADJUSTED} of {benchmark_symbol}",
            missing=reason,
        ),
        difference=sheet.number(
            f"month.vs_{name}",
            f"return of the month against {benchmark_symbol}",
            move - theirs,
            Unit.POINTS,
            f"return less {benchmark_symbol}'s",
            missing=reason,
        ),
        high=_extreme(bars, sheet, "high", top, first + int(high.argmax())),
        low=_extreme(bars, sheet, "low", bottom, first + int(low.argmin())),
        place=sheet.number(
            "month.place",
            "place of the close in the month's range",
            100.0 * (bars.close[-1] - bottom) / width if width > 0 else np.nan,
            Unit.PERCENT,
            f"(close - low) / (high - low), {extremes_basis(bars)}",
            missing="the price did not move",
        ),
        best=_session(bars, sheet, "best", first, closes),
        worst=_session(bars, sheet, "worst", first, closes),
        events=tuple(_event(sheet, event) for event in sorted(events, key=lambda one: (one.day, one.kind))),
        unknown=tuple(
            sheet.missing(f"month.events.{kind}", KINDS[kind], gap.reason)
            for kind, gap in (gaps or {}).items()
        ),
    )


def _extreme(bars: Bars, sheet: FactSheet, name: str, value: float, row: int) -> Dated:
    """An extreme of the month; where it was met twice, the first session."""
    price = sheet.fact(
        f"month.{name}", f"{name} of the month", value, price_unit(bars), f"extreme of {extremes_basis(bars)}"
    )
    return Dated(price, _day(bars, sheet, name, row))


def _session(bars: Bars, sheet: FactSheet, name: str, first: int, closes: FloatArray) -> Dated | Missing:
    """The best or the worst session by its return; `closes` begin with the one before the month."""
    daily = 100.0 * (closes[1:] / closes[:-1] - 1.0)
    key, label = f"month.{name}", f"{name} session of the month"
    if not np.isfinite(daily).any():
        return sheet.missing(key, label, _NO_BASE)
    row = int(np.nanargmax(daily) if name == "best" else np.nanargmin(daily))
    change = sheet.fact(key, label, daily[row], Unit.PERCENT, f"return of one session, {ADJUSTED}")
    return Dated(change, _day(bars, sheet, name, first + row))


def _day(bars: Bars, sheet: FactSheet, name: str, row: int) -> Fact:
    day = bars.index[row].date().isoformat()
    return sheet.text(f"month.{name}.day", f"day of the month's {name}", day, "its session", unit=Unit.DATE)


def _event(sheet: FactSheet, event: Event) -> Fact:
    return Fact(
        sheet.id(f"month.events.{event.kind}.{event.day:%Y%m%d}"),
        event.label,
        event.day.isoformat(),
        Unit.DATE,
        sheet.as_of,
        event.source,
        "date of the event",
    )
