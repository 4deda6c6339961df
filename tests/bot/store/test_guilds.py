"""Settings come back as they were put, are read strictly, and go with their server."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.community.values import GuildSettings
from bot.store import Store
from bot.store.settings_json import from_json, to_json
from tests.bot.store.attacks import attack
from tests.bot.store.community import NOW, feedback, post, schedule, watch
from tests.bot.store.made import GUILD, OTHER, answer, on
from tests.bot.store.processes import together
from tools.errors import BadData, BadRequest

CHOSEN = GuildSettings(
    41, (1, 2), 3, (4,), (5, 6), private=True, zone="Europe/Vienna", locale="de", symbols=("IWM", "BRK-B"),
    talk=False, daily_tokens=5_000, model="offline",
)  # fmt: skip
_IDS = st.lists(st.integers(1, 2**63 - 1), max_size=3).map(tuple)
SETTINGS = st.builds(
    GuildSettings, st.integers(1, 2**63 - 1), _IDS, st.none() | st.integers(1, 2**63 - 1), _IDS, _IDS,
    st.booleans(), st.text(), st.text(), st.lists(st.text(), max_size=3).map(tuple), st.booleans(),
    st.none() | st.integers(0, 2**53), st.sampled_from(["", "offline"]),
)  # fmt: skip


@given(SETTINGS)
def test_any_settings_come_back_from_json(settings: GuildSettings) -> None:
    assert from_json(to_json(settings), settings.guild) == settings


def test_a_server_that_set_nothing_has_the_defaults_and_what_is_put_comes_back(store: Store) -> None:
    assert store.guilds.get(41) == GuildSettings(41)
    assert store.guilds.there() == ()
    store.guilds.put(CHOSEN)
    assert store.guilds.get(41) == CHOSEN
    assert store.guilds.get(42) == GuildSettings(42)
    store.guilds.put(GuildSettings(41, zone="UTC"))
    assert store.guilds.get(41) == GuildSettings(41, zone="UTC")
    assert store.guilds.there() == (41,)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "no JSON"),
        ("[]", "no object"),
        ("{}", "of version None"),
        ('{"version": 2, "guild": 41}', "reads version 1"),
        ('{"version": 1, "guild": 41, "mood": "happy"}', "has no mood.*newer version"),
        ('{"version": 1}', "without guild"),
        ('{"version": 1, "guild": 42}', "another server"),
        ('{"version": 1, "guild": 41, "private": "yes"}', "no bool"),
        ('{"version": 1, "guild": 41, "symbols": ["IWM", 3]}', "no str"),
        ('{"version": 1, "guild": 41, "model": "gpt"}', "none of"),
    ],
)
def test_settings_that_cannot_be_read_are_said_and_never_guessed(body: str, said: str) -> None:
    with pytest.raises(BadData, match=rf"settings of server 41 cannot be read.*{said}"):
        from_json(body, 41)


def test_one_servers_damaged_settings_hurt_no_other(url: str, store: Store) -> None:
    store.guilds.put(CHOSEN)
    store.guilds.put(GuildSettings(42, zone="UTC"))
    attack(url, "UPDATE guilds SET body = '{' WHERE guild = 41")
    with pytest.raises(BadData):
        store.guilds.get(41)
    assert store.guilds.get(42).zone == "UTC"
    assert store.guilds.there() == (41, 42)


def test_a_change_that_is_refused_changes_nothing(store: Store) -> None:
    store.guilds.put(CHOSEN)

    def refuse(_: GuildSettings) -> GuildSettings:
        raise BadRequest("no")

    with pytest.raises(BadRequest):
        store.guilds.change(41, refuse)
    assert store.guilds.get(41) == CHOSEN


_CHANGES = """
from dataclasses import replace
with open_store(sys.argv[1]) as store:
    for number in range(15):
        name = f"{sys.argv[2]}{number}"
        store.guilds.change(41, lambda now: replace(now, symbols=(*now.symbols, name)))
"""


def test_administrators_who_change_settings_at_once_lose_nothing(url: str, store: Store) -> None:
    assert together(_CHANGES, [url, "A"], [url, "B"]) == [(0, "")] * 2
    assert sorted(store.guilds.get(41).symbols[1:]) == sorted(
        f"{who}{number}" for who in "AB" for number in range(15)
    )


def fill(store: Store, guild: int) -> None:
    """Something of everything in a server."""
    tenant = GUILD if guild == 41 else OTHER
    store.guilds.put(GuildSettings(guild))
    store.schedules.add(schedule(guild=guild))
    store.watches.add(watch(guild=guild))
    store.posts.claim(post(f"schedule:{guild}:2025-09-26", guild=guild), "a", NOW, 60)
    store.feedback.add(feedback(tenant=tenant.name))
    store.answers.keep(answer(id=f"of-{guild}", tenant=tenant, conversation=f"held-in-{guild}"))
    store.usage.spend(tenant, "7", on(2).date(), 10, 0.0, 1)


def test_a_server_is_forgotten_a_while_after_it_was_left_with_all_that_is_its_own(store: Store) -> None:
    fill(store, 41)
    fill(store, 42)
    store.guilds.left(41, NOW)
    assert [one.guild for one in store.schedules.all()] == [42]
    assert [one.guild for one in store.watches.due(NOW.date())] == [42]
    assert store.guilds.purge(NOW).guilds == ()
    later = NOW + timedelta(days=7)
    seen = store.guilds.gone(later)
    assert (seen.guilds, seen.conversations) == ((41,), ("held-in-41",))
    purged = store.guilds.purge(later)
    assert (purged.guilds, purged.conversations) == (seen.guilds, seen.conversations)
    assert dict(purged.rows) == {
        "schedules": 1, "watches": 1, "posts": 1, "feedback": 1, "answers": 1, "usage": 1, "reservations": 0,
    }  # fmt: skip
    assert store.guilds.purge(later).guilds == ()
    assert (store.schedules.of(41), store.watches.of_guild(41)) == ((), ())
    assert store.answers.get("of-41", GUILD) is None
    assert store.answers.get("of-42", OTHER) is not None
    assert (len(store.schedules.of(42)), len(store.watches.of_guild(42))) == (1, 1)
    assert store.feedback.counts() == {"idea": 1}
    assert store.usage.spent(OTHER, "7", on(2).date()).person.tokens == 10


def test_a_server_that_comes_back_in_time_keeps_everything(store: Store) -> None:
    fill(store, 41)
    store.guilds.left(41, NOW)
    store.guilds.left(41, NOW + timedelta(days=30))
    assert store.guilds.gone(NOW + timedelta(days=1)).guilds == (41,)
    store.guilds.returned(41)
    assert store.guilds.purge(NOW + timedelta(days=60)).guilds == ()
    assert len(store.schedules.all()) == 1


def test_a_server_without_settings_is_forgotten_too(store: Store) -> None:
    store.feedback.add(feedback())
    store.guilds.left(41, NOW)
    purged = store.guilds.purge(NOW + timedelta(days=1))
    assert (purged.guilds, purged.rows["feedback"]) == ((41,), 1)
