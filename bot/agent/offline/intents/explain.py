"""Definitions, from the shipped playbook."""

import re
from functools import cache

from bot.agent.offline.intents.intent import Intent, call
from bot.agent.offline.lists import words_in
from bot.agent.offline.values import Ask, Call, Heard
from bot.agent.offline.words import plain
from bot.agent.offline.writing.definition import write_definition

_TERM = (
    re.compile(r"\bwhat do you mean by (?:the |an? )?(.+)"),
    re.compile(r"\bwhat (?:does|do|is meant by) (?:the |an? )?(.+?) (?:mean|stand for)\b"),
    re.compile(
        r"\bhow (?:is|are|do you|does|do) (?:the |an? )?(.+?)"
        r" (?:calculated|computed|defined|made|work|works)\b"
    ),
    re.compile(r"\bhow (?:do you|does one) (?:calculate|compute|define) (?:the |an? )?(.+)"),
    re.compile(r"\b(?:meaning|definition) of (?:the |an? )?(.+)"),
    re.compile(r"\b(?:define|explain|describe)(?: to me| me)?(?: what)? (?:the |an? )?(.+)"),
    re.compile(r"\bwhat(?:'?s| is| are) (?:an? )(.+)"),
    re.compile(r"\bwhat(?:'?s| is| are) (.+)"),
)
_DEFINED = re.compile(
    r" (?:so |and )?what (?:is|are) (?:an? )?(?:washed out repair|small cap leadership|large cap flight"
    r"|parity|sizing posture|atr|event windows?|breadth thrust|breadth divergence|divergence warning"
    r"|chandelier stop|true range|base rate|fresh cross|coverage|short covering|fade risk"
    r"|survivorship(?: bias)?"
    r"|credit overlay) "
)
"""A term without an article or a day asks what it means; "what is the ATR" asks for the reading."""

_CLOSING = re.compile(
    r"(?: (?:is|means|to me|please|again|for me|in (?:simple|plain) (?:terms|words|english)|exactly|here))+$"
)


def term_of(heard: Heard) -> str:
    """What is to be explained, up to 80 characters; "" where nothing of the field is."""
    text = plain(heard.text).strip(" .?!")
    for expression in _TERM:
        hit = expression.search(text)
        if hit:
            term = _CLOSING.sub("", hit[1].strip(" .?!\"'"))[:80].strip()
            return "ATR" if term == "atr" else term
    return ""


@cache
def _terms() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words_in('terms'))))})")


def _of_the_field(heard: Heard) -> int:
    if _DEFINED.fullmatch(heard.words) and not heard.symbols:
        return 12
    return 0 if _terms().search(term_of(heard).lower()) else -20


def _calls(ask: Ask) -> tuple[Call, ...]:
    return call("explain", term=term_of(ask.heard) or "signal")


INTENT = Intent(
    name="explain",
    cues=(
        ("^ explain", 9),
        ("please|you explain", 9),
        ("define|definition", 9),
        ("meaning of", 9),
        ("what does|do .. mean", 9),
        ("what is meant", 9),
        ("do you mean by", 9),
        ("what is|are a|an", 8),
        ("what is|are", 1),
        ("how is|are .. calculated|computed|defined|made", 9),
        ("how does|do .. work|works", 9),
        ("how do you calculate|compute|define", 9),
        ("explain why", -20),
        ("explain the|this|that|your .. signal|call|rating", -20),
    ),
    calls=_calls,
    write=write_definition,
    leads=True,
    beside=_of_the_field,
    dated=False,
    words=("explain", "define", "definition", "meaning", "abstain", "calculated"),
)
