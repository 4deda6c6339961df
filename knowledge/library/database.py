"""Connections to one SQLite file: any number of readers beside one writer, in any thread."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from knowledge.errors import CorpusBusy, CorpusDamaged, CorpusDown, KnowledgeError
from knowledge.library.advice import REBUILD

_PATIENCE = 20.0
"""Seconds to wait for another process that writes."""

_OUTSIDE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM)
"""Trouble of the disk or its permissions, which no rebuild mends."""

_SETUP = """
pragma journal_mode = wal;
pragma synchronous = full;
pragma secure_delete = on;
pragma temp_store = memory;
pragma foreign_keys = on;
"""


class Database:
    """One SQLite file, in WAL mode: readers see the last commit and never wait for the writer.

    Connections that are not in use are kept for the next one who asks. When the file was put in the place of
    another (a rebuild, here or in another process), they are opened anew.
    """

    def __init__(self, path: Path, whose: str) -> None:
        """Set up; the file is opened when it is first used.

        Args:
            path: The file; its folder exists when it is first used.
            whose: The tenant, for the text of errors.
        """
        self.path = path
        self._whose = whose
        self._idle: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._writer = threading.Lock()
        self._file: tuple[int, int] | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the file throughout.

        Raises:
            CorpusDamaged: The file is broken.
            CorpusBusy: Another process did not let go of it.
            CorpusDown: It cannot be opened or written: no permission, no room.
        """
        with self._translated(), self._connection() as connection:
            connection.execute("begin")
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are on the disk when the block ends, all or none.

        Raises:
            As `reading`.
        """
        with self._writer, self._translated(), self._connection() as connection:
            connection.execute("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def truncate_log(self, patience: float) -> bool:
        """Move the write-ahead log into the file and empty it.

        Args:
            patience: Seconds to wait for readers of an older state.

        Returns:
            Whether they had gone by then, and it was done.
        """
        with self._writer, self._translated(), self._connection() as connection:
            connection.execute(f"pragma busy_timeout = {int(patience * 1000)}")
            busy, _, _ = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
            connection.execute(f"pragma busy_timeout = {int(_PATIENCE * 1000)}")
            return not busy

    def close(self) -> None:
        """Close what is not in use; the last connection to go empties the log."""
        with self._guard:
            idle, self._idle = self._idle, []
        for connection in idle:
            with suppress(sqlite3.Error):
                connection.close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = self._take()
        try:
            yield connection
        except sqlite3.DatabaseError:
            connection.close()
            raise
        except BaseException:
            self._give_back(connection)
            raise
        self._give_back(connection)

    def _take(self) -> sqlite3.Connection:
        file = self._identity()
        with self._guard:
            stale: list[sqlite3.Connection] = []
            if file != self._file:
                stale, self._idle, self._file = self._idle, [], file
            connection = self._idle.pop() if self._idle else None
        for old in stale:
            old.close()
        return connection or self._open()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        try:
            connection.executescript(_SETUP)
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def _give_back(self, connection: sqlite3.Connection) -> None:
        file = self._identity()
        with self._guard:
            if self._file is None:
                self._file = file
            if file == self._file:
                self._idle.append(connection)
                return
        connection.close()

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
            raise  # ours to mend, not the file's
        except sqlite3.DatabaseError as error:
            raise self._error(error) from error

    def _error(self, error: sqlite3.DatabaseError) -> KnowledgeError:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return CorpusBusy(f"another process is writing to the catalogue of {self._whose}; try again.")
        if code in _OUTSIDE:
            return CorpusDown(f"the catalogue of {self._whose} cannot be opened or written: {error}.")
        return CorpusDamaged(f"the catalogue of {self._whose} cannot be read ({error}); {REBUILD}")
