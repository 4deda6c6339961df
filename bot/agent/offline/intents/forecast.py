"""Predictions: there are none; what the signal reads, and what would flip it."""

from bot.agent.offline.intents.intent import Intent, on_symbol
from bot.agent.offline.writing.forecast import write_forecast

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
        ("crash", 5),
        ("bear market", 5),
        ("recession", 7),
        ("when .. bottom|top|crash", 5),
        ("next fomc|fed|cpi|pce|opex", -20),
        ("next .. sessions|days", -6),
    ),
    calls=on_symbol("signal_stack"),
    write=write_forecast,
    leads=True,
    covers=frozenset({"stack"}),
    words=("predict", "prediction", "forecast", "crash", "target"),
)
