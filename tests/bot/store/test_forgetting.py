"""A person is forgotten in every tenant; nobody else is."""

from dataclasses import replace

import pytest

from bot.store import Store, open_store
from tests.bot.store.attacks import attack
from tests.bot.store.community import NOW, feedback, schedule, watch
from tests.bot.store.made import GUILD, OTHER, answer, on
from tests.bot.store.test_reservations import free, wanted
from tools.errors import BadData, BadRequest

DAY = on(2).date()


def fill(store: Store, person: int) -> None:
    """Something of everything of a person, in two servers."""
    for tenant in (GUILD, OTHER):
        one = answer(id=f"{person}-{tenant.slug}", tenant=tenant, conversation=f"{person}/{tenant.slug}")
        question = replace(one.question, asker=replace(one.question.asker, person=str(person)))
        store.answers.keep(replace(one, question=question))
        store.usage.spend(tenant, str(person), DAY, 10, 0.0, 1)
        store.usage.reserve(wanted(str(person), tenant), free)
        guild = int(tenant.name.removeprefix("guild:"))
        store.watches.add(watch(person=person, guild=guild))
        store.feedback.add(feedback(person=person, tenant=tenant.name))
    store.watches.add(watch(person=person, guild=None))
    store.schedules.add(schedule(made_by=person))


def test_a_person_is_forgotten_everywhere_and_alone(store: Store) -> None:
    fill(store, 7)
    fill(store, 77)
    assert store.conversations_of(7) == ("7/guild-41", "7/guild-42")
    forgotten = store.forget_person(7)
    assert dict(forgotten.rows) == {
        "answers": 2, "usage": 2, "reservations": 2, "watches": 3, "feedback": 2, "schedules": 1,
    }  # fmt: skip
    assert forgotten.conversations == ("7/guild-41", "7/guild-42")
    assert store.answers.get("7-guild-41", GUILD) is None
    assert store.answers.get("77-guild-41", GUILD) is not None
    assert store.usage.spent(GUILD, "7", DAY).person.tokens == 0
    assert store.usage.spent(GUILD, "77", DAY).person.tokens == 10
    assert [one.person for one in store.watches.of_guild(41)] == [77]
    assert [one.made_by for one in store.schedules.all()] == [0, 77]
    assert store.feedback.counts() == {"idea": 2}
    again = store.forget_person(7)
    assert (sum(again.rows.values()), again.conversations) == (0, ())


def test_feedback_comes_back_as_typed_and_is_forgotten_by_person(url: str) -> None:
    odd = feedback(text="ü\x00\ud83d 😀", kind="wrong", about="k7m2p9qa")
    with open_store(url) as store:
        store.feedback.add(feedback())
        store.feedback.add(odd)
        store.feedback.add(feedback(person=8))
        assert store.feedback.since(NOW) == (feedback(), odd, feedback(person=8))
        assert dict(store.feedback.counts()) == {"idea": 2, "wrong": 1}
        for text in ("", "  ", "x" * 1_001):
            with pytest.raises(BadRequest, match="1 to 1,000 characters"):
                store.feedback.add(feedback(text=text))
        assert store.feedback.forget(7) == 2
        assert store.feedback.since(NOW) == (feedback(person=8),)
        attack(url, "UPDATE feedback SET body = '{}'")
        with pytest.raises(BadData, match="feedback cannot be read"):
            store.feedback.since(NOW)
