"""The earliest warning of a failed rating, as far as a session's four prices can tell."""

from collections.abc import Sequence
from typing import NamedTuple

from tools.bars import Bars
from tools.chart_prices import CHART, price_unit
from tools.debrief.called import Called
from tools.facts import FactSheet
from tools.phrases import say
from tools.types import Fact, Missing, Reading, Sentence

NO_TIME = "no time can be given without intraday bars"
NOT_FAILED = Sentence("No earliest warning: the rating did not fail from close to close.")


class DailyWarning(NamedTuple):
    """What the open, the extreme and the close tell.

    Attributes:
        said: One sentence.
        layers: Names of the layers whose levels were passed, for people; empty without any.
        price: The first price beyond them; None without any.
        facts: What the sentence quotes.
    """

    said: Sentence
    layers: tuple[str, ...] = ()
    price: Fact | None = None
    facts: tuple[Reading, ...] = ()


def daily_warning(bars: Bars, layers: Sequence[Called], side: int, sheet: FactSheet) -> DailyWarning:
    """Where a session first passed a level of a layer against the rating, from its four prices alone.

    Args:
        bars: Up to the session; the row before is the call's session.
        layers: Of the call, with the levels known then.
        side: +1 where the rating that failed was bullish, -1 where it was bearish.
        sheet: Makes the facts of the session.
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
    for word, price in prices.items():
        crossed = levels_crossed(layers, float(bars.close[-2]), price.number, side)
        if crossed:
            first = {f"level{place}": level for place, (_, level) in enumerate(crossed)}
            named = ", ".join(f"{layer.said} at {{level{place}}}" for place, (layer, _) in enumerate(crossed))
            said = say(
                f"Earliest warning: the {word} of {{price}} had passed the next close that flips {named}; "
                f"{NO_TIME}.",
                price=price, **first,
            )  # fmt: skip
            named_layers = tuple(layer.said for layer, _ in crossed)
            return DailyWarning(said, named_layers, price, (*prices.values(), *first.values()))
    said = say(
        f"No warning from the layers: neither the open of {{open}}, the {name} of {{worst}} nor the close of "
        f"{{close}} passed a level that flips one of them; {NO_TIME}.",
        open=prices["open"], worst=prices[name], close=prices["close"],
    )  # fmt: skip
    return DailyWarning(said, facts=tuple(prices.values()))


def levels_crossed(
    layers: Sequence[Called], last: float, price: float, side: int
) -> list[tuple[Called, Fact]]:
    """Layers whose nearest flip against the rating lies between the close before and a price.

    Args:
        layers: Of the call.
        last: The close before, USD.
        price: The price, USD.
        side: +1 where levels below go against the rating, -1 where levels above do.
    """
    found: list[tuple[Called, Fact]] = []
    for layer in layers:
        if isinstance(layer.state, Missing):
            continue
        against = [level for level in layer.levels if (last - level.number) * side > 0]
        if against:
            nearest = min(against, key=lambda level: abs(level.number - last))
            if (nearest.number - price) * side > 0:
                found.append((layer, nearest))
    return found
