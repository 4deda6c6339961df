"""Who may write: one process for a corpus on disk, one at a time for a tenant's part of a shared one."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.errors import CorpusBusy
from knowledge.library.durable import make_folder
from knowledge.tenants import Tenant

_PATIENCE = 60.0
"""Seconds to wait for another process to finish with a tenant."""

_INTRODUCTION = 1.0
"""Seconds in which a process that has just taken a corpus has to have said who it is."""

_GLANCE = 0.02
"""Seconds between two looks at who has it."""


class CorpusLock:
    """Keeps a corpus to one process; Chroma on disk is damaged by two. The system frees it when we die."""

    def __init__(self, root: Path) -> None:
        """Take it.

        Raises:
            CorpusBusy: Another process, or another part of this one, has it.
        """
        make_folder(root)
        self._holder = root / "lock.holder"
        self._lock = FileLock(root / "lock", timeout=0, thread_local=False)
        until = time.monotonic() + _INTRODUCTION
        while not self._taken():
            # none named: the holder has only just taken it, or is about to let go of it
            pid = self._named()
            if pid is None and time.monotonic() < until:
                time.sleep(_GLANCE)
                continue
            said = "its pid cannot be known" if pid is None else f"pid {pid}"
            raise CorpusBusy(
                f"this corpus is open in another process ({said}): stop that one, or let several share "
                "a Chroma server (`chroma run`) and give its address as PLUMB_CHROMA_URL."
            )
        # not made durable, which takes long: it is of no use after a crash. A full disk must not stop us
        with suppress(OSError):
            self._holder.write_bytes(b"%d\n" % os.getpid())

    def release(self) -> None:
        """Let others have it."""
        self._holder.unlink(missing_ok=True)
        self._lock.release()

    def _taken(self) -> bool:
        try:
            self._lock.acquire()
        except Timeout:
            return False
        return True

    def _named(self) -> int | None:
        """The holder; None while it has not said so, or all there is was left by a process that is gone."""
        try:
            content = self._holder.read_bytes()
            pid = int(content) if content.endswith(b"\n") else None
        except (OSError, ValueError):
            return None
        return pid if pid is not None and _lives(pid) else None


def _lives(pid: int) -> bool:
    if os.name != "posix":
        return True  # elsewhere a signal is no question
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True  # another person's
    except (ProcessLookupError, OverflowError):
        return False
    return True


@contextmanager
def tenant_lock(root: Path, tenant: Tenant) -> Iterator[None]:
    """Keep other processes from writing to a tenant's part, for a moment.

    Raises:
        CorpusBusy: Another process had it for a minute.
    """
    folder = root / "locks"
    make_folder(folder)
    try:
        with FileLock(folder / tenant.slug, timeout=_PATIENCE, thread_local=False):
            yield
    except Timeout:
        raise CorpusBusy(f"another process is writing to {tenant}; try again.") from None
