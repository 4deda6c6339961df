"""What the word index makes of a text, told by SQLite itself."""

import sqlite3
import threading

from knowledge.library.schema import TOKENIZER

_TABLES = f"""
create virtual table texts using fts5 (body, tokenize = '{TOKENIZER}');
create virtual table stems using fts5vocab ('texts', 'instance');
"""


class Stemmer:
    """Texts as the stems the word index knows them by. In memory; any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def stems(self, text: str) -> list[str]:
        """The stems of a text in order, repetitions included: `"Holdings rose"` gives `["hold", "rose"]`."""
        with self._lock:
            if self._connection is None:
                self._connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
                self._connection.executescript(_TABLES)
            self._connection.execute("insert into texts (rowid, body) values (1, ?)", (text,))
            found = self._connection.execute('select term from stems order by "offset"').fetchall()
            self._connection.execute("delete from texts")
        return [term for (term,) in found]

    def close(self) -> None:
        """Let go of the memory."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
