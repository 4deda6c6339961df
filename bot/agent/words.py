"""What people are told beside an answer: what is being done, and what they must know about it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from tools.grounds import Grounds
from tools.results import Header

MODEL_FREE = "Written without a language model, by fixed rules."
SIMULATED = "SIMULATED data: no figure here is real."
SHORTENED = "The text was shortened to what fits in a message."
CUT_OFF = "The model reached its length limit; its unfinished last sentence was left out."
CARD = "No usable text came from the language model; these are the readings themselves."

_DOING: Mapping[str, str] = {
    "signal_stack": "reading {symbol}'s signal stack",
    "layer": "reading {symbol}'s {layer} layer",
    "breadth": "reading {symbol}'s breadth",
    "rotation": "reading {symbol}'s rotation",
    "credit": "reading credit beside {symbol}",
    "levels": "reading {symbol}'s levels",
    "indicators": "reading {symbol}'s indicators",
    "compare": "comparing {symbols}",
    "history": "reading {symbol}'s history",
    "evidence": "looking at what followed before",
    "claims": "testing claims on {symbol}'s history",
    "event_calendar": "looking at the calendar",
    "search_reports": "searching the reports",
    "explain": "looking a term up",
    "conflicts": "looking for contradictions in the reports",
    "debrief": "reading {symbol}'s debrief",
    "record": "reading {symbol}'s record",
    "earlier_answers": "looking at earlier answers",
}
_ODD = re.compile(r"[^A-Za-z0-9 &.,^$'-]")


def doing(tool: str, arguments: Mapping[str, object]) -> str:
    """What a call of a tool does, in words; a model's arguments are shown only where they are plain."""
    plain: dict[str, str] = {}
    for name in ("symbol", "symbols", "layer"):
        value = arguments.get(name)
        text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
        plain[name] = text if text and len(text) <= 40 and not _ODD.search(text) else "the market"
    return _DOING.get(tool, "using a tool").format(**plain)


def removed(stretches: int) -> str:
    """Told when something was cut."""
    what = "One statement was" if stretches == 1 else f"{stretches} statements were"
    return f"{what} removed: what was read does not bear it."


def rolled_over(before: date, session: date) -> str:
    """Told when a newer session has completed since the last answer."""
    return (
        f"Data rolled over: earlier answers read {before.isoformat()}, this one reads {session.isoformat()}."
    )


def moved(before: date, session: date) -> str:
    """Told when a question asks for another day than the conversation was reading."""
    return f"Another day was asked for: {_from_to(before, session)}"


def revised(session: date) -> str:
    """Told when the same session's inputs are not what they were."""
    return f"The data of {session.isoformat()} were revised since an earlier answer: its figures may differ."


def _from_to(before: date, session: date) -> str:
    return f"earlier answers read {before.isoformat()}, this one reads {session.isoformat()}."


def about_data(grounds: Sequence[Grounds], *, simulated: bool) -> tuple[str, ...]:
    """What the results say of their own data: simulated, stale, another session than asked.

    Args:
        grounds: What was read.
        simulated: Whether the market behind it is.
    """
    headers = [one.result.header for one in grounds if one.result is not None]
    found = [banner for banner in (_simulated(header) for header in headers) if banner]
    if not found and simulated and any(one.facts for one in grounds):
        found = [SIMULATED]
    notices = (str(notice) for header in headers for notice in header.notices)
    return tuple(dict.fromkeys([*found[:1], *notices]))


def _simulated(header: Header) -> str | None:
    if not header.simulated:
        return None
    return header.banner or SIMULATED
