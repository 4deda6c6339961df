"""States and votes that are held by a reading, which may be missing."""

from bot.cards.blocks import Tone
from bot.cards.words import NO_READING, state, tone, value
from bot.state_marks import mark
from tools.phrases import written
from tools.types import Missing, Reading


def state_of(reading: Reading) -> str:
    """Symbol and word; "not known" with its reason where it is missing."""
    return value(reading) if isinstance(reading, Missing) else state(written(reading))


def tone_of(reading: Reading) -> Tone:
    """The edge of a card about this state."""
    return "plain" if isinstance(reading, Missing) else tone(written(reading))


def vote(reading: Reading) -> str:
    """A vote as a symbol and its number; a dash where it was not cast."""
    if isinstance(reading, Missing):
        return NO_READING
    side = "bullish" if reading.number > 0 else "bearish" if reading.number < 0 else "neutral"
    return f"{mark(side)} {value(reading)}"
