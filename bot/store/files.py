"""SQLite files as wholes: copied while others write, put in place in one step, set aside by name."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.store.address import address_of
from bot.store.failures import spoken, unwritable
from tools.errors import BadData, NoData, SourceTimeout
from tools.market.atomic import PARTIAL, sync_folder

_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file while it is open."""

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A new file for the owner alone, to be filled: in its place at the end, or gone where that fails.

    Raises:
        SettingsError: Nothing can be written there.
    """
    partial = path.with_name(f"{path.name}.{secrets.token_hex(6)}{PARTIAL}")
    try:
        os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        yield partial
        _settle(partial)
        partial.replace(path)
    finally:
        for beside in ("", *_BESIDE):
            partial.with_name(partial.name + beside).unlink(missing_ok=True)
    sync_folder(path.parent)


def copy_file(source: Path, target: Path) -> None:
    """Copy a database as it stands at one moment; others may write meanwhile.

    Args:
        source: The database; it is not changed.
        target: An empty file.

    Raises:
        NoData: There is no such file.
        BadData: It is damaged.
    """
    if not source.is_file():
        raise NoData(f"there is no file {source}.")
    with spoken(address_of(source)), closing(_open(source)) as old, closing(_open(target)) as new:
        # in one step: a copy in several begins again at each write of others
        old.backup(new)
        said = [str(line[0]) for line in new.execute("PRAGMA integrity_check(1)")]
    if said != ["ok"]:
        raise BadData(f"the file {source} is damaged: its parts do not fit together.")


def set_aside(target: Path) -> Path:
    """Give a database another name, so that a new one can take its place.

    Returns:
        Its new name.

    Raises:
        SourceTimeout: Another process has it open.
    """
    with closing(_open(target)) as old:
        try:
            # brings everything into the one file, and is refused while others have it open
            old.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in _DAMAGED:
                raise SourceTimeout(
                    f"another process has {target} open: stop it, and restore again. Nothing was changed."
                ) from error
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    aside = target.with_name(f"{target.name}.replaced-{stamp}")
    for beside in _BESIDE:
        part = target.with_name(target.name + beside)
        if part.exists():
            part.rename(aside.with_name(aside.name + beside))
    # both names for a moment: whoever opens the database in between finds one
    try:
        os.link(target, aside)
    except OSError:
        target.rename(aside)
    return aside


def _settle(partial: Path) -> None:
    """Everything into the one file, and the file onto the disk."""
    with spoken(address_of(partial)), closing(_open(partial)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    descriptor = os.open(partial, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _open(file: Path) -> sqlite3.Connection:
    # not "ro": that leaves beside a file what the last to close it takes away
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)
