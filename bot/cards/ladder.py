"""Support and resistance around the price."""

from collections.abc import Iterator

from bot.cards.facts import unknown
from bot.cards.tables import table
from bot.cards.words import NO_READING, escaped, figure, lines, small, told, value
from tools.levels import Level, Levels
from tools.phrases import written
from tools.types import Missing, Reading

_HEADS = ("", "Price", "Distance", "", "Touched")


def nearest_text(found: Levels, close: Reading) -> str:
    """The first resistance, the price and the first support."""
    sides = (("R1", found.resistance), ("S1", found.support))
    above, below = (_near(name, levels[0]) if levels else "" for name, levels in sides)
    return lines(("**Nearest levels**", above, f"▶ price **{value(close)}**", below))


def ladder_text(found: Levels, close: Reading) -> str:
    """Resistance from the farthest down to the price, then support; below them what each is made of."""
    above = list(_named("R", found.resistance))
    below = list(_named("S", found.support))
    here = [("at", found.at_price)] if found.at_price is not None else []
    rungs = [
        *(_rung(name, level) for name, level in reversed(above)),
        ["price", written(close), *[""] * (len(_HEADS) - 2)],
        *(_rung(name, level) for name, level in (*here, *below)),
    ]
    made = (f"**{name}** {_made_of(level)}" for name, level in (*reversed(above), *here, *below))
    return lines(("**Levels**", table(_HEADS, rungs), *made, *unknown(found.left_out)))


def _named(letter: str, levels: tuple[Level | Missing, ...]) -> Iterator[tuple[str, Level | Missing]]:
    for rank, level in enumerate(levels, start=1):
        yield f"{letter}{rank}", level


def _near(name: str, level: Level | Missing) -> str:
    if isinstance(level, Missing):
        return f"{name} {value(level)}"
    away = f"{figure(level.distance_percent)}, {figure(level.distance)}"
    return f"{name} **{value(level.price)}** ({away})\n{small(escaped(', '.join(level.made_of)))}"


def _rung(name: str, level: Level | Missing) -> list[str]:
    if isinstance(level, Missing):
        return [name, *[NO_READING] * (len(_HEADS) - 1)]
    shown = (level.price, level.distance, level.distance_percent, level.touches)
    return [name, *(NO_READING if isinstance(one, Missing) else written(one) for one in shown)]


def _made_of(level: Level | Missing) -> str:
    if isinstance(level, Missing):
        return value(level)
    touched = f"touched {figure(level.touches)}"
    last = "" if isinstance(level.last_touch, Missing) else f", {told('last on', level.last_touch)}"
    return f"{escaped(', '.join(level.made_of))}; {touched}{last}"
