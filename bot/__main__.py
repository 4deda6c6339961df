"""`python -m bot`: parse, run, and turn every outcome into one message and one exit code."""

import io
import logging
import sys
import traceback
import uuid
from datetime import UTC, datetime
from pathlib import Path

from bot.printable import printable
from knowledge.errors import KnowledgeError
from tools.errors import PlumbError, SettingsError

_LOG = logging.getLogger("plumbline")
BUG = 70


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: The command line; None for the process's own.

    Returns:
        0, the exit code of a `PlumbError` or `KnowledgeError`, 2 for a wrong command line, or 70 for a bug,
        whose traceback is kept under the incident id that the person sees.
    """
    from bot.cli import app  # noqa: PLC0415 - importing this module must do nothing

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a terminal without these characters gets a question mark instead of no card
            stream.reconfigure(errors="replace")
    try:
        app(arguments)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except (PlumbError, KnowledgeError) as error:
        return _say(str(error), type(error).exit_code)
    except Exception as error:  # noqa: BLE001 - the last line of defence: anything here is a bug
        homeless = _homeless(error)
        return _bug(error) if homeless is None else _say(homeless, SettingsError.exit_code)
    return 0


def _say(message: str, code: int) -> int:
    # a message may quote a file name or a vendor's words
    sys.stderr.write(f"plumbline: {printable(message)}\n")
    return code


def _homeless(error: Exception) -> str | None:
    """The sentence for a home in which nothing can be kept; None for every other error."""
    from bot.home import nothing_kept  # noqa: PLC0415 - only a bug pays for it
    from bot.settings import load_settings  # noqa: PLC0415

    if not isinstance(error, OSError) or error.filename is None:
        return None
    try:
        home = load_settings().home
    except SettingsError:
        return None
    # a path in the home or above it; what a disk says of any other folder is not about the home
    path = Path(str(error.filename))
    return nothing_kept(home, error) if path.is_relative_to(home) or home.is_relative_to(path) else None


def _bug(error: Exception) -> int:
    incident = uuid.uuid4().hex[:8]
    kept = _keep(incident, error)
    return _say(
        f"internal error (incident {incident}). This is a bug, not your input; {kept}. Nothing was changed.",
        BUG,
    )


def _keep(incident: str, error: Exception) -> str:
    """Write the traceback where the operator finds it; a person at the terminal need not read it."""
    from bot.settings import load_settings  # noqa: PLC0415 - only a bug pays for it

    report = "".join(traceback.format_exception(error))
    _LOG.debug("incident %s\n%s", incident, report)
    home: Path | None = None
    try:
        home = load_settings().home
        folder = home / "incidents"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{datetime.now(UTC):%Y%m%d}-{incident}.txt"
        path.write_text(report, encoding="utf-8")
    except Exception as trouble:  # noqa: BLE001 - reporting a bug must not become a second one
        why = trouble.strerror if isinstance(trouble, OSError) else type(trouble).__name__
        where = "" if home is None else f": nothing can be kept in {home}"
        return f"its traceback could not be kept{where} ({why})"
    return f"the traceback is in {path}"


if __name__ == "__main__":
    sys.exit(main())
