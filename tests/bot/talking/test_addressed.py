"""Which messages are for the bot, and what they ask."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talking.addressed import HELP, Asked, Heard, Told, addressed

BOT = 42


def heard(text: str, **changed: Any) -> Heard:
    given: dict[str, Any] = {
        "bot": BOT, "author": 7, "automatic": False, "direct": False, "people": frozenset({BOT}),
    }  # fmt: skip
    return Heard(text, **(given | changed))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("<@42> how is IWM?", "how is IWM?"),
        ("<@!42>how is IWM?", "how is IWM?"),
        ("how is IWM, <@42>?", "how is IWM, ?"),
        ("hey <@42> how   is\nIWM", "hey how is\nIWM"),
        ("<@42>, why?", "why?"),
        ("<@42>: why?", "why?"),
        ("<@42> what does <@8> mean", "what does @Ann mean"),
        ("<@42> what does <@9> mean", "what does somebody mean"),
        ("<@42> see <#5> and <@&6>", "see #general and a role"),
        ("<@42> up <:rocket:123>", "up :rocket:"),
    ],
)
def test_the_question_is_the_text_without_the_mention(text: str, question: str) -> None:
    names = {8: "Ann", 5: "general"}
    assert addressed(heard(text, names=names)) == Asked(question)


def test_a_reply_with_the_ping_on_needs_no_mention_in_its_text() -> None:
    assert addressed(heard("and breadth?")) == Asked("and breadth?")


def test_a_message_that_mentions_others_alone_is_not_for_the_bot() -> None:
    assert addressed(heard("<@8> how is IWM?", people=frozenset({8}))) is None
    assert addressed(heard("`<@42>` is my code", people=frozenset())) is None


def test_the_role_of_the_bot_addresses_it_and_another_role_does_not() -> None:
    own = {"people": frozenset[int](), "own_roles": frozenset({6})}
    assert addressed(heard("<@&6> hi", roles=frozenset({6}), **own)) == Asked("hi")
    assert addressed(heard("<@&5> hi", roles=frozenset({5}), **own)) is None


def test_in_private_nothing_has_to_be_mentioned() -> None:
    assert addressed(heard("how is IWM?", direct=True, people=frozenset())) == Asked("how is IWM?")


def test_programs_and_the_bot_itself_are_never_answered() -> None:
    """Two bots must not talk with each other for ever."""
    assert addressed(heard("<@42> hi", automatic=True)) is None
    assert addressed(heard("<@42> hi", author=BOT)) is None
    assert addressed(heard("hi", automatic=True, direct=True)) is None


@pytest.mark.parametrize("text", ["<@42>", " <@!42> ", "", "<@42> ,"])
def test_a_mention_without_words_is_told_what_can_be_asked(text: str) -> None:
    assert addressed(heard(text)) == Told(HELP)


def test_a_question_that_is_too_long_is_refused_in_words() -> None:
    assert addressed(heard("<@42> " + "x" * 4_000)) == Asked("x" * 4_000)
    refused = addressed(heard("<@42> " + "x" * 4_001))
    assert isinstance(refused, Told)
    assert "4,001" in refused.text


@given(st.text(max_size=200), st.text(max_size=40))
def test_no_text_and_no_name_leaves_a_mention_that_discord_would_read(text: str, name: str) -> None:
    found = addressed(heard(f"<@42> q {text} <@8>", names={8: name}))
    assert found is not None
    assert "<@42>" not in found.text
    assert "<@8>" not in found.text
