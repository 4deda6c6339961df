"""The application itself: who it is, where its gateway is, which commands it has."""

from __future__ import annotations

from typing import Any

from tests.loopback.discord import payloads
from tests.loopback.discord.calls import Call, Route
from tests.loopback.discord.command_limits import commands_faults
from tests.loopback.discord.posting import shaped
from tests.loopback.discord.rates import COMMANDS
from tests.loopback.discord.refusal import UNKNOWN_COMMAND, Refusal


def gateway(call: Call) -> Any:
    """Get Gateway Bot."""
    used = len(call.discord.sockets.identified)
    start = {
        "total": 1000,
        "remaining": max(1000 - used, 0),
        "reset_after": 86_400_000,
        "max_concurrency": 16,
    }
    return {"url": call.discord.gateway, "shards": call.discord.shards, "session_start_limit": start}


def me(call: Call) -> Any:
    """Get Current User."""
    return payloads.user(call.discord.world.bot) | {"verified": True, "mfa_enabled": False, "email": None}


def application(call: Call) -> Any:
    """Get Current Application."""
    world = call.discord.world
    return {
        "id": str(call.discord.application_id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": payloads.user(world.owner),
        "team": None,
        "flags": 0,
        "tags": [],
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "approximate_guild_count": sum(one.has_bot for one in world.guilds.values()),
        "approximate_user_install_count": 0,
        "integration_types_config": {"0": {}, "1": {}},
        "bot": payloads.user(world.bot),
    }


def _scope(call: Call) -> int | None:
    return int(call.params["guild_id"]) if "guild_id" in call.params else None


def put_commands(call: Call) -> Any:
    """Bulk Overwrite Commands, global or of a server."""
    call.discord.judge(shaped(commands_faults, call.body or []), call.route.where)
    made = call.discord.commands.put(_scope(call), call.body or [])
    call.discord.changes.note()
    return made


def get_commands(call: Call) -> Any:
    """Get Commands, global or of a server."""
    return call.discord.commands.scopes.get(_scope(call), [])


def post_command(call: Call) -> Any:
    """Create Command, global or of a server."""
    call.discord.judge(shaped(commands_faults, [call.body]), call.route.where)
    return call.discord.commands.add(_scope(call), call.body)


def delete_command(call: Call) -> None:
    """Delete Command, global or of a server."""
    there = call.discord.commands.scopes.get(_scope(call), [])
    left = [one for one in there if one["id"] != call.params["command_id"]]
    if len(left) == len(there):
        raise Refusal(UNKNOWN_COMMAND)
    call.discord.commands.scopes[_scope(call)] = left


_GLOBAL = "/applications/{application_id}/commands"
_OF_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"

ROUTES = (
    Route("GET", "/gateway/bot", gateway),
    Route("GET", "/users/@me", me),
    Route("GET", "/applications/@me", application),
    Route("GET", "/oauth2/applications/@me", application),
    *(
        route
        for path in (_GLOBAL, _OF_GUILD)
        for route in (
            Route("PUT", path, put_commands, rate=COMMANDS),
            Route("GET", path, get_commands),
            Route("POST", path, post_command, rate=COMMANDS),
            Route("DELETE", path + "/{command_id}", delete_command, rate=COMMANDS),
        )
    ),
)
