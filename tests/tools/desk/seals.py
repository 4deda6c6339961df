"""Seals made from the desk's card of a session, as they would have been made that evening."""

from datetime import date, timedelta
from typing import Any, cast, get_args

from tests.tools.made_bars import fact
from tools.desk import Desk
from tools.ledger.entries import Kind, Seal, SealedFlip, SealedLayer
from tools.ledger.port import Row
from tools.profile import load_profile
from tools.results import Analysis
from tools.types import Absent, Fact, LayerReading, Rating, Reading, State

HASH = "5ea1" * 16


def seal_of(desk: Desk, symbol: str, session: date, kind: Kind = "forward", **changed: Any) -> Row[Seal]:
    """The seal of a session; `changed` replaces fields of it."""
    card = desk.analyze(symbol, session)
    opens = desk.calendar.open_time(desk.calendar.next(session))
    closed = desk.calendar.close_time(session)
    late = opens + timedelta(days=400)
    parts: dict[str, Any] = {
        "symbol": card.header.symbol,
        "session": session,
        "kind": kind,
        "simulated": card.header.simulated,
        "sealed_at": closed + timedelta(minutes=25) if kind == "forward" else late,
        "next_open": opens,
        "rating": _rating(card.composite.rating),
        "score": _number(card.composite.score),
        "points": _number(card.composite.points),
        "layers": tuple(_layer(layer) for layer in card.layers),
        "rotation": str(card.rotation.state.value) if isinstance(card.rotation.state, Fact) else None,
        "posture": "half",
        "close": fact(card.price.close).number,
        "adj_close": fact(card.price.adj_close).number,
        "atr": _number(card.risk.atr),
        "stated": (),
        "source": fact(card.price.close).source,
        "bars": _digest(card),
        "digest": card.header.digest,
        "profile": card.header.profile,
        "profile_digest": load_profile(symbol).digest,
        "rules": card.header.rules,
        "code": "test",
    }
    return Row(1, HASH, Seal(**(parts | changed)))


def _layer(layer: LayerReading) -> SealedLayer:
    if isinstance(layer.state, Absent):
        return SealedLayer(layer.name, layer.title, None, None, layer.state.reason)
    flips = tuple(
        SealedFlip(cast("State", flip.to), flip.price.number)
        for flip in layer.flips
        if isinstance(flip.price, Fact)
    )
    return SealedLayer(layer.name, layer.title, layer.state, _number(layer.score), None, flips)


def _number(reading: Reading) -> float | None:
    return reading.number if isinstance(reading, Fact) else None


def _rating(reading: Reading) -> Rating | None:
    if not isinstance(reading, Fact):
        return None
    assert reading.value in get_args(Rating)
    return cast("Rating", reading.value)


def _digest(card: Analysis) -> str:
    return next(line.digest for line in card.header.sources if line.symbol == card.header.symbol)
