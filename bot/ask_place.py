"""What a terminal keeps between two commands: who it is, its last answer, and where its chats stand."""

import json
import os
import re
import secrets
from pathlib import Path
from typing import NamedTuple, TypeGuard

from tools.errors import BadRequest
from tools.market.atomic import write_whole

_TOPIC = re.compile(r"[\w][\w .:-]{0,59}")
_ANSWERS = "answers.json"
_MOST = 500
"""Answers whose source is remembered."""

_FRESH = "#"
"""Before the number of a conversation that `/new` began; in no name that a person gives."""


class Given(NamedTuple):
    """An answer that was given at this terminal.

    Attributes:
        answer: Its id.
        tenant: Whose it is.
        data: The source of bars it was given from, as `--data` takes it.
    """

    answer: str
    tenant: str
    data: str


class Place:
    """A folder in the home of the program."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "terminal"

    @property
    def lines(self) -> Path:
        """The file of what was typed in chats, readable to its owner alone; made at the first use."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / "history"
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        path.chmod(0o600)
        return path

    def person(self) -> str:
        """A stable id for whoever uses this home; made by chance at the first use."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / "person"
        if not (kept := _read(path)):
            # several first commands at once: one file stays, and all of them read it
            write_whole(path, f"terminal-{secrets.token_hex(8)}".encode())
            kept = _read(path)
        return kept

    def given(self, answer: str | None = None) -> Given | None:
        """An answer that was given here, the last one if none is named; None where it is not known."""
        kept = [Given(*one) for one in _list(self._folder / _ANSWERS) if _is_given(one)]
        return next((one for one in reversed(kept) if answer in (None, one.answer)), None)

    def remember(self, given: Given) -> None:
        """Keep which answer was given last, and from which data, so that `why` reads the same."""
        kept = [*_list(self._folder / _ANSWERS), given][-_MOST:]
        self._write(_ANSWERS, kept)

    def topic(self, name: str) -> str:
        """The conversation that goes under a name now.

        Raises:
            BadRequest: The name cannot be one.
        """
        if not _TOPIC.fullmatch(name):
            raise BadRequest(
                f"--topic {name[:40]!r} cannot be a name; allowed are 1 to 60 letters, digits, spaces and "
                ". _ : - and the first is a letter or digit."
            )
        begun = _object(self._folder / "topics.json").get(name)
        return f"{name}{_FRESH}{begun}" if isinstance(begun, int) else name

    def start_afresh(self, name: str) -> str:
        """Let the name stand for a new conversation from now on; the old one stays kept."""
        begun = _object(self._folder / "topics.json")
        number = begun.get(name)
        self._write("topics.json", begun | {name: number + 1 if isinstance(number, int) else 2})
        return self.topic(name)

    def _write(self, name: str, kept: object) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._folder / name, json.dumps(kept, ensure_ascii=False).encode())


def once() -> str:
    """The topic of a question that stands alone."""
    return f"ask{_FRESH}{secrets.token_hex(8)}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return ""


def _object(path: Path) -> dict[str, object]:
    """What a file keeps; nothing where it is absent or was damaged: only convenience is in it."""
    kept = _json(path)
    return kept if isinstance(kept, dict) else {}


def _list(path: Path) -> list[object]:
    """As `_object`."""
    kept = _json(path)
    return kept if isinstance(kept, list) else []


def _json(path: Path) -> object:
    try:
        return json.loads(_read(path) or "null")
    except json.JSONDecodeError:
        return None


def _is_given(one: object) -> TypeGuard[list[str]]:
    return (
        isinstance(one, list)
        and len(one) == len(Given._fields)
        and all(isinstance(part, str) for part in one)
    )
