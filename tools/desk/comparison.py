"""Several symbols at one session, side by side, with their differences as facts and who leads on what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tools.desk.layer_state import state_reading
from tools.errors import BadRequest
from tools.facts import FactSheet
from tools.phrases import say, written
from tools.results import Analysis, Header
from tools.types import Fact, Missing, Reading, Sentence, Unit

LEAST, MOST = 2, 5
"""Symbols of a comparison."""

_DIFFERENCE: Mapping[Unit, Unit] = {Unit.PERCENT: Unit.POINTS}


@dataclass(frozen=True, slots=True)
class Compared:
    """One symbol of a comparison.

    Attributes:
        symbol: As resolved.
        header: Of its card.
        rating, rotation, close: As on its card.
        states: Each layer's state by the layer's title in lower case.
        measured: What is compared by name: composite of 100, each layer's score, the rates of change.
    """

    symbol: str
    header: Header
    rating: Reading
    rotation: Reading
    close: Reading
    states: Mapping[str, Reading]
    measured: Mapping[str, Reading]


@dataclass(frozen=True, slots=True)
class Difference:
    """The first symbol less the second, in one measure."""

    first: str
    second: str
    measure: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Comparison:
    """Symbols side by side.

    Attributes:
        header: Of the first symbol.
        symbols: In the order asked.
        differences: Of every pair in every measure.
        leaders: One sentence a measure: who leads, with every symbol's value.
    """

    header: Header
    symbols: tuple[Compared, ...]
    differences: tuple[Difference, ...]
    leaders: tuple[Sentence, ...]


def distinct(symbols: Sequence[str]) -> tuple[str, ...]:
    """The symbols once each.

    Raises:
        BadRequest: Fewer than two or more than five are left.
    """
    once = tuple(dict.fromkeys(symbols))
    if not LEAST <= len(once) <= MOST:
        raise BadRequest(
            f"A comparison takes {LEAST} to {MOST} different symbols; given: {', '.join(once) or 'none'}."
        )
    return once


def compare(cards: Sequence[Analysis]) -> Comparison:
    """Hold cards of one session against each other.

    Args:
        cards: At least two, of different symbols.
    """
    symbols = tuple(_compared(card) for card in cards)
    names = list(symbols[0].measured)
    return Comparison(
        symbols[0].header,
        symbols,
        tuple(_difference(one, other, name) for one, other in combinations(symbols, 2) for name in names),
        tuple(_leader(symbols, name) for name in names),
    )


def _compared(card: Analysis) -> Compared:
    sheet = FactSheet(card.header.symbol, card.header.as_of, _source(card), _notes(card))
    rates = {fact.id: fact for layer in card.layers for fact in layer.facts}
    measured = {"composite of 100": card.composite.points}
    measured |= {f"{layer.title.lower()} score": layer.score for layer in card.layers}
    for period in (10, 21):
        key, label = f"momentum.roc{period}", f"{period}-session rate of change"
        gone = sheet.missing(key, label, "momentum abstains or has another period")
        measured[label] = rates.get(sheet.id(key), gone)
    return Compared(
        card.header.symbol,
        card.header,
        card.composite.rating,
        card.rotation.state,
        card.price.close,
        {layer.title.lower(): state_reading(layer, sheet) for layer in card.layers},
        measured,
    )


def _difference(one: Compared, other: Compared, name: str) -> Difference:
    first, second = one.measured[name], other.measured[name]
    pair = f"{one.symbol}_{other.symbol}".replace("^", "")
    key = f"compare.{_key(first, one)}"
    label = f"{name}, {one.symbol} less {other.symbol}"
    sheet = FactSheet(pair, one.header.as_of, "differences of the cards", _both(first, second))
    gone = next((each for each in (first, second) if isinstance(each, Missing)), None)
    if gone is not None or isinstance(first, Missing) or isinstance(second, Missing):
        reading: Reading = sheet.missing(key, label, gone.reason if gone else "not known")
    elif first.as_of != second.as_of:
        reading = sheet.missing(key, label, f"they are of {first.as_of} and {second.as_of}")
    else:
        unit = _DIFFERENCE.get(first.unit, first.unit)
        reading = sheet.number(key, label, first.number - second.number, unit, f"{first.id} less {second.id}")
    return Difference(one.symbol, other.symbol, name, reading)


def _key(reading: Reading, owner: Compared) -> str:
    """The measure's id without its symbol and layer: `iwm.momentum.roc10` -> `roc10`."""
    key = reading.id.removeprefix(FactSheet(owner.symbol, owner.header.as_of, "").id(""))
    return key.removeprefix("momentum.") if key.startswith("momentum.roc") else key


def _both(first: Reading, second: Reading) -> tuple[str, ...]:
    notes = [note for each in (first, second) if isinstance(each, Fact) for note in each.notes]
    return tuple(dict.fromkeys(notes))


def _leader(symbols: Sequence[Compared], name: str) -> Sentence:
    """Who leads: the largest value; those that are written alike are level."""
    known = [
        (reading.number, one.symbol, reading)
        for one in symbols
        if isinstance(reading := one.measured[name], Fact)
    ]
    if len(known) < len(symbols):
        silent = ", ".join(one.symbol for one in symbols if isinstance(one.measured[name], Missing))
        if len(known) < LEAST:
            return Sentence(f"{name}: nothing to compare, not known for {silent}.")
    else:
        silent = ""
    if len({reading.as_of for _, _, reading in known}) > 1:
        return Sentence(f"{name}: not compared, the symbols' newest sessions differ.")
    known.sort(key=lambda each: -each[0])
    best = written(known[0][2])
    first = [symbol for _, symbol, reading in known if written(reading) == best]
    values = ", ".join(f"{symbol} {{value{place}}}" for place, (_, symbol, _) in enumerate(known))
    verb = f"{first[0]} leads" if len(first) == 1 else f"{' and '.join(first)} are level"
    ending = f"; not known for {silent}" if silent else ""
    return say(
        f"{verb} on {name}: {values}{ending}.",
        **{f"value{place}": reading for place, (_, _, reading) in enumerate(known)},
    )


def _source(card: Analysis) -> str:
    return card.header.sources[0].source if card.header.sources else "none"


def _notes(card: Analysis) -> tuple[str, ...]:
    return card.price.close.notes if isinstance(card.price.close, Fact) else ()
