"""Writing the corpus of monthly reports: one file per month, from the desk's own answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.wiring import Services
from tools.bars import Bars
from tools.calendar import KINDS
from tools.errors import BadRequest, NoData, SourceDown
from tools.market.atomic import write_whole
from tools.market.ports import Progress, no_progress
from tools.market.symbols import symbol_of
from tools.monthly import HORIZONS, Outcome, read_month, read_outcome, write_month
from tools.profile import load_profile
from tools.results import Analysis
from tools.types import Absent

EVENTS = tuple(kind for kind in KINDS if kind != "earnings_season")
"""What a report lists: days that somebody set. The earnings season is a convention."""

MORE_THAN_A_MONTH = timedelta(days=32)


@dataclass(frozen=True, slots=True)
class Written:
    """What writing the reports did.

    Attributes:
        paths: The files that are there now, by month.
        changed: Those of them that were not there before with this content.
        skipped: Month ("2007-01") -> why it has no report.
    """

    paths: tuple[Path, ...]
    changed: tuple[Path, ...]
    skipped: Mapping[str, str]


def write_reports(
    services: Services,
    out: Path,
    *,
    symbol: str = "IWM",
    first: date,
    last: date,
    progress: Progress = no_progress,
) -> Written:
    """Write `out/<symbol>/YYYY-MM.md` for every month from one to another, as of its last session.

    Every file is there whole or not at all, so the run may be stopped at any moment; started again it makes
    the same texts and writes those that are not there yet or differ. Files of other months stay as they are.

    Args:
        services: With a market that is not simulated: a report is remembered as a fact.
        out: The folder of reports; the symbol's own folder in it is made.
        symbol: Whose months.
        first: A day of the first month.
        last: A day of the last month; one that has not ended is skipped.
        progress: Told of each month.

    Raises:
        BadRequest: The months are the wrong way round, the symbol is none, or the market is simulated.
        NoData: The symbol is not in the market.
        SourceDown: The source did not serve it.
    """
    name = symbol_of(symbol)
    if first > last:
        raise BadRequest(f"The first month, {first:%Y-%m}, is after the last, {last:%Y-%m}.")
    if services.market.simulated:
        raise BadRequest("Monthly reports are made of real bars; use --data folder:PATH or --data yfinance.")
    writer = _Reports(services, name)
    folder = out / name.lower().lstrip("^")
    folder.mkdir(parents=True, exist_ok=True)
    months = list(_months(first, last))
    paths, changed, skipped = [], [], {}
    for done, month in enumerate(months, start=1):
        key, path = f"{month:%Y-%m}", folder / f"{month:%Y-%m}.md"
        try:
            content = writer.report(month).encode()
        except (NoData, SourceDown) as error:
            skipped[key] = str(error)
        else:
            paths.append(path)
            if not path.is_file() or path.read_bytes() != content:
                write_whole(path, content)
                changed.append(path)
        progress(done, len(months), key)
    return Written(tuple(paths), tuple(changed), skipped)


class _Reports:
    """Makes the report of one month after the other; the bars are asked for once."""

    def __init__(self, services: Services, symbol: str) -> None:
        self._services = services
        self._symbol = symbol
        self._benchmark_symbol = load_profile(symbol, services.settings.profiles).benchmark
        self._bars = services.market.bars.bars(symbol)
        self._benchmark = self._other(self._benchmark_symbol)

    def report(self, day: date) -> str:
        """The report of the month that begins on a day.

        Raises:
            NoData: The month has not ended, or the bars do not have all of its sessions.
            SourceDown: The desk could not be served.
        """
        sessions = self._sessions_of(day)
        start, end = sessions[0], sessions[-1]
        analysis = self._services.desk.analyze(self._symbol, end, evidence=False)
        events = self._services.events
        gaps = {kind: gap for kind in EVENTS if (gap := events.gap(kind, day, end)) is not None}
        month = read_month(
            self._bars.until(end),
            self._benchmark if isinstance(self._benchmark, Absent) else self._benchmark.until(end),
            self._benchmark_symbol,
            events.between(start, end, EVENTS),
            gaps,
        )
        return write_month(analysis, month, tuple(self._outcomes(analysis, end)))

    def _sessions_of(self, day: date) -> list[date]:
        """The sessions of a month that is over and that the bars have in full."""
        calendar = self._services.sessions
        ends = (day + MORE_THAN_A_MONTH).replace(day=1) - timedelta(days=1)
        sessions = [stamp.date() for stamp in calendar.between(day, ends)]
        if not sessions or sessions[-1] > calendar.last_completed(self._services.clock()):
            raise NoData(f"{day:%Y-%m} has not ended.")
        there = {stamp.date() for stamp in self._bars.index}
        gone = [session for session in sessions if session not in there]
        if gone:
            raise NoData(
                f"{self._symbol} has no bar on {len(gone)} of the {len(sessions)} sessions of {day:%Y-%m}, "
                f"the first of them {gone[0].isoformat()}."
            )
        return sessions

    def _outcomes(self, analysis: Analysis, start: date) -> Iterator[Outcome]:
        """What came after, as far as the bars reach."""
        newest = self._bars.last_session
        for horizon in HORIZONS:
            end = self._services.sessions.next(start, horizon)
            if end > newest:
                return
            rating = analysis.composite.rating
            found = read_outcome(
                self._bars, self._benchmark, self._benchmark_symbol, start, end, horizon, rating
            )
            if found is not None:
                yield found

    def _other(self, symbol: str) -> Bars | Absent:
        if symbol == self._symbol:
            return Absent(f"{symbol} is the benchmark itself")
        try:
            return self._services.market.bars.bars(symbol)
        except (NoData, SourceDown) as error:
            return Absent(str(error).rstrip("."))


def _months(first: date, last: date) -> Iterator[date]:
    """The first day of every month from one day's to another's."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + MORE_THAN_A_MONTH).replace(day=1)
