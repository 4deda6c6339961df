"""Logging of the process: to standard error, without the vendors' chatter."""

import logging

_CHATTY = (
    "yfinance", "peewee", "urllib3", "matplotlib", "PIL",
    "chromadb", "httpx", "httpcore", "filelock", "markdown_it",
)  # fmt: skip


def set_up_logging(level: str) -> None:
    """Log at `level` and above; vendors only when they fail, since our errors say what they would."""
    logging.basicConfig(
        level=level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s", datefmt="%H:%M:%S"
    )
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
