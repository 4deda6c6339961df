"""Facts, sentences and states as Discord Markdown that says exactly what they say and nothing more.

What came from outside goes through `escaped`: it formats nothing, mentions nobody and links nowhere.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from bot.cards.blocks import Tone
from bot.printable import printable
from bot.state_marks import MARKS, Leaning, mark
from tools.phrases import written
from tools.results import Header, Price
from tools.types import Absent, Fact, Missing, Reading, Sentence

NO_READING: Final = "–"  # noqa: RUF001 - a dash as wide as the marks
_BREAK: Final = "\N{ZERO WIDTH SPACE}"
_FORMATTING = re.compile(r"[\\`*_~|<>#\[\]]")
_MENTION = re.compile(r"([@:])(?=\S)")
_LIST = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")

_TONES: Mapping[Leaning, Tone] = {
    "up": "bullish",
    "level": "neutral",
    "down": "bearish",
    "warning": "warning",
}


def escaped(text: str) -> str:
    """Text from outside on one line, as it is, whatever it contains.

    Markdown is shown instead of read; no mention, time stamp, custom emoji, masked link or bare link is left.
    """
    shown = _FORMATTING.sub(r"\\\g<0>", printable(text))
    return _MENTION.sub(rf"\1{_BREAK}", _LIST.sub(r"\1\\\2", shown))


def said(sentence: Sentence) -> str:
    """A sentence of the domain; names of files and members in it came from outside."""
    return escaped(sentence.text)


def value(reading: Reading) -> str:
    """A reading as it is written for people."""
    return escaped(written(reading))


def figure(reading: Reading) -> str:
    """A reading where its reason is told elsewhere: a dash stands for one that is not known."""
    return NO_READING if isinstance(reading, Missing) else value(reading)


def told(label: str, reading: Reading) -> str:
    """A label and its reading."""
    return f"{escaped(label)} **{value(reading)}**"


def state(word: str | Absent) -> str:
    """A state as a symbol and a word."""
    if isinstance(word, Absent):
        return f"{NO_READING} abstains"
    return f"{mark(word)} {escaped(word)}".strip()


def tone(word: str | Absent) -> Tone:
    """The edge of a card that says this state."""
    return _TONES[MARKS[word][1]] if isinstance(word, str) and word in MARKS else "plain"


def score_bar(score: Reading, half: int = 6) -> str:
    """A bar of `2 * half + 1` cells from the zero line outwards, as code; a dash where there is no score.

    Any score but zero shows at least one cell, so that a bar never hides a side.
    """
    if isinstance(score, Missing):
        return NO_READING
    size = min(abs(score.number), 1.0)
    cells = max(round(half * size), 1) if size else 0
    full, empty = "█" * cells, "─" * (half - cells)
    left, right = (empty + full, "─" * half) if score.number < 0 else ("─" * half, full + empty)
    return f"`{left}┼{right}`"


def lines(parts: Iterable[str]) -> str:
    """Lines below each other; empty ones are left out."""
    return "\n".join(part for part in parts if part)


def title_of(header: Header, what: str) -> str:
    """The first line of a card: what it is, of which symbol and which session, and whether it is real."""
    simulated = "SIMULATED · " if header.simulated else ""
    return f"{simulated}**{escaped(header.symbol)}** · {escaped(what)} · {header.as_of.isoformat()}"


def price_line(price: Price) -> str:
    """The session's close and its change."""
    change = "" if isinstance(price.change, Missing) else f" ({value(price.change_percent)})"
    return f"Close **{value(price.close)}**, change {value(price.change)}{change}"


def notices_of(header: Header) -> str:
    """What a reader must know before the figures; empty where there is nothing."""
    warned = []
    if header.banner:
        warned.append(f"**{escaped(header.banner)}**")
    if header.provisional:
        warned.append("**PROVISIONAL**: the session is unfinished; every reading can still change.")
    return lines((*warned, *(f"⚠ {said(notice)}" for notice in header.notices)))


def footer_of(header: Header) -> str:
    """Source, session, rules, terms and the disclaimer, in small print."""
    sources = sorted({line.source for line in header.sources}) or ["no source"]
    made = " · ".join((*sources, f"session {header.as_of}", f"rules {header.rules}", header.digest[:8]))
    parts = [made, header.terms, header.disclaimer]
    return "\n".join(f"-# {escaped(part)}" for part in parts if part)


def small(text: str) -> str:
    """Small print; the text is Markdown already."""
    return "\n".join(f"-# {line}" for line in text.split("\n"))


def sources_of(readings: Iterable[Reading]) -> str:
    """The different sources of some readings, in order of their first."""
    return ", ".join(dict.fromkeys(one.source for one in readings if isinstance(one, Fact)))
