"""How one reading moved over the last sessions."""

from bot.agent.offline.cues import Cues, match
from bot.agent.offline.intents.intent import Intent, call
from bot.agent.offline.values import LATEST, Ask, Call, Heard
from bot.agent.offline.writing.history import write_history

_SESSIONS = 21
"""The stretch where none is named: about a month."""

_CHANGED: Cues = (("changed|change since|from", 1),)
_SINCE = {"yesterday": 2, "last week": 6, "a week ago": 6, "last month": 22, "a month ago": 22}
"""Sessions of "what has changed since ...", both ends included."""

READINGS: tuple[tuple[Cues, str], ...] = (
    ((("rsi", 1),), "rsi"),
    ((("macd", 1),), "macd histogram"),
    ((("adx", 1),), "adx"),
    ((("ratio|rotation", 1), ("small cap leadership", 1), ("flight|parity", 1)), "price ratio"),
    ((("breadth|participation", 1), ("members|components .. above", 1)), "breadth short"),
    ((("momentum", 1),), "momentum score"),
    ((("rate of change|roc", 1),), "roc 10"),
    ((("relative strength", 1), ("outperform*|underperform*|lag*", 1)), "return against benchmark"),
    ((("composite|rating|stack|signal|score", 1),), "composite points"),
    ((("trend|ema|separation", 1),), "ema separation"),
    ((("stochastic*|stoch", 1),), "stochastic"),
    ((("bollinger", 1),), "percent b"),
    ((("volume", 1),), "volume ratio"),
    ((("atr|volatility|volatile", 1),), "atr"),
    ((("price|close", 1),), "close"),
)


def reading_of(heard: Heard) -> str | None:
    """The reading a part names; None where it names none."""
    return next((name for cues, name in READINGS if match(heard.words, cues).score), None)


def _names_none(heard: Heard) -> bool:
    return reading_of(heard) is None


def _stretch_named(heard: Heard) -> int:
    return 4 if heard.sessions else -3


def _calls(ask: Ask) -> tuple[Call, ...]:
    since = _SINCE.get(ask.heard.date or "") if match(ask.heard.words, _CHANGED).score else None
    return call(
        "history",
        symbol=ask.symbol,
        reading=reading_of(ask.heard) or "composite points",
        date=LATEST if since else ask.date,
        sessions=since or max(2, ask.heard.sessions or _SESSIONS),
    )


INTENT = Intent(
    name="history",
    cues=(
        ("over|during|in|for .. last|past|this|previous", 4),
        ("history of", 8),
        ("changed since|from", 10),
        ("change since|from", 10),
        ("has|have .. moved|changed|developed|evolved|been|trended|done", 4),
        ("did .. move|change|develop|evolve", 4),
        ("rising|falling|improving|deteriorating", 2),
        ("last|past .. sessions|days|bars|weeks|week|months|month|quarter|year", 4),
        ("time series", 8),
        ("day by day", 6),
        ("chart of", 4),
    ),
    calls=_calls,
    write=write_history,
    leads=True,
    beside=_stretch_named,
    leans=_names_none,
)
