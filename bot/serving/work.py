"""The one seam off the event loop: everything that computes, reads files or waits for a source.

There are three lanes, so that what is quick never stands behind what is long: "desk" for cards, scans and
charts, which compute; "corpus" for searches, which wait a minute for the corpus when it is filled for the
first time; and "quick" for reads and writes of the database.

Cards hold the interpreter lock while they compute, so threads do not add up. Forty cards over stored bars on
two cores: 26 a second on one thread, 25 on two, 18 to 21 on four, 16 on eight, while the loop's 99th
percentile of lag went from 2 ms to 8 ms. Where other programs take half of the machine, that percentile is
20 ms with two threads and 88 ms with six, for the same number of cards. Two threads keep one long card from
standing before all others; more would only hold the loop up.
"""

import asyncio
import concurrent.futures
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Generic, Literal, Protocol, TypeVar, cast

from bot.serving.stopping import THREADS
from tools.errors import PlumbError

T = TypeVar("T")

Lane = Literal["desk", "corpus", "quick"]
Came = Literal["made", "shared", "kept"]

_QUICK_THREADS = 4
_CORPUS_THREADS = 2


class Busy(PlumbError):  # noqa: N818 - named for the reaction
    """More is waiting than can be done soon."""

    exit_code = 75


class ShuttingDown(Busy):
    """The process is stopping and begins nothing new."""


class TookTooLong(PlumbError):  # noqa: N818
    """A computation was still not done when patience ended."""

    exit_code = 74


class Meter(Protocol):
    """Who counts (`bot.serving.metrics.Metrics`)."""

    def computation(self, lane: Lane, came: Came) -> None:
        """A value was asked for."""

    def waiting(self, lane: Lane, count: int) -> None:
        """So many wait for a thread."""


@dataclass(frozen=True, slots=True)
class _Outcome(Generic[T]):
    """What came of a computation. Errors are carried, not raised: some cannot pass through a future."""

    value: T | None = None
    error: Exception | None = None
    trace: TracebackType | None = None


class _Flight(Generic[T]):
    """A computation under way and those who wait for it."""

    def __init__(self, job: "concurrent.futures.Future[_Outcome[T]]", due: float) -> None:
        self.job = job
        self.landed = asyncio.wrap_future(job)
        self.due = due
        self.waiters = 0


class _Pool:
    """The threads of one lane."""

    def __init__(self, lane: Lane, threads: int) -> None:
        self.lane = lane
        self.threads = threads
        self.executor = ThreadPoolExecutor(threads, f"{THREADS}{lane}")
        self.under_way = 0

    @property
    def waiting(self) -> int:
        """Computations for which no thread is free yet."""
        return max(self.under_way - self.threads, 0)


class Work:
    """Runs computations on few threads; equal ones under way or just finished are done once.

    It belongs to one event loop: all its own state is touched there only.
    """

    def __init__(
        self,
        *,
        threads: int = 2,
        keep_seconds: float = 60,
        most_kept: int = 256,
        most_waiting: int = 200,
        patience: float = 120,
        metrics: Meter | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing runs yet; threads begin with the first computation.

        Args:
            threads: Of the lane "desk".
            keep_seconds: How long a finished value answers equal calls; 0: not at all.
            most_kept: How many finished values are kept; the one unused for longest goes first.
            most_waiting: How many may wait for a thread of a lane; beyond it calls are refused.
            patience: Seconds from the first call to the honest error for everybody who waits.
            metrics: Counts.
            seconds: The clock of what is kept.
        """
        self._keep_seconds = keep_seconds
        self._most_kept = most_kept
        self._most_waiting = most_waiting
        self._patience = patience
        self._metrics = metrics
        self._seconds = seconds
        self._pools = {lane: _Pool(lane, count) for lane, count in _lanes(threads)}
        self._flights: dict[Hashable, _Flight[object]] = {}
        self._kept: OrderedDict[Hashable, tuple[float, object]] = OrderedDict()
        self._under_way: set[asyncio.Future[_Outcome[object]]] = set()
        self._closed = False

    async def shared(self, key: Hashable, make: Callable[[], T], *, lane: Lane = "desk") -> T:
        """The value of `key`: kept, awaited from a call under way, or made now.

        Errors go to everybody who waits and are not kept. Whoever stops waiting stops only for themselves;
        a computation that nobody waits for any more and that has not begun is dropped.

        Args:
            key: Equal keys stand for equal values.
            make: Makes the value, on another thread.
            lane: Which threads.

        Raises:
            Busy: Too many are waiting.
            ShuttingDown: Nothing new is begun.
            TookTooLong: It is still not done; it goes on, and its value will be kept.
        """
        self._open()
        kept = self._kept_of(key)
        if kept is not None:
            self._count(lane, "kept")
            return cast("T", kept.value)
        flight = self._flights.get(key)
        if flight is None:
            flight = cast("_Flight[object]", self._begin(make, lane))
            self._flights[key] = flight
            flight.landed.add_done_callback(partial(self._landed, key, flight))
            self._count(lane, "made")
        else:
            self._count(lane, "shared")
        return cast("T", await self._awaited(flight, key))

    async def alone(self, make: Callable[[], T], *, lane: Lane = "desk") -> T:
        """The value of a computation of its own, off the loop.

        Raises:
            Busy: Too many are waiting.
            ShuttingDown: Nothing new is begun.
            TookTooLong: It is still not done; it goes on, and its value is lost.
        """
        self._open()
        flight = self._begin(make, lane)
        self._count(lane, "made")
        return await self._awaited(flight, None)

    async def drain(self, seconds: float) -> bool:
        """Begin nothing new and wait for what is under way.

        Returns:
            Whether all of it finished in time. What had not begun by then is dropped; what runs cannot be
            stopped and runs to its end.
        """
        self._closed = True
        left: set[asyncio.Future[_Outcome[object]]] = set()
        if self._under_way:
            _, left = await asyncio.wait(set(self._under_way), timeout=seconds)
        for pool in self._pools.values():
            pool.executor.shutdown(wait=False, cancel_futures=True)
        return not left

    def _open(self) -> None:
        if self._closed:
            raise ShuttingDown("The bot is restarting. Please try again in a minute.")

    def _count(self, lane: Lane, came: Came) -> None:
        if self._metrics is not None:
            self._metrics.computation(lane, came)

    def _begin(self, make: Callable[[], T], lane: Lane) -> _Flight[T]:
        pool = self._pools[lane]
        if pool.waiting >= self._most_waiting:
            raise Busy("Too many questions are waiting at the moment. Please try again in a minute.")
        job = pool.executor.submit(_tried, make)
        flight = _Flight(job, asyncio.get_running_loop().time() + self._patience)
        landed = cast("asyncio.Future[_Outcome[object]]", flight.landed)
        self._under_way.add(landed)
        landed.add_done_callback(partial(self._ended, pool))
        pool.under_way += 1
        self._measure(pool)
        return flight

    def _ended(self, pool: _Pool, landed: "asyncio.Future[_Outcome[object]]") -> None:
        self._under_way.discard(landed)
        pool.under_way -= 1
        self._measure(pool)

    def _measure(self, pool: _Pool) -> None:
        if self._metrics is not None:
            self._metrics.waiting(pool.lane, pool.waiting)

    async def _awaited(self, flight: _Flight[T], key: Hashable | None) -> T:
        left = flight.due - asyncio.get_running_loop().time()
        flight.waiters += 1
        try:
            # unlike wait_for, this leaves the computation to the others when it times out or is cancelled
            await asyncio.wait((flight.landed,), timeout=max(left, 0))
        finally:
            flight.waiters -= 1
            if not flight.waiters and not flight.landed.done():
                self._drop(flight, key)
        if not flight.landed.done() or flight.landed.cancelled():
            self._open()
            raise TookTooLong(
                f"This took longer than {self._patience:.0f} seconds and was given up. "
                "Please try again in a few minutes."
            )
        outcome = flight.landed.result()
        if outcome.error is not None:
            # as it came: each waiter's raise would otherwise add its frames to what all of them share
            raise outcome.error.with_traceback(outcome.trace)
        return cast("T", outcome.value)

    def _drop(self, flight: _Flight[T], key: Hashable | None) -> None:
        """Take a computation out of the queue that nobody waits for; one that runs stays where it is."""
        if flight.job.cancel() and self._flights.get(key) is flight:
            del self._flights[key]

    def _landed(
        self, key: Hashable, flight: _Flight[object], landed: "asyncio.Future[_Outcome[object]]"
    ) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
        if not landed.cancelled() and landed.result().error is None and self._keep_seconds > 0:
            self._keep(key, landed.result().value)

    def _keep(self, key: Hashable, value: object) -> None:
        now = self._seconds()
        for old in [one for one, (until, _) in self._kept.items() if until <= now]:
            del self._kept[old]
        self._kept[key] = (now + self._keep_seconds, value)
        self._kept.move_to_end(key)
        while len(self._kept) > self._most_kept:
            self._kept.popitem(last=False)

    def _kept_of(self, key: Hashable) -> _Outcome[object] | None:
        until, value = self._kept.get(key, (float("-inf"), None))
        if until <= self._seconds():
            self._kept.pop(key, None)
            return None
        self._kept.move_to_end(key)
        return _Outcome(value)


def _lanes(threads: int) -> tuple[tuple[Lane, int], ...]:
    return ("desk", threads), ("corpus", _CORPUS_THREADS), ("quick", _QUICK_THREADS)


def _tried(make: Callable[[], T]) -> _Outcome[T]:
    try:
        return _Outcome(make())
    except BaseException as error:  # noqa: BLE001 - it is handed to whoever waits
        if isinstance(error, Exception) and not isinstance(error, StopIteration):
            return _Outcome(error=error, trace=error.__traceback__)
        # an exit or a cancellation in a thread must not end the loop or look like the waiter's own
        broken = RuntimeError(f"a computation ended with {type(error).__name__}")
        broken.__cause__ = error
        return _Outcome(error=broken)
