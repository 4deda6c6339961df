"""Sealing: a card, as it stood at its session, as a row of the ledger. Pure."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from tools.desk.snapshot import Snapshot
from tools.errors import BadRequest
from tools.evidence.episodes import count_episodes
from tools.evidence.forward import forward_returns
from tools.layers.base import Breadth
from tools.ledger.entries import HORIZONS, Seal, SealedFlip, SealedLayer, Stated
from tools.results import Analysis
from tools.stack import RATING_NAMES
from tools.types import ABSTAIN, Absent, BoolArray, Fact, FloatArray, LayerReading, Rating, Reading, State


@dataclass(frozen=True, slots=True)
class Moment:
    """When and by what a call is sealed.

    Attributes:
        sealed_at: The present, UTC.
        next_open: When the session after the call's opens, UTC.
        code: Version of the program.
    """

    sealed_at: datetime
    next_open: datetime
    code: str


def seal_of(shot: Snapshot, card: Analysis, moment: Moment) -> Seal:
    """The call of a card: forward where the next session has not opened yet, else back-filled.

    Args:
        shot: What the card was read from.
        card: With the macro calendar in force, as every sealed call is.
        moment: When and by what.

    Raises:
        BadRequest: The session is still running: its reading may change.
    """
    if card.header.provisional:
        raise BadRequest(
            "a running session is not sealed: its reading may still change. Seal it after the close."
        )
    bars = shot.bars
    return Seal(
        symbol=card.header.symbol,
        session=card.header.as_of,
        kind="forward" if moment.sealed_at < moment.next_open else "backfilled",
        simulated=card.header.simulated,
        sealed_at=moment.sealed_at,
        next_open=moment.next_open,
        rating=_rating(card.composite.rating),
        score=_number(card.composite.score),
        points=_number(card.composite.points),
        layers=tuple(_layer(reading) for reading in card.layers),
        rotation=_word(card.rotation.state),
        posture=_word(card.sizing.posture) or "not known",
        close=float(bars.close[-1]),
        adj_close=float(bars.adj_close[-1]),
        atr=_number(card.risk.atr),
        stated=stated(shot),
        source=bars.source,
        bars=bars.digest,
        digest=card.header.digest,
        profile=shot.profile.name,
        profile_digest=shot.profile.digest,
        rules=card.header.rules,
        code=moment.code,
        late_members=_late_members(shot),
    )


def stated(shot: Snapshot) -> tuple[Stated, ...]:
    """Per horizon how often the price rose after the rating in force, where there are cases enough.

    Counted over the sessions up to the snapshot's whose outcome is known there; the base rate over all of
    those that have a composite. A horizon with fewer independent cases than the profile asks is left out.
    """
    score = shot.stack.score
    ratings = shot.stack.ratings(shot.profile.composite, shot.inputs.multiples).astype(np.int64)
    codes = np.where(np.isfinite(score), ratings, ABSTAIN)
    if codes[-1] == ABSTAIN:
        return ()
    held, known = codes == codes[-1], codes != ABSTAIN
    found = []
    for horizon in HORIZONS:
        returns = forward_returns(shot.bars, horizon)
        if isinstance(returns, Absent):
            return ()
        one = _stated(horizon, held, known, returns)
        if one.episodes >= shot.profile.evidence.min_episodes:
            found.append(one)
    return tuple(found)


def _stated(horizon: int, held: BoolArray, known: BoolArray, returns: FloatArray) -> Stated:
    there = np.isfinite(returns)
    with np.errstate(invalid="ignore"):
        rose = returns > 0
    cases, period = held & there, known & there
    return Stated(
        horizon,
        float(rose[cases].mean()) if cases.any() else 0.0,
        float(rose[period].mean()) if period.any() else 0.0,
        count_episodes(cases, horizon),
    )


def _late_members(shot: Snapshot) -> bool:
    counted, history = shot.inputs.breadth, shot.stack.layers["breadth"]
    if not isinstance(counted, Breadth) or isinstance(history, Absent) or not np.isfinite(history.score[-1]):
        return False
    return counted.biased or counted.membership.as_of > shot.bars.last_session


def _layer(reading: LayerReading) -> SealedLayer:
    if isinstance(reading.state, Absent):
        return SealedLayer(reading.name, reading.title, None, None, reading.state.reason)
    flips = tuple(
        SealedFlip(_state(flip.to), flip.price.number)
        for flip in reading.flips
        if isinstance(flip.price, Fact) and flip.to in _STATES
    )
    return SealedLayer(reading.name, reading.title, reading.state, _number(reading.score), None, flips)


_STATES: dict[str, State] = {"bullish": "bullish", "neutral": "neutral", "bearish": "bearish"}
_RATINGS: dict[str, Rating] = {name: name for name in RATING_NAMES.values()}


def _state(word: str) -> State:
    return _STATES[word]


def _rating(reading: Reading) -> Rating | None:
    word = _word(reading)
    return _RATINGS[word] if word is not None else None


def _word(reading: Reading) -> str | None:
    return str(reading.value) if isinstance(reading, Fact) else None


def _number(reading: Reading) -> float | None:
    return reading.number if isinstance(reading, Fact) else None
