"""Logging of the process: to standard error, without the vendors' chatter and without secrets."""

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Literal

from bot.redaction import Redact, redaction

_CHATTY = (
    "yfinance", "peewee", "urllib3", "matplotlib", "PIL",
    "chromadb", "httpx", "httpcore", "filelock", "markdown_it",
)  # fmt: skip

_TELLING = ("discord", "aiohttp", "aiosqlite", "sqlalchemy", "langchain", "langgraph", "asyncio")
"""Below a warning these log what people wrote and the addresses of interactions."""


def set_up_logging(
    level: str, *, form: Literal["text", "json"] = "text", secrets: Iterable[str] = ()
) -> None:
    """Log at `level` and above; vendors only when they fail, since our errors say what they would.

    Args:
        level: debug, info, warning or error.
        form: Lines for people, or JSON with time, level, logger, message, and incident and exception where
            there is one.
        secrets: Taken out of every line.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(json_lines(redaction(secrets)) if form == "json" else TextLines(redaction(secrets)))
    logging.basicConfig(level=level.upper(), handlers=[handler])
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    for name in _TELLING:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))


class TextLines(logging.Formatter):
    """Lines for people."""

    def __init__(self, redact: Redact) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", datefmt="%H:%M:%S")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """The whole entry, its traceback included, without secrets."""
        return self._redact(super().format(record))


def json_lines(redact: Redact) -> logging.Formatter:
    """A formatter of one JSON object a line; nothing but its known fields gets into it."""
    from pythonjsonlogger.json import JsonFormatter  # noqa: PLC0415 - only a process that logs so needs it

    class JsonLines(JsonFormatter):
        """One object a line."""

        def add_fields(
            self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
        ) -> None:
            """Fields of our own choice; what else a record carries may hold what people wrote."""
            incident = getattr(record, "incident", None)
            trouble = message_dict.get("exc_info")
            log_data["time"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
            log_data["level"] = record.levelname.lower()
            log_data["logger"] = record.name
            log_data["message"] = redact(record.message)
            if incident is not None:
                log_data["incident"] = str(incident)
            if trouble:
                log_data["exception"] = redact(str(trouble))

    return JsonLines()
