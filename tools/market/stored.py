"""Bars that are fetched once and kept: a `BarSource` around another, with Parquet files underneath."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from tools.bars import Bars, Interval
from tools.errors import NoData, PlumbError, SourceDown
from tools.market.exchange_clock import ExchangeClock
from tools.market.gate import Sessions
from tools.market.joining import compared, join, overlap_start, replaces, warned
from tools.market.parquet_files import ParquetFiles, Status, Stored
from tools.market.ports import BarSource, Progress, no_progress
from tools.market.spans import between
from tools.market.symbols import symbol_of

_AGAIN = timedelta(hours=1)
"""How soon a source that did not have the newest session yet is asked again."""

_RUNNING = timedelta(seconds=60)
"""How long an answer of a running session is good for."""

_AT_ONCE = 25
"""Symbols per request of a batch, stored before the next are asked for: what a kill can cost."""

_Key = tuple[str, Interval]
_Answer = Bars | PlumbError


class StoredBars:
    """Keeps what another source answers, asks it only for what is new, and stands in when it is down.

    - New bars are joined to the stored ones only when the last ten sessions agree; after a split, a
      dividend or a correction the whole history is fetched again.
    - An answer shorter than the stored history never takes its place. Five-minute bars, which vendors
      keep for weeks only, are set aside under another name instead; nothing is deleted.
    - A bar of an unfinished session is passed on and not stored.
    - When the source is down, or no longer has the symbol, the stored bars are served with a warning in
      the audit.
    - Files are replaced whole: a kill at any moment leaves a readable store, several processes may share
      a folder, and a damaged file is fetched again.
    """

    def __init__(
        self, inner: BarSource, folder: Path, sessions: Sessions, now: Callable[[], datetime]
    ) -> None:
        """Set up; nothing is read yet.

        Args:
            inner: The source.
            folder: Where the files are kept; made with the first.
            sessions: The exchange's sessions.
            now: The clock, with a time zone.
        """
        self._inner = inner
        self._files = ParquetFiles(folder)
        self._sessions = sessions
        self._clock = ExchangeClock(sessions, now)
        self._guard = threading.Lock()
        self._locks: dict[_Key, threading.Lock] = {}
        self._recent: dict[_Key, tuple[datetime, Bars]] = {}

    @property
    def name(self) -> str:
        """The inner source's: a stored bar is still its bar."""
        return self._inner.name

    def status(self) -> tuple[Status, ...]:
        """What is stored: symbol, interval, first and last day, rows, bytes."""
        return tuple(self._files.status())

    def bars(
        self,
        symbol: str,
        *,
        interval: Interval = "1d",
        start: date | None = None,
        end: date | None = None,
    ) -> Bars:
        """As `tools.market.ports.BarSource.bars`; the audit warns where stored bars stand in.

        Dates that the store covers are served from it without asking.
        """
        key: _Key = (symbol_of(symbol), interval)
        with self._guard:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            return between(self._current(key, end), start, end)

    def batch(
        self,
        symbols: Sequence[str],
        *,
        start: date | None = None,
        end: date | None = None,
        progress: Progress = no_progress,
    ) -> Mapping[str, _Answer]:
        """As `tools.market.ports.BarSource.batch`.

        Only symbols that lack the last finished session are asked for, 25 at a time, and stored before the
        next 25 are: a batch that was killed goes on where it stopped.

        Raises:
            SourceDown: The source as a whole is gone, and none of the symbols is stored.
        """
        answers: dict[str, _Answer] = {}
        wanted = list(dict.fromkeys(symbols))

        def settled(symbol: str, answer: _Answer) -> None:
            try:
                answers[symbol] = answer if isinstance(answer, PlumbError) else between(answer, start, end)
            except NoData as error:
                answers[symbol] = error
            progress(len(answers), len(wanted), symbol)

        behind: dict[str, date | None] = {}
        for symbol in wanted:
            try:
                stored = self._files.load(symbol_of(symbol), "1d")
            except PlumbError as error:
                settled(symbol, error)
                continue
            if stored and self._is_fresh(stored, end):
                settled(symbol, stored.bars)
            else:
                behind[symbol] = overlap_start(stored.bars) if stored else None
        gone = self._catch_up(behind, settled)
        if gone and not any(isinstance(answer, Bars) for answer in answers.values()):
            raise gone
        return {symbol: answers[symbol] for symbol in wanted}

    def _catch_up(
        self, behind: Mapping[str, date | None], settled: Callable[[str, _Answer], None]
    ) -> SourceDown | None:
        """Settle what is behind; returns why the source as a whole is gone, if it is."""
        gone: SourceDown | None = None
        contradicted: list[str] = []
        for symbols, start in _requests(behind, contradicted):
            fetched: Mapping[str, _Answer] = {}
            if gone is None:
                try:
                    fetched = self._inner.batch([symbol_of(symbol) for symbol in symbols], start=start)
                except SourceDown as error:
                    gone = error
            for symbol in symbols:
                key: _Key = (symbol_of(symbol), "1d")
                no_answer = gone or SourceDown(f"{self.name} gave no answer for {symbol}.")
                answer = fetched.get(key[0], no_answer)
                result = self._settle(key, self._files.load(*key), answer, whole=start is None)
                if result is None:
                    contradicted.append(symbol)
                else:
                    settled(symbol, result)
        return gone

    def _current(self, key: _Key, end: date | None) -> Bars:
        stored = self._files.load(*key)
        running = self._clock.is_running() and (end is None or end >= self._clock.today())
        if stored and self._is_fresh(stored, end) and not running:
            return stored.bars
        at, recent = self._recent.get(key, (None, None))
        if running and at is not None and recent is not None and self._clock.now() - at < _RUNNING:
            return recent
        result: _Answer | None = None
        if stored:
            answer = self._ask(key, overlap_start(stored.bars))
            result = self._settle(key, stored, answer, whole=False)
        if result is None:
            result = self._settle(key, stored, self._ask(key, None), whole=True)
        if not isinstance(result, Bars):
            raise result or NoData(f"{self.name} has no bars of {key[0]}.")
        if running:
            self._recent[key] = (self._clock.now(), result)
        return result

    def _ask(self, key: _Key, start: date | None) -> _Answer:
        try:
            return self._inner.bars(key[0], interval=key[1], start=start)
        except PlumbError as error:
            return error

    def _settle(self, key: _Key, stored: Stored | None, answer: _Answer, *, whole: bool) -> _Answer | None:
        """What to serve of an answer, and keep it; None when only the whole history can settle it."""
        try:
            if isinstance(answer, PlumbError):
                raise answer
            if stored and not whole:
                joined = join(stored.bars, answer, self._sessions)
                if joined is None:
                    return None
            else:
                joined = compared(answer, self._sessions)
        except (NoData, SourceDown) as error:
            reason = f"Stored copy; the source did not answer: {error}"
            return warned(stored.bars, reason) if stored else error
        except PlumbError as error:
            return error
        if stored and not replaces(joined, stored.bars):
            if key[1] == "1d":
                return warned(
                    stored.bars,
                    f"Stored copy; the source answered with {len(joined):,} bars that contradict the "
                    f"{len(stored.bars):,} stored ones and do not cover them.",
                )
            self._files.set_aside(*key)
        finished = joined.until(self._clock.last_finished())
        if len(finished):
            self._files.save(finished, self._clock.now())
        return joined

    def _is_fresh(self, stored: Stored, end: date | None) -> bool:
        """Whether the store has what there can be: the last finished session, or `end` if that is earlier."""
        finished = self._clock.last_finished()
        if stored.bars.last_session >= min(finished, end or finished):
            return True
        return (
            stored.checked >= self._clock.final_at(finished) and self._clock.now() - stored.checked < _AGAIN
        )


def _requests(
    behind: Mapping[str, date | None], contradicted: Sequence[str]
) -> Iterator[tuple[list[str], date | None]]:
    """Symbols to ask for at once, and from when: whole histories, then tails, then what those upset."""
    new = [symbol for symbol, start in behind.items() if start is None]
    for first in range(0, len(new), _AT_ONCE):
        yield new[first : first + _AT_ONCE], None
    # symbols left behind about as long share a request, so that none fetches years for another's sake
    tails = sorted((start, symbol) for symbol, start in behind.items() if start is not None)
    for first in range(0, len(tails), _AT_ONCE):
        part = tails[first : first + _AT_ONCE]
        yield [symbol for _, symbol in part], part[0][0]
    # filled by the caller while the tails were settled
    for first in range(0, len(contradicted), _AT_ONCE):
        yield list(contradicted[first : first + _AT_ONCE]), None
