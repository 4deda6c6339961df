"""Predictions: there are none; what the signal reads, and what would flip it."""

import re

from bot.agent.offline.intents.intent import Intent, call, on_symbol
from bot.agent.offline.values import Ask, Call, Heard
from bot.agent.offline.writing.evidence import IN_FORCE
from bot.agent.offline.writing.forecast import write_forecast

_PRICE = re.compile(r"(?<![\w-])\$?\d{2,6}(?![\w%-])")


def _price_named(heard: Heard) -> int:
    """A bare number beside a day to come is a price asked for: "SPY 700 by december"."""
    return 4 if heard.date is None and _PRICE.search(heard.text) else 0


def _calls(ask: Ask) -> tuple[Call, ...]:
    """The signal, and what followed its rating before: history, where no forecast is made."""
    studied = call("evidence", symbol=ask.symbol, state=IN_FORCE, date=ask.date)
    return (*on_symbol("signal_stack")(ask), *studied)


INTENT = Intent(
    name="forecast",
    cues=(
        (
            "will|gonna .. crash|rise|fall|drop|rally|go|be|hit|reach|bounce|recover|continue|break|hold",
            8,
        ),
        ("going to .. crash|rise|fall|drop|rally|go|hit|reach|bounce|recover|continue|break", 8),
        ("where will|is .. headed|heading|going", 8),
        ("where will", 7),
        ("price target|targets", 8),
        ("predict|prediction|predictions|forecast|forecasts", 7),
        ("end of year", 4),
        ("end of the year", 4),
        ("next year|month|week|tomorrow", 3),
        ("by december|november|october|january|june|july|friday|tomorrow|christmas|summer", 4),
        ("by|before|into|at .. year end", 8),
        ("by year end|eoy|yearend", 8),
        ("to .. by year|end|december|june|july|friday|christmas|next", 8),
        ("eoy", 6),
        ("crash", 5),
        ("bear market", 5),
        ("recession", 7),
        ("when .. bottom|top|crash", 5),
        ("close|closed at .. year end", -4),
        ("next fomc|fed|cpi|pce|opex", -20),
        ("next .. sessions|days", -6),
    ),
    calls=_calls,
    write=write_forecast,
    leads=True,
    beside=_price_named,
    covers=frozenset({"stack"}),
    words=("predict", "prediction", "forecast", "crash", "target"),
)
