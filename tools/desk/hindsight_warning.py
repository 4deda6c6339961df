"""The earliest warning of a failed rating, as far as a session's four prices can tell."""

from collections.abc import Sequence

from tools.chart_prices import CHART, price_unit
from tools.desk.snapshot import Snapshot
from tools.facts import FactSheet
from tools.phrases import say
from tools.types import Absent, Fact, LayerReading, Reading, Sentence

_NO_TIME = "no time can be given without intraday bars"


def side_of(rating: Reading) -> int:
    """+1 for a bullish rating, -1 for a bearish one, 0 for neither."""
    value = str(rating.value) if isinstance(rating, Fact) else ""
    return 1 if value.endswith("bullish") else -1 if value.endswith("bearish") else 0


def earliest_warning(
    session: Snapshot, before: Snapshot, rating: Reading, verdict: Reading, sheet: FactSheet
) -> tuple[Sentence, tuple[Reading, ...]]:
    """Where the session first passed a level of a layer against the rating, from its four prices alone.

    Args:
        session: The symbol at the session.
        before: The symbol at the session before, whose layers' levels are looked at.
        rating: Of the composite of `before`.
        verdict: What the session made of it; only a failed one has a warning.
        sheet: Makes the facts of the session.

    Returns:
        The sentence, and the facts it quotes.
    """
    if not isinstance(verdict, Fact) or verdict.value != "failed":
        return Sentence("No earliest warning: the rating did not fail from close to close."), ()
    bars, side = session.bars, side_of(rating)
    unit = price_unit(bars)
    if bars.fields == "close":
        return Sentence(f"The source has closes only, so the close is the first warning; {_NO_TIME}."), ()
    worst = bars.low[-1] if side > 0 else bars.high[-1]
    name = "low" if side > 0 else "high"
    prices = {
        "open": sheet.fact("open", "open", bars.open[-1], unit, CHART),
        name: sheet.fact(name, name, worst, unit, CHART),
        "close": sheet.fact("close", "close", bars.close[-1], unit, CHART),
    }
    for word, price in prices.items():
        crossed = _crossed(before.readings, float(bars.close[-2]), price.number, side)
        if crossed:
            first = {f"level{place}": reading for place, (_, reading) in enumerate(crossed)}
            named = ", ".join(
                f"{title.lower()} at {{level{place}}}" for place, (title, _) in enumerate(crossed)
            )
            said = say(
                f"Earliest warning: the {word} of {{price}} had passed the next close that flips {named}; "
                f"{_NO_TIME}.",
                price=price, **first,
            )  # fmt: skip
            return said, (*prices.values(), *first.values())
    said = say(
        f"No warning from the layers: neither the open of {{open}}, the {name} of {{worst}} nor the close of "
        f"{{close}} passed a level that flips one of them; {_NO_TIME}.",
        open=prices["open"], worst=prices[name], close=prices["close"],
    )  # fmt: skip
    return said, tuple(prices.values())


def _crossed(
    readings: Sequence[LayerReading], last: float, price: float, side: int
) -> list[tuple[str, Reading]]:
    """Layers whose nearest flip against the rating lies between the close before and a price."""
    found: list[tuple[str, Reading]] = []
    for reading in readings:
        if isinstance(reading.state, Absent):
            continue
        against = [
            flip.price
            for flip in reading.flips
            if isinstance(flip.price, Fact) and (last - flip.price.number) * side > 0
        ]
        if against:
            nearest = min(against, key=lambda level: abs(level.number - last))
            if (nearest.number - price) * side > 0:
                found.append((reading.title, nearest))
    return found
