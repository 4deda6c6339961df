"""The command that runs the Discord bot."""
# ruff: noqa: PLC0415 - help must not pay for discord.py

import asyncio
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, cast

import typer

from bot.command import Data, day_of, interruptible

if TYPE_CHECKING:
    from bot.settings import Settings

    Run = Callable[[Settings], Awaitable[None]]


def discord_bot(
    *,
    data: Data = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="YYYY-MM-DD",
            help="For demonstrations: the clock stands at that day's evening, and cards say so.",
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Check everything, log in once, print the invite link, and stop.")
    ] = False,
) -> None:
    """Run the Discord bot until SIGINT or SIGTERM, then finish what is under way and exit with 0.

    A second signal ends it at once. What is missing is one sentence and exit code 78.
    """
    from bot.log import set_up_logging
    from bot.serving.stopping import leave_threads
    from bot.settings import load_settings

    settings = load_settings(data=data, as_of=day_of(as_of, "--as-of"))
    set_up_logging(settings.log, form=settings.log_format, secrets=settings.secrets)
    with interruptible("The bot was not started."):
        asyncio.run(_checked(settings) if check else _served(settings))
    leave_threads()


async def _served(settings: "Settings") -> None:
    from bot.serving.start import token_of

    # before anything heavy is imported
    token_of(settings)
    run = cast("Run", import_module("bot.discord_wiring").run)
    await run(settings)


async def _checked(settings: "Settings") -> None:
    from bot.clock import clock_of, standing_notice
    from bot.serving.start import check_start, token_of
    from bot.serving.trial import try_login
    from bot.wiring import open_services

    token_of(settings)
    services = await asyncio.to_thread(
        open_services, settings, clock=clock_of(settings.as_of), notice=standing_notice(settings.as_of)
    )
    said = await check_start(services)
    for line in (*await try_login(settings), *said):
        typer.echo(line)
