"""How far ahead a text looks, in sessions: "in 10 days", "over the next month", "21-session hit rate"."""

import re

from bot.agent.offline.dates import NUMBERS
from bot.agent.offline.words import plain

_UNITS = {"session": 1, "trading day": 1, "day": 1, "week": 5, "month": 21, "quarter": 63, "year": 252}
_COUNT = r"(\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|few|couple of)"
_UNIT = r"(session|trading day|day|week|month|quarter|year)s?"
_AHEAD = (
    re.compile(
        rf"\b(?:in|over|within|after|for|during|next|coming|following)(?: the)?(?: next| following| coming)?"
        rf" {_COUNT}?[ -]?{_UNIT}\b"
    ),
    re.compile(
        rf"\b{_COUNT}[ -]{_UNIT}s? (?:later|after|ahead|out|on|afterwards?|forward|horizon|returns?|hit)\b"
    ),
)
_BACK = re.compile(rf"\b(?:last|past|previous)(?: {_COUNT})? {_UNIT}\b")
_TOMORROW = re.compile(r"\btomorrow\b")
_WORDED = {"few": 3, "couple of": 2}


def horizon_in(text: str) -> int | None:
    """Sessions ahead that a text speaks of; None where it names none.

    A week counts as 5 sessions, a month as 21, a quarter as 63, a year as 252.
    """
    lowered = _BACK.sub(" ", plain(text))
    if _TOMORROW.search(lowered):
        return 1
    for expression in _AHEAD:
        if hit := expression.search(lowered):
            return _counted(hit[1]) * _UNITS[hit[2]]
    return None


def _counted(word: str | None) -> int:
    if word is None:
        return 1
    return _WORDED.get(word) or NUMBERS.get(word) or max(1, int(word))
