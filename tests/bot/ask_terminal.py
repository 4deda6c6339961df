"""A terminal for tests: a program at a pseudo-terminal, typed at and read."""

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

_AT_A_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Makes standard input the terminal that controls the process, so that its Ctrl-C is a signal."""


class Screen:
    """A program of ours at a terminal of its own. Use it with `with`; it is killed at the end."""

    def __init__(self, program: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start.

        Args:
            program: Arguments of the Python interpreter.
            environment: Laid over this process's.
        """
        self.seen = ""
        self._looked = 0
        self._terminal, theirs = pty.openpty()
        # no fork of our own: the tests run in a process with threads
        self._process = subprocess.Popen(
            [sys.executable, "-c", _AT_A_TERMINAL, sys.executable, "-W", "ignore", *program],
            env={**os.environ, **environment},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._process.wait()
        os.close(self._terminal)

    def type(self, keys: str) -> None:
        """Press keys; Ctrl-C is the character 3, Ctrl-D the character 4."""
        os.write(self._terminal, keys.encode())

    def kill(self) -> None:
        """As `kill -9` does."""
        self._process.kill()

    def wait_for(self, text: str, seconds: float = 30.0) -> str:
        """Read until a text appears that was not waited for before; returns what came until then."""
        end = time.monotonic() + seconds
        while (place := self.seen.find(text, self._looked)) < 0:
            assert self._read(end), f"{text!r} did not appear in {self.seen!r}"
        came = self.seen[self._looked : place + len(text)]
        self._looked = place + len(text)
        return came

    def ended(self, seconds: float = 30.0) -> int:
        """Wait for the end; returns the exit code."""
        end = time.monotonic() + seconds
        while self._read(end):
            pass
        return self._process.wait(timeout=seconds)

    def _read(self, end: float) -> bool:
        """Read what is there; False at the end of the program."""
        ready, _, _ = select.select([self._terminal], [], [], max(0.0, end - time.monotonic()))
        assert ready, f"nothing more came after {self.seen!r}"
        try:
            came = os.read(self._terminal, 65_536)
        except OSError:  # how Linux says that nobody holds the other side
            return False
        self.seen += came.decode("utf-8", "replace")
        return bool(came)
