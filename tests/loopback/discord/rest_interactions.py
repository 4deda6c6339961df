"""Answers to interactions: the first one, edits of it, and follow-ups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.loopback.discord import events, limits, posting
from tests.loopback.discord import interactions as kinds
from tests.loopback.discord.calls import Call, Route
from tests.loopback.discord.interactions import Interaction
from tests.loopback.discord.messages import EPHEMERAL, Message
from tests.loopback.discord.rates import WEBHOOK
from tests.loopback.discord.refusal import (
    ALREADY_ACKNOWLEDGED,
    INVALID_FORM,
    TOKEN_EXPIRED,
    TOO_MANY_FOLLOWUPS,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    Fault,
    Refusal,
)

TOKEN_SECONDS = 15 * 60.0
FOLLOWUPS_OF_A_USERS_APP = 5


def callback(call: Call) -> Any:
    """Create Interaction Response."""
    interaction = call.discord.interactions.get(call.params["interaction_token"])
    if interaction is None or str(interaction.id) != call.params["interaction_id"]:
        raise Refusal(UNKNOWN_INTERACTION)
    if interaction.answer is not None:
        raise Refusal(ALREADY_ACKNOWLEDGED)
    took = call.discord.clock.now() - interaction.started
    if took > call.discord.answer_within:
        interaction.late = True
        interaction.changes.note()
        raise Refusal(UNKNOWN_INTERACTION, f"the first answer came after {took:.1f} s")
    kind = call.body["type"]
    _suits(interaction, kind)
    _ANSWERS[kind](call, interaction, call.body.get("data") or {})
    interaction.answer, interaction.acknowledged = kind, call.discord.clock.now()
    interaction.changes.note()
    return _told(call, interaction, kind) if call.query.get("with_response") in {"1", "true"} else None


def _suits(interaction: Interaction, kind: int) -> None:
    wrong = kind not in _ANSWERS
    if interaction.kind == kinds.AUTOCOMPLETE:
        wrong = kind != kinds.CHOICES
    elif kind in {kinds.UPDATE, kinds.DEFER_UPDATE}:
        wrong = interaction.source is None or interaction.kind == kinds.COMMAND
    elif kind == kinds.CHOICES or (kind == kinds.SHOW_MODAL and interaction.kind == kinds.MODAL):
        wrong = True
    if wrong:
        fault = Fault("callback", "type", f"type {kind} answers no interaction of type {interaction.kind}")
        raise Refusal(INVALID_FORM, fault.detail, (fault,))


def _told(call: Call, interaction: Interaction, kind: int) -> dict[str, Any]:
    about: dict[str, Any] = {"id": str(interaction.id), "type": interaction.kind}
    made: dict[str, Any] = {"interaction": about}
    message = interaction.original
    if message is not None:
        about |= {
            "response_message_id": str(message.id),
            "response_message_loading": message.loading,
            "response_message_ephemeral": message.ephemeral,
        }
        if kind != kinds.DEFER_UPDATE:
            made["resource"] = {"type": kind, "message": events.seen_by_bot(call.discord, message)}
    return made


def _say(call: Call, interaction: Interaction, data: Mapping[str, Any]) -> None:
    interaction.original = _new(call, interaction, data)


def _defer(call: Call, interaction: Interaction, data: Mapping[str, Any]) -> None:
    ephemeral = bool((data.get("flags") or 0) & EPHEMERAL)
    interaction.original = posting.thinking(call.discord, interaction, ephemeral=ephemeral)


def _defer_update(_: Call, interaction: Interaction, __: Mapping[str, Any]) -> None:
    interaction.original = interaction.source


def _update(call: Call, interaction: Interaction, data: Mapping[str, Any]) -> None:
    assert interaction.source is not None
    files = posting.checked(call, data, interaction.source)
    interaction.original = posting.edit(call.discord, interaction.source, data, files)


def _choices(call: Call, interaction: Interaction, data: Mapping[str, Any]) -> None:
    call.discord.judge(posting.shaped(limits.choice_faults, data.get("choices") or []), call.route.where)
    interaction.choices = list(data.get("choices") or ())


def _modal(call: Call, interaction: Interaction, data: Mapping[str, Any]) -> None:
    call.discord.judge(posting.shaped(limits.modal_faults, data), call.route.where)
    interaction.modal = dict(data)


_ANSWERS: Mapping[int, Callable[[Call, Interaction, Mapping[str, Any]], None]] = {
    kinds.SAY: _say,
    kinds.DEFER: _defer,
    kinds.DEFER_UPDATE: _defer_update,
    kinds.UPDATE: _update,
    kinds.CHOICES: _choices,
    kinds.SHOW_MODAL: _modal,
}


def _new(call: Call, interaction: Interaction, data: Mapping[str, Any]) -> Message:
    files = posting.checked(call, data)
    only_for = interaction.user if (data.get("flags") or 0) & EPHEMERAL else None
    return posting.create(
        call,
        interaction.channel,
        data,
        files,
        only_for=only_for,
        kind=interaction.message_kind if interaction.answer is None else 0,
        webhook=True,
        answers=interaction,
    )


def _alive(call: Call) -> Interaction:
    """The interaction of a webhook's token, while it is valid."""
    interaction = call.discord.interactions.get(call.params["webhook_token"])
    known = call.params["webhook_id"] == str(call.discord.application_id)
    if interaction is None or not known or interaction.answer is None:
        raise Refusal(UNKNOWN_WEBHOOK, "no acknowledged interaction has this token")
    if call.discord.clock.now() - interaction.started > TOKEN_SECONDS:
        raise Refusal(TOKEN_EXPIRED, "15 minutes are over")
    return interaction


def _found(call: Call, interaction: Interaction) -> Message:
    wanted = call.params.get("message_id", "@original")
    of_it = [one for one in (interaction.original, *interaction.followups) if one and not one.deleted]
    for one in of_it:
        if str(one.id) == wanted or (wanted == "@original" and one is interaction.original):
            return one
    raise Refusal(UNKNOWN_MESSAGE)


def follow_up(call: Call) -> Any:
    """Create Followup Message; the first one after a deferral takes the place of "thinking…"."""
    interaction = _alive(call)
    original = interaction.original
    if interaction.answer == kinds.DEFER and original is not None and original.loading:
        return _edited(call, interaction, original)
    if interaction.only_users and len(interaction.followups) >= FOLLOWUPS_OF_A_USERS_APP:
        raise Refusal(TOO_MANY_FOLLOWUPS, "an app of a user alone has five follow-ups")
    made = _new(call, interaction, call.body)
    interaction.followups.append(made)
    interaction.changes.note()
    return events.seen_by_bot(call.discord, made)


def get(call: Call) -> Any:
    """Get Original Response, Get Followup Message."""
    return events.seen_by_bot(call.discord, _found(call, _alive(call)))


def edit(call: Call) -> Any:
    """Edit Original Response, Edit Followup Message."""
    interaction = _alive(call)
    return _edited(call, interaction, _found(call, interaction))


def _edited(call: Call, interaction: Interaction, message: Message) -> Any:
    files = posting.checked(call, call.body, message)
    posting.edit(call.discord, message, call.body, files)
    interaction.edited += 1
    interaction.changes.note()
    return events.seen_by_bot(call.discord, message)


def delete(call: Call) -> None:
    """Delete Original Response, Delete Followup Message."""
    interaction = _alive(call)
    posting.delete(call.discord, _found(call, interaction))
    interaction.changes.note()


_HOOK = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL, _ONE = _HOOK + "/messages/@original", _HOOK + "/messages/{message_id}"

ROUTES = (
    Route("POST", "/interactions/{interaction_id}/{interaction_token}/callback", callback, bot=False),
    Route("POST", _HOOK, follow_up, bot=False, rate=WEBHOOK),
    *(
        route
        for path in (_ORIGINAL, _ONE)
        for route in (
            Route("GET", path, get, bot=False, rate=WEBHOOK),
            Route("PATCH", path, edit, bot=False, rate=WEBHOOK),
            Route("DELETE", path, delete, bot=False, rate=WEBHOOK),
        )
    ),
)
