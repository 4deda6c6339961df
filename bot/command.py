"""What commands share: options, services for one run, progress, and how a person stops a run."""
# ruff: noqa: PLC0415 - help must not pay for pandas: what is heavy is imported when a command runs

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tools.errors import BadRequest, PlumbError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from bot.settings import Settings
    from bot.wiring import Services
    from tools.market.ports import Progress


class Interrupted(PlumbError):  # noqa: N818 - named as the others are, for what happened
    """The person pressed Ctrl-C."""

    exit_code = 130


Data = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="SOURCE",
        help="auto, yfinance, sample or folder:PATH. auto: yfinance, or the sample if it cannot be reached.",
    ),
]
RealData = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="SOURCE",
        help="auto, yfinance or folder:PATH: real bars, never the simulated sample.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the full typed result as JSON.")]


def day_of(text: str | None, option: str) -> date | None:
    """The day that an option gives; None where it was not given.

    Raises:
        BadRequest: It is not a date.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest(
            f"{option} {text[:40]!r} is not a date; write it as YYYY-MM-DD, e.g. 2025-09-26."
        ) from error


def settings_of(data: str | None = None) -> "Settings":
    """The settings of this run, with logging set up by them.

    Raises:
        SettingsError: A setting is wrong.
    """
    from bot.log import set_up_logging
    from bot.settings import load_settings

    settings = load_settings(data=data)
    set_up_logging(settings.log, form=settings.log_format, secrets=settings.secrets)
    return settings


@contextmanager
def interruptible(said: str) -> Iterator[None]:
    """Turn Ctrl-C into one sentence and an exit code of its own.

    Args:
        said: What is kept and how to go on.
    """
    try:
        yield
    except KeyboardInterrupt as stop:
        raise Interrupted(f"interrupted. {said}") from stop


@contextmanager
def services(data: str | None, *, quiet: bool = False) -> "Iterator[Services]":
    """Services for one command, with a progress line for the fetches behind them."""
    from bot.wiring import open_services

    settings = settings_of(data)
    with (
        interruptible("What was stored is kept; the same command goes on from there."),
        progress("fetching members", quiet=quiet) as report,
    ):
        yield open_services(settings, progress=report)


@contextmanager
def progress(title: str, *, quiet: bool = False) -> "Iterator[Progress]":
    """A progress bar on standard error, shown once there is something to wait for."""
    from bot.terminal.progress import progress_line

    with progress_line(title, quiet=quiet) as report:
        yield report


def console(*, stderr: bool = False) -> "Console":
    """Standard output, or standard error."""
    from rich.console import Console

    return Console(stderr=stderr)


def say(what: "RenderableType") -> None:
    """Print while a progress bar may be on the terminal.

    A console writes past the bar; text that goes through `sys.stdout` is put above it.
    """
    out = console()
    with out.capture() as captured:
        out.print(what)
    sys.stdout.write(captured.get())
    sys.stdout.flush()
