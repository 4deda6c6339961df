"""Where the database is: the URL, read and checked, and what it may be called in front of people."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from tools.errors import SettingsError

_FILE = "sqlite:///"
_ALLOWED = "allowed are sqlite:///PATH and postgresql://USER:PASSWORD@HOST/NAME"


@dataclass(frozen=True, slots=True)
class Address:
    """Where the database is.

    Attributes:
        url: With its driver.
        shown: For people: the file, or the database and its host; without user and password.
        file: The file; None for a server.
    """

    url: URL
    shown: str
    file: Path | None


def address(url: str) -> Address:
    """Read a URL.

    Args:
        url: `sqlite:///PATH`, where everything after the third slash is the path as it stands and `~` is the
            home folder; or `postgresql://` or `postgresql+psycopg://`, as libpq reads it.

    Raises:
        SettingsError: It is neither; the text quotes no more than its scheme.
    """
    if url.startswith(_FILE):
        path = url.removeprefix(_FILE)
        if not path or path == ":memory:" or path.endswith("/") or "\0" in path:
            raise SettingsError(f"a database on disk is one file; {_ALLOWED}.")
        try:
            file = Path(path).expanduser()
        except RuntimeError as error:
            raise SettingsError(f"{path[:200]!r}: {error}; {_ALLOWED}.") from error
        return address_of(file)
    try:
        read = make_url(url)
    except (ArgumentError, ValueError):
        # what could not be read may hold the password
        raise SettingsError(f"PLUMB_STATE_URL: this is not the URL of a database; {_ALLOWED}.") from None
    if read.drivername not in ("postgresql", "postgresql+psycopg"):
        raise SettingsError(f"PLUMB_STATE_URL: no database is kept in {read.drivername[:40]!r}; {_ALLOWED}.")
    host = read.host or read.normalized_query.get("host", ("this machine",))[0]
    port = f":{read.port}" if read.port else ""
    shown = f"{read.database or 'the default database'} on {host}{port}"
    return Address(read.set(drivername="postgresql+psycopg"), shown, None)


def address_of(file: Path) -> Address:
    """A database on disk by its path."""
    return Address(URL.create("sqlite+pysqlite", database=str(file)), str(file), file)
