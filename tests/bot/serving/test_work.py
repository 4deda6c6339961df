"""The seam off the event loop."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.serving.work import Busy, Came, Lane, ShuttingDown, TookTooLong, Work

SOON = 20.0
"""Seconds that no test here comes near: a limit for a broken implementation."""


class Counts:
    """A meter that remembers."""

    def __init__(self) -> None:
        self.came: Counter[tuple[Lane, Came]] = Counter()
        self.longest: Counter[Lane] = Counter()

    def computation(self, lane: Lane, came: Came) -> None:
        self.came[lane, came] += 1

    def waiting(self, lane: Lane, count: int) -> None:
        self.longest[lane] = max(self.longest[lane], count)


class Gate:
    """A computation that ends when it is let go, and counts how often it ran."""

    def __init__(self, value: object = "value", error: BaseException | None = None) -> None:
        self.begun = threading.Event()
        self.free = threading.Event()
        self.runs = 0
        self.value, self.error = value, error

    def __call__(self) -> object:
        self.runs += 1
        self.begun.set()
        assert self.free.wait(SOON)
        if self.error is not None:
            raise self.error
        return self.value


async def begun(gate: Gate) -> None:
    """Wait until a gate's computation runs, with the loop free."""
    assert await asyncio.to_thread(gate.begun.wait, SOON)


async def turns(count: int = 5) -> None:
    """Let the tasks that are ready go on."""
    for _ in range(count):
        await asyncio.sleep(0)


def test_five_hundred_equal_calls_are_one_computation() -> None:
    """All of them get its value, and the counts say what happened."""

    async def run() -> None:
        counts, gate = Counts(), Gate()
        work = Work(metrics=counts)
        calls = [asyncio.create_task(work.shared("IWM", gate)) for _ in range(500)]
        await begun(gate)
        gate.free.set()
        assert await asyncio.gather(*calls) == ["value"] * 500
        assert await work.shared("IWM", gate) == "value"
        assert gate.runs == 1
        assert counts.came == {("desk", "made"): 1, ("desk", "shared"): 499, ("desk", "kept"): 1}
        assert await work.drain(SOON)

    asyncio.run(run())


def test_a_value_is_kept_for_its_time_from_when_it_was_made() -> None:
    """Being asked for does not make it younger."""

    async def run() -> None:
        present, made = [0.0], []
        work = Work(keep_seconds=60, seconds=lambda: present[0])

        async def ask() -> int:
            return await work.shared("IWM", lambda: made.append(0) or len(made))

        answers = []
        for second in (0, 59, 60, 119, 120):
            present[0] = float(second)
            answers.append(await ask())
        assert answers == [1, 1, 2, 2, 3]
        await work.drain(SOON)

    asyncio.run(run())


@settings(max_examples=40, deadline=None)
@given(
    keys=st.lists(st.integers(0, 12), max_size=60),
    most=st.integers(1, 6),
    step=st.sampled_from([0.0, 1.0, 7.0]),
)
def test_what_is_kept_is_bounded_and_never_another_keys_value(
    keys: list[int], most: int, step: float
) -> None:
    """Whatever is asked in whatever order, each key has its own value and memory its limit."""

    async def run() -> None:
        present = [0.0]
        work = Work(most_kept=most, keep_seconds=20, seconds=lambda: present[0])
        for key in keys:
            assert await work.shared(key, lambda key=key: ("value of", key), lane="quick") == (
                "value of",
                key,
            )
            assert len(work._kept) <= most
            assert not work._flights
            assert not work._under_way
            present[0] += step
        await work.drain(SOON)

    asyncio.run(run())


def test_the_value_unused_for_longest_goes_first() -> None:
    """With room for two, the one asked for again stays."""

    async def run() -> None:
        counts = Counts()
        work = Work(most_kept=2, metrics=counts)
        for key in ("a", "b", "a", "c", "a"):
            await work.shared(key, lambda: 1)
        assert counts.came["desk", "made"] == 3
        await work.shared("b", lambda: 1)
        assert counts.came["desk", "made"] == 4
        await work.drain(SOON)

    asyncio.run(run())


def test_an_error_goes_to_everybody_who_waits_and_is_not_kept() -> None:
    """The next call tries again."""

    async def run() -> None:
        gate = Gate(error=KeyError("broken"))
        work = Work()
        calls = [asyncio.create_task(work.shared("IWM", gate)) for _ in range(20)]
        await begun(gate)
        gate.free.set()
        ends = await asyncio.gather(*calls, return_exceptions=True)
        assert all(isinstance(end, KeyError) for end in ends)
        assert await work.shared("IWM", lambda: "fine") == "fine"
        await work.drain(SOON)

    asyncio.run(run())


@pytest.mark.parametrize(
    "error", [StopIteration(3), SystemExit(1), KeyboardInterrupt(), asyncio.CancelledError()]
)
def test_what_a_future_cannot_carry_still_reaches_the_waiter(error: BaseException) -> None:
    """None of these hangs the waiter, ends the process or looks like a cancellation."""

    async def run() -> None:
        work, gate = Work(), Gate(error=error)
        gate.free.set()
        with pytest.raises(RuntimeError, match=type(error).__name__):
            await asyncio.wait_for(work.alone(gate), SOON)
        await work.drain(SOON)

    asyncio.run(run())


def test_one_waiters_cancellation_leaves_the_others_theirs() -> None:
    """Also when it is the one who began the computation."""

    async def run() -> None:
        work, gate = Work(), Gate()
        first, second, third = (asyncio.create_task(work.shared("IWM", gate)) for _ in range(3))
        await begun(gate)
        first.cancel()
        second.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        gate.free.set()
        assert await third == "value"
        assert gate.runs == 1
        await work.drain(SOON)

    asyncio.run(run())


def test_a_computation_whose_waiters_all_left_is_finished_and_kept_when_it_runs() -> None:
    """The next caller gets what was under way."""

    async def run() -> None:
        work, gate = Work(), Gate()
        left = asyncio.create_task(work.shared("IWM", gate))
        await begun(gate)
        left.cancel()
        await asyncio.gather(left, return_exceptions=True)
        later = asyncio.create_task(work.shared("IWM", gate))
        await turns()
        gate.free.set()
        assert await later == "value"
        assert gate.runs == 1
        await work.drain(SOON)

    asyncio.run(run())


def test_a_computation_whose_waiters_all_left_in_the_queue_is_never_begun() -> None:
    """A call for the same key right afterwards begins a new one."""

    async def run() -> None:
        work, blocking, queued = Work(threads=1), Gate(), Gate()
        held = asyncio.create_task(work.alone(blocking))
        await begun(blocking)
        left = asyncio.create_task(work.shared("IWM", queued))
        await turns()
        left.cancel()
        await asyncio.gather(left, return_exceptions=True)
        again = asyncio.create_task(work.shared("IWM", lambda: "anew"))
        blocking.free.set()
        assert await again == "anew"
        assert await held == "value"
        assert queued.runs == 0
        assert await work.drain(SOON)

    asyncio.run(run())


def test_beyond_the_limit_of_the_queue_calls_are_refused_and_the_others_are_served() -> None:
    """One runs, two wait, the fourth is told so; joining one under way needs no place."""

    async def run() -> None:
        counts, gate = Counts(), Gate()
        work = Work(threads=1, most_waiting=2, metrics=counts)
        calls = [asyncio.create_task(work.shared(key, gate)) for key in range(3)]
        await begun(gate)
        with pytest.raises(Busy, match="try again"):
            await work.shared("one more", gate)
        joined = asyncio.create_task(work.shared(2, gate))
        await turns()
        gate.free.set()
        assert await asyncio.gather(*calls, joined) == ["value"] * 4
        assert counts.longest["desk"] == 2
        assert await work.shared("one more", lambda: "served") == "served"
        await work.drain(SOON)

    asyncio.run(run())


def test_what_is_quick_does_not_wait_behind_what_is_long() -> None:
    """The lanes have threads of their own."""

    async def run() -> None:
        work, gate = Work(threads=1), Gate()
        long = [asyncio.create_task(work.alone(gate)) for _ in range(3)]
        await begun(gate)
        assert await asyncio.wait_for(work.alone(lambda: "read", lane="quick"), SOON) == "read"
        gate.free.set()
        await asyncio.gather(*long)
        await work.drain(SOON)

    asyncio.run(run())


def test_the_loop_turns_while_computations_run() -> None:
    """A sleeping computation does not stop the loop."""

    async def run() -> None:
        work, gate = Work(), Gate()
        call = asyncio.create_task(work.alone(gate))
        await begun(gate)
        await turns(100)
        assert not call.done()
        gate.free.set()
        assert await call == "value"
        await work.drain(SOON)

    asyncio.run(run())


def test_patience_ends_for_everybody_at_once_and_the_late_value_is_kept() -> None:
    """Nobody begins the same again while it runs; when it is done it is served."""

    async def run() -> None:
        gate = Gate()
        work = Work(patience=0.02)
        ends = await asyncio.gather(*(work.shared("IWM", gate) for _ in range(3)), return_exceptions=True)
        assert all(isinstance(end, TookTooLong) for end in ends)
        with pytest.raises(TookTooLong):
            await work.shared("IWM", gate)
        gate.free.set()
        await asyncio.wait((work._flights["IWM"].landed,))
        assert await work.shared("IWM", gate) == "value"
        assert gate.runs == 1
        await work.drain(SOON)

    asyncio.run(run())


def test_draining_refuses_what_is_new_and_waits_for_what_is_under_way() -> None:
    """Kept values are not served either: the surface is closing."""

    async def run() -> None:
        work, gate = Work(), Gate()
        call = asyncio.create_task(work.shared("IWM", gate))
        await begun(gate)
        draining = asyncio.create_task(work.drain(SOON))
        await turns()
        for refused in (work.shared("IWM", gate), work.alone(gate)):
            with pytest.raises(ShuttingDown):
                await refused
        gate.free.set()
        assert await draining is True
        assert await call == "value"

    asyncio.run(run())


def test_a_drain_that_runs_out_of_time_says_so_and_drops_the_queue() -> None:
    """Who waited in the queue is told; nothing hangs."""

    async def run() -> None:
        work, gate, queued = Work(threads=1), Gate(), Gate()
        running = asyncio.create_task(work.alone(gate))
        await begun(gate)
        waiting = asyncio.create_task(work.alone(queued))
        await turns()
        assert await work.drain(0.01) is False
        with pytest.raises(ShuttingDown):
            await waiting
        gate.free.set()
        assert await running == "value"
        assert queued.runs == 0

    asyncio.run(run())


@settings(max_examples=25, deadline=None)
@given(
    calls=st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), min_size=1, max_size=25),
)
def test_any_mix_of_keys_failures_and_leavers_leaves_nothing_behind(
    calls: list[tuple[int, bool, bool]],
) -> None:
    """Each call that stayed ends with its key's value or its key's error, and no state is left over."""

    def maker(key: int, *, fails: bool) -> Callable[[], int]:
        def make() -> int:
            if fails:
                raise LookupError(key)
            return key

        return make

    async def run() -> None:
        work = Work(keep_seconds=0)
        tasks = [asyncio.create_task(work.shared(key, maker(key, fails=fails))) for key, fails, _ in calls]
        await turns(1)
        for task, (_, _, leaves) in zip(tasks, calls, strict=True):
            if leaves:
                task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        for end, (key, _, leaves) in zip(ends, calls, strict=True):
            if leaves:
                continue
            assert end == key or (isinstance(end, LookupError) and end.args == (key,))
        assert await work.drain(SOON)
        await turns()
        assert not work._flights
        assert not work._under_way
        assert not work._kept
        assert all(pool.under_way == 0 for pool in work._pools.values())

    asyncio.run(run())
