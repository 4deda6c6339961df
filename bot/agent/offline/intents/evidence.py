"""What followed a state in the past."""

from bot.agent.offline.cues import match
from bot.agent.offline.intents.intent import Intent, call, term
from bot.agent.offline.values import Ask, Call, Heard
from bot.agent.offline.writing.evidence import write_evidence

STATES = (
    ("large-cap flight", "large cap flight|flight"),
    ("large-cap flight", "flight"),
    ("small-cap leadership", "small cap leadership"),
    ("small-cap leadership", "leadership"),
    ("parity", "parity"),
    ("breadth divergence warning", "diverg*"),
    ("washed-out repair", "washed|repair"),
    ("breadth thrust", "thrust"),
    ("deterioration warning", "lag|lags|lagging|lagged|underperform*|deterioration"),
    ("relative strength confirmation", "outperform*|leading"),
    ("momentum weak", "weak momentum|volume"),
    ("converging averages", "converg*"),
    ("fresh cross", "cross"),
    ("credit stressed", "stress*|credit|spreads"),
    ("RSI oversold", "oversold"),
    ("RSI overbought", "overbought"),
    ("volume spike", "spike"),
    ("strong bullish composite", "strong bullish"),
    ("strong bearish composite", "strong bearish"),
    ("bullish composite", "bullish"),
    ("bearish composite", "bearish"),
    ("neutral composite", "neutral"),
)


def state_of(heard: Heard) -> str | None:
    """The state a part names; None where it names none."""
    return next((state for state, cue in STATES if match(heard.words, ((cue, 1),)).score), None)


def _names_none(heard: Heard) -> bool:
    return state_of(heard) is None


def _calls(ask: Ask) -> tuple[Call, ...]:
    return call("evidence", symbol=ask.symbol, state=state_of(ask.heard) or "composite", date=ask.date)


INTENT = Intent(
    name="evidence",
    term=term("base rate"),
    cues=(
        ("historical*", 8),
        ("in the past", 6),
        ("usually|typically|normally .. happen*|follow*|come*|after", 8),
        ("happens|happened after|next|when", 7),
        ("does|do .. predict*|matter|precede|lead", 8),
        ("odds|probability|chance|chances|backtest*|edge", 7),
        ("hit|base rate", 7),
        ("statistic*", 6),
        ("how often does|do|did", 7),
        ("what followed|follows", 8),
        ("evidence", 8),
    ),
    calls=_calls,
    write=write_evidence,
    leads=True,
    leans=_names_none,
    dated=False,
    words=("historically", "evidence", "probability", "backtest", "usually"),
)
