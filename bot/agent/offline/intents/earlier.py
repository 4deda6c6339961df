"""What was said before, in this conversation and in the reports of that time."""

from bot.agent.offline.intents.intent import Intent, call
from bot.agent.offline.values import LATEST, Ask, Call
from bot.agent.offline.writing.earlier import write_earlier

_ANY = "any"
_STRETCHES = {
    "last week": "start of last week",
    "last month": "start of last month",
    "last year": "start of last year",
}


def _calls(ask: Ask) -> tuple[Call, ...]:
    """A day is that day; a stretch runs from its beginning to its end, and the reports of it are read too."""
    day = ask.heard.date
    if day is None:
        return call("earlier_answers", since=_ANY, until=LATEST)
    start = _STRETCHES.get(day, day)
    answers = call("earlier_answers", since=start, until=day)
    if start == day:
        return answers
    return answers + call(
        "search_reports",
        question=f"{ask.symbol} signal, what was said {day}",
        symbol=ask.symbol,
        since=start,
        before=LATEST,
    )


INTENT = Intent(
    name="earlier",
    cues=(
        ("did you say|tell|write|think|call|answer", 9),
        ("you said|told|wrote|answered", 8),
        ("were you saying", 8),
        ("have you said|told", 8),
        ("your earlier|last|previous answer|answers", 8),
        ("remember what", 6),
        ("what was your|the first|last answer", 9),
        ("you said .. right|correct", 4),
    ),
    calls=_calls,
    write=write_earlier,
    leads=True,
    dated=False,
)
