"""Price: where it closed, what it did on the day, and over a stretch."""

from bot.agent.offline.cues import Cues, match
from bot.agent.offline.intents.intent import Intent, call, on_symbol
from bot.agent.offline.values import Ask, Call, Heard
from bot.agent.offline.writing.price import MONTH, write_price

_OTHER: Cues = (
    ("flip*|level|levels|target|targets|ratio|ema|emas|average|averages|breadth|diverg*|members", 1),
    ("momentum|trend|rotation|credit|rsi|macd|volume|call|signal|setup|composite|rating|score", 1),
    ("stop|support|resistance|entry|buy|sell|will|going|gonna|should|would|if|layer|layers|vix", 1),
    ("against|versus|vs|than|outperform*|underperform*|you|by|moving|history|spread|spreads", 1),
    ("to close|early|half|holiday", 1),
)
"""Words of another question: a price is only part of it."""

_LONGEST = 14
"""Words of a part; a longer one asks more than a price."""

_MOST = 252
"""Sessions that a history gives at most."""


def _own_question(heard: Heard) -> int:
    if match(heard.words, _OTHER).score or heard.against or len(heard.words.split()) > _LONGEST:
        return -30
    return 4 if heard.sessions else 0


def stretch_of(heard: Heard) -> int | None:
    """The stretch asked about in sessions, where it is not a day or the month that every card has."""
    return None if heard.sessions in (None, 1, MONTH) else heard.sessions


def _calls(ask: Ask) -> tuple[Call, ...]:
    stretch = stretch_of(ask.heard)
    if stretch is None:
        return on_symbol("signal_stack")(ask)
    return tuple(
        one
        for symbol in ask.symbols[:3]
        for one in call(
            "history", symbol=symbol, reading="close", date=ask.date, sessions=min(stretch + 1, _MOST)
        )
    )


INTENT = Intent(
    name="price",
    cues=(
        ("what .. price", 7),
        ("price of|for|today|now|currently|yesterday", 7),
        ("^ iwm|spy|qqq|dia price", 7),
        ("^ price", 7),
        ("closing|last|current price", 8),
        ("closing|last quote|value", 7),
        ("what|where|how .. close|closed|closes", 7),
        ("did|does|has .. close|closed", 7),
        ("close at|above|below|over|under|near", 6),
        ("last close", 7),
        ("trading at", 8),
        ("quote for", 7),
        ("how much is|was", 7),
        (
            "why did|is|has|was .. fall|fallen|drop*|rise|risen|rally|rallied|down|up|sold|jump*|sink",
            7,
        ),
        ("how did .. do|perform|fare", 7),
        ("how has .. performed|fared|done", 9),
        ("how much did|has .. move|gain|lose|fall|rise|drop|moved|gained|lost|fallen|risen|dropped", 8),
        ("did .. rise|fall|drop|gain|lose|rally", 7),
        ("is|was .. up|down|green|red", 6),
        ("up or down", 7),
        ("return|performance of|in|over|last|this", 7),
    ),
    calls=_calls,
    write=write_price,
    leads=True,
    beside=_own_question,
    words=("price", "close", "closed", "closing"),
)
