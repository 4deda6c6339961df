"""Levels and risk: support, resistance, stop, reward against risk, volatility."""

from bot.agent.offline.intents.intent import Intent, on_symbol, term
from bot.agent.offline.writing.levels import write_levels

INTENT = Intent(
    name="levels",
    term=term("support and resistance"),
    cues=(
        ("support", 6),
        ("resistance", 6),
        ("level|levels", 4),
        ("key|important|next level|levels", 3),
        ("price level", -4),
        ("stop", 6),
        ("stoploss", 6),
        ("pivot|pivots", 6),
        ("fibonacci|fib|fibs|retracement*", 5),
        ("risk reward", 6),
        ("risk to reward", 6),
        ("reward risk", 6),
        ("reward / risk", 6),
        ("risk / reward", 6),
        ("r / r", 6),
        ("atr", 6),
        ("true range", 6),
        ("52 week", 6),
        ("52w|52wk", 6),
        ("r1|r2|r3|s1|s2|s3", 6),
        ("reward to risk", 6),
        ("volatile|volatility|vol", 5),
        ("drawdown", 6),
        ("beta", 5),
        ("invalidation", 5),
        ("target|targets", 4),
        ("how risky", 5),
        ("gap|gaps", 4),
        ("liquid|liquidity", 4),
    ),
    calls=on_symbol("levels"),
    write=write_levels,
    words=("support", "resistance", "levels", "pivot", "volatility", "drawdown", "reward"),
)
