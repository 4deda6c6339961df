"""Numbers of evidence on disk, one file per content; what is damaged or cannot be kept is computed again."""

import hashlib
import logging
from pathlib import Path

from tools.market.atomic import write_whole

KEPT = 500
"""Files of a few ten kilobytes each; the oldest make room."""

_SUFFIX = ".study"
_DIGEST = 16

_log = logging.getLogger(__name__)


class EvidenceFiles:
    """A `StudyCache` in a folder. Several processes may share it."""

    def __init__(self, folder: Path, *, kept: int = KEPT) -> None:
        """Nothing is read or made yet.

        Args:
            folder: Where the files are; made when the first is written.
            kept: How many files stay.
        """
        self._folder = folder
        self._kept = kept

    def get(self, key: str) -> bytes | None:
        """What was put, or None where there is no such file or it is not what was written."""
        try:
            whole = self._path(key).read_bytes()
        except OSError:
            return None
        digest, content = whole[:_DIGEST], whole[_DIGEST:]
        return content if digest == _digest(content) else None

    def put(self, key: str, content: bytes) -> None:
        """Write the file; a folder that takes nothing is logged, since the numbers are there all the same."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._path(key), _digest(content) + content)
            self._make_room()
        except OSError as error:
            _log.warning("evidence is not kept in %s: %s", self._folder, error.strerror or error)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{_SUFFIX}"

    def _make_room(self) -> None:
        files = list(self._folder.glob(f"*{_SUFFIX}"))
        if len(files) <= self._kept:
            return
        for path in sorted(files, key=_age)[: len(files) - self._kept]:
            path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0  # another process was faster


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST).digest()
