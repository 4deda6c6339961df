"""When an answer goes to a thread, and what it is called."""

from hypothesis import given
from hypothesis import strategies as st

from bot.cards.limits import THREAD_NAME
from bot.talking.threads import MOST_IN_CHANNEL, Spot, title_of, to_thread

CHANNEL = Spot(guild=True, threads=True, may=True)


def test_a_question_in_passing_is_answered_in_the_channel_and_a_long_talk_is_not() -> None:
    assert not to_thread(CHANNEL, 0)
    assert not to_thread(CHANNEL, MOST_IN_CHANNEL - 1)
    assert to_thread(CHANNEL, MOST_IN_CHANNEL)


def test_no_thread_is_opened_where_there_are_none_or_it_may_not_be() -> None:
    for spot in (
        Spot(guild=False, threads=True, may=True),
        Spot(guild=True, threads=False, may=True),
        Spot(guild=True, threads=True, may=False),
    ):
        assert not to_thread(spot, 99)


def test_a_title_is_the_question_cut_at_a_word() -> None:
    assert title_of(" how is\nIWM? ") == "how is IWM?"
    assert title_of("word " * 40).endswith("word…")
    assert title_of(" ") == "A question"


@given(st.text(max_size=400))
def test_any_question_gives_a_title_that_discord_takes(question: str) -> None:
    title = title_of(question)
    assert 1 <= len(title) <= THREAD_NAME
    assert "\n" not in title
    assert "<@" not in title
    assert "@everyone" not in title
