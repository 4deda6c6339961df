"""Facts, sentences and states as styled text.

Everything that came from outside goes through `plain`: it becomes `Text`, which rich never reads as
markup, and control characters never reach the terminal. Styles are ANSI names without a background, so
that the terminal's own scheme makes them legible on light and dark.
"""

from collections.abc import Mapping

from rich.text import Text

from bot.printable import printable
from bot.state_marks import MARKS, Leaning, mark
from tools.phrases import written
from tools.types import Absent, Missing, Reading, Sentence

ABSENT = "dim"
STRONG = "bold"
NO_READING = "–"  # noqa: RUF001 - a dash as wide as the marks above it

_STYLES: Mapping[Leaning, str] = {"up": "green", "level": "", "down": "red", "warning": "yellow"}
_UP, _LEVEL, _DOWN = ("▲", "green"), ("■", ""), ("▼", "red")


def plain(text: str, style: str = "") -> Text:
    """Text that says exactly what it is given, on one line, whatever it contains."""
    return Text(printable(text), style, overflow="fold")


def said(sentence: Sentence, style: str = "") -> Text:
    """A sentence of the domain."""
    return plain(sentence.text, style)


def value(reading: Reading, style: str = "") -> Text:
    """A reading as it is written for people; dimmed where it is not known."""
    return plain(written(reading), ABSENT if isinstance(reading, Missing) else style)


def figure(reading: Reading, style: str = "") -> Text:
    """A reading in a column of figures: a dash stands for one whose reason is told beside it."""
    return plain(NO_READING, ABSENT) if isinstance(reading, Missing) else value(reading, style)


def told(label: str, reading: Reading) -> Text:
    """A label and its reading."""
    return Text.assemble(plain(label, ABSENT), " ", value(reading), overflow="fold")


def state(word: str | Absent) -> Text:
    """A state as a mark and a word, never as a colour alone."""
    if isinstance(word, Absent):
        return plain(f"{NO_READING} abstains", ABSENT)
    return Text.assemble((f"{mark(word)} ", style_of(word)), plain(word, style_of(word)))


def style_of(word: str | Absent) -> str:
    """The style of a state; a strong one is bold."""
    if isinstance(word, Absent):
        return ABSENT
    if word not in MARKS:
        return STRONG
    symbol, leaning = MARKS[word]
    return f"{STRONG} {_STYLES[leaning]}" if len(symbol) > 1 else _STYLES[leaning]


def state_of(reading: Reading) -> Text:
    """A state that is held by a fact; "not known" with its reason where it is missing."""
    return value(reading) if isinstance(reading, Missing) else state(written(reading))


def vote(reading: Reading) -> Text:
    """A vote as a mark and its number."""
    if isinstance(reading, Missing):
        return plain(NO_READING, ABSENT)
    sign, style = _UP if reading.number > 0 else _DOWN if reading.number < 0 else _LEVEL
    return plain(f"{sign} {written(reading)}", style)


def listed(parts: list[Text]) -> Text:
    """Several texts on one line."""
    return Text("  ·  ", overflow="fold").join(parts)
