"""Bring a database to the schema of this version, at opening."""

import threading
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from bot.store.address import Address
from bot.store.engine import WRITES
from tools.errors import SettingsError

VERSIONS = "plumbline_schema"
"""The table that holds the version: our own, as others may use the same database."""

_LOCK = 0x706C756D62
"""The advisory lock on PostgreSQL that one process holds while it migrates; the number is "plumb"."""

_ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps the connection of the running step in a global; threads may open databases too."""


def migrate(engine: Engine, where: Address, to: str | None = None) -> None:
    """Run the steps that the database has not seen; nothing where it is up to date.

    Two processes may do this at once: one waits for the other and finds everything done.

    Args:
        engine: Its connections.
        where: The database.
        to: The step to stop after; None runs all of them.

    Raises:
        SettingsError: A newer version of the program made the database.
    """
    steps, goal = _steps(), to or newest_schema()
    with engine.connect() as connection:
        if _standing(connection, steps, where) == goal:
            return
    with engine.connect().execution_options(**WRITES) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if _standing(connection, steps, where) != goal:
            with _ONE_AT_A_TIME:
                _run(connection, steps, goal)


def newest_schema() -> str:
    """The schema of this version of the program."""
    return str(_steps().get_current_head())


def schema_of(connection: Connection, where: Address) -> str | None:
    """The schema of a database; None where nothing was ever kept in it.

    Raises:
        SettingsError: A newer version of the program made it.
    """
    return _standing(connection, _steps(), where)


def _steps() -> ScriptDirectory:
    return ScriptDirectory(str(Path(__file__).parent / "migrations"))


def _standing(connection: Connection, steps: ScriptDirectory, where: Address) -> str | None:
    """The version of the database; None for an empty one."""
    context = MigrationContext.configure(connection, opts={"version_table": VERSIONS})
    standing = context.get_current_revision()
    known = {step.revision for step in steps.walk_revisions()}
    if standing is not None and standing not in known:
        raise SettingsError(
            f"the database {where.shown} has schema {standing[:40]!r}, this version of the program knows it "
            f"up to {steps.get_current_head()}: update the program, or choose another database."
        )
    return standing


def _run(connection: Connection, steps: ScriptDirectory, goal: str) -> None:
    context = MigrationContext.configure(
        connection,
        opts={
            "version_table": VERSIONS,
            "script": steps,
            "fn": lambda standing, _: steps._upgrade_revs(goal, standing),  # noqa: SLF001 - as alembic's own command does it
        },
    )
    with Operations.context(context):
        context.run_migrations()
