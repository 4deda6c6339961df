"""Calls made by hand for tests of what is kept of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tools.ledger.entries import Seal, SealedFlip, SealedLayer, Stated


def call(symbol: str, session: date, **changed: Any) -> Seal:
    """A bullish forward call of a session, sealed in its evening; fields can be changed."""
    evening = datetime.combine(session, time(22), UTC)
    plain = Seal(
        symbol=symbol,
        session=session,
        kind="forward",
        simulated=False,
        sealed_at=evening,
        next_open=evening + timedelta(hours=15, minutes=30),
        rating="bullish",
        score=0.31,
        points=65.5,
        layers=(
            SealedLayer("trend", "Trend", "bullish", 0.8, None, (SealedFlip("neutral", 96.5),)),
            SealedLayer("momentum", "Momentum", "neutral", 0.1),
            SealedLayer("breadth", "Breadth", None, None, "no member list"),
            SealedLayer("relative_strength", "Relative strength", "bearish", -0.4),
        ),
        rotation="parity",
        posture="half",
        close=100.0,
        adj_close=98.0,
        atr=2.0,
        stated=(Stated(10, 0.58, 0.56, 120),),
        source="test",
        bars="b" * 16,
        digest="d" * 16,
        profile="iwm",
        profile_digest="p" * 16,
        rules="2026.1",
        code="0.1.0",
    )
    return replace(plain, **changed)
