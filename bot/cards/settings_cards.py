"""Cards of what a server set: its settings, its schedules, its watches. Mentions here are made by code."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.cards.blocks import Card, Text
from bot.cards.request import Request
from bot.cards.sections import section
from bot.cards.words import escaped, lines, small, state
from bot.community.values import At, GuildSettings, Schedule, Watch
from bot.document_words import counted

_CHANNEL = re.compile(r"\\<\\#(\d{1,20})\\>")
"""A channel in an escaped text."""

_KINDS = {"brief": "Morning brief", "debrief": "Closing debrief"}
_CHANGE = 'Change it with `/settings`; it takes "Manage Server" or a manager\'s role.'


def settings_card(
    settings: GuildSettings,
    schedules: Sequence[Schedule],
    watches: Sequence[Watch],
    problems: Sequence[str],
    request: Request | None = None,
) -> Card:
    """What is set, what is left at its default, and what is missing.

    Args:
        settings: Of the server.
        schedules: Its schedules.
        watches: Its watches.
        problems: What keeps it from working, such as a permission, as sentences.
        request: What the card answers.
    """
    usual = GuildSettings(settings.guild)
    rows = [_row(name, said, is_set=is_set) for name, said, is_set in _rows(settings, usual)]
    missing = [f"- ⚠ {_problem(problem)}" for problem in problems]
    return Card(
        "**Settings of this server**",
        (
            *([section("What is missing", *missing)] if missing else []),
            section("Settings", *rows),
            section(
                "Posts",
                f"Schedules: {len(schedules):,}, paused {_paused(schedules):,} (`/schedule list`)",
                f"Watches: {len(watches):,} (`/watch list`)",
            ),
        ),
        small(_CHANGE),
        "warning" if problems else "plain",
        request=request,
    )


def schedules_card(
    schedules: Sequence[Schedule],
    request: Request | None = None,
    *,
    due: Mapping[int, datetime | None] | None = None,
) -> Card:
    """What is posted on each session, where and when next, and why not where it is paused.

    Args:
        schedules: In the order of the card.
        request: What the card answers.
        due: Schedule id -> its next post, where that is known.
    """
    if not schedules:
        said = "Nothing is posted by itself yet. `/schedule add` makes a morning brief or a closing debrief."
        return Card("**Schedules**", (Text(said),), request=request)
    return Card(
        "**Schedules**",
        tuple(Text(_schedule(one, (due or {}).get(one.id))) for one in schedules),
        small("Remove one with `/schedule remove` and its number; `/schedule resume` goes on with one."),
        "warning" if any(one.paused for one in schedules) else "plain",
        request=request,
    )


def watches_card(watches: Sequence[Watch], request: Request | None = None) -> Card:
    """What is watched, for whom, and how it stands."""
    if not watches:
        said = "Nothing is watched yet. `/watch add` tells you when a state changes."
        return Card("**Watches**", (Text(said),), request=request)
    return Card(
        "**Watches**",
        tuple(Text(_watch(one)) for one in watches),
        small("Remove one with `/watch remove` and its number."),
        request=request,
    )


def when(at: At) -> str:
    """When, on each session, in words."""
    if at.anchor == "clock":
        hours, minutes = divmod(at.minutes, 60)
        return f"at {hours:02}:{minutes:02} {escaped(at.zone)}"
    if at.minutes == 0:
        return f"at the {at.anchor}"
    side = "before" if at.minutes < 0 else "after"
    return f"{counted(abs(at.minutes), 'minute')} {side} the {at.anchor}"


def moment(at: datetime, style: str = "R") -> str:
    """A moment as Discord shows it to each reader in their own zone."""
    return f"<t:{int(at.timestamp())}:{style}>"


def _rows(now: GuildSettings, usual: GuildSettings) -> tuple[tuple[str, str, bool], ...]:
    tokens = "the operator's limit" if now.daily_tokens is None else f"{now.daily_tokens:,} tokens a day"
    model = "the built-in analyst, without a language model" if now.model else "the operator's model"
    alerts = f"<#{now.alerts}>" if now.alerts else "where each watch was made"
    return (
        (
            "Answers for everybody in",
            _channels(now.channels) or "every channel it can speak in",
            now.channels != usual.channels,
        ),
        ("Watches report", alerts, now.alerts != usual.alerts),
        ("Managers", _roles(now.managers) or 'those with "Manage Server"', now.managers != usual.managers),
        ("Documents", _roles(now.uploaders) or "managers only", now.uploaders != usual.uploaders),
        ("Answers seen by", "the asker alone" if now.private else "everybody", now.private != usual.private),
        ("Time zone", escaped(now.zone), now.zone != usual.zone),
        ("Language", escaped(now.locale), now.locale != usual.locale),
        ("Symbols", escaped(", ".join(now.symbols)), now.symbols != usual.symbols),
        ("Answers mentions", "yes" if now.talk else "no", now.talk != usual.talk),
        ("Model budget", tokens, now.daily_tokens != usual.daily_tokens),
        ("Model", model, now.model != usual.model),
    )


def _row(name: str, said: str, *, is_set: bool) -> str:
    return f"- {name}: **{said}** ({'set' if is_set else 'default'})"


def _problem(text: str) -> str:
    """A sentence of ours; the channels in it are shown by name, and a channel's mention calls nobody."""
    return _CHANNEL.sub(r"<#\1>", escaped(text))


def _channels(ids: Iterable[int]) -> str:
    return ", ".join(f"<#{one}>" for one in ids)


def _roles(ids: Iterable[int]) -> str:
    return ", ".join(f"<@&{one}>" for one in ids)


def _paused(schedules: Sequence[Schedule]) -> int:
    return sum(bool(one.paused) for one in schedules)


def _schedule(one: Schedule, due: datetime | None) -> str:
    return lines(
        (
            f"**{one.id}. {_KINDS[one.kind]}** {escaped(', '.join(one.symbols))} in <#{one.channel}>",
            f"Each session {when(one.at)}{f', next {moment(due)}' if due and not one.paused else ''}",
            f"⚠ paused: {escaped(one.paused)}" if one.paused else "",
            small(f"made by <@{one.made_by}> {moment(one.made_at, 'd')}"),
        )
    )


def _watch(one: Watch) -> str:
    now = state(one.state) if one.state else "not read yet"
    pending = ""
    if one.pending:
        pending = f"; {state(one.pending)} for {counted(one.held, 'session')}, not confirmed yet"
    rules = [f"told after {counted(one.confirm, 'session')} in the new state"]
    if one.cooldown:
        rules.append(f"then quiet for {counted(one.cooldown, 'session')}")
    told = f", last told {one.told.isoformat()}" if one.told else ""
    return lines(
        (
            f"**{one.id}. {escaped(one.symbol)}** {escaped(one.what)}: {now}{pending}",
            f"In <#{one.channel}> for <@{one.person}>, until {one.expires.isoformat()}{told}",
            small(", ".join(rules)),
        )
    )
