"""Lines of a chat: typed at a prompt with editing, history and completion, or read from a file or pipe."""
# ruff: noqa: PLC0415 - not every system has readline

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bot.chat_words import NAMES

PROMPT = "> "
_KEPT = 1_000
"""Lines of the history file."""

_LONGEST = 64 * 1024
"""Bytes of a piped line that are looked at; a longer one is too long however it goes on."""


def typed(history: Path) -> Iterator[str]:
    """Lines as they are typed, until Ctrl-D.

    Args:
        history: Where lines are kept for the next chat.

    Raises:
        KeyboardInterrupt: At the prompt.
    """
    _prepare(history)
    while True:
        try:
            line = input(PROMPT)
        except EOFError:
            sys.stdout.write("\n")
            return
        _keep(history)
        yield line


def piped() -> Iterator[str]:
    """Lines of standard input; what is no text in them is replaced, and of a long one the beginning comes."""
    stream = sys.stdin.buffer
    while line := stream.readline(_LONGEST):
        rest = line
        while not rest.endswith(b"\n") and rest:
            rest = stream.readline(_LONGEST)
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def _prepare(history: Path) -> None:
    """Line editing, where the system has it."""
    try:
        import readline
    except ImportError:
        return

    def complete(begun: str, number: int) -> str | None:
        fitting = [name for name in NAMES if begun.startswith("/") and name.startswith(begun)]
        return fitting[number] if number < len(fitting) else None

    readline.set_completer(complete)
    readline.set_completer_delims(" ")
    editline = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if editline else "tab: complete")
    readline.set_history_length(_KEPT)
    # a file of another line editor, or a damaged one, is no reason not to talk
    with suppress(OSError, ValueError):
        readline.read_history_file(history)


def _keep(history: Path) -> None:
    """Write after each line: a chat may be killed."""
    try:
        import readline
    except ImportError:
        return
    with suppress(OSError):
        readline.write_history_file(history)
        history.chmod(0o600)
