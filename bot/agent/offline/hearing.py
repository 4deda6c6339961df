"""From the text of one part to what is heard in it."""

from functools import cache

from bot.agent.offline.cues import vocabulary
from bot.agent.offline.dates import date_in
from bot.agent.offline.intents.registry import INTENTS
from bot.agent.offline.spelling import Spelling
from bot.agent.offline.stretches import sessions_in
from bot.agent.offline.symbols import named
from bot.agent.offline.values import Heard
from bot.agent.offline.words import words_of


def hear(text: str) -> Heard:
    """Words, tickers, day and stretch of one part."""
    tickers = named(text)
    return Heard(
        text=text,
        words=words_of(text, spelling().correct),
        symbols=tickers.symbols,
        against=tickers.against,
        date=date_in(text),
        sessions=sessions_in(text),
    )


@cache
def spelling() -> Spelling:
    """The words of every cue: what slips are corrected towards."""
    cues = (cue for intent in INTENTS for cue, _ in intent.cues)
    return Spelling((*vocabulary(cues), *(word for intent in INTENTS for word in intent.words)))
