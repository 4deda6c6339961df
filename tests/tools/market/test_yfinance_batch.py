"""Many symbols at once: mixed results, limits waited out together, a source that goes away, Ctrl-C."""

import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.loopback.fake_time import FakeTime
from tests.loopback.yahoo import Fault, LoopbackYahoo, daily_frame
from tools.bars import Bars
from tools.errors import BadRequest, NoData, RateLimited, SourceDown, SourceGarbled
from tools.market.yfinance_bars import YFinanceBars

NAMES = [f"S{number}" for number in range(12)]


@pytest.fixture
def yahoo() -> Iterator[LoopbackYahoo]:
    with LoopbackYahoo() as server:
        for name in NAMES:
            server.add_daily(name, daily_frame(sessions=10))
        yield server


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


def adapter(yahoo: LoopbackYahoo, time: FakeTime, folder: Path, **options: Any) -> YFinanceBars:
    settings = {"clock": time.clock, "sleep": time.sleep, "chance": lambda: 0.0, "pool_size": 4}
    return YFinanceBars(yahoo.session, cache_dir=folder, **(settings | options))


def test_every_symbol_gets_bars_or_its_own_error_in_the_order_asked(
    yahoo: LoopbackYahoo, time: FakeTime, tmp_path: Path
) -> None:
    yahoo.break_with(Fault.WEB_PAGE, symbol="S3")
    asked = ["NOPE", *NAMES[::-1], "not a symbol", "S1"]
    found = adapter(yahoo, time, tmp_path).batch(asked)
    assert list(found) == list(dict.fromkeys(asked))
    kinds = {name: type(result) for name, result in found.items() if not isinstance(result, Bars)}
    assert kinds == {"NOPE": NoData, "S3": SourceGarbled, "not a symbol": BadRequest}


def test_progress_names_every_symbol_once_and_counts_up(
    yahoo: LoopbackYahoo, time: FakeTime, tmp_path: Path
) -> None:
    told: list[tuple[int, int, str]] = []
    adapter(yahoo, time, tmp_path).batch(NAMES, progress=lambda *step: told.append(step))
    assert [(done, total) for done, total, _ in told] == [(row + 1, 12) for row in range(12)]
    assert sorted(name for _, _, name in told) == sorted(NAMES)


def test_start_and_end_hold_for_every_symbol(yahoo: LoopbackYahoo, time: FakeTime, tmp_path: Path) -> None:
    index = daily_frame(sessions=10).index
    found = adapter(yahoo, time, tmp_path).batch(NAMES[:3], start=index[2].date(), end=index[5].date())
    assert {len(bars) for bars in found.values() if isinstance(bars, Bars)} == {4}


def test_nothing_asked_is_nothing_found(yahoo: LoopbackYahoo, time: FakeTime, tmp_path: Path) -> None:
    assert adapter(yahoo, time, tmp_path).batch([]) == {}


def test_a_rate_limit_is_waited_out_and_the_rest_asked_for_again(
    yahoo: LoopbackYahoo, time: FakeTime, tmp_path: Path
) -> None:
    yahoo.break_with(Fault.RATE_LIMITED, times=3, retry_after=40)
    found = adapter(yahoo, time, tmp_path).batch(NAMES)
    assert all(isinstance(bars, Bars) for bars in found.values())
    assert time.slept[0] >= 40


def test_a_lasting_rate_limit_ends_the_batch_after_bounded_waits(
    yahoo: LoopbackYahoo, time: FakeTime, tmp_path: Path
) -> None:
    yahoo.break_with(Fault.RATE_LIMITED)
    with pytest.raises(RateLimited, match="0 of 12 symbols"):
        adapter(yahoo, time, tmp_path).batch(NAMES)
    assert len(time.slept) == 5


def test_a_wait_of_hours_is_not_begun(yahoo: LoopbackYahoo, time: FakeTime, tmp_path: Path) -> None:
    yahoo.break_with(Fault.RATE_LIMITED, retry_after=7200)
    with pytest.raises(RateLimited):
        adapter(yahoo, time, tmp_path).batch(NAMES)
    assert time.slept == []


def test_a_source_that_goes_away_ends_the_batch_and_says_how_far_it_came(
    yahoo: LoopbackYahoo, time: FakeTime, tmp_path: Path
) -> None:
    """One symbol at a time, so that the count is known."""

    def progress(done: int, *_: object) -> None:
        if done == 5:
            yahoo.break_with(Fault.OUT_OF_ORDER)

    with pytest.raises(SourceDown, match=r"stopped serving after \d+ of 12 symbols"):
        adapter(yahoo, time, tmp_path, pool_size=1).batch(NAMES, progress=progress)
    assert sum(yahoo.asked(name) for name in NAMES) < 2 * len(NAMES)


def test_one_failing_symbol_does_not_look_like_a_source_that_is_gone(
    yahoo: LoopbackYahoo, time: FakeTime, tmp_path: Path
) -> None:
    for name in NAMES[::3]:
        yahoo.break_with(Fault.OUT_OF_ORDER, symbol=name)
    found = adapter(yahoo, time, tmp_path, pool_size=1).batch(NAMES)
    assert [name for name, result in found.items() if isinstance(result, SourceDown)] == NAMES[::3]


def test_ctrl_c_stops_at_once_and_leaves_no_worker(
    yahoo: LoopbackYahoo, time: FakeTime, tmp_path: Path
) -> None:
    def progress(done: int, *_: object) -> None:
        if done == 2:
            signal.raise_signal(signal.SIGINT)

    before = set(threading.enumerate())
    with pytest.raises(KeyboardInterrupt):
        adapter(yahoo, time, tmp_path, pool_size=2).batch(NAMES, progress=progress)
    for thread in set(threading.enumerate()) - before:
        if thread.name.startswith("worker"):
            thread.join(10)
            assert not thread.is_alive()
    assert sum(yahoo.asked(name) > 0 for name in NAMES) < len(NAMES)
