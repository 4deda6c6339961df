"""Settling: what came of sealed calls at their horizons, from bars that reach so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from tools.bars import Bars
from tools.desk.asked import Calendar
from tools.errors import NoData, SourceDown
from tools.ledger.entries import HORIZONS, Seal, Settled, Settlement, Unable
from tools.ledger.port import Ledger, Row, Wanted
from tools.market.ports import BarSource, Progress

GONE_FOR = 5
"""Sessions by which the market must have gone on without a symbol before its bars count as ended."""


@dataclass(frozen=True, slots=True)
class Open:
    """A horizon that cannot be settled yet.

    Attributes:
        horizon: In sessions.
        reason: What it waits for.
    """

    horizon: int
    reason: str


@dataclass(frozen=True, slots=True)
class SettlingRun:
    """What a run of settling did.

    Attributes:
        written: Settlements written, those included that say "unable".
        unable: Those.
        open: Horizons that wait, with what they wait for.
        failed: Symbol -> why nothing of it could be settled now.
    """

    written: int
    unable: int
    open: tuple[tuple[Row[Seal], Open], ...]
    failed: tuple[tuple[str, str], ...]


def settle_all(
    ledger: Ledger,
    source: BarSource,
    benchmark: str,
    calendar: Calendar,
    now: datetime,
    wanted: Wanted,
    progress: Progress,
) -> SettlingRun:
    """Settle every horizon that has ended, symbol by symbol; each is written once, by whoever is first.

    Args:
        ledger: Where calls wait.
        source: Daily bars.
        benchmark: The symbol that says how far the market's bars go.
        calendar: The exchange's sessions.
        now: The present.
        wanted: Which calls.
        progress: Told of every symbol.
    """
    waiting = ledger.unsettled(HORIZONS, wanted)
    symbols = sorted({row.entry.symbol for row, _ in waiting})
    market_last = _last(source, benchmark) if symbols else None
    written = unable = 0
    still: list[tuple[Row[Seal], Open]] = []
    failed: list[tuple[str, str]] = []
    for done, symbol in enumerate(symbols, 1):
        try:
            # a bar of a running session is not a bar
            closed = source.bars(symbol).until(calendar.last_completed(now))
        except (NoData, SourceDown) as error:
            failed.append((symbol, str(error)))
            progress(done, len(symbols), symbol)
            continue
        found: list[Settlement] = []
        for row, horizons in waiting:
            if row.entry.symbol == symbol:
                ready, later = settle_seal(
                    row, horizons, closed, market_last or closed.last_session, calendar, now
                )
                found += ready
                still += [(row, one) for one in later]
        written += ledger.settle(found)
        unable += sum(isinstance(one.outcome, Unable) for one in found)
        progress(done, len(symbols), symbol)
    return SettlingRun(written, unable, tuple(still), tuple(failed))


def _last(source: BarSource, benchmark: str) -> date | None:
    try:
        return source.bars(benchmark).last_session
    except (NoData, SourceDown):
        return None


def settle_seal(
    row: Row[Seal],
    horizons: Sequence[int],
    bars: Bars,
    market_last: date,
    calendar: Calendar,
    now: datetime,
) -> tuple[tuple[Settlement, ...], tuple[Open, ...]]:
    """The settlements that can be written today, and what is still open.

    A call is entered at the open of the session after its own and left at the close of the last session of
    the horizon; both prices are today's adjusted ones, so that a split or a dividend since changes nothing.

    Args:
        row: The seal.
        horizons: Those that are not settled yet.
        bars: The symbol's daily bars, as far as they go.
        market_last: The newest session that the market has bars of: tells a symbol that ended from a source
            that is behind.
        calendar: The exchange's sessions.
        now: The present.
    """
    done: list[Settlement] = []
    waiting: list[Open] = []
    seal = row.entry
    for horizon in horizons:
        outcome = _outcome(seal, horizon, bars, market_last, calendar)
        if isinstance(outcome, Open):
            waiting.append(outcome)
        else:
            done.append(
                Settlement(
                    row.hash, seal.symbol, seal.session, seal.kind, seal.simulated, horizon, now, outcome
                )
            )
    return tuple(done), tuple(waiting)


def _outcome(
    seal: Seal, horizon: int, bars: Bars, market_last: date, calendar: Calendar
) -> Settled | Unable | Open:
    entered, left = calendar.next(seal.session), calendar.next(seal.session, horizon)
    if bars.fields == "close":
        return Unable(f"the source has closes only, so there is no open of {entered.isoformat()} to enter at")
    if bars.last_session < left:
        if calendar.count(bars.last_session, market_last) >= GONE_FOR and market_last >= left:
            return Unable(
                f"the bars of {seal.symbol} end on {bars.last_session.isoformat()}, the market's go on to "
                f"{market_last.isoformat()}"
            )
        return Open(horizon, f"its last session is {left.isoformat()}")
    places = bars.index.get_indexer(pd.DatetimeIndex([entered, left]))
    for place, day in zip(places, (entered, left), strict=True):
        if place < 0:
            return Unable(f"there is no bar of {seal.symbol} on {day.isoformat()}")
    first, last = int(places[0]), int(places[1])
    entry = float(bars.open[first] * bars.adj_close[first] / bars.close[first])
    leave = float(bars.adj_close[last])
    # an unchanged price is neither a rise nor a fall, whatever dividing leaves over
    percent = 100.0 * round(leave / entry - 1.0, 12)
    return Settled(entered, left, entry, leave, percent, bars.until(left).digest)
