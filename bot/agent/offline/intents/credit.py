"""Credit and the curve: the weather small caps feel first."""

from bot.agent.offline.intents.intent import Intent, on_symbol, term
from bot.agent.offline.writing.credit import write_credit

INTENT = Intent(
    name="credit",
    term=term("credit overlay"),
    cues=(
        ("credit", 6),
        ("spread|spreads", 5),
        ("high yield", 6),
        ("yield curve", 6),
        ("curve", 4),
        ("2s10s|2y10y|10y|oas", 5),
        ("vix", 5),
        ("junk", 5),
        ("stress|stressed", 3),
        ("hyg|kre .. doing|look|looking", 3),
    ),
    calls=on_symbol("credit"),
    write=write_credit,
    words=("credit", "spreads", "stressed"),
)
