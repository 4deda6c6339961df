"""The shelf: one tenant's documents as they were given. The truth from which all else can be made anew.

    <folder>/documents/<document id>/source         the bytes
    <folder>/documents/<document id>/about.json     what was said about them
    <folder>/removed/<document id>/                 on its way out; gone when its traces elsewhere are
    <folder>/rebuilding, <folder>/leaving           marks of long work, there until it is done

Every name is one of ours: no file name a person gave is part of a path. A document or a description is there
whole or not at all. Writing is the caller's to serialise.
"""

import re
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from knowledge.errors import CorpusDamaged, NotThere
from knowledge.library.about import About, digest_of
from knowledge.library.durable import make_folder, move, remove, remove_partial, write_folder, write_whole

_ID = re.compile(r"[0-9a-f]{16}")
_SOURCE = "source"
_ABOUT = "about.json"


class Mark(StrEnum):
    """Long work that is under way for a tenant, or was when the process died."""

    CLEARING = "clearing"
    REBUILDING = "rebuilding"
    LEAVING = "leaving"


class Shelf:
    """One tenant's documents on disk."""

    def __init__(self, folder: Path) -> None:
        """Set up; nothing is read or made.

        Args:
            folder: The tenant's own.
        """
        self.folder = folder
        self._documents = folder / "documents"
        self._removed = folder / "removed"

    def ids(self) -> set[str]:
        """Ids of the documents that are there."""
        return _names(self._documents)

    def has(self, document: str) -> bool:
        """Whether the document is there."""
        return (self._documents / document).is_dir()

    def put(self, about: About, data: bytes) -> None:
        """Store a document; when this returns it survives a power cut.

        One that is there already keeps its bytes and gets the new description.
        """
        make_folder(self._documents)
        remove_partial(self._documents)
        if self.has(about.document):
            self.describe(about)
        else:
            folder = self._documents / about.document
            write_folder(folder, {_SOURCE: data, _ABOUT: about.as_bytes()})

    def describe(self, about: About) -> None:
        """Put a new description in the place of the old one."""
        write_whole(self._documents / about.document / _ABOUT, about.as_bytes())

    def about(self, document: str) -> About:
        """The description of a document.

        Raises:
            NotThere: No such document.
            CorpusDamaged: It cannot be read, or is another document's.
        """
        about = About.of(_read(self._documents / document / _ABOUT))
        if about.document != document:
            raise CorpusDamaged(f"the stored description of {document} is that of {about.document}.")
        return about

    def data(self, document: str) -> bytes:
        """The bytes of a document, held against their digest.

        Raises:
            NotThere: No such document.
            CorpusDamaged: They are not the bytes that were stored.
        """
        data = _read(self._documents / document / _SOURCE)
        if digest_of(data) != self.about(document).digest:
            raise CorpusDamaged(f"the stored bytes of {document} have changed; remove it and add it again.")
        return data

    def discard(self, document: str) -> None:
        """Remove a document that was never acknowledged."""
        remove(self._documents / document)

    def take_away(self, document: str) -> None:
        """Begin to remove a document: it is no longer there, and `leaving` names it until `forget`."""
        make_folder(self._removed)
        if self.has(document):
            remove(self._removed / document)
            move(self._documents / document, self._removed / document)

    def leaving(self) -> dict[str, str | None]:
        """Documents being removed, with the version each of them had replaced."""
        left: dict[str, str | None] = {}
        for document in sorted(_names(self._removed)):
            try:
                left[document] = About.of(_read(self._removed / document / _ABOUT)).replaces
            except (NotThere, CorpusDamaged):
                left[document] = None  # killed while its files were being deleted
        return left

    def forget(self, document: str) -> None:
        """Delete the bytes of a document that was taken away."""
        remove(self._removed / document)

    def pass_over(self, document: str, leaving: str, to: str | None) -> None:
        """Let a version that replaced a leaving one replace the one before that instead."""
        about = self.about(document)
        if about.replaces == leaving:
            self.describe(replace(about, replaces=to))

    def mark(self, mark: Mark) -> None:
        """Say that long work is under way."""
        make_folder(self.folder)
        write_whole(self.folder / mark, b"")

    def marked(self, mark: Mark) -> bool:
        """Whether that work is under way, or was cut short."""
        return (self.folder / mark).is_file()

    def unmark(self, mark: Mark) -> None:
        """Say that the work is done."""
        remove(self.folder / mark)

    def clear(self) -> None:
        """Delete everything of the tenant, its mark of leaving last."""
        for path in sorted(self.folder.iterdir()):
            if path.name != Mark.LEAVING:
                remove(path)
        remove(self.folder)


def _names(folder: Path) -> set[str]:
    try:
        return {path.name for path in folder.iterdir() if _ID.fullmatch(path.name)}
    except FileNotFoundError:
        return set()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        if path.parent.is_dir():
            raise CorpusDamaged(f"a file of the stored document {path.parent.name} is missing.") from None
        raise NotThere(f"no document {path.parent.name} is stored here.") from None
