"""The macro calendar: what is scheduled."""

from bot.agent.offline.cues import match
from bot.agent.offline.intents.intent import Intent, call
from bot.agent.offline.values import Ask, Call, Heard
from bot.agent.offline.writing.events import write_events

_ALL = 10
_ONE_KIND = 130
"""Sessions to look ahead for the next event of one kind: half a year holds one of each but reconstitution."""

_YEAR = 260

KINDS = (
    ("fomc", "fomc|fed|powell|federal"),
    ("cpi", "cpi|inflation"),
    ("pce", "pce"),
    ("payrolls", "payroll|payrolls|nfp|jobs|employment"),
    ("reconstitution", "reconstitution|reconstituted|rebalance|rebalancing|recon"),
    ("opex", "opex|expiry|expiration|witching"),
    ("early_close", "early|half|holiday|holidays"),
    ("earnings_season", "earnings"),
)


def kind_of(heard: Heard) -> str:
    """The kind of event a part names, or "all"."""
    named = [kind for kind, cue in KINDS if match(heard.words, ((cue, 1),)).score]
    return named[0] if len(named) == 1 else "all"


def _calls(ask: Ask) -> tuple[Call, ...]:
    kind = kind_of(ask.heard)
    if kind != "all" and match(ask.heard.words, (("tomorrow|today|tonight", 1),)).score:
        return call("event_calendar", kind=kind, date=ask.date, sessions=1)
    far = _ALL if kind == "all" else _YEAR if kind == "reconstitution" else _ONE_KIND
    return call("event_calendar", kind=kind, date=ask.date, sessions=ask.heard.sessions or far)


INTENT = Intent(
    name="events",
    cues=(
        ("event|events", 6),
        ("calendar", 6),
        ("fomc", 6),
        ("fed", 6),
        ("cpi|pce|nfp", 6),
        ("payroll|payrolls", 6),
        ("jobs report|number", 6),
        ("inflation print|report|data|number", 5),
        ("reconstitution|rebalance|rebalancing", 6),
        ("opex", 6),
        ("options expiry|expiration", 6),
        ("triple|quad witching", 6),
        ("earnings season", 6),
        ("early close|closes", 6),
        ("half day", 5),
        ("holiday|holidays", 5),
        ("scheduled|coming up|catalyst|catalysts", 4),
    ),
    calls=_calls,
    write=write_events,
    leads=True,
    dated=False,
    words=("events", "calendar", "payrolls", "reconstitution", "expiration", "earnings"),
)
