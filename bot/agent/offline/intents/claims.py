"""Whether what other systems claim holds on the symbol's history."""

import re

from bot.agent.offline.intents.intent import BENCHMARK, Intent, call
from bot.agent.offline.symbols import DEFAULT
from bot.agent.offline.values import Ask, Call, Heard
from bot.agent.offline.writing.claims import write_claims
from tools.functions.claim_words import EVERY, telling

_LONGEST = 150
_TIMES = re.compile(r"\b\d(?:\.\d+)?\s?(?:x|times)\b", re.IGNORECASE)
_RANGE = re.compile(
    # not the month and the day of a date
    r"\brsi\b.{0,24}?(?<![-\d])\d\d\s?(?:-|\N{EN DASH}|to|and)\s?\d\d\b(?!-)|\b\d\d\s?-\s?\d\d rsi\b",
    re.IGNORECASE,
)


def _claims_a_figure(heard: Heard) -> int:
    """Weight of "2.1x as often" and "RSI 35-42": words of claims."""
    return 10 if _TIMES.search(heard.text) or _RANGE.search(heard.text) else 0


def _calls(ask: Ask) -> tuple[Call, ...]:
    words = " ".join(ask.heard.text.split())[:_LONGEST]
    # claims hold a fund against the benchmark, which is no subject of theirs
    symbol = DEFAULT if ask.symbol == BENCHMARK else ask.symbol
    return call("claims", symbol=symbol, claim=words if telling(words) else EVERY, date=ask.date)


INTENT = Intent(
    name="claims",
    cues=(
        ("is|are it|this|that true", 14),
        ("true that", 14),
        ("claim|claims|claimed", 9),
        ("seed|seeds", 6),
        ("debunk*|myth|myths|hype", 12),
        ("really|actually fail|fails|fade|fades|lead|leads|pay|pays|work|works|bounce|hold|beat|win", 12),
        ("do|does .. really|actually", 5),
        ("really|actually twice|double*", 12),
        ("x|times|twice .. often|rate|likely", 9),
        ("rsi .. work|works|good|pay|pays|entry|entries", 6),
        ("dips|dip .. work|works|good|entry|entries|buyable|buying", 8),
        ("washed out .. entry|entries", 10),
        ("supported|not supported", 6),
        ("rsi|fail|fails|often|rate", 1),
        ("contradict*|disagree*|conflict*|reports|report|document|documents", -20),
        ("your|you claim|claimed|claims", -6),
    ),
    calls=_calls,
    write=write_claims,
    leads=True,
    beside=_claims_a_figure,
    dated=False,
    words=("claims", "debunk"),
)
