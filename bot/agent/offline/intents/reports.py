"""What stored reports say, with citations."""

from bot.agent.offline.dates import month_in
from bot.agent.offline.intents.intent import Intent, call
from bot.agent.offline.values import LATEST, Ask, Call, Heard
from bot.agent.offline.writing.reports import write_reports

_LONGEST = 380


def published_in(heard: Heard) -> tuple[str, str]:
    """First and last day of publication, of the month that a question names; else any and the latest."""
    month = month_in(heard.text)
    if month is None:
        return "any", LATEST
    # in words the end of a month that still runs is the session; as a day it would lie after it
    return month.first.isoformat(), f"end of {month.name}"


def _calls(ask: Ask) -> tuple[Call, ...]:
    # only a symbol named with the question narrows the search: topics are wider than tickers
    named = ask.heard.symbols[0] if ask.heard.symbols else "any"
    since, before = published_in(ask.heard)
    return call(
        "search_reports",
        question=" ".join(ask.heard.text.split())[:_LONGEST],
        symbol=named,
        since=since,
        before=before,
    )


INTENT = Intent(
    name="reports",
    cues=(
        ("report|reports", 9),
        ("research", 9),
        ("passage|passages", 6),
        ("documents|document|corpus|library|sources", 5),
        ("notes on|about", 4),
        ("analyst|analysts", 4),
        ("written", 4),
        ("anyone|anybody|people|they write|wrote|say|said", 6),
        ("write|wrote about|on", 4),
        ("quote me", 4),
        ("article|articles|paper|papers|pdf", 5),
        ("has|have been written", 5),
        ("cite|citation|citations", 4),
        ("jobs report", -12),
        ("contradict*|disagree*|conflict*", -14),
    ),
    calls=_calls,
    write=write_reports,
    leads=True,
    dated=False,
    words=("reports", "research", "passages", "documents"),
)
