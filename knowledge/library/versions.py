"""Which document is a newer version of which, and from when the newer one counts. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.types import Document


@dataclass(frozen=True, slots=True)
class Version:
    """A document as far as versions go.

    Attributes:
        document: Its id.
        replaces: The one it says it replaces, if any; it need not be there.
        known_from: First day on which it may be quoted, as an ordinal.
    """

    document: str
    replaces: str | None
    known_from: int


@dataclass(frozen=True, slots=True)
class Superseded:
    """What became of an older version.

    Attributes:
        by: The version that directly replaced it; of several, the one known first.
        since: First day (an ordinal) on which any later version was known: from then on it is not quoted.
    """

    by: str
    since: int


def superseded(
    versions: Iterable[Version], gone: Mapping[str, str | None] | None = None
) -> dict[str, Superseded]:
    """The documents that a newer version has replaced.

    Args:
        versions: The documents there are; order plays no part.
        gone: Documents that are being removed, with what each had replaced. What replaced a leaving version
            replaces the one before it.

    Returns:
        By document id. A version that replaces itself or one that is not there replaces nothing; in a ring of
        versions the one that was known first counts as the oldest.
    """
    there = {version.document: version for version in versions}
    older = {}
    for version in there.values():
        target = _before(version.replaces, gone or {})
        if target in there and target != version.document:
            older[version.document] = target
    for document in _oldest_of_rings(older, there):
        del older[document]
    newer: dict[str, list[Version]] = {}
    for document, target in older.items():
        newer.setdefault(target, []).append(there[document])
    found = {}
    for target, direct in newer.items():
        first = min(direct, key=lambda version: (version.known_from, version.document))
        found[target] = Superseded(first.document, min(v.known_from for v in _all_newer(target, newer)))
    return found


def report_key(document: Document) -> str | None:
    """What two versions of one report have in common: title, source and publication day.

    None for a document without a day: two undated documents of one title may be two of a series, and hiding
    the wrong one is worse than keeping both.
    """
    if document.published.day is None:
        return None
    return "\n".join((folded(document.title), folded(document.source), document.published.day.isoformat()))


def folded(text: str) -> str:
    """A title or source without regard to case and spacing."""
    return " ".join(text.casefold().split())


def _before(target: str | None, gone: Mapping[str, str | None]) -> str | None:
    passed = set()
    while target is not None and target in gone and target not in passed:
        passed.add(target)
        target = gone[target]
    return target


def _oldest_of_rings(older: Mapping[str, str], there: Mapping[str, Version]) -> set[str]:
    """Of every ring, the version known first; without its claim to replace another, the ring is a chain."""
    found: set[str] = set()
    settled: set[str] = set()
    for start in older:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in settled and at not in path:
            path[at] = None
            at = older.get(at)
        if at is not None and at in path:
            walked = list(path)
            ring = walked[walked.index(at) :]
            found.add(min(ring, key=lambda document: (there[document].known_from, document)))
        settled.update(path)
    return found


def _all_newer(document: str, newer: Mapping[str, list[Version]]) -> list[Version]:
    found: list[Version] = []
    open_ = [document]
    while open_:
        direct = newer.get(open_.pop(), [])
        found.extend(direct)
        open_.extend(version.document for version in direct)
    return found
