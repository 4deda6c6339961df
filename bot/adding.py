"""Adding files to the corpus, one after the other; a file that is refused does not stop the others."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from knowledge.errors import NotThere, Refused
from knowledge.ports import Progress, no_progress
from knowledge.tenants import Tenant
from knowledge.types import Added, Given

if TYPE_CHECKING:
    from knowledge.library import Library

Word = Literal["added", "already there", "new version", "refused"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        path: The file, as it was given.
        added: What adding it did; None where it was refused.
        refused: Why it was not taken, as a sentence; None where it was.
    """

    path: str
    added: Added | None
    refused: str | None

    @property
    def word(self) -> Word:
        """The outcome in a word or two."""
        if self.added is None:
            return "refused"
        if not self.added.new:
            return "already there"
        return "new version" if self.added.supersedes else "added"


def add_files(
    library: "Library",
    files: Sequence[Path],
    given: Given,
    tenant: Tenant,
    *,
    added: date,
    replaces: str | None = None,
    progress: Progress = no_progress,
) -> Iterator[Outcome]:
    """Add files in order, telling of each as soon as it is in the corpus or refused.

    Args:
        library: Where they go.
        files: What to add.
        given: What the person said of all of them; the name is each file's own.
        tenant: Whose they are.
        added: Today.
        replaces: Id of the document that the file is a new version of; for a single file.
        progress: Told of files and of the work on the current one.
    """
    for done, path in enumerate(files):
        progress("adding documents", done, len(files))
        yield _add(library, path, given, tenant, added, replaces, progress)
    progress("adding documents", len(files), len(files))


def _add(
    library: "Library",
    path: Path,
    given: Given,
    tenant: Tenant,
    today: date,
    replaces: str | None,
    progress: Progress,
) -> Outcome:
    from knowledge.documents import load  # noqa: PLC0415 - readers are imported when something is read

    shown = shown_path(path)
    named = replace(given, name=shown_path(Path(path.name)))
    try:
        data = load(path)
        there = None if replaces else _there(library, tenant, document_id(data))
        taken = there or library.add(data, named, tenant, added=today, replaces=replaces, progress=progress)
    except Refused as error:
        return Outcome(shown, None, str(error))
    return Outcome(shown, taken, None)


def shown_path(path: Path) -> str:
    """A path as text; a name that is not UTF-8 on disk cannot be stored or printed as it is."""
    return str(path).encode("utf-8", "replace").decode("utf-8")


def document_id(data: bytes) -> str:
    """The id under which bytes are kept: the first 16 hexadecimal digits of their SHA-256."""
    return hashlib.sha256(data).hexdigest()[:16]


def _there(library: "Library", tenant: Tenant, document: str) -> Added | None:
    """What is in the corpus already; it need not be read again to be told so."""
    try:
        return Added(library.entry(tenant, document), new=False)
    except NotThere:
        return None
