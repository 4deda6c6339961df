"""What the bot needs before it logs in, and one login for trying."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
from aiohttp import web
from discord.gateway import DiscordWebSocket

from bot.clock import clock_of, standing_notice
from bot.serving.discord_places import point_at
from bot.serving.start import PERMISSIONS, check_start, invite_url, reservations, token_of
from bot.serving.trial import try_login
from bot.settings import Settings, load_settings
from bot.wiring import Services, open_services
from tools.errors import SettingsError, SourceDown, SourceGarbled

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWsQ1x"  # noqa: S105 - a made-up one


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads a .env or changes where discord.py speaks to."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)


def sample(home: Path, **given: object) -> Services:
    return open_services(load_settings(data="sample", home=home, discord_token=TOKEN, **given))


def test_the_invite_asks_for_what_is_needed_and_no_more() -> None:
    """The bits of six permissions, computed by hand from Discord's table."""
    query = parse_qs(urlsplit(invite_url(123456789012345678)).query)
    bits = 1 << 10 | 1 << 11 | 1 << 15 | 1 << 16 | 1 << 35 | 1 << 38
    assert query == {
        "client_id": ["123456789012345678"],
        "scope": ["bot applications.commands"],
        "permissions": [str(bits)],
    }
    assert not PERMISSIONS.administrator
    assert not PERMISSIONS.manage_messages
    assert not PERMISSIONS.mention_everyone


def test_a_missing_token_says_which_variable_and_where_to_get_it() -> None:
    with pytest.raises(SettingsError, match=r"PLUMB_DISCORD_TOKEN is not set.*discord\.com/developers"):
        token_of(load_settings())


@pytest.mark.parametrize("wrong", [f"Bot {TOKEN}", f'"{TOKEN}"', "1234567890", "a.b.c", f"{TOKEN}\n{TOKEN}"])
def test_a_malformed_token_is_never_quoted(wrong: str) -> None:
    with pytest.raises(SettingsError, match="PLUMB_DISCORD_TOKEN") as caught:
        token_of(load_settings(discord_token=wrong))
    assert wrong not in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_a_token_may_end_with_the_newline_of_its_file() -> None:
    assert token_of(load_settings(discord_token=f"{TOKEN}\n")) == TOKEN


def test_a_bot_on_simulated_data_starts_and_its_operator_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Home, database and model are there; the warning is returned and logged."""
    with caplog.at_level(logging.WARNING):
        said = asyncio.run(check_start(sample(tmp_path / "home")))
    assert "SIMULATED" in said[0]
    assert set(said) <= {record.getMessage() for record in caplog.records}
    assert not list((tmp_path / "home").glob(".trial-*"))


def test_a_home_that_takes_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    services = sample(tmp_path / "ok")
    broken = services.settings.model_copy(update={"home": tmp_path / "file" / "home"})
    object.__setattr__(services, "settings", broken)
    with pytest.raises(SettingsError, match="PLUMB_HOME"):
        asyncio.run(check_start(services))


@pytest.mark.parametrize(
    ("model", "says"), [("nowhere:model", "no provider"), ("anthropic:m", "needs a key")]
)
def test_a_model_that_cannot_be_opened_is_named(
    tmp_path: Path, model: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    with pytest.raises(SettingsError, match=says):
        asyncio.run(check_start(sample(tmp_path, model=model)))


def test_a_standing_clock_is_said_everywhere_and_seals_nothing(tmp_path: Path) -> None:
    """On the card, to the operator, and in the settings that sealing asks."""
    day = date(2024, 3, 8)
    settings = load_settings(data="sample", home=tmp_path, as_of=day)
    services = open_services(settings, clock=clock_of(day), notice=standing_notice(day))
    header = services.desk.analyze("IWM").header
    assert header.as_of == day
    assert header.banner is not None
    assert header.banner.startswith(
        "DEMONSTRATION: the clock of this bot stands at the evening of 2024-03-08."
    )
    assert "SIMULATED" in header.banner
    assert not settings.seals_daily
    assert load_settings().seals_daily
    assert any("2024-03-08" in said for said in reservations(services))


def test_without_a_day_the_clock_goes() -> None:
    assert standing_notice(None) == ""
    assert clock_of(None)() <= clock_of(None)()


def test_discord_is_looked_for_where_the_settings_say() -> None:
    """A server alone gets the path of the version; a path stays as it is."""
    point_at(load_settings(discord_api="http://127.0.0.1:9", discord_gateway="ws://127.0.0.1:8"))
    assert discord.http.Route.BASE == "http://127.0.0.1:9/api/v10"
    assert str(DiscordWebSocket.DEFAULT_GATEWAY) == "ws://127.0.0.1:8"
    point_at(load_settings(discord_api="http://127.0.0.1:9/of/mine/"))
    assert discord.http.Route.BASE == "http://127.0.0.1:9/of/mine"


def answer(body: dict[str, Any], status: int = 200) -> web.Response:
    # discord.py reads JSON only under exactly this type, without a character set
    return web.Response(body=json.dumps(body).encode(), content_type="application/json", status=status)


@asynccontextmanager
async def rest(flags: int = 0, status: int = 200, *, garbled: bool = False) -> AsyncIterator[Settings]:
    """The two calls of a login, answered on this machine."""
    user = {"id": "42", "username": "plumb", "discriminator": "0001", "avatar": None, "bot": True}
    about: dict[str, Any] = {
        "id": "4242",
        "name": "Plumbline",
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "",
        "flags": flags,
        "owner": user,
        "team": None,
    }
    seen: list[str] = []

    async def me(request: web.Request) -> web.Response:
        seen.append(request.headers["Authorization"])
        return answer({"a": "page"} if garbled else user if status == 200 else {"message": "401"}, status)

    async def application(_: web.Request) -> web.Response:
        return answer(about)

    app = web.Application()
    app.add_routes(
        [web.get("/api/v10/users/@me", me), web.get("/api/v10/oauth2/applications/@me", application)]
    )
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield load_settings(discord_token=TOKEN, discord_api=f"http://127.0.0.1:{port}")
    finally:
        await runner.cleanup()
    assert seen == [f"Bot {TOKEN}"]


def test_a_trial_login_prints_name_and_invite_link() -> None:
    async def run() -> tuple[str, ...]:
        async with rest() as settings:
            return await try_login(settings)

    lines = asyncio.run(run())
    assert "plumb" in lines[0]
    assert invite_url(4242) in lines[1]
    assert "none of the privileged intents" in lines[2]
    assert len(lines) == 3


def test_privileged_intents_that_are_on_are_named() -> None:
    """Message Content and Server Members are on; neither is needed."""

    async def run() -> tuple[str, ...]:
        async with rest(flags=1 << 18 | 1 << 15) as settings:
            return await try_login(settings)

    assert "Message Content, Server Members" in asyncio.run(run())[-1]


def test_a_refused_token_is_a_setting_and_is_not_shown() -> None:
    async def run() -> None:
        async with rest(status=401) as settings:
            await try_login(settings)

    with pytest.raises(SettingsError, match="does not accept") as caught:
        asyncio.run(run())
    assert TOKEN not in str(caught.value)
    assert caught.value.__cause__ is None


def test_an_answer_that_is_not_discords_is_one_sentence() -> None:
    """Such as the page of a network that wants a login first."""

    async def run() -> None:
        async with rest(garbled=True) as settings:
            await try_login(settings)

    with pytest.raises(SourceGarbled, match="not as Discord does"):
        asyncio.run(run())


def test_no_answer_is_discords_not_the_settings() -> None:
    settings = load_settings(discord_token=TOKEN, discord_api="http://127.0.0.1:9")
    with pytest.raises(SourceDown, match="could not be reached"):
        asyncio.run(try_login(settings))
