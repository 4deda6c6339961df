"""Answers are kept as they were, seen by their tenant alone, and found in order."""

import dataclasses
from datetime import UTC, date, datetime

import pytest

from bot.store import Store, open_store
from knowledge.tenants import PUBLIC
from tests.bot.store.made import GUILD, OTHER, answer, on
from tools.errors import BadData, BadRequest


def test_an_answer_comes_back_as_it_was_kept_and_after_reopening(url: str) -> None:
    kept = answer(text="ünï \x00 \ud83d \u2212 😀")
    with open_store(url) as store:
        store.answers.keep(kept)
        assert store.answers.get(kept.id, GUILD) == kept
    with open_store(url) as store:
        assert store.answers.get(kept.id, GUILD) == kept


def test_another_tenants_answer_is_not_there(store: Store) -> None:
    store.answers.keep(answer(id="aaaaaaaa"))
    store.answers.keep(answer(id="bbbbbbbb", tenant=OTHER))
    for tenant, own in ((GUILD, "aaaaaaaa"), (OTHER, "bbbbbbbb"), (PUBLIC, None)):
        seen = [id_ for id_ in ("aaaaaaaa", "bbbbbbbb") if store.answers.get(id_, tenant)]
        assert seen == ([own] if own else [])
        assert [id_ for id_ in ("aaaaaaaa", "bbbbbbbb") if store.answers.shown(id_, tenant)] == []


@pytest.mark.parametrize("id_", ["", "nothere", "a\x00b", "\ud83d", "' OR 1=1 --", "x" * 5000])
def test_an_id_that_names_nothing_is_none_whatever_was_typed(store: Store, id_: str) -> None:
    store.answers.keep(answer())
    assert store.answers.get(id_, GUILD) is None


def test_keeping_twice_is_keeping_once(store: Store) -> None:
    store.answers.keep(answer())
    store.answers.keep(answer())
    assert len(store.answers.of("conversation-1")) == 1


def test_an_id_that_is_taken_is_refused_and_the_first_answer_stays(store: Store) -> None:
    store.answers.keep(answer())
    with pytest.raises(BadRequest, match="k7m2p9qa is kept already"):
        store.answers.keep(answer(text="Another?", tenant=OTHER))
    assert store.answers.get("k7m2p9qa", GUILD) == answer()


def test_a_conversation_gives_its_newest_answers_oldest_first(store: Store) -> None:
    for number in (3, 1, 2, 5, 4):
        store.answers.keep(answer(id=f"answer-{number}", asked_at=on(number)))
    store.answers.keep(answer(id="elsewhere", conversation="conversation-2"))
    assert [one.id for one in store.answers.of("conversation-1")] == [f"answer-{n}" for n in range(1, 6)]
    assert [one.id for one in store.answers.of("conversation-1", limit=2)] == ["answer-4", "answer-5"]
    assert store.answers.of("none") == ()


def test_answers_of_the_same_instant_stay_in_the_order_of_keeping(store: Store) -> None:
    for name in ("zz", "aa", "mm"):
        store.answers.keep(answer(id=name))
    assert [one.id for one in store.answers.of("conversation-1")] == ["zz", "aa", "mm"]


def test_what_was_said_between_two_days_is_newest_first_with_its_facts(store: Store) -> None:
    for day in (2, 3, 4, 5):
        store.answers.keep(answer(id=f"day-{day}", asked_at=on(day), text=f"Question {day}?"))
    said = store.answers.between("conversation-1", date(2025, 6, 3), date(2025, 6, 4))
    assert [(one.answer, one.day, one.question) for one in said] == [
        ("day-4", date(2025, 6, 4), "Question 4?"),
        ("day-3", date(2025, 6, 3), "Question 3?"),
    ]
    assert said[0].facts == answer().facts
    assert (said[0].text, said[0].session) == (answer().text, answer().session)
    assert store.answers.between("conversation-2", date.min, date.max) == ()


def test_a_day_is_the_exchanges_day(store: Store) -> None:
    """23:30 in New York is the next day in UTC."""
    store.answers.keep(answer(asked_at=datetime(2025, 6, 4, 3, 30, tzinfo=UTC)))
    third, fourth = date(2025, 6, 3), date(2025, 6, 4)
    assert [one.day for one in store.answers.between("conversation-1", third, third)] == [third]
    assert store.answers.between("conversation-1", fourth, fourth) == ()


def test_at_most_twenty_earlier_answers_and_the_newest_of_them(store: Store) -> None:
    for minute in range(25):
        store.answers.keep(answer(id=f"minute-{minute}", asked_at=on(2, minute=minute)))
    said = store.answers.between("conversation-1", date.min, date.max)
    assert [one.answer for one in said] == [f"minute-{minute}" for minute in range(24, 4, -1)]


def test_a_replay_sees_only_what_had_been_said_before(store: Store) -> None:
    for minute in range(3):
        store.answers.keep(answer(id=f"minute-{minute}", asked_at=on(2, minute=minute)))
    said = store.answers.between("conversation-1", date.min, date.max, before=on(2, minute=1))
    assert [one.answer for one in said] == ["minute-0"]


def test_forgetting_deletes_one_conversation_and_says_how_much_it_was(store: Store) -> None:
    store.answers.keep(answer(id="one"))
    store.answers.keep(answer(id="two"))
    store.answers.keep(answer(id="kept", conversation="conversation-2"))
    assert store.answers.forget("conversation-1") == 2
    assert store.answers.forget("conversation-1") == 0
    assert store.answers.get("one", GUILD) is None
    assert [one.id for one in store.answers.of("conversation-2")] == ["kept"]


def test_a_moment_without_a_zone_is_a_bug_and_keeps_nothing(store: Store) -> None:
    naive = answer(asked_at=datetime(2025, 6, 2))  # noqa: DTZ001 - the point
    with pytest.raises(Exception, match="time zone"):
        store.answers.keep(naive)
    assert store.answers.get(naive.id, GUILD) is None


def test_an_answer_of_another_version_is_refused_in_words(store: Store) -> None:
    store.answers.keep(answer())
    with store.answers._engine.begin() as connection:
        connection.exec_driver_sql(
            """UPDATE answers SET body = replace(body, '"version": 1,', '"version": 9,')"""
        )
    with pytest.raises(BadData, match=r"of version 9, and this program reads version 1"):
        store.answers.get("k7m2p9qa", GUILD)


def test_the_row_names_no_more_of_a_person_than_an_id(store: Store) -> None:
    kept = answer()
    store.answers.keep(kept)
    with store.answers._engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT * FROM answers").one()._asdict()
    assert {key: str(row[key]) for key in ("id", "tenant", "person", "conversation", "model", "outcome")} == {
        "id": "k7m2p9qa",
        "tenant": "guild:41",
        "person": "person-7",
        "conversation": "conversation-1",
        "model": "offline",
        "outcome": "grounded",
    }
    assert dataclasses.fields(kept.question.asker)[2].name == "person"
