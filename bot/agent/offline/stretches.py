"""How long a stretch a text speaks of, in sessions."""

import re

from bot.agent.offline.dates import NUMBERS
from bot.agent.offline.words import plain

_UNITS = {"session": 1, "bar": 1, "day": 1, "week": 5, "month": 21, "quarter": 63, "year": 252}
_STRETCH = re.compile(
    r"\b(?:last|past|previous|next|coming|recent|over|in|within|for|this)(?: the)?(?: last| past| next)? "
    r"(?:(\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|few|couple of) )?"
    r"(?:trading )?(session|bar|day|week|month|quarter|year)s?\b"
)
_LONGEST = 252


def sessions_in(text: str) -> int | None:
    """Sessions of "the last 10 sessions", "two weeks", "this month"; None where no stretch is named."""
    hit = _STRETCH.search(plain(text))
    if hit is None:
        return None
    word = hit[1]
    if word is None:
        count = 1
    elif word in ("few", "couple of"):
        count = 3 if word == "few" else 2
    else:
        count = NUMBERS[word] if word in NUMBERS else int(word)
    return min(_LONGEST, max(1, count * _UNITS[hit[2]]))
