"""The check of who is said to publish an event's date: "according to the Bureau of Labor Statistics"."""

import re

from bot.agent.grounding.known import Index
from bot.agent.grounding.reading import Read
from bot.agent.grounding.verdict import Claim, ClaimKind

_LED = re.compile(
    r"\b(?:according to|per|from|taken from|courtesy of|as published by|published by|on the word of) "
    r"(?:the )?(?P<name>[A-Z][\w.&'\u2019-]*(?: (?:of|and|the) (?=[A-Z])| [A-Z][\w.&'\u2019-]*)*)"
    r"(?:['\u2019]s?)?(?: (?:calendar|schedule|bulletin|site|website|release|notice|list))?"
)
_SMALL = frozenset(("of", "and", "the", "schedule", "calendar", "board", "bureau"))
_NO_SOURCE = re.compile(
    r"(?:IWM|SPY|QQQ|TLT|HYG|R[1-3]|S[1-3]|FOMC|CPI|PCE|GDP|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Mon|Tue|Wed|Thu|Fri)\w*"
)
_ALSO = {
    "bls": "bureau of labor statistics", "fed": "federal reserve", "frb": "federal reserve",
    "bea": "bureau of economic analysis", "nyse": "nyse",
}  # fmt: skip


def event_sources(read: Read, index: Index) -> list[Claim]:
    """The claims of who an event's date is from, in a statement that names events.

    Args:
        read: The statement.
        index: What the tools gave: each event says whose calendar it is of.
    """
    named = [one for mention in read.mentions for one in index.of(mention.metrics)]
    if not any(one.key.startswith("calendar.") for one in named) or index.passages:
        return []
    sources = " ".join(
        sorted({one.fact.source.lower() for one in index.known if one.key.startswith("calendar.")})
    )
    claims = []
    for match in _LED.finditer(read.body):
        name = match["name"]
        if _NO_SOURCE.fullmatch(name.split()[0]):
            continue
        low = _ALSO.get(name.lower(), name.lower())
        words = [word for word in re.findall(r"[a-z&]+", low) if word not in _SMALL]
        holds = not words or all(word in sources for word in words)
        start = read.statement.start + match.start("name")
        end = read.statement.start + match.end("name")
        because = "a calendar of this run" if holds else "no calendar of this run is theirs"
        claims.append(Claim(start, end, name, ClaimKind.SOURCE, holds, because, (), ()))
    return claims
