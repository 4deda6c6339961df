"""Patience with a source that may be slow, busy or gone: deadline, back-off, circuit breaker, worker threads.

Knows no vendor. Clock, sleep and chance are passed in, so that tests wait for nothing.
"""

import math
import queue
import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tools.errors import NoData, PlumbError, RateLimited, SourceDown, SourceTimeout

T = TypeVar("T")
R = TypeVar("R")


class Throttled(RateLimited):
    """The source asked us to slow down, and perhaps said for how long.

    Attributes:
        retry_after: Seconds the source asked us to wait, or None where it did not say.
    """

    def __init__(self, text: str, retry_after: float | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Backoff:
    """Exponential back-off with jitter.

    Attributes:
        first: Seconds before the second try, at most.
        factor: Growth from one pause to the next.
        longest: No pause of its own choosing is longer (seconds).
        tries: Tries in all.
    """

    first: float = 0.5
    factor: float = 2.0
    longest: float = 30.0
    tries: int = 4

    def pause(self, failures: int, chance: float, asked: float | None = None) -> float:
        """Seconds to wait after so many failures.

        Args:
            failures: How many there were, from 1.
            chance: Uniform in [0, 1); spreads clients that failed together over the upper half of the pause.
            asked: What the source asked for; never waited less, and the jitter comes on top.
        """
        longest = min(self.first * self.factor ** (failures - 1), self.longest)
        own = longest * (1 + chance) / 2
        return own if asked is None else max(own, asked + self.first * chance)


class Breaker:
    """Stops asking a source that keeps failing, for a while.

    After `threshold` failures in a row it is open: `check` raises at once. After the cool-down calls pass
    again; the first failure opens it anew, the first success closes it.
    """

    def __init__(
        self, source: str, *, clock: Callable[[], float], threshold: int = 5, cool_down: float = 30.0
    ) -> None:
        self._source = source
        self._clock = clock
        self._threshold = threshold
        self._cool_down = cool_down
        self._lock = threading.Lock()
        self._failures = 0
        self._open_until = 0.0
        self._last: SourceDown | None = None

    def remaining(self) -> float:
        """Seconds until calls pass again; 0 while it is closed."""
        with self._lock:
            return max(0.0, self._open_until - self._clock())

    def check(self) -> None:
        """Let the call pass.

        Raises:
            SourceDown: While open; `RateLimited` when that is what opened it.
        """
        seconds = self.remaining()
        if seconds > 0:
            kind = RateLimited if isinstance(self._last, RateLimited) else SourceDown
            raise kind(
                f"{self._source} failed {self._failures} times in a row and is asked again in "
                f"{math.ceil(seconds)} s. The last failure: {self._last}"
            )

    def worked(self) -> None:
        """The source answered (also when it answered that it has nothing)."""
        with self._lock:
            self._failures = 0
            self._open_until = 0.0

    def failed(self, error: SourceDown) -> None:
        """The source did not serve."""
        with self._lock:
            self._failures += 1
            self._last = error
            if self._failures >= self._threshold:
                self._open_until = self._clock() + self._cool_down


def within(seconds: float, call: Callable[[], T], *, source: str) -> T:
    """Run a call in a thread of its own and wait no longer than `seconds` for it.

    The thread is a daemon: one that hangs is left behind and does not keep the interpreter from ending.

    Raises:
        SourceTimeout: No answer in time.
    """
    answers: queue.SimpleQueue[tuple[T, None] | tuple[None, BaseException]] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put((call(), None))
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            answers.put((None, error))

    threading.Thread(target=run, daemon=True, name=f"ask {source}").start()
    try:
        answer, error = answers.get(timeout=max(0.0, seconds))
    except queue.Empty:
        raise SourceTimeout(f"{source} did not answer within {seconds:.3g} s.") from None
    if error is not None:
        raise error
    return answer  # type: ignore[return-value] # an answer of type T comes with no error


class Patience:
    """Asks one source: within a deadline, again after a pause when it fails, not at all while it is gone.

    An absence (`NoData`) is believed when the source has said it twice: an empty answer under load is not
    a fact about the symbol. Refused content (`BadData`) is not asked for again.
    """

    def __init__(
        self,
        source: str,
        *,
        deadline_seconds: float,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        random: Callable[[], float],
        backoff: Backoff | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        self.source = source
        self.deadline_seconds = deadline_seconds
        self.clock = clock
        self.sleep = sleep
        self.random = random
        self.backoff = backoff or Backoff()
        self.breaker = breaker or Breaker(source, clock=clock)

    def ask(self, call: Callable[[float], T], *, wait_when_limited: bool = True) -> T:
        """The answer of `call`, which is told how many seconds are left.

        Args:
            call: Raises `SourceDown` for trouble and `NoData` for absence.
            wait_when_limited: False where the caller has a better place to wait (it holds many calls).

        Raises:
            SourceDown: The last failure, when tries or time are used up: `deadline_seconds` cover all
                tries and pauses. Of an absence that there was no time to confirm: `SourceTimeout`.
            NoData: Said twice.
        """
        expires = self.clock() + self.deadline_seconds
        failures = absences = 0
        while True:
            self.breaker.check()
            left = expires - self.clock()
            try:
                answer = within(left, lambda left=left: call(left), source=self.source)  # type: ignore[misc]
            except SourceDown as error:
                self.breaker.failed(error)
                failures += 1
                limited = isinstance(error, RateLimited)
                if failures >= self.backoff.tries or (limited and not wait_when_limited):
                    raise
                pause = self.pause(failures, error)
                if self.clock() + pause >= expires:
                    raise
            except NoData as absence:
                self.breaker.worked()
                absences += 1
                pause = self.pause(absences, absence)
                if type(absence) is not NoData or absences == 2:
                    raise
                if self.clock() + pause >= expires:
                    raise SourceTimeout(
                        f"{self.source} answered with nothing, and there was no time to make sure of it."
                    ) from absence
            else:
                self.breaker.worked()
                return answer
            self.sleep(pause)

    def pause(self, failures: int, error: PlumbError) -> float:
        """Seconds to wait after an error, not less than the source asked for."""
        asked = error.retry_after if isinstance(error, Throttled) else None
        return self.backoff.pause(failures, self.random(), asked)


def in_threads(
    items: Sequence[T], work: Callable[[T], R], *, threads: int, stop: threading.Event | None = None
) -> Generator[tuple[T, R | BaseException], None, None]:
    """Work on items in daemon threads; yields each with its result or error, as they finish.

    Setting `stop` begins no further items and still yields those in hand. Closing the iterator waits for
    nothing. Loop over it inside `contextlib.closing`, so that Ctrl-C closes it too.
    """
    todo = iter(items)
    lock = threading.Lock()
    stop = stop or threading.Event()
    finished: queue.SimpleQueue[tuple[T, R | BaseException] | None] = queue.SimpleQueue()

    def run() -> None:
        while not stop.is_set():
            with lock:
                try:
                    item = next(todo)
                except StopIteration:
                    break
            try:
                finished.put((item, work(item)))
            except BaseException as error:  # noqa: BLE001 - handed to the loop, which decides
                finished.put((item, error))
        finished.put(None)

    working = min(threads, len(items))
    for number in range(working):
        threading.Thread(target=run, daemon=True, name=f"worker {number}").start()
    try:
        while working:
            one = finished.get()
            if one is None:
                working -= 1
            else:
                yield one
    finally:
        stop.set()
