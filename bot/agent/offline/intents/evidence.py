"""What followed a state in the past: its hit rate, its base, its cases."""

import re

from bot.agent.offline.intents.intent import Intent, call, term
from bot.agent.offline.values import Ask, Call, Heard
from bot.agent.offline.writing.evidence import IN_FORCE, write_evidence
from tools.functions.state_words import states_in

_MOST = 3
_UNSTUDIED = re.compile(
    r"\b(?:rsi(?: \w+)?|macd(?: \w+)?|stochastics?(?: \w+)?|adx(?: \w+)?|bollinger(?: \w+)?|volume spikes?"
    r"|golden cross(?:es)?|death cross(?:es)?|gaps?(?: up| down)?|vix(?: \w+)?|overbought|oversold)\b",
    re.IGNORECASE,
)
"""Conditions that people ask about and that no study is made of: the tool says so, with what there is."""


def states_asked(heard: Heard) -> tuple[str, ...]:
    """The states a part names, at most three; what is not studied under its own name."""
    # a slip of the finger is corrected in the words alone, which a rare word may suffer from
    states = states_in(heard.text) or states_in(heard.words)
    rest = _UNSTUDIED.search(heard.words)
    if rest and not any("washed out" in state for state in states):
        # "bearish after RSI overbought" asks about the RSI
        return (rest[0].strip(),)
    return states[:_MOST]


def _names_none(heard: Heard) -> bool:
    return not states_asked(heard)


def evidence_calls(ask: Ask) -> tuple[Call, ...]:
    """A call per state; without one the rating in force."""
    states = states_asked(ask.heard) or (IN_FORCE,)
    return tuple(
        one for state in states for one in call("evidence", symbol=ask.symbol, state=state, date=ask.date)
    )


INTENT = Intent(
    name="evidence",
    term=term("base rate"),
    cues=(
        ("historical*", 8),
        ("in the past", 6),
        ("usually|typically|normally .. happen*|follow*|come*|after|do|does", 8),
        ("happens|happened|happen after|next|when|following", 7),
        ("tends|tend to", 6),
        ("does|do|did .. predict*|matter|precede|lead", 8),
        ("odds|probability|likelihood|chance|chances|backtest*|edge", 7),
        ("how likely", 8),
        ("hit|base rate|rates", 7),
        ("statistic*", 6),
        ("how often", 9),
        ("what percent|percentage|share of the time", 8),
        ("what followed|follows", 8),
        ("evidence", 8),
        ("forward returns|return", 8),
        ("how reliable|useful|good is|are .. warning|flight|leadership|state|signal", 7),
        ("how often .. event|events|fomc|cpi|opex", -20),
        ("members|components|constituents|stocks .. above|below|over", -9),
    ),
    calls=evidence_calls,
    write=write_evidence,
    leads=True,
    leans=_names_none,
    dated=False,
    words=("historically", "evidence", "probability", "backtest", "usually", "likelihood", "covering"),
)
