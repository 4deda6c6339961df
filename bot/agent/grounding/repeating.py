"""Sentences of a card that a text repeats as they stand: they hold whole, and nothing in them is checked."""

import re
from datetime import date

from bot.agent.grounding.known import Index
from bot.agent.grounding.own_sentences import plain
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried
from bot.agent.grounding.verdict import Claim, ClaimKind

_LEAD_IN = re.compile(r":\s+")
_ISO = re.compile(r"\d{4}-\d\d-\d\d|\b(?:Russell|S&P|Nasdaq) \d+\b", re.IGNORECASE)
"""Figures that a lead-in may have: a day, the number of an index."""


def repeated(read: Read, carried: Carried, index: Index) -> list[Claim] | None:
    """The claim of a statement that repeats a sentence of ours as it stands; None where it does not.

    Words of the writer may lead to it, if they state no figure: "Beside it, the composite: ...".

    Args:
        read: The statement.
        carried: What the statements before lend it.
        index: What the tools gave.
    """
    for start in (0, *(match.end() for match in _LEAD_IN.finditer(read.body))):
        if re.search(r"\d", _ISO.sub("", read.body[:start])):
            return None
        for symbol, session, facts in index.sentences.get(plain(read.body[start:]), ()):
            if not _of_here(symbol, session, read, carried, index):
                continue
            return [
                Claim(
                    read.statement.start + start,
                    read.statement.end,
                    read.body[start:],
                    ClaimKind.NUMBER,
                    holds=True,
                    because="a sentence of the card as it stands",
                    facts=facts,
                )
            ]
    return None


def _of_here(symbol: str, session: date | None, read: Read, carried: Carried, index: Index) -> bool:
    """Whether a card's sentence is of the symbol and the session that the text speaks of."""
    if not symbol and session is not None and not _dated(read, session, carried):
        # an earlier answer is of its day, and must be said to be
        return False
    if symbol and len(index.symbols) > 1 and carried.symbol not in (None, symbol):
        return False
    return not (session and len(index.sessions) > 1 and carried.day not in (None, session))


def _dated(read: Read, session: date, carried: Carried) -> bool:
    return carried.day == session or any(day.is_day(session) for day in read.days)
