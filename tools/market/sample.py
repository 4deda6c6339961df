"""A market made up by the computer, to try the product without a network. Everything from it says SIMULATED.

The numbers are drawn, not observed: a regime-switching market from 2014-01-02, the same on every run. A
bar depends on its date alone, so other sessions, more sessions or another start never change it.
"""

import threading
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from tools.bars import (
    COLUMNS,
    Bars,
    Interval,
    MemberPanel,
    Membership,
    Positioning,
    RateSeries,
    digest_of,
)
from tools.errors import NoData, PlumbError
from tools.market.gate import validate, validate_panel
from tools.market.one_by_one import answer_each
from tools.market.ports import Progress, no_progress
from tools.market.sample_daily import CHARACTERS, daily, member_character
from tools.market.sample_intraday import EARLY_CLOSE, FULL_SESSION, Session, split_session
from tools.market.sample_paths import ANCHOR, MEMBERS, RATES, Simulation, simulate
from tools.types import Absent

UNIVERSE = "russell2000"
SOURCE = "sample (SIMULATED)"

_NEW_YORK = ZoneInfo("America/New_York")
_OPENING = pd.Timedelta(hours=9, minutes=30)
_NONE = Absent("simulated market has none")


class SampleMarketData:
    """The simulated market: bars, members, rates; nothing on positioning.

    It has IWM, SPY, QQQ, KRE, HYG, IEF and ^VIX, the 400 members SIM001 to SIM400 of its russell2000, and the
    rates of `RateSource`; daily and 5-minute bars of any of its symbols and sessions. Funds pay quarterly
    dividends to the end of 2025. Prices are as after splits, so a split would leave no trace.

    Nothing is computed before the first call; then once, under a lock.

    Args:
        sessions: The exchange's sessions as naive midnights, weekdays, oldest first. Those before
            2014-01-02 are left out: the simulation begins there.
        early_closes: The sessions that end at 13:00 in New York.

    Raises:
        ValueError: The sessions are not what they have to be.
    """

    def __init__(self, sessions: pd.DatetimeIndex, *, early_closes: frozenset[date] = frozenset()) -> None:
        if sessions.tz is not None or not (sessions == sessions.normalize()).all():
            raise ValueError("sessions must be naive midnights")
        if not sessions.is_monotonic_increasing or not sessions.is_unique or (sessions.dayofweek > 4).any():
            raise ValueError("sessions must be weekdays, oldest first, each once")
        self._sessions = sessions[sessions >= pd.Timestamp(ANCHOR)].as_unit("us")
        self._early_closes = early_closes
        self._lock = threading.RLock()
        self._simulation: Simulation | None = None
        self._bars: dict[str, Bars] = {}
        self._members: MemberPanel | None = None

    @property
    def name(self) -> str:
        """What facts give as their source; says SIMULATED."""
        return SOURCE

    def bars(
        self,
        symbol: str,
        *,
        interval: Interval = "1d",
        start: date | None = None,
        end: date | None = None,
    ) -> Bars:
        """Simulated bars of one symbol; see `BarSource.bars`.

        The 5-minute bars of a session agree with its daily bar exactly, volume included; their `adj_close`
        carries the dividends of the daily one. All of history is some 250,000 of them: give dates.

        Raises:
            NoData: The symbol, the interval or the dates are not in the simulated market.
        """
        symbol = symbol.upper()
        if symbol not in CHARACTERS and symbol not in MEMBERS:
            raise NoData(
                f"{symbol} is not in the simulated market; it has {', '.join(CHARACTERS)} "
                f"and the made-up companies {MEMBERS[0]} to {MEMBERS[-1]}."
            )
        if interval not in ("1d", "5m"):
            raise NoData(f"The simulated market has no {interval} bars; it has 1d and 5m.")
        whole = self._daily(symbol)
        first = whole.index.searchsorted(pd.Timestamp(start)) if start else 0
        stop = whole.index.searchsorted(pd.Timestamp(end), side="right") if end else len(whole)
        if first >= stop:
            raise NoData(
                f"The simulated market has no session of {symbol} between {start or 'its beginning'} "
                f"and {end or 'its end'}; it has {whole.index[0]:%Y-%m-%d} to {whole.index[-1]:%Y-%m-%d}."
            )
        part = whole if stop - first == len(whole) else whole.slice(int(first), int(stop))
        return part if interval == "1d" else self._intraday(part)

    def batch(
        self,
        symbols: Sequence[str],
        *,
        start: date | None = None,
        end: date | None = None,
        progress: Progress = no_progress,
    ) -> Mapping[str, Bars | PlumbError]:
        """Simulated daily bars of many symbols; see `BarSource.batch`."""
        return answer_each(partial(self.bars, start=start, end=end), symbols, progress)

    def membership(self, universe: str, as_of: date) -> Membership:  # noqa: ARG002 - there is one list
        """The 400 made-up members; one list, dated when the simulation begins.

        Raises:
            NoData: The universe is not russell2000.
        """
        if universe != UNIVERSE:
            raise NoData(f"The simulated market has no universe {universe}; it has {UNIVERSE}.")
        return Membership(UNIVERSE, ANCHOR, MEMBERS, {}, SOURCE)

    def panel(self, universe: str, as_of: date) -> MemberPanel:
        """Simulated closes of the members over all sessions; see `PanelSource.panel`.

        The list is as old as the first price, so it is never biased. A few members are listed later and
        have no price before.

        Raises:
            NoData: The universe is not russell2000, or there is no session from the first to `as_of`.
        """
        self.membership(universe, as_of)
        days = self._days()
        if not days[0] <= pd.Timestamp(as_of) <= days[-1]:
            raise NoData(
                f"The simulated market has no closes of members at {as_of}; "
                f"it has {days[0]:%Y-%m-%d} to {days[-1]:%Y-%m-%d}."
            )
        with self._lock:
            if self._members is None:
                self._members = self._panel(days)
            return self._members

    def panels(self, universe: str) -> Sequence[MemberPanel]:
        """The one panel there is; see `PanelSource.panels`.

        Raises:
            NoData: The universe is not russell2000, or there is no session.
        """
        return (self.panel(universe, self._days()[-1].date()),)

    def rate(self, name: str) -> RateSeries:
        """A simulated rate or spread by FRED id, on every session; see `RateSource.rate`.

        Raises:
            NoData: The series is not in the simulated market.
        """
        if name not in RATES:
            raise NoData(f"{name} is not in the simulated market; it has {', '.join(RATES)}.")
        days = self._days()
        level = self._simulated().rates[name][_weekday_numbers(days)]
        level.setflags(write=False)
        digest = digest_of(name, days, {"level": level})
        return RateSeries(name=name, index=days, level=level, source=SOURCE, simulated=True, digest=digest)

    def positioning(self, symbol: str, as_of: date) -> Positioning:  # noqa: ARG002 - there is none of any
        """Nothing: short interest, flows and options are not simulated."""
        return Positioning(_NONE, _NONE, _NONE)

    def _days(self) -> pd.DatetimeIndex:
        if self._sessions.empty:
            raise NoData(f"The simulated market begins on {ANCHOR}; no session since was given.")
        return self._sessions

    def _simulated(self) -> Simulation:
        with self._lock:
            if self._simulation is None:
                self._simulation = simulate(int(_weekday_numbers(self._days()[-1:])[0]) + 1)
            return self._simulation

    def _daily(self, symbol: str) -> Bars:
        with self._lock:
            if symbol not in self._bars:
                self._bars[symbol] = self._drawn(symbol)
            return self._bars[symbol]

    def _drawn(self, symbol: str) -> Bars:
        days = self._days()
        market = self._simulated()
        if symbol in CHARACTERS:
            level, character = market.levels[symbol], CHARACTERS[symbol]
        else:
            member = MEMBERS.index(symbol)
            level, character = market.members[:, member], member_character(member)
        weekdays = pd.bdate_range(ANCHOR, periods=len(level)).as_unit("us")
        frame = daily(symbol, level, market.volatility, weekdays, character).iloc[_weekday_numbers(days)]
        listed = frame[frame["close"].notna()]
        if listed.empty:
            raise NoData(f"{symbol} is listed after the last session of the simulated market.")
        return validate(listed, symbol=symbol, source=SOURCE, simulated=True)

    def _intraday(self, bars: Bars) -> Bars:
        weekdays = _weekday_numbers(bars.index).tolist()
        table = np.column_stack([getattr(bars, column) for column in COLUMNS]).tolist()
        counts = [EARLY_CLOSE if day.date() in self._early_closes else FULL_SESSION for day in bars.index]
        parts = [
            split_session(bars.symbol, weekday, Session(*values), count)
            for weekday, values, count in zip(weekdays, table, counts, strict=True)
        ]
        openings = (bars.index + _OPENING).tz_localize(_NEW_YORK).tz_convert("UTC")
        within = np.concatenate([np.arange(count) for count in counts])
        starts = openings.repeat(counts) + pd.to_timedelta(5 * within, unit="m")
        frame = pd.DataFrame(np.concatenate(parts), columns=list(COLUMNS), index=starts)
        return validate(frame, symbol=bars.symbol, interval="5m", source=SOURCE, simulated=True)

    def _panel(self, days: pd.DatetimeIndex) -> MemberPanel:
        closes = self._simulated().members[_weekday_numbers(days)]
        frame = pd.DataFrame(closes, columns=list(MEMBERS), index=days, copy=False)
        membership = self.membership(UNIVERSE, ANCHOR)
        return validate_panel(frame, membership=membership, biased=False, source=SOURCE, simulated=True)


def _weekday_numbers(days: pd.DatetimeIndex) -> npt.NDArray[np.int64]:
    """How many weekdays after the anchor each day is: its row in the simulation."""
    return np.busday_count(ANCHOR, days.to_numpy().astype("datetime64[D]")).astype(np.int64)
