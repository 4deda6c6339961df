"""Settings take what is allowed, and refuse the rest with a sentence that says what is."""

import contextlib
import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.community.permissions import Member, may_answer_in, may_configure, may_upload, not_here
from bot.community.settings_change import KEYS, changed
from bot.community.values import GuildSettings
from tools.errors import BadRequest

PLAIN = GuildSettings(41)
MOST = 10_000_000


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("zone", "europe/vienna", "Europe/Vienna"),
        ("zone", "utc", "UTC"),
        ("locale", "DE", "de"),
        ("symbols", "iwm, $spy brk-b IWM", ("IWM", "SPY", "BRK-B")),
        ("channels", "<#123> 456", (123, 456)),
        ("channels", "", ()),
        ("managers", "<@&5>", (5,)),
        ("uploaders", "5;6", (5, 6)),
        ("alerts", "<#9>", 9),
        ("alerts", "", None),
        ("private", "Yes", True),
        ("talk", "off", False),
        ("daily_tokens", "1,000,000", 1_000_000),
        ("daily_tokens", "0", 0),
        ("daily_tokens", "default", None),
        ("model", "Offline", "offline"),
        ("model", "default", ""),
    ],
)
def test_what_is_allowed_is_taken(key: str, typed: str, value: object) -> None:
    assert changed(PLAIN, key, typed, MOST) == dataclasses.replace(PLAIN, **{key: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("mood", "happy", "there are channels, alerts"),
        ("guild", "42", "there are channels"),
        ("zone", "Mars/Olympus", "IANA names"),
        ("zone", "../../etc/passwd", "IANA names"),
        ("locale", "xx", "en-US"),
        ("symbols", "", "1 to 10 symbols"),
        ("symbols", " ".join(f"S{number}" for number in range(11)), "1 to 10 symbols"),
        ("symbols", "IWM <@5>", "not a symbol"),
        ("channels", "general", "mentioning them"),
        ("channels", "0", "mentioning them"),
        ("channels", "99999999999999999999", "mentioning them"),
        ("managers", " ".join(str(number) for number in range(1, 12)), "at most 10"),
        ("alerts", "<#1> <#2>", "one channel"),
        ("private", "maybe", "neither yes nor no"),
        ("daily_tokens", "-5", "0 to 10,000,000, the operator's limit"),
        ("daily_tokens", "10000001", "the operator's limit"),
        ("daily_tokens", "²", "whole number"),
        ("model", "gpt-9", "offline, the built-in analyst"),
    ],
)
def test_what_is_not_allowed_is_refused_in_words(key: str, typed: str, said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        changed(PLAIN, key, typed, MOST)


@given(st.sampled_from(KEYS), st.text(max_size=60))
def test_whatever_is_typed_is_taken_or_refused(key: str, typed: str) -> None:
    with contextlib.suppress(BadRequest):
        after = changed(PLAIN, key, typed, MOST)
        others = {part.name for part in dataclasses.fields(after)} - {key}
        assert all(getattr(after, name) == getattr(PLAIN, name) for name in others)


def test_every_setting_but_the_server_can_be_changed() -> None:
    assert set(KEYS) == {part.name for part in dataclasses.fields(GuildSettings)} - {"guild"}


CHOSEN = GuildSettings(41, channels=(1, 2), managers=(5,), uploaders=(6,))


@pytest.mark.parametrize(
    ("member", "configures", "uploads"),
    [
        (Member(), False, False),
        (Member(administrator=True), True, True),
        (Member(manage_guild=True), True, True),
        (Member(roles=(5, 9)), True, True),
        (Member(roles=[6]), False, True),
        (Member(roles=(7,)), False, False),
    ],
)
def test_rights(member: Member, *, configures: bool, uploads: bool) -> None:
    assert (may_configure(member, CHOSEN), may_upload(member, CHOSEN)) == (configures, uploads)


def test_where_the_bot_answers() -> None:
    assert may_answer_in(9, None, PLAIN)
    assert may_answer_in(1, None, CHOSEN)
    assert may_answer_in(9, 2, CHOSEN)
    assert not may_answer_in(9, None, CHOSEN)
    assert not may_answer_in(9, 8, CHOSEN)
    assert not_here(CHOSEN).endswith("in <#1>, <#2> only.")
