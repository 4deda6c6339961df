"""Bytes of a file, judged by what the file is and how large before any of it is read."""

import os
import stat
from pathlib import Path

from knowledge.documents.kinds import shown_name
from knowledge.documents.limits import Limits
from knowledge.errors import Refused

# Opening a pipe would wait for a writer; a link put in place of the file after the look must not be followed.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def load(path: Path, limits: Limits = Limits()) -> bytes:  # noqa: B008 - frozen, so shared safely
    """The bytes of a regular file. Links are followed once, before anything else.

    Raises:
        Refused: It is missing, a folder, a pipe, a device, unreadable, empty, or larger than `limits.bytes`.
    """
    name = shown_name(str(path))
    try:
        resolved = path.resolve(strict=True)
        _judge(resolved.lstat(), name, limits)
        opened = os.open(resolved, _FLAGS)
        with os.fdopen(opened, "rb") as file:
            _judge(os.fstat(opened), name, limits)
            data = file.read(limits.bytes + 1)
    except FileNotFoundError:
        raise Refused(f"There is no file {name!r}.") from None
    except (OSError, RuntimeError, ValueError):  # a loop of links, no permission, a NUL in the name
        raise Refused(f"The file {name!r} cannot be read.") from None
    if len(data) > limits.bytes:
        raise Refused(f"The file {name!r} grew past {_size(limits.bytes)}, the most that is read.")
    return data


def _judge(status: os.stat_result, name: str, limits: Limits) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise Refused(f"{name!r} is a folder; a document is one file.")
    if not stat.S_ISREG(status.st_mode):
        raise Refused(f"{name!r} is no regular file (a pipe, a device or a socket).")
    if status.st_size > limits.bytes:
        raise Refused(
            f"The file {name!r} has {_size(status.st_size)}; at most {_size(limits.bytes)} are read."
        )
    if status.st_size == 0:
        raise Refused(f"The file {name!r} is empty.")


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count:,} bytes"
