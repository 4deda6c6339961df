"""Events that follow from a rule and the exchange calendar, so that no table of dates is needed."""

from collections.abc import Iterator
from datetime import date, timedelta

from tools.calendar import KINDS, Event
from tools.market.event_tables import Schedule
from tools.market.sessions import Sessions

FRIDAY = 4
RECONSTITUTION_FIRST_YEAR = 2007
"""The June rule is relied on from here."""
RECONSTITUTION_TWICE_FROM = 2026
"""From this year a second one falls in November or December; its day follows no rule known here."""
EARNINGS_MONTHS = (1, 4, 7, 10)
EARNINGS_DAYS = 42


def rule_schedules(sessions: Sessions) -> tuple[Schedule, ...]:
    """Options expiry, June reconstitutions, early closes and earnings seasons within the calendar."""
    return options_expiry(sessions), reconstitution(sessions), early_closes(sessions), earnings(sessions)


def options_expiry(sessions: Sessions) -> Schedule:
    """Monthly expiry: the third Friday, or the session before where the exchange is closed on it."""
    days = (sessions.at_or_before(third) for third in _every_month(sessions, 3) if third <= sessions.end)
    source = "rule: third Friday, or the session before a holiday"
    events = tuple(Event("opex", day, KINDS["opex"], source) for day in days)
    return Schedule("opex", events, ((sessions.start, sessions.end),))


def reconstitution(sessions: Sessions) -> Schedule:
    """Russell reconstitution, effective after the close of the fourth Friday of June."""
    years = range(max(RECONSTITUTION_FIRST_YEAR, sessions.start.year), sessions.end.year + 1)
    source = "FTSE Russell: fourth Friday of June, after the close"
    events = (
        Event("reconstitution", nth_friday(year, 6, 4), KINDS["reconstitution"], source) for year in years
    )
    once = [year for year in years if year < RECONSTITUTION_TWICE_FROM]
    twice = [year for year in years if year >= RECONSTITUTION_TWICE_FROM]
    covers = [(date(once[0], 1, 1), date(once[-1], 12, 31))] if once else []
    covers += [(date(year, 1, 1), date(year, 10, 31)) for year in twice]
    inside = tuple(event for event in events if sessions.start <= event.day <= sessions.end)
    cut = tuple(
        (max(first, sessions.start), min(last, sessions.end))
        for first, last in covers
        if first <= sessions.end
    )
    return Schedule("reconstitution", inside, cut)


def early_closes(sessions: Sessions) -> Schedule:
    """Sessions that end at 13:00 New York."""
    source = "NYSE trading calendar"
    days = sessions.early_closes(sessions.start, sessions.end)
    events = tuple(Event("early_close", day, KINDS["early_close"], source, "13:00") for day in days)
    return Schedule("early_close", events, ((sessions.start, sessions.end),))


def earnings(sessions: Sessions) -> Schedule:
    """Earnings seasons by convention: six weeks from the second Friday after a quarter's end.

    There is no official window; most large companies report within this one. For information only.
    """
    source = "convention: six weeks from the second Friday of January, April, July and October"
    events = tuple(
        Event(
            "earnings_season",
            start,
            KINDS["earnings_season"],
            source,
            until=start + timedelta(days=EARNINGS_DAYS),
        )
        for start in _every_month(sessions, 2)
        if start.month in EARNINGS_MONTHS and start <= sessions.end
    )
    return Schedule("earnings_season", events, ((sessions.start, sessions.end),))


def nth_friday(year: int, month: int, n: int) -> date:
    """The n-th Friday of a month, n from 1 to 4."""
    first = date(year, month, 1)
    return first + timedelta(days=(FRIDAY - first.weekday()) % 7 + 7 * (n - 1))


def _every_month(sessions: Sessions, n: int) -> Iterator[date]:
    """The n-th Friday of every month from the calendar's first day."""
    for year in range(sessions.start.year, sessions.end.year + 1):
        for month in range(1, 13):
            friday = nth_friday(year, month, n)
            if friday >= sessions.start:
                yield friday
