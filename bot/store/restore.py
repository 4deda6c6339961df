"""Restoring a backup into a file or onto a server: checked first, brought forward, never over anything."""

import tempfile
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from bot.store.address import Address, address, address_of
from bot.store.backup import Kept, look_at
from bot.store.copying import copy_rows
from bot.store.engine import make_engine
from bot.store.failures import spoken, unwritable
from bot.store.files import copy_file, set_aside, whole_file
from bot.store.migrating import migrate
from bot.store.standing import links_of, standing, standing_of, tables_of
from tools.errors import BadData, BadRequest, NoData


def restore(url: str, file: Path, *, replace: bool = False) -> Kept:
    """Restore a backup, whole or not at all; the backup is not changed.

    Args:
        url: The database to restore into.
        file: The backup, of this or an older schema.
        replace: Whether a file that holds something is set aside, under another name.

    Raises:
        BadRequest: Something is kept in the database already.
        NoData: There is no such backup, or nothing is in it.
        BadData: The backup is damaged, or its chains do not hold.
        SettingsError: A newer version of the program made it, or the database cannot be written.
        SourceTimeout: Another process has the file open.
        SourceDown: The server does not answer.
    """
    where = address(url)
    if where.file is None:
        return _onto_server(where, file)
    return _into_file(where.file, file, replace=replace)


def _into_file(target: Path, file: Path, *, replace: bool) -> Kept:
    if target.exists() and file.exists() and target.samefile(file):
        raise BadRequest(f"{file} is the database itself, not a backup of it.")
    if not replace:
        _must_be_empty(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(target, error) from error
    with whole_file(target) as partial:
        sound = _sound_copy(file, partial, shown=str(target))
        aside = set_aside(target) if target.exists() else None
    return Kept(sound.standing, sound.links, aside)


def _onto_server(where: Address, file: Path) -> Kept:
    # for the owner's eyes: people's questions are in it
    with tempfile.TemporaryDirectory(prefix="plumbline-") as folder, whole_file(Path(folder) / "b") as copy:
        sound = _sound_copy(file, copy, shown=str(file))
        source, target = make_engine(address_of(copy)), make_engine(where)
        try:
            with spoken(where):
                migrate(target, where)
                with source.connect() as old, target.begin() as new:
                    _take(new, where)
                    copy_rows(old, new)
                    links = links_of(new, where)
                    if links != sound.links:
                        raise BadData(f"what came to {where.shown} is not what the backup holds.")
                    restored = Kept(standing_of(new, where), links)
        finally:
            source.dispose()
            target.dispose()
    return restored


def _sound_copy(file: Path, copy: Path, shown: str) -> Kept:
    """A copy of a backup, brought to the schema of this version, whose chains hold."""
    copy_file(file, copy)
    before = look_at(copy, shown=str(file))
    where = Address(address_of(copy).url, str(file), copy)
    engine = make_engine(where)
    try:
        with spoken(where):
            migrate(engine, where)
    finally:
        engine.dispose()
    sound = look_at(copy, shown)
    for link in (*before.links, *sound.links):
        if link.broken:
            raise BadData(f"the backup {file} does not hold, and nothing was restored: {link.broken[0]}")
    return sound


def _must_be_empty(target: Path) -> None:
    """Refuse a file that something is kept in, or that cannot be read."""
    if not target.exists() or not target.stat().st_size:
        return
    how = "--replace sets it aside under another name and takes the backup instead."
    try:
        kept = sum(standing(f"sqlite:///{target}").rows.values())
    except BadData as error:
        raise BadRequest(f"{target} is there and cannot be read; {how}") from error
    except NoData:
        return
    if kept:
        raise BadRequest(f"{target} holds {kept:,} rows already; {how}")


def _take(connection: Connection, where: Address) -> None:
    """Hold our tables on a server for this transaction, and refuse them where something is in them."""
    tables = tables_of(connection)
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    names = ", ".join(connection.dialect.identifier_preparer.format_table(table) for table in tables)
    connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    kept = sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
    if kept:
        raise BadRequest(
            f"{where.shown} holds {kept:,} rows already, and on a server nothing is set aside: restore into "
            "a new, empty database, and let PLUMB_STATE_URL name that."
        )
