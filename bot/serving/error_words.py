"""Every error as words for the person who asked, and what is to be done about it.

In this order: our own errors by class, whose text was made for people; what a disk or a database says; time
that ran out; and everything else, which is a bug. A text that names a file, an address or a setting is for
the operator: people get a plain sentence and an incident, under which the text is kept.
"""

import errno
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.agent.incidents import Incidents
from bot.cards.words import escaped
from bot.serving.quotas import OverQuota
from bot.serving.work import Busy, TookTooLong
from knowledge.errors import BadQuery, CorpusDown, KnowledgeError, NotThere, Refused
from tools.errors import BadRequest, NoData, PlumbError, SettingsError, SourceDown

Reaction = Literal["fix", "unavailable", "later", "operator", "bug"]

_LONGEST = 1_000
_OURS = (
    # a path; what has one slash only is a command of ours
    r"(?:^|[\s\"'(=:,])(?:~/|/[^\s\"')/\\]+/|[A-Za-z]:[\\/]|\\\\)[^\s\"')/\\]",
    r"[\w.-]+(?:/[\w.-]+)+\.\w{1,8}\b",  # a path of a file
    r"\bPLUMB_[A-Z]",
    r"Traceback|File \"",
)
_TYPED = re.compile("|".join(_OURS))
"""What is for the operator alone where a request is refused: an address in it is one that a person typed."""

_INSIDE = re.compile("|".join((*_OURS, r"\w://")))
"""What any other error says for the operator alone."""

_CLASSES: tuple[tuple[type[Exception], Reaction], ...] = (
    (BadRequest, "fix"),
    (BadQuery, "fix"),
    (Refused, "fix"),
    (NoData, "unavailable"),
    (NotThere, "unavailable"),
    (OverQuota, "later"),
    (Busy, "later"),
    (TookTooLong, "later"),
    (SourceDown, "later"),
    (CorpusDown, "later"),
    (SettingsError, "operator"),
    (KnowledgeError, "operator"),
    (PlumbError, "unavailable"),
)

_PLAIN: Mapping[Reaction, str] = {
    "fix": "This cannot be done as it was asked.",
    "unavailable": "This is not available at present.",
    "later": "A part that this needs does not answer at present. Please try again in a few minutes.",
    "operator": "The bot is not set up for this or can keep nothing at present. Its operator has to look.",
    "bug": "Something went wrong inside the bot. This is a bug, not your input.",
}

_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO))
_HELD = frozenset((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED))
_SHUT = frozenset(
    (
        sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, for the person who asked.

    Attributes:
        words: Discord Markdown; names the incident where there is one.
        incident: Under which the operator finds the rest; None: the words say all.
        reaction: What is to be done: change the request, live without it, try again later, call the
            operator, or report a bug.
    """

    words: str
    incident: str | None
    reaction: Reaction


def trouble_of(error: BaseException, incidents: Incidents) -> Trouble:
    """An error as words for people.

    Args:
        error: Anything that was raised.
        incidents: Keeps what is not told, and names it.
    """
    if isinstance(error, OverQuota):
        # Markdown already: it holds a time
        return Trouble(str(error), None, "later")
    reaction = _by_class(error) or _by_system(error)
    if reaction is None:
        return _untold(error, incidents, "bug")
    text = str(error).strip()
    ours = isinstance(error, PlumbError | KnowledgeError)
    if not ours and reaction == "later":
        return Trouble(_PLAIN["later"], None, "later")
    # what a person typed is quoted to them as it was, also where it looks like an address
    inside = _TYPED if isinstance(error, BadRequest | BadQuery) else _INSIDE
    if not ours or not text or reaction == "operator" or inside.search(text):
        return _untold(error, incidents, reaction)
    return Trouble(escaped(_cut(text[0].upper() + text[1:])), None, reaction)


def _by_class(error: BaseException) -> Reaction | None:
    return next((reaction for kind, reaction in _CLASSES if isinstance(error, kind)), None)


def _by_system(error: BaseException) -> Reaction | None:
    """What the system or a database says without our own words; None for a bug."""
    # SQLAlchemy carries the driver's error
    driver = getattr(error, "orig", None) or error
    if isinstance(driver, sqlite3.Error):
        code = getattr(driver, "sqlite_errorcode", 0) & 0xFF
        return "later" if code in _HELD else "operator" if code in _SHUT else None
    if type(driver).__module__.startswith("psycopg") and type(driver).__name__ == "OperationalError":
        return "later"
    if isinstance(error, TimeoutError | ConnectionError):
        return "later"
    return "operator" if isinstance(error, OSError) and error.errno in _NO_ROOM else None


def _untold(error: BaseException, incidents: Incidents, reaction: Reaction) -> Trouble:
    incident = incidents(error)
    return Trouble(f"{_PLAIN[reaction]} Incident **{incident}**.", incident, reaction)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
