"""Who may write: one process for a corpus on disk, one at a time for a tenant's part of a shared one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.errors import CorpusBusy
from knowledge.library.durable import make_folder, write_whole
from knowledge.tenants import Tenant

_PATIENCE = 60.0
"""Seconds to wait for another process to finish with a tenant."""


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
        try:
            self._lock.acquire()
        except Timeout:
            raise CorpusBusy(
                f"this corpus is open in another process{self._named()}: stop that one, or let several share "
                "a Chroma server (`chroma run`) and give its address as PLUMB_CHROMA_URL."
            ) from None
        write_whole(self._holder, str(os.getpid()).encode())

    def release(self) -> None:
        """Let others have it."""
        self._holder.unlink(missing_ok=True)
        self._lock.release()

    def _named(self) -> str:
        try:
            return f" (pid {int(self._holder.read_bytes())})"
        except (FileNotFoundError, ValueError):
            return ""


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
