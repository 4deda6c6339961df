"""The reports that come with the program: put into the public corpus once, and again where they changed."""

import json
import logging
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.adding import document_id
from knowledge.errors import NotThere, Refused
from knowledge.ports import Progress
from knowledge.tenants import PUBLIC
from knowledge.types import Given
from tools.market.atomic import write_whole

if TYPE_CHECKING:
    from knowledge.library import Library

_LOG = logging.getLogger("plumbline")


class _Seen(NamedTuple):
    """A file as it was when it was put in; size and time tell whether it must be read again."""

    size: int
    modified: int
    document: str


def add_shipped_reports(
    library: "Library", folder: Path, stamp: Path, *, today: date, progress: Progress
) -> None:
    """Put in what is new or has changed since the last time; nothing is read where nothing changed.

    A changed file replaces its older version. A file that is gone from the folder stays in the corpus, and a
    document that a person removed is not put back until its file changes. An interrupted run goes on
    where it stopped.

    Args:
        library: The corpus.
        folder: The reports, Markdown files in folders.
        stamp: Remembers what was put in.
        today: The day on which they are added.
        progress: Told of each file.
    """
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.md"))}
    seen = _read(stamp)
    stale = [name for name, path in files.items() if not _unchanged(path, seen.get(name))]
    if not stale:
        return
    known = dict(seen)
    try:
        for done, name in enumerate(stale):
            progress("adding the shipped reports", done, len(stale))
            now = _add(library, files[name], seen.get(name), today, progress)
            if now is not None:
                known[name] = now
    finally:
        # also when interrupted: what is in need not be looked at again
        stamp.parent.mkdir(parents=True, exist_ok=True)
        write_whole(stamp, json.dumps(known, indent=0).encode())
        progress("adding the shipped reports", len(stale), len(stale))


def shipped_documents(stamp: Path) -> frozenset[str]:
    """Ids of the shipped reports that were put in."""
    return frozenset(seen.document for seen in _read(stamp).values())


def _add(
    library: "Library", path: Path, before: _Seen | None, today: date, progress: Progress
) -> _Seen | None:
    """Put one file in; None where it was refused."""
    status = path.stat()
    data = path.read_bytes()
    now = _Seen(status.st_size, status.st_mtime_ns, document_id(data))
    if before is not None and before.document == now.document:
        return now
    try:
        library.add(
            data,
            Given(path.name),
            PUBLIC,
            added=today,
            replaces=_still_there(library, before),
            progress=progress,
        )
    except Refused as error:
        _LOG.warning("shipped report %s was refused: %s", path.name, error)
        return None
    return now


def _still_there(library: "Library", before: _Seen | None) -> str | None:
    """Id of the older version, if nobody removed or replaced it."""
    if before is None:
        return None
    try:
        older = library.entry(PUBLIC, before.document)
    except NotThere:
        return None
    return older.document if older.superseded_by is None else None


def _unchanged(path: Path, seen: _Seen | None) -> bool:
    if seen is None:
        return False
    status = path.stat()
    return (seen.size, seen.modified) == (status.st_size, status.st_mtime_ns)


def _read(stamp: Path) -> Mapping[str, _Seen]:
    """What was put in; nothing where the stamp is missing or damaged, since putting in again does no harm."""
    try:
        kept = json.loads(stamp.read_text(encoding="utf-8"))
        return {
            str(name): _Seen(int(size), int(modified), str(document))
            for name, (size, modified, document) in kept.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
