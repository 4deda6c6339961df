"""Chroma's files on disk, looked at before Chroma reads them.

A missing index file goes unnoticed by Chroma: searches then find a part of what is there. A truncated one can
take the whole process down. Neither can be caught afterwards, so the files' sizes are noted when they are let
go of, and compared before they are opened again: index files only grow. (The pickled one also shrinks, the
database may be compacted: these only have to be there.)
"""

import json
from pathlib import Path

from knowledge.errors import CorpusDamaged
from knowledge.library.advice import REBUILD
from knowledge.library.durable import remove, write_whole

_DATABASE = "chroma.sqlite3"
_WRITTEN = "index_metadata.pickle"
_LAID_OUT = ("data_level0.bin", "length.bin")
_HEADER = b"SQLite format 3\0"


class VectorFiles:
    """The folder of the embedded vector store."""

    def __init__(self, folder: Path) -> None:
        """Set up; nothing is read.

        Args:
            folder: Chroma's folder. The note of its files stands beside it.
        """
        self.folder = folder
        self._note = folder.with_name(f"{folder.name}.json")

    @property
    def begun(self) -> bool:
        """Whether there is a store; where there is none, Chroma makes an empty one when it is opened."""
        database = self.folder / _DATABASE
        return database.is_file() and database.stat().st_size > 0

    def verify(self, *, needed: bool) -> None:
        """Make sure that nothing is missing or cut off.

        Args:
            needed: Whether vectors must be there.

        Raises:
            CorpusDamaged: Something is.
        """
        if not needed and not self.folder.exists():
            return
        trouble = self._trouble(needed=needed)
        if trouble:
            raise CorpusDamaged(f"the vector store is damaged: {trouble}; {REBUILD}")

    def note(self) -> None:
        """Note what is there now."""
        if self.folder.is_dir():
            write_whole(self._note, json.dumps(self._sizes()).encode())

    def forget_note(self) -> None:
        """Expect nothing of the files from now on: they are about to change in other ways than growing."""
        remove(self._note)

    def empty_unused(self) -> None:
        """Fill with zeros what Chroma lays out for an index and has not written to.

        It is as it came from this process's memory, where texts were; Chroma reads none of it. An index that
        is written has its pickled part. Nobody may be writing.
        """
        for folder in self.folder.glob("*/") if self.folder.is_dir() else ():
            if (folder / _WRITTEN).exists():
                continue
            for name in _LAID_OUT:
                if (path := folder / name).is_file() and any(content := path.read_bytes()):
                    with path.open("r+b") as file:
                        file.write(bytes(len(content)))

    def delete(self) -> None:
        """Delete the vector store."""
        self.forget_note()
        remove(self.folder)

    def _trouble(self, *, needed: bool) -> str | None:
        database = self.folder / _DATABASE
        if not database.is_file():
            return f"{_DATABASE} is missing" if needed else None
        with database.open("rb") as file:
            header = file.read(len(_HEADER))
        if header and header != _HEADER:
            return f"{_DATABASE} is no database"
        sizes = self._sizes()
        for name, noted in self._noted().items():
            size = sizes.get(name, 0)
            if size == 0 < noted:
                return f"{name} is missing or empty"
            if size < noted and name.endswith(".bin"):
                return f"{name} was cut off"
        return None

    def _noted(self) -> dict[str, int]:
        try:
            noted: dict[str, int] = json.loads(self._note.read_bytes())
        except (FileNotFoundError, ValueError):
            return {}
        return noted

    def _sizes(self) -> dict[str, int]:
        return {
            path.relative_to(self.folder).as_posix(): path.stat().st_size
            for path in self.folder.rglob("*")
            if path.is_file() and not path.name.endswith(("-journal", "-wal", "-shm"))
        }
