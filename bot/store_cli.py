"""The commands of the store: how it stands, backup, and restore."""
# ruff: noqa: PLC0415 - imports wait until a command runs

from pathlib import Path
from typing import Annotated

import typer

from bot.command import day_of, interruptible, settings_of

_BROKEN = 65
_FILE = "One file; on a server's database too, it is an SQLite file of the same tables."

store_app = typer.Typer(
    help="What outlives a run: answers, budgets, and the ledger of sealed calls. What conversations remember "
    "is kept elsewhere (conversations.sqlite, or tables of its own on the server) and is not part of this.",
    no_args_is_help=True,
)


@store_app.command()
def status() -> None:
    """Where the store is, its schema, rows and size, and the heads of its chains."""
    from bot.store.standing import standing
    from bot.terminal.store import standing_lines

    typer.echo("\n".join(standing_lines(standing(_url()))))


@store_app.command()
def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help=f"A new name. {_FILE}")]) -> None:
    """Write a backup, whole or not at all, while others go on writing.

    It holds answers, budgets and the ledger. What conversations remember is not in it.
    Exits with 65 when a chain in it is broken: it is written, and cannot be restored.
    """
    from bot.store.backup import back_up
    from bot.terminal.store import link_lines, standing_lines

    with interruptible("No backup was written."):
        made = back_up(_url(), file)
    typer.echo("\n".join((*standing_lines(made.standing), *link_lines(made.links))))
    if any(link.broken for link in made.links):
        raise typer.Exit(_BROKEN)


@store_app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=f"A backup. {_FILE}")],
    *,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="Take the place of a file that holds something; it is kept under another name. "
            "Not for a server: restore into an empty database.",
        ),
    ] = False,
) -> None:
    """Restore a backup into the store: checked first, and brought forward where it is of an older version.

    What conversations remember is not in a backup and stays as it is.
    """
    from bot.store.restore import restore as restored
    from bot.terminal.store import link_lines, standing_lines

    with interruptible("Nothing was restored."):
        done = restored(_url(), file, replace=replace)
    typer.echo("\n".join((*standing_lines(done.standing), *link_lines(done.links))))
    if done.aside is not None:
        typer.echo(f"What was there before is kept as {done.aside}.")


@store_app.command()
def feedback(
    *,
    since: Annotated[
        str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Only what was said from that day on.")
    ] = None,
) -> None:
    """What people said of the bot with /feedback or "Wrong?", the oldest first."""
    from datetime import UTC, datetime, time

    from bot.store import open_store
    from bot.terminal.store import feedback_lines

    day = day_of(since, "--since")
    begin = datetime.min.replace(tzinfo=UTC) if day is None else datetime.combine(day, time(), UTC)
    with open_store(_url()) as store:
        typer.echo("\n".join(feedback_lines(store.feedback.since(begin))))


def _url() -> str:
    return settings_of().store_url
