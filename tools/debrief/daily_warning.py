"""The earliest warning of a failed rating, as far as a session's four prices can tell."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tools.bars import Bars
from tools.chart_prices import CHART, price_unit
from tools.debrief.called import Called, Level, side_of
from tools.facts import FactSheet
from tools.phrases import say
from tools.types import Fact, Missing, Reading, Sentence, State

NO_TIME = "no time can be given without intraday bars"
_HELD = (
    "The levels hold everything else as it was at the close before, the benchmark and the calendar included, "
    "so a layer may have"
)
NOT_FAILED = Sentence("No earliest warning: the rating did not fail from close to close.")


class DailyWarning(NamedTuple):
    """What the open, the extreme and the close tell.

    Attributes:
        said: The warning, what its levels hold, and what came of the layers by the close.
        layers: Names of the layers whose levels were passed, for people; empty without any.
        price: The first price beyond them; None without any.
        facts: What the sentence quotes.
    """

    said: Sentence
    layers: tuple[str, ...] = ()
    price: Fact | None = None
    facts: tuple[Reading, ...] = ()


def daily_warning(
    bars: Bars, layers: Sequence[Called], side: int, sheet: FactSheet, closed: Mapping[str, State]
) -> DailyWarning:
    """Where a session first passed a level of a layer against the rating, from its four prices alone.

    Args:
        bars: Up to the session; the row before is the call's session.
        layers: Of the call, with the levels known then.
        side: +1 where the rating that failed was bullish, -1 where it was bearish.
        sheet: Makes the facts of the session.
        closed: Name -> state at the session's close, of the layers it is known of.
    """
    unit = price_unit(bars)
    if bars.fields == "close":
        return DailyWarning(
            Sentence(f"The source has closes only, so the close is the first warning; {NO_TIME}.")
        )
    name = "low" if side > 0 else "high"
    worst = bars.low[-1] if side > 0 else bars.high[-1]
    prices = {
        "open": sheet.fact("open", "open", bars.open[-1], unit, CHART),
        name: sheet.fact(name, name, worst, unit, CHART),
        "close": sheet.fact("close", "close", bars.close[-1], unit, CHART),
    }
    came, known = _came(layers, side, closed), f", and a {name} is known as one only afterwards"
    for word, price in prices.items():
        crossed = levels_crossed(layers, float(bars.close[-2]), price.number, side)
        if crossed:
            first = {f"level{place}": level.price for place, (_, level) in enumerate(crossed)}
            named = ", ".join(
                f"{layer.said} to {level.to} at {{level{place}}}"
                for place, (layer, level) in enumerate(crossed)
            )
            said = say(
                f"Earliest warning: the {word} of {{price}} had passed the next close that flips {named}; "
                f"{NO_TIME}{known if word == name else ''}. {_HELD} kept its state.{came}",
                price=price, **first,
            )  # fmt: skip
            named_layers = tuple(layer.said for layer, _ in crossed)
            return DailyWarning(said, named_layers, price, (*prices.values(), *first.values()))
    said = say(
        f"No warning from the layers: neither the open of {{open}}, the {name} of {{worst}} nor the close of "
        f"{{close}} passed a level that flips one of them against the rating; {NO_TIME}. "
        f"{_HELD} turned all the same.{came}",
        open=prices["open"], worst=prices[name], close=prices["close"],
    )  # fmt: skip
    return DailyWarning(said, facts=tuple(prices.values()))


def levels_crossed(
    layers: Sequence[Called], last: float, price: float, side: int
) -> list[tuple[Called, Level]]:
    """Layers that a price takes to a state further against the rating.

    A level that the close before is already past is left out: as the look-back moves on, an unchanged price
    would flip the layer too, so the session's move did not do it.

    Args:
        layers: Of the call.
        last: The close before, USD.
        price: The price, USD.
        side: +1 where lower states go against the rating, -1 where higher ones do.
    """
    found: list[tuple[Called, Level]] = []
    for layer in layers:
        if isinstance(layer.state, Missing):
            continue
        state = side_of(layer.state)
        against = [
            level
            for level in layer.levels
            if (state - side_of(level.to)) * side > 0 and (last - level.price.number) * side > 0
        ]
        if against:
            nearest = min(against, key=lambda level: abs(level.price.number - last))
            if (nearest.price.number - price) * side >= 0:
                found.append((layer, nearest))
    return found


def _came(layers: Sequence[Called], side: int, closed: Mapping[str, State]) -> str:
    """Which layers had changed against the rating at the close, with everything as it then was."""
    stated = [layer for layer in layers if isinstance(layer.state, Fact)]
    known = [layer for layer in stated if layer.name in closed]
    if not known:
        return ""
    turned = [
        f"{layer.said} had turned {closed[layer.name]}"
        for layer in known
        if (side_of(layer.state) - side_of(closed[layer.name])) * side > 0
    ]
    if not turned:
        which = "no layer" if len(known) == len(stated) else "no layer that can be compared"
        return f" At the close {which} had in fact changed its state against the rating."
    return f" At the close {' and '.join(turned)}, against the rating."
