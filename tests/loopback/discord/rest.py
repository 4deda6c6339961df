"""The REST side: every request is authenticated, counted, read, held against the description, answered."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.loopback.discord import rest_application, rest_interactions, rest_messages, rest_places
from tests.loopback.discord.calls import Call, Route, read_body
from tests.loopback.discord.refusal import INVALID_FORM, NOT_FOUND, UNAUTHORIZED, Reason, Refusal

if TYPE_CHECKING:
    from tests.loopback.discord.server import LoopbackDiscord

PREFIX = "/api/v10"
LARGEST_BODY = 128 * 1024 * 1024
MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token", "interaction_token")
INVALID = {401, 403, 429}

ROUTES: tuple[Route, ...] = (
    *rest_application.ROUTES,
    *rest_messages.ROUTES,
    *rest_places.ROUTES,
    *rest_interactions.ROUTES,
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that was answered, for tests that ask what was sent."""

    method: str
    path: str
    status: int
    body: Any
    at: float


@dataclass(slots=True)
class Trouble:
    """Requests that will be refused whatever they say."""

    times: int
    status: int
    containing: str
    retry_after: float
    code: int = 0


def application(discord: LoopbackDiscord) -> web.Application:
    """The aiohttp application: REST, files and the gateway."""
    app = web.Application(client_max_size=LARGEST_BODY)
    for route in ROUTES:
        app.router.add_route(route.method, PREFIX + route.path, _handler(discord, route))
    app.router.add_get("/gateway", discord.sockets.serve)
    app.router.add_get("/gateway/", discord.sockets.serve)
    app.router.add_get("/attachments/{file_id}/{name}", _file_handler(discord))
    app.router.add_route("*", "/{rest:.*}", _nothing_here(discord))
    return app


def _handler(discord: LoopbackDiscord, route: Route) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        if discord.rest_delay:
            await asyncio.sleep(discord.rest_delay)
        headers: dict[str, str] = {}
        body: Any = None
        try:
            troubled = _trouble(discord, request)
            if troubled is not None:
                return troubled
            limited = _counted(discord, route, request, headers)
            if limited is not None:
                return limited
            _authenticated(discord, route, request)
            body, uploads = await read_body(request)
            call = Call(discord, route, request.match_info, request.query, body, uploads)
            _described(call)
            discord.on_call("received", call)
            answer = route.answer(call)
            discord.on_call("stored", call)
        except ConnectionResetError:
            return web.Response(status=502, text="nobody is there to be answered")
        except Refusal as refusal:
            return _refused(discord, route, refusal, headers, body)
        except Exception as error:  # noqa: BLE001 - told where the test leaves the loopback
            discord.failures.append(error)
            return web.Response(status=400, text="the loopback failed")
        status = 204 if answer is None else 200
        return _finished(discord, request.method, request.path, status, answer, headers, body)

    return handle


def _trouble(discord: LoopbackDiscord, request: web.Request) -> web.Response | None:
    found = next((one for one in discord.troubles if one.times and one.containing in request.path), None)
    if found is None:
        return None
    found.times -= 1
    headers = {}
    document: dict[str, Any] = {"message": f"{found.status}: refused by the test", "code": found.code}
    if found.status == 429:
        headers = {"Via": "1.1 loopback", "Retry-After": str(found.retry_after)}
        document = {
            "message": "You are being rate limited.",
            "retry_after": found.retry_after,
            "global": False,
        }
    return _finished(discord, request.method, request.path, found.status, document, headers, None)


def _counted(
    discord: LoopbackDiscord, route: Route, request: web.Request, headers: dict[str, str]
) -> web.Response | None:
    given = request.match_info
    major = ":".join(given[name] for name in MAJOR if name in given)
    bucket = f"{zlib.crc32(route.where.encode()):08x}"
    verdict = discord.rates.ask(bucket, major, route.rate, counts_globally=route.bot)
    headers |= verdict.headers
    if verdict.retry_after is None:
        return None
    discord.book.write(429, "over the global limit" if verdict.everywhere else "over its bucket", route.where)
    headers |= {"Via": "1.1 loopback", "Retry-After": f"{verdict.retry_after:.3f}"}
    document = {
        "message": "You are being rate limited.",
        "retry_after": round(verdict.retry_after, 3),
        "global": verdict.everywhere,
    }
    return _finished(discord, request.method, request.path, 429, document, headers, None)


def _authenticated(discord: LoopbackDiscord, route: Route, request: web.Request) -> None:
    if route.bot and request.headers.get("Authorization") != f"Bot {discord.token}":
        raise Refusal(UNAUTHORIZED)


def _described(call: Call) -> None:
    if call.body is None and call.route.method in {"POST", "PATCH", "PUT"}:
        call.body = {}
    known = call.discord.description
    if known is None or not call.discord.validates() or call.route.method in {"GET", "DELETE"}:
        return
    faults = tuple(known.faults(call.route.method, call.route.path, call.body))
    if faults:
        raise Refusal(INVALID_FORM, faults[0].detail, faults)


def _refused(
    discord: LoopbackDiscord, route: Route, refusal: Refusal, headers: Mapping[str, str], body: Any
) -> web.Response:
    for fault in refusal.faults:
        discord.book.write(fault.limit, f"{fault.path}: {fault.detail}", route.where)
    if not refusal.faults:
        discord.book.write(refusal.reason.code, refusal.detail, route.where)
    return _finished(
        discord, route.method, route.path, refusal.reason.status, refusal.document(), headers, body
    )


def _finished(
    discord: LoopbackDiscord,
    method: str,
    path: str,
    status: int,
    document: Any,
    headers: Mapping[str, str],
    body: Any,
) -> web.Response:
    discord.requests.append(Answered(method, path.removeprefix(PREFIX), status, body, discord.clock.now()))
    if status in INVALID:
        discord.invalid_requests += 1
    if status == 204:
        return web.Response(status=status, headers=headers)
    raw = json.dumps(document).encode()
    return web.Response(status=status, body=raw, headers={**headers, "Content-Type": "application/json"})


def _nothing_here(discord: LoopbackDiscord) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        missing = Reason(NOT_FOUND.status, NOT_FOUND.code, NOT_FOUND.message)
        route = Route(request.method, request.path, lambda _: None)
        return _refused(discord, route, Refusal(missing, "the loopback has no such endpoint"), {}, None)

    return handle


def _file_handler(discord: LoopbackDiscord) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        found = discord.files.get(int(request.match_info["file_id"]))
        if found is None:
            return web.Response(status=404)
        return web.Response(body=found.data, headers={"Content-Type": found.content_type})

    return handle
