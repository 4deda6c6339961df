"""Tool: what is scheduled."""

from tools.calendar import KINDS
from tools.functions.asking import DATE_ARGUMENT
from tools.functions.context import BeltContext
from tools.functions.day_words import day_of
from tools.functions.events_text import read_events
from tools.functions.tool import Argument, Choice, DeskTool, Whole, called
from tools.grounds import Grounds

_ALL = "all"


def event_calendar(context: BeltContext, kind: str, date: str, sessions: int) -> Grounds:
    """Scheduled events from a session on, and the last of each kind before it."""
    day = day_of(date, context.session, context.calendar)
    kinds = tuple(KINDS) if kind == _ALL else (kind,)
    found = read_events(context.events, context.calendar, day, kinds, sessions)
    arguments = called(kind=kind, date=date, sessions=sessions)
    return Grounds("event_calendar", arguments, found.text, found.facts, found.sentences, session=day.session)


TOOL = DeskTool(
    "event_calendar",
    "Scheduled events with their dates and sources: FOMC decisions, CPI, PCE, payrolls, Russell "
    "reconstitution, options expiry, early closes, earnings seasons; those of the next sessions and the last "
    "one of each kind. A kind whose dates are not on file is said to be not known, never guessed.",
    (
        Argument(
            "kind",
            Choice((_ALL, *KINDS)),
            f'Which kind: {_ALL} or one of {", ".join(KINDS)}. Example: "fomc".',
        ),
        DATE_ARGUMENT,
        Argument(
            "sessions",
            Whole(1, 260),
            "How many sessions ahead of the date: a whole number from 1 to 260. Example: 21.",
        ),
    ),
    event_calendar,
)
