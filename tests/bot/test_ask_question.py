"""What is taken as a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ask_command import LONGEST, question_of
from tools.errors import BadRequest


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\x00", "\x1b\x07\x00 \n", "\ud800 "])
def test_nothing_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(BadRequest, match=r"empty.*1 to 4,000 characters"):
        question_of(text)


@pytest.mark.parametrize(
    ("count", "said"), [(5_000, "5,000"), (4_001, "4,001"), (70_000, "more than 65,536")]
)
def test_too_long_a_question_says_its_length_and_the_limit(count: int, said: str) -> None:
    with pytest.raises(BadRequest, match=f"has {said} characters; at most 4,000"):
        question_of("x" * count)


def test_the_longest_is_taken_and_the_ends_do_not_count() -> None:
    assert len(question_of(" " * 100 + "x" * LONGEST + "\n")) == LONGEST


@pytest.mark.parametrize(
    "text",
    ["Wie steht IWM?", "罗素2000怎么样", "كيف حال السوق؟", "🚀🚀 IWM? 👩‍💻", "--", "a\nb\tc", "<b>[x](y)"],
)
def test_words_of_any_language_stay_as_they_are(text: str) -> None:
    assert question_of(text) == text


def test_control_characters_become_spaces() -> None:
    assert question_of("How\x00is\x1b[31m IWM?") == "How is [31m IWM?"


@given(st.text(max_size=300))
def test_whatever_is_taken_can_be_stored_and_printed(text: str) -> None:
    try:
        asked = question_of(text)
    except BadRequest:
        return
    assert asked.encode("utf-8")
    assert not set(asked) & {chr(code) for code in range(32) if chr(code) not in "\n\t"}
    assert question_of(asked) == asked
