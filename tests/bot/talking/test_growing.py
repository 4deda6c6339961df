"""A growing message: few edits, never two at once, and the last state always."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agent.types import Answer, Done, Event, Sentences, Working
from bot.cards.blocks import Card
from bot.talking.growing import INTERVAL, Followed, Gone, Growing, Pace
from tests.bot.ask_double import answer
from tests.bot.talking.fake_time import FakeShown, run

Steps = Sequence[tuple[float, Event]]
FINAL = answer("The whole answer.")


def card(given: Answer) -> Card:
    return Card(given.text, ())


def partial(text: str, working: str) -> str:
    return f"{text}[{working}]"


async def told(steps: Steps, left: list[str] | None = None) -> AsyncGenerator[Event, None]:
    try:
        for wait, event in steps:
            await asyncio.sleep(wait)
            yield event
    finally:
        if left is not None:
            left.append("closed")


def followed(shown: FakeShown, steps: Steps, left: list[str] | None = None) -> Followed | None:
    async def follow() -> Followed | None:
        pace = Pace(asyncio.get_running_loop().time)
        return await Growing(shown, partial, pace).follow(told(steps, left), card)

    return run(follow())


STEP = st.tuples(
    st.floats(0, 3), st.sampled_from([Working("reading"), Sentences("One. "), Sentences("Two. ")])
)


@given(
    st.lists(STEP, max_size=25),
    st.floats(0, 3),
    st.lists(st.floats(0, 4), min_size=1, max_size=5),
    st.dictionaries(st.integers(0, 12), st.just(OSError("no")), max_size=3),
)
def test_edits_keep_their_distance_and_the_answer_is_the_last_thing_shown(
    steps: list[tuple[float, Event]], rest: float, seconds: list[float], trouble: dict[int, Exception]
) -> None:
    """Whatever the speed of writing and of Discord, and whichever few edits fail."""
    shown = FakeShown(seconds, dict(trouble))
    result = followed(shown, [*steps, (rest, Done(FINAL))])
    assert result == Followed(FINAL, arrived=True)
    assert shown.texts[-1] == FINAL.text
    starts = shown.started
    assert all(b - a >= INTERVAL - 1e-6 for a, b in pairwise(starts))
    written = "".join(event.text for _, event in steps if isinstance(event, Sentences))
    parts = [text.split("[")[0] for text in shown.texts[:-1]]
    assert all(written.startswith(part) for part in parts)
    assert parts == sorted(parts, key=len)


def test_an_answer_within_the_interval_is_shown_whole_at_once() -> None:
    shown = FakeShown()
    followed(shown, [(0.1, Working("reading")), (0.5, Sentences("One. ")), (0.3, Done(FINAL))])
    assert shown.texts == [FINAL.text]
    assert shown.started == pytest.approx([0.9])


def test_a_slow_edit_skips_the_states_between() -> None:
    shown = FakeShown([5.0, 0.0])
    steps: list[tuple[float, Event]] = [(1.3, Sentences("1 "))] + [
        (0.5, Sentences(f"{n} ")) for n in range(2, 9)
    ]
    followed(shown, [*steps, (9.0, Done(FINAL))])
    assert shown.texts == ["1 []", "1 2 3 4 5 6 7 8 []", FINAL.text]


def test_a_deleted_message_stops_the_work_and_nothing_more_is_said() -> None:
    left: list[str] = []
    shown = FakeShown(trouble={0: Gone()})
    assert followed(shown, [(2.0, Working("reading")), (900.0, Done(FINAL))], left) is None
    assert (len(shown.started), left) == (1, ["closed"])


def test_a_message_deleted_at_the_very_end_is_left_alone() -> None:
    shown = FakeShown(trouble={0: Gone()})
    assert followed(shown, [(0.1, Done(FINAL))]) == Followed(FINAL, arrived=False)
    assert len(shown.started) == 1


def test_where_editing_fails_for_good_the_answer_is_a_new_message() -> None:
    shown = FakeShown(trouble={n: OSError("502") for n in range(3)})
    assert followed(shown, [(0.1, Done(FINAL))]) == Followed(FINAL, arrived=True)
    assert [one.title for one in shown.anew_cards] == [FINAL.text]


def test_trying_ends_where_nothing_works_and_says_so() -> None:
    shown = FakeShown(trouble={n: OSError("502") for n in range(99)})
    assert followed(shown, [(0.1, Done(FINAL))]) == Followed(FINAL, arrived=False)
    assert len(shown.started) < 10


def test_an_edit_that_hangs_keeps_the_answer_waiting_for_a_while_only() -> None:
    shown = FakeShown([10_000.0, 0.0])
    assert followed(shown, [(1.3, Sentences("1 ")), (1.0, Done(FINAL))]) == Followed(FINAL, arrived=True)
    assert shown.started[-1] < 60


def test_a_question_that_fails_leaves_no_edit_running() -> None:
    async def broken() -> AsyncGenerator[Event, None]:
        yield Working("reading")
        await asyncio.sleep(2)
        raise RuntimeError("a bug")

    async def follow() -> None:
        pace = Pace(asyncio.get_running_loop().time)
        await Growing(FakeShown(), partial, pace).follow(broken(), card)

    with pytest.raises(RuntimeError, match="a bug"):
        run(follow())
