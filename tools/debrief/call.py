"""The sealed call in facts of its session, on the price scale of the bars that judge it.

Nothing is computed anew: rating, scores, states, levels and ATR are what was sealed.
"""

from dataclasses import dataclass
from datetime import datetime

from tools.chart_prices import CHART
from tools.debrief.called import Called, Level, side_of
from tools.facts import FactSheet
from tools.ledger.entries import Seal, SealedLayer
from tools.phrases import say
from tools.types import EXCHANGE_ZONE, Fact, Reading, Sentence, Unit

_SAME_PRICE = 0.005
"""A source rounds and repairs its closes by less; a split or a stock dividend moves them by more."""


@dataclass(frozen=True, slots=True)
class Call:
    """A seal in facts.

    Attributes:
        seal: As it was kept.
        hash: Of its row.
        sheet: Makes facts of its session.
        rating, score, points, atr: As sealed; the ATR on today's price scale.
        layers: As sealed, their levels likewise.
        sealed_at, next_open: In exchange time.
        sealing: Whether it is a forward call.
        notes: That prices were brought to another scale, where they were.
        facts: What the notes quote.
    """

    seal: Seal
    hash: str
    sheet: FactSheet
    rating: Reading
    score: Reading
    points: Reading
    atr: Reading
    layers: tuple[Called, ...]
    sealed_at: Fact
    next_open: Fact
    sealing: Sentence
    notes: tuple[Sentence, ...]
    facts: tuple[Reading, ...]

    @property
    def side(self) -> int:
        """+1 bullish, -1 bearish, 0 no side."""
        return side_of(self.rating)


def read_call(seal: Seal, hash_: str, close: float, unit: Unit) -> Call:
    """A seal in facts.

    Args:
        seal: As it was kept.
        hash_: Of its row.
        close: Of the seal's session as the source has it today; with the sealed one it gives the price scale.
        unit: US dollars or index points.
    """
    notes = ("SIMULATED",) if seal.simulated else ()
    sheet = FactSheet(seal.symbol, seal.session, seal.source, notes)
    scale = close / seal.close
    rescaled = abs(scale - 1.0) > _SAME_PRICE
    if not rescaled:
        scale = 1.0
    none = "there was no composite"
    sealed_at = sheet.text("debrief.sealed_at", "sealed at", _moment(seal.sealed_at), "time of the seal")
    next_open = sheet.text(
        "debrief.next_open", "open of the next session", _moment(seal.next_open), "exchange calendar"
    )
    said, quoted = _scaled(seal, close, unit, sheet) if rescaled else ((), ())
    return Call(
        seal=seal,
        hash=hash_,
        sheet=sheet,
        rating=sheet.text("composite.rating", "rating", seal.rating, "as sealed")
        if seal.rating is not None
        else sheet.missing("composite.rating", "rating", none),
        score=_number(sheet, "composite.score", "composite score", seal.score, Unit.SCORE, none),
        points=_number(sheet, "composite.points", "composite of 100", seal.points, Unit.POINTS_100, none),
        atr=sheet.fact("atr14", "ATR 14", seal.atr * scale, unit, f"as sealed, {CHART}")
        if seal.atr is not None
        else sheet.missing("atr14", "ATR 14", "not known when it was sealed"),
        layers=tuple(_layer(layer, scale, unit, sheet) for layer in seal.layers),
        sealed_at=sealed_at,
        next_open=next_open,
        sealing=_sealing(seal, sealed_at, next_open),
        notes=said,
        facts=quoted,
    )


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(EXCHANGE_ZONE):%Y-%m-%d %H:%M} ET"


def _number(sheet: FactSheet, key: str, label: str, value: float | None, unit: Unit, reason: str) -> Reading:
    if value is None:
        return sheet.missing(key, label, reason)
    return sheet.fact(key, label, value, unit, "as sealed")


def _layer(layer: SealedLayer, scale: float, unit: Unit, sheet: FactSheet) -> Called:
    low = layer.title.lower()
    state_key, score_key = f"{layer.name}.state", f"{layer.name}.score"
    reason = layer.reason or "it abstained"
    return Called(
        layer.name,
        layer.title,
        sheet.missing(state_key, f"{low} state", reason)
        if layer.state is None
        else sheet.text(state_key, f"{low} state", layer.state, "as sealed"),
        _number(sheet, score_key, f"{low} score", layer.score, Unit.SCORE, reason),
        tuple(
            Level(
                flip.to,
                sheet.fact(
                    f"{layer.name}.flip_close.{flip.to}", f"next close for {low} {flip.to}",
                    flip.price * scale, unit, f"as sealed, {CHART}",
                ),
            )
            for flip in layer.flips
        ),
    )  # fmt: skip


def _sealing(seal: Seal, sealed_at: Fact, next_open: Fact) -> Sentence:
    if seal.kind == "forward":
        return say(
            "A forward call: sealed at {sealed}, before the open at {open}.", sealed=sealed_at, open=next_open
        )
    return say(
        "Back-filled: computed afterwards, at {sealed}, from bars up to the session before. It is no forward "
        "call and never counts as one.",
        sealed=sealed_at,
    )


def _scaled(
    seal: Seal, close: float, unit: Unit, sheet: FactSheet
) -> tuple[tuple[Sentence, ...], tuple[Reading, ...]]:
    then = sheet.fact("debrief.sealed_close", "close as sealed", seal.close, unit, CHART)
    now = sheet.fact("debrief.close_now", "the same close today", close, unit, CHART)
    said = say(
        "The source had the close before at {then} when it was sealed and has it at {now} today, as after a "
        "split or a correction: the sealed ATR and levels are brought to today's prices.",
        then=then, now=now,
    )  # fmt: skip
    return (said,), (then, now)
