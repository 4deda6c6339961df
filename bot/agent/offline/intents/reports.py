"""What stored reports say, with citations."""

from bot.agent.offline.intents.intent import Intent, call
from bot.agent.offline.values import Ask, Call
from bot.agent.offline.writing.reports import write_reports

_LONGEST = 380


def _calls(ask: Ask) -> tuple[Call, ...]:
    # only a symbol named with the question narrows the search: topics are wider than tickers
    named = ask.heard.symbols[0] if ask.heard.symbols else "any"
    return call(
        "search_reports",
        question=" ".join(ask.heard.text.split())[:_LONGEST],
        symbol=named,
        since="any",
        before="latest",
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
