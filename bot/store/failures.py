"""What databases say when they cannot serve, as errors for people: one sentence, never the password."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.home import nothing_kept
from bot.store.address import Address
from tools.errors import BadData, PlumbError, SettingsError, SourceDown, SourceTimeout

_SETTINGS = ("28", "3D", "42501")
"""SQLSTATEs that an operator has to settle: refused login, no such database, no right to a table."""

_SAID = ("password authentication failed", "does not exist", "no pg_hba.conf entry", "no password supplied")
"""The same in the words of a refused connection, which comes without an SQLSTATE."""


_RUINS = {
    sqlite3.SQLITE_NOTADB: "it is no database",
    sqlite3.SQLITE_CORRUPT: "its parts do not fit together",
}
_RUINED = ("Could not decode to UTF-8", "unsupported file format", "no such table")
"""What a damaged file leads to without a code that says so; people's questions may follow in the text."""


@contextmanager
def spoken(where: Address) -> Iterator[None]:
    """Turn the failures of a database into errors for people; what is a bug stays one.

    Raises:
        SettingsError: The file cannot be written, the login is refused, the database does not exist.
        BadData: The file is damaged.
        SourceTimeout: No answer in time, or others hold the database for too long.
        SourceDown: The server could not be reached, or went away.
    """
    try:
        yield
    except NoConnection as error:
        raise SourceTimeout(
            f"the database {where.shown} is busy: no connection came free in time."
        ) from error
    except UnicodeDecodeError as error:
        # Python cannot read what SQLite says about a damaged schema
        raise _damaged(where, _RUINS[sqlite3.SQLITE_CORRUPT]) from error
    except sqlite3.Error as error:
        # a file that is copied whole is opened without SQLAlchemy
        said = _of_file(error, where)
        if said is None:
            raise
        raise said from error
    except DBAPIError as error:
        said = _of_file(error.orig, where) if where.file else _of_server(error.orig, where)
        if said is None:
            raise
        raise said from error


def _of_file(error: BaseException | None, where: Address) -> PlumbError | None:
    if not isinstance(error, sqlite3.DatabaseError) or where.file is None:
        return None
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _RUINS or any(said in str(error) for said in _RUINED):
        return _damaged(where, _RUINS.get(code, "a part of it is missing or cannot be read"))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return SourceTimeout(f"the database {where.shown} is busy: another process holds it for too long.")
    if code in (
        sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH,
    ):  # fmt: skip
        return SettingsError(_nothing_kept(where.shown, str(error)))
    return None


def _damaged(where: Address, why: str) -> BadData:
    return BadData(
        f"the database {where.shown} is damaged ({why}): put a backup in its place, or move it away and an "
        "empty one is begun."
    )


def _of_server(error: BaseException | None, where: Address) -> PlumbError | None:
    import psycopg  # noqa: PLC0415 - not needed for a file

    if not isinstance(error, psycopg.Error):
        return None
    reason = _reason(str(error), where)
    state = error.sqlstate or ""
    if state.startswith(_SETTINGS) or (not state and any(said in reason for said in _SAID)):
        return SettingsError(f"PLUMB_STATE_URL: the database {where.shown} cannot be used: {reason}.")
    if state in ("57014", "55P03"):
        return SourceTimeout(f"the database {where.shown} is busy: {reason}.")
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return SourceDown(f"the database {where.shown} could not be reached: {reason}.")
    return None


def _reason(text: str, where: Address) -> str:
    """What the server or the driver said, on one line and without the password."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["no reason"]
    said = next((line for line in reversed(lines) if "FATAL:" in line), lines[0])
    said = said.rsplit("FATAL:", 1)[-1].rsplit(" failed: ", 1)[-1].strip().rstrip(".")
    if where.url.password:
        said = said.replace(str(where.url.password), "...")
    return said[:200]


def unwritable(file: Path, error: OSError) -> SettingsError:
    """What to say when a file or its folder cannot be made."""
    said = nothing_kept(file.parent, error)
    return SettingsError(said or _nothing_kept(str(file), error.strerror or "no reason"))


def _nothing_kept(file: str, why: str) -> str:
    return f"PLUMB_HOME: nothing can be kept in {file} ({why}). What is there stays."
