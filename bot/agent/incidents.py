"""Bugs under an id: the person sees the id, the operator finds the traceback under it."""

import logging
import traceback
import uuid
from collections.abc import Callable
from pathlib import Path

from bot.redaction import Redact, redaction

_LOG = logging.getLogger("plumbline.agent")

Incidents = Callable[[BaseException], str]
"""Keeps what went wrong and gives it an id; never raises."""


def keep_incidents(folder: Path | None, *, surface: str = "agent", redact: Redact | None = None) -> Incidents:
    """Keep the traceback of each incident as a file.

    Args:
        folder: Where; None: only in the log.
        surface: Where it happened; the file's name begins with it.
        redact: Takes secrets out of it; None: only what looks like one.
    """
    clean = redact or redaction(())

    def keep(error: BaseException) -> str:
        incident = uuid.uuid4().hex[:8]
        _LOG.warning("incident %s: %s", incident, type(error).__name__, extra={"incident": incident})
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                report = "".join(traceback.format_exception(error))
                file = folder / f"{surface}-{incident}.txt"
                file.write_text(clean(report), encoding="utf-8", errors="replace")
            except OSError as trouble:
                _LOG.warning("incident %s could not be kept (%s)", incident, trouble.strerror)
        return incident

    return keep
