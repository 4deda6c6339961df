"""The record: how sealed calls did, forward and back-filled, real and simulated apart."""

from collections.abc import Sequence
from datetime import date

from tools.errors import BadRequest
from tools.facts import FactSheet
from tools.ledger.entries import HORIZONS, Kind, Seal, Settlement
from tools.ledger.port import Row
from tools.phrases import say
from tools.profile import EvidenceProfile
from tools.record.book import book_of
from tools.record.calls import Call, calls_of
from tools.record.making import Making
from tools.record.results import Record
from tools.types import Fact, Unit

_BOOKS: tuple[tuple[Kind, bool], ...] = (
    ("forward", False),
    ("backfilled", False),
    ("forward", True),
    ("backfilled", True),
)
_WHOSE: dict[Kind, str] = {"forward": "forward calls", "backfilled": "back-filled calls"}
_NOTES: dict[Kind, tuple[str, ...]] = {
    "forward": (),
    "backfilled": ("back-filled: computed afterwards, no forward record",),
}


def record_of(
    seals: Sequence[Row[Seal]],
    settlements: Sequence[Row[Settlement]],
    rules: EvidenceProfile,
    as_of: date,
    symbol: str | None,
    *,
    shown: int = 10,
) -> Record:
    """Score sealed calls as it was known at a session.

    Each book reads its own rows alone, so that no back-filled or simulated call moves a forward figure.
    Returns that ended after `as_of` count as open. That a horizon can never be settled carries no session:
    such rows are taken as given.

    Args:
        seals: Of any kind and market.
        settlements: Of those seals, matched by their hash.
        rules: Least episodes, confidence and resamples.
        as_of: The last session that is known.
        symbol: Whose calls; None for those of every symbol.
        shown: The horizon of the worst calls and of the drawn reliability, one of `HORIZONS`.

    Raises:
        BadRequest: `shown` is not one of the horizons.
        BadData: A seal states a probability that is none.
    """
    if shown not in HORIZONS:
        raise BadRequest(f"horizon is {shown}; allowed are {', '.join(map(str, HORIZONS))}.")
    sheet = FactSheet(symbol or "desk", as_of, "ledger")
    least = sheet.fact(
        "record.least", "independent cases needed", rules.min_episodes, Unit.COUNT, "of the profile"
    )
    confidence = sheet.fact(
        "record.confidence", "confidence of the intervals", rules.confidence, Unit.PERCENT, "of the profile"
    )
    calls = calls_of(seals, settlements, as_of, symbol)
    books = []
    for kind, simulated in _BOOKS:
        own = _own(calls, kind, simulated=simulated)
        if own or (kind, simulated) == _BOOKS[0]:
            making = _making(symbol, as_of, kind, simulated=simulated, least=least, confidence=confidence)
            book = book_of(
                own, kind, simulated=simulated, making=making, resamples=rules.resamples, shown=shown
            )
            books.append(book)
    whose = sheet.text("record.of", "whose calls", symbol or "all symbols", "as asked")
    day = sheet.text("record.as_of", "record as of", as_of.isoformat(), "last session known", unit=Unit.DATE)
    said = say(
        "Record of {whose}, outcomes up to the close of {day}; each kind of call is scored alone.",
        whose=whose,
        day=day,
    )
    return Record(symbol, as_of, shown, confidence, least, tuple(books), whose, day, said)


def _own(calls: Sequence[Call], kind: Kind, *, simulated: bool) -> list[Call]:
    return [call for call in calls if (call.seal.kind, call.seal.simulated) == (kind, simulated)]


def _making(
    symbol: str | None, as_of: date, kind: Kind, *, simulated: bool, least: Fact, confidence: Fact
) -> Making:
    notes = _NOTES[kind] + (("SIMULATED",) if simulated else ())
    return Making(
        FactSheet(symbol or "desk", as_of, "ledger", notes),
        f"record.{kind}" + (".simulated" if simulated else ""),
        ("simulated " if simulated else "") + _WHOSE[kind],
        least,
        confidence,
    )
