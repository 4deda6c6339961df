"""A home that takes nothing is a setting to change, and no bug: how it is told from one."""

import errno
from pathlib import Path

_HOMELESS = frozenset(
    (
        errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOTDIR, errno.EEXIST,
        errno.EIO, errno.ELOOP, errno.ENAMETOOLONG,
    )
)  # fmt: skip
"""What the disk says when nothing can be kept in a folder."""


def nothing_kept(home: Path, error: OSError) -> str | None:
    """The sentence for a home that is read-only, full, broken, or cannot be made; None if it is neither.

    Args:
        home: The folder that was set. It is made if it can be: that alone tells whether it can.
        error: What went wrong.
    """
    why = error if error.errno in _HOMELESS else _refusal(home)
    if why is None:
        return None
    return f"PLUMB_HOME: nothing can be kept in {home} ({why.strerror}). What is there stays."


def _refusal(home: Path) -> OSError | None:
    """Why the folder cannot be made, if it cannot."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return error
    return None
