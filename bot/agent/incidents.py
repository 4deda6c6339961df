"""Bugs under an id: the person sees the id, the operator finds the traceback under it."""

import logging
import traceback
import uuid
from collections.abc import Callable
from pathlib import Path

_LOG = logging.getLogger("plumbline.agent")

Incidents = Callable[[BaseException], str]
"""Keeps what went wrong and gives it an id; never raises."""


def keep_incidents(folder: Path | None) -> Incidents:
    """Keep the traceback of each incident as a file.

    Args:
        folder: Where; None: only in the log.
    """

    def keep(error: BaseException) -> str:
        incident = uuid.uuid4().hex[:8]
        _LOG.warning("incident %s: %s", incident, type(error).__name__)
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                report = "".join(traceback.format_exception(error))
                (folder / f"agent-{incident}.txt").write_text(report, encoding="utf-8", errors="replace")
            except OSError as trouble:
                _LOG.warning("incident %s could not be kept (%s)", incident, trouble.strerror)
        return incident

    return keep
