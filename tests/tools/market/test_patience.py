"""Deadline, back-off, circuit breaker and worker threads, without waiting for any of them."""

import subprocess
import sys
import threading
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.loopback.fake_time import FakeTime
from tools.errors import BadData, NoData, RateLimited, SourceDown, SourceTimeout
from tools.market.patience import Backoff, Breaker, Patience, Throttled, in_threads, within

REFUSED = SourceDown("connection refused")


class Scripted:
    """A call that gives its answers in order; exceptions among them are raised."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.calls = 0

    def __call__(self, _left: float) -> object:
        self.calls += 1
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer


def patience(time: FakeTime, deadline: float = 60.0, backoff: Backoff | None = None) -> Patience:
    return Patience(
        "Source",
        deadline_seconds=deadline,
        clock=time.clock,
        sleep=time.sleep,
        random=lambda: 0.0,
        backoff=backoff,
    )


@given(failures=st.integers(1, 40), chance=st.floats(0, 1, exclude_max=True))
def test_a_pause_lies_in_the_upper_half_of_its_step_and_is_bounded(failures: int, chance: float) -> None:
    backoff = Backoff(first=0.5, factor=2.0, longest=30.0)
    step = min(0.5 * 2.0 ** (failures - 1), 30.0)
    assert step / 2 <= backoff.pause(failures, chance) <= step <= 30.0


@given(
    failures=st.integers(1, 10),
    chance=st.floats(0, 1, exclude_max=True),
    asked=st.floats(0, 10_000),
)
def test_a_pause_is_never_shorter_than_the_source_asked(failures: int, chance: float, asked: float) -> None:
    assert Backoff().pause(failures, chance, asked) >= asked


def test_trouble_is_tried_again_with_growing_pauses() -> None:
    time, call = FakeTime(), Scripted(REFUSED, REFUSED, REFUSED, "bars")
    assert patience(time).ask(call) == "bars"
    assert time.slept == [0.25, 0.5, 1.0]


def test_tries_are_bounded_and_the_last_failure_is_what_people_see() -> None:
    time, call = FakeTime(), Scripted(*[REFUSED] * 9)
    with pytest.raises(SourceDown, match="connection refused"):
        patience(time).ask(call)
    assert call.calls == Backoff().tries


def test_the_wait_a_source_asks_for_is_kept() -> None:
    time, call = FakeTime(), Scripted(Throttled("slow down", 7), "bars")
    assert patience(time).ask(call) == "bars"
    assert time.slept == [7.0]


def test_a_wait_beyond_the_deadline_is_told_instead_of_waited() -> None:
    time, call = FakeTime(), Scripted(Throttled("slow down", 120), "bars")
    with pytest.raises(RateLimited):
        patience(time, deadline=20).ask(call)
    assert time.slept == []


def test_the_deadline_covers_all_tries() -> None:
    """What is left for each try shrinks by the pauses before it."""
    time, left = FakeTime(), []

    def call(seconds: float) -> None:
        left.append(seconds)
        raise REFUSED

    with pytest.raises(SourceDown):
        patience(time, deadline=1.0).ask(call)
    assert left == [1.0, 0.75, 0.25]


def test_an_absence_is_believed_only_when_said_twice() -> None:
    time = FakeTime()
    assert patience(time).ask(Scripted(NoData("nothing"), "bars")) == "bars"
    twice = Scripted(NoData("nothing"), NoData("nothing"), "bars")
    with pytest.raises(NoData):
        patience(time).ask(twice)
    assert twice.calls == 2


def test_an_absence_followed_by_trouble_is_trouble() -> None:
    with pytest.raises(SourceDown):
        patience(FakeTime()).ask(Scripted(NoData("nothing"), *[REFUSED] * 9))


def test_an_absence_that_cannot_be_confirmed_in_time_is_not_called_one() -> None:
    with pytest.raises(SourceTimeout):
        patience(FakeTime(), deadline=0.2).ask(Scripted(NoData("nothing"), "bars"))


def test_refused_content_is_not_asked_for_again() -> None:
    call = Scripted(BadData("negative prices"), "bars")
    with pytest.raises(BadData):
        patience(FakeTime()).ask(call)
    assert call.calls == 1


def test_a_bug_is_not_patiently_repeated() -> None:
    call = Scripted(ZeroDivisionError(), "bars")
    with pytest.raises(ZeroDivisionError):
        patience(FakeTime()).ask(call)
    assert call.calls == 1


def test_an_open_breaker_fails_fast_and_tries_again_after_the_cool_down() -> None:
    time = FakeTime()
    source = patience(time, backoff=Backoff(tries=1))
    for _ in range(5):
        with pytest.raises(SourceDown, match="connection refused"):
            source.ask(Scripted(REFUSED))
    untouched = Scripted("bars")
    with pytest.raises(SourceDown, match="5 times in a row"):
        source.ask(untouched)
    assert untouched.calls == 0
    time.sleep(30)
    assert source.ask(untouched) == "bars"


def test_after_the_cool_down_one_failure_opens_the_breaker_again() -> None:
    time = FakeTime()
    breaker = Breaker("Source", clock=time.clock, threshold=3, cool_down=10)
    for _ in range(3):
        breaker.failed(REFUSED)
    time.sleep(10)
    breaker.check()
    breaker.failed(REFUSED)
    assert breaker.remaining() == 10
    breaker.worked()
    breaker.check()


def test_an_absence_is_an_answer_and_keeps_the_breaker_closed() -> None:
    time = FakeTime()
    breaker = Breaker("Source", clock=time.clock, threshold=2)
    source = Patience(
        "Source",
        deadline_seconds=60,
        clock=time.clock,
        sleep=time.sleep,
        random=lambda: 0.0,
        breaker=breaker,
    )
    for _ in range(4):
        assert source.ask(Scripted(REFUSED, NoData("nothing"), "bars")) == "bars"
    assert breaker.remaining() == 0


def test_a_breaker_opened_by_a_limit_says_so() -> None:
    time = FakeTime()
    breaker = Breaker("Source", clock=time.clock, threshold=1)
    breaker.failed(Throttled("slow down"))
    with pytest.raises(RateLimited, match="slow down"):
        breaker.check()


def test_within_gives_the_answer_or_the_error_of_the_call() -> None:
    assert within(10, lambda: 42, source="Source") == 42

    def broken() -> None:
        raise NoData("nothing")

    with pytest.raises(NoData, match="nothing"):
        within(10, broken, source="Source")


def test_silence_ends_at_the_deadline() -> None:
    with pytest.raises(SourceTimeout, match="Source did not answer"):
        within(0.05, threading.Event().wait, source="Source")


def test_a_hung_call_does_not_keep_the_interpreter_from_ending() -> None:
    program = (
        "import threading\n"
        "from tools.errors import SourceTimeout\n"
        "from tools.market.patience import within\n"
        "try:\n"
        "    within(0.05, threading.Event().wait, source='Source')\n"
        "except SourceTimeout:\n"
        "    print('ended')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "ended"


def test_threads_give_every_item_its_result_or_its_error() -> None:
    def work(number: int) -> float:
        return 1 / number

    results = dict(in_threads([0, 1, 2, 4], work, threads=3))
    assert isinstance(results.pop(0), ZeroDivisionError)
    assert results == {1: 1.0, 2: 0.5, 4: 0.25}


def test_no_items_need_no_threads() -> None:
    assert list(in_threads([], str, threads=4)) == []


def test_closing_stops_the_threads_after_the_item_in_hand() -> None:
    begun: list[int] = []
    gate = threading.Semaphore(1)

    def work(number: int) -> int:
        gate.acquire()
        begun.append(number)
        return number

    before = set(threading.enumerate())
    with closing(in_threads(range(100), work, threads=2)) as results:
        next(results)
        workers = [thread for thread in threading.enumerate() if thread not in before]
    gate.release(100)
    for worker in workers:
        worker.join(10)
    assert len(begun) <= 3


def test_stopping_still_yields_what_was_in_hand() -> None:
    stop = threading.Event()
    meeting = threading.Barrier(2, timeout=10)

    def work(number: int) -> int:
        meeting.wait()
        stop.set()
        return number

    assert sorted(in_threads(range(100), work, threads=2, stop=stop)) == [(0, 0), (1, 1)]


def test_work_is_shared_among_the_threads() -> None:
    """Two items that wait for each other finish, so they ran at the same time."""
    meeting = threading.Barrier(2, timeout=10)

    def work(_: str) -> int:
        return meeting.wait()

    assert sorted(result for _, result in in_threads(["a", "b"], work, threads=2)) == [0, 1]
