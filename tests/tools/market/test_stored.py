"""The store: only what is new is asked for, nothing is lost, and nothing wrong takes its place."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from tools.bars import Bars, Interval
from tools.errors import BadRequest, NoData, PlumbError, SourceDown
from tools.market.folder import FolderMarketData
from tools.market.gate import validate
from tools.market.ports import Progress, no_progress
from tools.market.sessions import Sessions
from tools.market.stored import StoredBars

NEW_YORK = ZoneInfo("America/New_York")
HOLIDAY = pd.Timestamp("2024-02-19")


class Calendar:
    """Weekdays without one Monday in February 2024."""

    start = date(1990, 1, 1)
    end = date(2030, 1, 1)

    def between(self, start: date, end: date) -> pd.DatetimeIndex:
        return pd.bdate_range(start, end).difference([HOLIDAY])


@dataclass
class FakeVendor:
    """A source whose history a test changes: by days, by splits and dividends, by faults."""

    now: datetime
    first: date = date(2023, 1, 2)
    split: float = 1.0
    dividend: float = 1.0
    broken: PlumbError | None = None
    without: set[str] = field(default_factory=set)
    asked: list[tuple[str, date | None]] = field(default_factory=list)
    name: str = "fake"

    def bars(
        self,
        symbol: str,
        *,
        interval: Interval = "1d",
        start: date | None = None,
        end: date | None = None,  # noqa: ARG002 - the port's arguments
    ) -> Bars:
        self.asked.append((symbol, start))
        if self.broken:
            raise self.broken
        if symbol in self.without:
            raise NoData(f"no bars of {symbol}")
        today = self.now.astimezone(NEW_YORK)
        last = today.date() if today.hour >= 10 else today.date() - timedelta(days=1)
        days = Calendar().between(self.first, last)
        close = (100 + np.sin(np.arange(len(days)) + len(symbol))) / self.split
        if days[-1].date() == today.date() and today.hour < 16:
            close[-1] += today.minute / 100  # a running bar moves
        frame = pd.DataFrame({"close": close, "adj_close": close * self.dividend}, index=days)
        if interval == "5m":
            frame = pd.concat(
                [frame.set_axis(days + pd.Timedelta(hours=15, minutes=m)) for m in (0, 5)]
            ).sort_index()
            frame = frame[frame.index >= pd.Timestamp(today.date() - timedelta(days=60))]
        if start:
            frame = frame[frame.index >= pd.Timestamp(start)]
        return validate(frame, symbol=symbol, interval=interval, source=self.name)

    def batch(
        self,
        symbols: Sequence[str],
        *,
        start: date | None = None,
        end: date | None = None,
        progress: Progress = no_progress,  # noqa: ARG002
    ) -> Mapping[str, Bars | PlumbError]:
        answers: dict[str, Bars | PlumbError] = {}
        for symbol in symbols:
            try:
                answers[symbol] = self.bars(symbol, start=start, end=end)
            except SourceDown:
                raise
            except PlumbError as error:
                answers[symbol] = error
        return answers


def at(day: str, hour: int = 20) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02d}:00").replace(tzinfo=NEW_YORK)


@pytest.fixture
def vendor() -> FakeVendor:
    return FakeVendor(now=at("2024-03-08"))


@pytest.fixture
def store(vendor: FakeVendor, tmp_path: Path) -> StoredBars:
    return StoredBars(vendor, tmp_path / "bars", Calendar(), lambda: vendor.now)


def last_asked(vendor: FakeVendor) -> list[tuple[str, date | None]]:
    asked, vendor.asked = vendor.asked, []
    return asked


def test_the_first_answer_is_whole_and_the_second_costs_no_question(
    store: StoredBars, vendor: FakeVendor
) -> None:
    first = store.bars("iwm")
    assert last_asked(vendor) == [("IWM", None)]
    again = store.bars("IWM")
    assert last_asked(vendor) == []
    assert again.digest == first.digest == vendor.bars("IWM").digest
    assert again.audit == first.audit
    assert store.name == "fake"


def test_a_new_session_is_fetched_with_an_overlap_of_ten(store: StoredBars, vendor: FakeVendor) -> None:
    store.bars("IWM")
    vendor.asked.clear()
    vendor.now = at("2024-03-11")
    bars = store.bars("IWM")
    assert last_asked(vendor) == [("IWM", date(2024, 2, 26))]
    assert bars.digest == vendor.bars("IWM").digest


@pytest.mark.parametrize(("split", "dividend"), [(2.0, 1.0), (1.0, 0.995), (1.0, 0.99997), (0.1, 1.0)])
def test_a_split_or_dividend_fetches_the_whole_history_again(
    store: StoredBars, vendor: FakeVendor, split: float, dividend: float
) -> None:
    store.bars("IWM")
    vendor.asked.clear()
    vendor.now, vendor.split, vendor.dividend = at("2024-03-11"), split, dividend
    bars = store.bars("IWM")
    assert [start for _, start in last_asked(vendor)] == [date(2024, 2, 26), None]
    assert bars.digest == vendor.bars("IWM").digest
    vendor.asked.clear()
    assert store.bars("IWM").digest == bars.digest
    assert last_asked(vendor) == []


def test_rounding_is_no_reason_to_fetch_everything(store: StoredBars, vendor: FakeVendor) -> None:
    store.bars("IWM")
    vendor.asked.clear()
    vendor.now, vendor.dividend = at("2024-03-11"), 1 + 1e-6
    store.bars("IWM")
    assert last_asked(vendor) == [("IWM", date(2024, 2, 26))]


def test_a_shorter_history_never_takes_the_place_of_a_longer_one(
    store: StoredBars, vendor: FakeVendor
) -> None:
    whole = store.bars("IWM")
    vendor.now, vendor.first, vendor.split = at("2024-03-11"), date(2024, 1, 1), 2.0
    bars = store.bars("IWM")
    assert bars.digest == whole.digest
    assert bars.audit.warnings[0].startswith("Stored copy; the source answered with 50 bars that contradict")
    vendor.first = date(2023, 1, 2)
    assert store.bars("IWM").digest == vendor.bars("IWM").digest


def test_five_minute_bars_grow_past_what_the_vendor_keeps(store: StoredBars, vendor: FakeVendor) -> None:
    store.bars("IWM", interval="5m")
    vendor.now = at("2024-03-28")
    bars = store.bars("IWM", interval="5m")
    assert bars.index[0] < vendor.bars("IWM", interval="5m").index[0]
    assert bars.last_session == date(2024, 3, 28)


def test_five_minute_bars_that_no_longer_fit_are_set_aside_not_deleted(
    store: StoredBars, vendor: FakeVendor, tmp_path: Path
) -> None:
    store.bars("IWM", interval="5m")
    vendor.now, vendor.split = at("2024-03-28"), 2.0
    assert store.bars("IWM", interval="5m").digest == vendor.bars("IWM", interval="5m").digest
    assert [path.name for path in (tmp_path / "bars").glob("*.superseded")] == [
        "IWM_5m.2024-03-08.superseded"
    ]


def test_a_running_bar_is_passed_on_and_never_stored(store: StoredBars, vendor: FakeVendor) -> None:
    vendor.now = at("2024-03-11", 11)
    assert store.bars("IWM").last_session == date(2024, 3, 11)
    assert [status.last for status in store.status()] == [date(2024, 3, 8)]
    vendor.now = at("2024-03-11", 12)
    assert store.bars("IWM").last_session == date(2024, 3, 11)
    assert [status.last for status in store.status()] == [date(2024, 3, 8)]
    vendor.now = at("2024-03-11", 17)
    assert store.bars("IWM").digest == vendor.bars("IWM").digest
    assert [status.last for status in store.status()] == [date(2024, 3, 11)]


def test_a_running_session_is_asked_for_once_a_minute(store: StoredBars, vendor: FakeVendor) -> None:
    vendor.now = at("2024-03-11", 11)
    store.bars("IWM")
    vendor.asked.clear()
    store.bars("IWM")
    assert last_asked(vendor) == []
    vendor.now += timedelta(seconds=61)
    store.bars("IWM")
    assert len(last_asked(vendor)) == 1


@pytest.mark.parametrize("day", ["2024-03-09", "2024-02-19"])
def test_on_a_day_off_the_last_session_is_fresh(store: StoredBars, vendor: FakeVendor, day: str) -> None:
    vendor.now = at(day, 11)
    store.bars("IWM")
    vendor.asked.clear()
    vendor.now += timedelta(hours=5)
    store.bars("IWM")
    assert last_asked(vendor) == []


def test_a_vendor_that_lags_is_asked_again_after_an_hour(store: StoredBars, vendor: FakeVendor) -> None:
    lagging = at("2024-03-08")
    vendor.now = lagging
    clock = [at("2024-03-11")]
    behind = StoredBars(vendor, store._files._folder, Calendar(), lambda: clock[0])
    behind.bars("IWM")
    vendor.asked.clear()
    behind.bars("IWM")
    assert last_asked(vendor) == []
    clock[0] += timedelta(minutes=61)
    behind.bars("IWM")
    assert len(last_asked(vendor)) == 1


def test_dates_the_store_covers_are_served_without_asking(store: StoredBars, vendor: FakeVendor) -> None:
    store.bars("IWM")
    vendor.asked.clear()
    vendor.now = at("2024-03-20")
    cut = store.bars("IWM", start=date(2024, 1, 2), end=date(2024, 3, 8))
    assert last_asked(vendor) == []
    assert (str(cut.index[0].date()), str(cut.last_session)) == ("2024-01-02", "2024-03-08")


@pytest.mark.parametrize("error", [SourceDown("the line is dead"), NoData("possibly delisted")])
def test_when_the_source_is_down_the_stored_bars_stand_in_and_say_so(
    store: StoredBars, vendor: FakeVendor, error: PlumbError
) -> None:
    whole = store.bars("IWM")
    vendor.now, vendor.broken = at("2024-03-11"), error
    bars = store.bars("IWM")
    assert bars.digest == whole.digest
    assert bars.audit.warnings == (f"Stored copy; the source did not answer: {error}",)
    with pytest.raises(type(error), match=str(error)):
        store.bars("SPY")


def test_a_bad_symbol_asks_nobody(store: StoredBars, vendor: FakeVendor) -> None:
    with pytest.raises(BadRequest):
        store.bars("../x")
    assert last_asked(vendor) == []


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "text", "other"])
def test_a_damaged_file_is_noticed_and_fetched_again(
    store: StoredBars, vendor: FakeVendor, tmp_path: Path, harm: str
) -> None:
    whole = store.bars("IWM")
    path = tmp_path / "bars" / "IWM_1d.parquet"
    content = path.read_bytes()
    flipped = bytearray(content)
    flipped[len(content) // 4] ^= 0xFF
    store.bars("SPY")
    other = (tmp_path / "bars" / "SPY_1d.parquet").read_bytes()
    harms = {"cut": content[:-300], "flip": bytes(flipped), "empty": b"", "text": b"hello", "other": other}
    path.write_bytes(harms[harm])
    vendor.asked.clear()
    assert store.bars("IWM").digest == whole.digest
    assert last_asked(vendor) == [("IWM", None)]
    assert store.bars("IWM").digest == whole.digest
    assert last_asked(vendor) == []


def test_a_flipped_bit_is_noticed_or_changes_nothing(store: StoredBars, tmp_path: Path) -> None:
    store.bars("IWM")
    path = tmp_path / "bars" / "IWM_1d.parquet"
    content = path.read_bytes()
    whole = store._files.load("IWM", "1d")
    assert whole is not None
    noticed = 0
    for position in range(0, len(content), 97):
        path.write_bytes(content[:position] + bytes([content[position] ^ 4]) + content[position + 1 :])
        stored = store._files.load("IWM", "1d")
        noticed += stored is None
        if stored is not None:
            assert (stored.bars.digest, stored.bars.audit, stored.checked) == (
                whole.bars.digest,
                whole.bars.audit,
                whole.checked,
            )
    assert noticed > 0


def test_every_symbol_has_a_file_of_its_own(store: StoredBars, tmp_path: Path) -> None:
    for symbol in ("^VIX", "BRK-B", "CON", "ES=F", "0700.HK"):
        store.bars(symbol)
    assert sorted(status.symbol for status in store.status()) == ["0700.HK", "BRK-B", "CON", "ES=F", "^VIX"]
    assert (tmp_path / "bars" / "%5EVIX_1d.parquet").is_file()
    status = store.status()[0]
    assert (status.interval, status.first, status.rows > 300, status.bytes > 1000) == (
        "1d",
        date(2023, 1, 2),
        True,
        True,
    )


def test_a_batch_asks_only_for_what_is_behind(store: StoredBars, vendor: FakeVendor) -> None:
    store.bars("IWM")
    vendor.without = {"GONE"}
    vendor.asked.clear()
    heard: list[int] = []
    answers = store.batch(
        ["SPY", "IWM", "GONE", "a/b"], progress=lambda done, _total, _what: heard.append(done)
    )
    assert [type(answer) for answer in answers.values()] == [Bars, Bars, NoData, BadRequest]
    assert [symbol for symbol, _ in last_asked(vendor)] == ["SPY", "GONE"]
    assert heard == [1, 2, 3, 4]
    vendor.now = at("2024-03-11")
    vendor.dividend = 0.99
    answers = store.batch(["SPY", "IWM"])
    assert sorted(last_asked(vendor), key=str) == sorted(
        [("IWM", date(2024, 2, 26)), ("SPY", date(2024, 2, 26)), ("IWM", None), ("SPY", None)], key=str
    )
    assert answers["SPY"].digest == vendor.bars("SPY").digest  # type: ignore[union-attr]


def test_a_batch_that_broke_off_goes_on_where_it_stopped(store: StoredBars, vendor: FakeVendor) -> None:
    symbols = [f"S{number}" for number in range(60)]
    asked = vendor.bars

    def dies_at_40(symbol: str, **more: object) -> Bars:
        if symbol == "S40":
            raise KeyboardInterrupt
        return asked(symbol, **more)  # type: ignore[arg-type]

    vendor.bars = dies_at_40  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        store.batch(symbols)
    vendor.bars = asked  # type: ignore[method-assign]
    vendor.asked.clear()
    answers = store.batch(symbols)
    assert [symbol for symbol, _ in last_asked(vendor)] == symbols[25:]
    assert list(answers) == symbols


def test_a_batch_without_a_source_serves_what_is_stored_or_says_it_is_gone(
    store: StoredBars, vendor: FakeVendor
) -> None:
    store.bars("IWM")
    vendor.now, vendor.broken = at("2024-03-11"), SourceDown("the line is dead")
    answers = store.batch(["IWM", "SPY"])
    assert isinstance(answers["IWM"], Bars)
    assert isinstance(answers["SPY"], SourceDown)
    with pytest.raises(SourceDown, match="the line is dead"):
        store.batch(["SPY", "QQQ"])


def test_what_a_killed_process_left_is_swept_and_younger_files_are_not(
    store: StoredBars, vendor: FakeVendor, tmp_path: Path
) -> None:
    folder = tmp_path / "bars"
    folder.mkdir()
    old, young = folder / "a.partial", folder / "b.partial"
    for path, age in ((old, 7200), (young, 60)):
        path.write_bytes(b"half")
        moment = vendor.now.timestamp() - age
        os.utime(path, (moment, moment))
    store.bars("IWM")
    assert (old.exists(), young.exists()) == (False, True)


def test_an_older_answer_does_not_overwrite_a_newer_file(store: StoredBars, vendor: FakeVendor) -> None:
    newer = store.bars("IWM")
    store._files.save(newer.slice(0, 100), vendor.now)
    assert store.status()[0].last == date(2024, 3, 8)


WRITER = """
import sys
from datetime import datetime
from pathlib import Path
import numpy as np, pandas as pd
from tools.market.gate import validate
from tools.market.parquet_files import ParquetFiles
files = ParquetFiles(Path(sys.argv[1]))
checked = datetime.fromisoformat("2024-03-08T20:00:00+00:00")
for rows in range(100, 100_000):
    close = np.linspace(1, 2, rows)
    frame = pd.DataFrame({"close": close}, index=pd.date_range("1800-01-01", periods=rows))
    files.save(validate(frame, symbol="IWM", source="fake"), checked)
    sys.stdout.write(f"{rows}\\n")
    sys.stdout.flush()
"""


@contextmanager
def writer(folder: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that saves ever longer histories and reports each; killed with SIGKILL on leaving."""
    with (
        log.open("wb") as out,
        subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=out) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def reported(log: Path) -> list[int]:
    return [int(line) for line in log.read_bytes().split(b"\n")[:-1]]


def test_a_kill_in_the_middle_of_writing_loses_nothing_acknowledged(
    store: StoredBars, tmp_path: Path
) -> None:
    """Five writers are killed; each time the file is whole and has at least what was reported."""
    folder = tmp_path / "bars"
    for kill in range(5):
        (folder / "IWM_1d.parquet").unlink(missing_ok=True)
        log = tmp_path / f"log{kill}"
        with writer(folder, log) as process:
            while len(reported(log)) < 5 + 3 * kill:
                assert process.poll() is None
                time.sleep(0.003)
            time.sleep(0.0017 * kill)
        stored = store._files.load("IWM", "1d")
        assert stored is not None
        assert len(stored.bars) >= reported(log)[-1]


def test_two_processes_that_write_at_once_leave_a_whole_file(store: StoredBars, tmp_path: Path) -> None:
    """A reader beside two writers never sees anything but a whole file."""
    folder = tmp_path / "bars"
    logs = [tmp_path / name for name in ("one", "two")]
    read = 0
    with writer(folder, logs[0]) as one, writer(folder, logs[1]) as two:
        while min(len(reported(log)) for log in logs) < 20:
            assert one.poll() is two.poll() is None
            if (folder / "IWM_1d.parquet").exists():
                assert store._files.load("IWM", "1d") is not None
                read += 1
    assert read > 0
    assert store._files.load("IWM", "1d") is not None


@pytest.mark.data
def test_real_bars_come_back_from_the_store_bit_for_bit(data_dir: Path, tmp_path: Path) -> None:
    inner = FolderMarketData(data_dir)
    store = StoredBars(inner, tmp_path, Sessions(end=date(2027, 1, 1)), lambda: at("2025-09-26"))
    for symbol, fields in (("IWM", "ohlcv"), ("AAON", "close")):
        store.bars(symbol)
        stored = store._files.load(symbol, "1d")
        assert stored is not None
        assert (stored.bars.fields, stored.bars.digest) == (fields, inner.bars(symbol).digest)
