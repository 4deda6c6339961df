"""Files that are there whole or not at all, whatever happens to the process or the machine."""

import os
import secrets
from pathlib import Path

PARTIAL = ".partial"


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place in one step; the content is on the disk before the name is.

    Several processes may write the same path: one of the contents stays, never a mixture.

    Args:
        path: Where; its folder exists.
        content: All of it.
    """
    # made by hand: `tempfile` would make it readable to its owner alone, whatever the person's umask says
    partial = path.with_name(f"{path.name}.{secrets.token_hex(6)}{PARTIAL}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut, where the system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # Windows opens no folders
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_partial(folder: Path, older_than: float) -> None:
    """Remove what a killed process left half written.

    Args:
        folder: Where to look.
        older_than: Unix seconds; younger files may belong to a process that is writing now.
    """
    for path in folder.glob(f"*{PARTIAL}"):
        try:
            if path.stat().st_mtime < older_than:
                path.unlink()
        except FileNotFoundError:
            continue  # another process was faster
