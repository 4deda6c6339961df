"""The classic indicators: eight votes, and the near, mid and long horizons."""

from bot.agent.offline.intents.intent import Intent, on_symbol, term
from bot.agent.offline.writing.indicators import write_indicators

INTENT = Intent(
    name="indicators",
    term=term("indicators"),
    cues=(
        ("rsi", 6),
        ("macd", 6),
        ("stochastic*|stoch", 6),
        ("bollinger|percent b|%b", 6),
        ("adx|di|dmi", 6),
        ("overbought|oversold", 6),
        ("stretched|extended|overextended", 6),
        ("% b", 6),
        ("indicator*", 6),
        ("votes|vote", 4),
        ("eight", 2),
        ("near|short|long|medium term", 5),
        ("horizon|horizons", 6),
        ("sma|smas", 5),
        ("technicals", 5),
        ("above|below|over|under|at .. 20|50|200 day|days|session|dma|sma|ma|d", 7),
        ("200|50|20 day|session|dma|sma", 4),
        ("200|50|20 day|session moving|average|sma", 4),
        ("percent|percentage|%|share of", -40),
        ("members|components|constituents|stocks|names|percent|percentage|%|many|share .. 20|50|200", -40),
    ),
    calls=on_symbol("indicators"),
    write=write_indicators,
    words=("stochastic", "bollinger", "overbought", "oversold", "indicators", "indicator", "horizon"),
)
