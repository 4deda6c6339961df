"""Files and folders that are there whole or not at all, also after a power cut."""

import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

PARTIAL = ".partial"
"""Ending of what is still being written; what a killed process leaves under such a name is worth nothing."""


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; their names are on the disk when this returns."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir()
    sync_folder(folder.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place in one step, in the place of an older one if there is one."""
    partial = _partial_beside(path)
    try:
        _write(partial, content)
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put a new folder of files in place in one step.

    Raises:
        FileExistsError: It is there already.
    """
    if folder.exists():
        raise FileExistsError(folder)
    partial = _partial_beside(folder)
    partial.mkdir()
    try:
        for name, content in files.items():
            _write(partial / name, content)
        sync_folder(partial)
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    sync_folder(folder.parent)


def move(path: Path, to: Path) -> None:
    """Give a file or folder another name on the same disk, durably."""
    path.rename(to)
    sync_folder(to.parent)
    sync_folder(path.parent)


def remove(path: Path) -> None:
    """Remove a file or a folder with all in it, durably; no error when it is not there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    if path.parent.is_dir():
        sync_folder(path.parent)


def remove_partial(folder: Path) -> None:
    """Remove what killed processes left half written; call it only while nobody else writes there."""
    for path in folder.glob(f".*{PARTIAL}"):
        remove(path)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut, where the system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # Windows opens no folders
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _partial_beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(6)}{PARTIAL}")


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
