"""Schedules, watches and posts made for tests, to vary."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.cards.request import Request
from bot.community.posts import nonce_of
from bot.community.values import At, Feedback, Post, Schedule, Watch

NOW = datetime(2025, 9, 26, 20, 30, tzinfo=UTC)
DAY = date(2025, 9, 26)
_SCHEDULE = Schedule(0, 41, 410, "brief", ("IWM", "SPY"), At("open", -30), 7, NOW)
_WATCH = Watch(0, 41, 410, 7, "IWM", "composite", 1, 5, date(2026, 1, 1))
_POST = Post("", "", 41, 410, (Request("analyze", "IWM", DAY),), (), "**Brief**", NOW + timedelta(hours=2))


def schedule(**changes: Any) -> Schedule:
    """The brief of server 41, half an hour before the open."""
    return replace(_SCHEDULE, **changes)


def watch(**changes: Any) -> Watch:
    """Person 7 watches IWM's composite in server 41."""
    return replace(_WATCH, **changes)


def post(key: str = "schedule:1:2025-09-26", **changes: Any) -> Post:
    """A post of server 41."""
    return replace(_POST, key=key, nonce=nonce_of(key), **changes)


def feedback(**changes: Any) -> Feedback:
    """What person 7 said in server 41."""
    return replace(Feedback("guild:41", 7, "idea", "More charts.", "", NOW), **changes)
