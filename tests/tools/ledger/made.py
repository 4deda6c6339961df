"""Entries made for tests, to vary."""

import dataclasses
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tools.ledger.entries import (
    DebriefEntry,
    Seal,
    SealedFlip,
    SealedLayer,
    Settled,
    Settlement,
    Stated,
    Unable,
)
from tools.ledger.port import Row

MONDAY = date(2025, 9, 22)

_SEAL = Seal(
    symbol="IWM",
    session=MONDAY,
    kind="forward",
    simulated=False,
    sealed_at=datetime(2025, 9, 22, 20, 30, 1, 250, tzinfo=UTC),
    next_open=datetime(2025, 9, 23, 13, 30, tzinfo=UTC),
    rating="bullish",
    score=0.30000000000000004,
    points=65.0,
    layers=(
        SealedLayer("trend", "Trend", "bullish", 0.6, None, (SealedFlip("neutral", 240.1),)),
        SealedLayer("breadth", "Breadth", None, None, "members are not known"),
    ),
    rotation=None,
    posture="normal",
    close=242.17,
    adj_close=241.9,
    atr=3.0625,
    stated=(Stated(5, 0.58, 0.55, 41),),
    source="folder",
    bars="ba" * 32,
    digest="d1" * 32,
    profile="default",
    profile_digest="f0" * 32,
    rules="7",
    code="0.4.0",
)


def seal(day: int = 0, **changes: Any) -> Seal:
    """A seal of a day after Monday, 22 September 2025, with some fields replaced."""
    session = MONDAY + timedelta(days=day)
    opens = datetime.combine(session + timedelta(days=1), time(13, 30), UTC)
    moved = {"session": session, "next_open": opens, "sealed_at": opens - timedelta(hours=17)}
    return dataclasses.replace(_SEAL, **(moved | changes))


def settlement(row: Row[Seal], horizon: int = 5, **changes: Any) -> Settlement:
    """A settlement of a seal, with some fields replaced."""
    sealed = row.entry
    entered = sealed.session + timedelta(days=1)
    made = Settlement(
        row.hash,
        sealed.symbol,
        sealed.session,
        sealed.kind,
        sealed.simulated,
        horizon,
        datetime(2026, 1, 5, 21, 0, tzinfo=UTC),
        Settled(entered, sealed.session + timedelta(days=horizon), 243.5, 247.25, 1.5400410677618, "cc" * 32),
    )
    return dataclasses.replace(made, **changes)


def unable(row: Row[Seal], horizon: int) -> Settlement:
    """A settlement that says that it can never be settled."""
    return settlement(row, horizon, outcome=Unable("the symbol is not traded any more"))


def debrief(row: Row[Seal], corrects: str | None = None, **changes: Any) -> DebriefEntry:
    """A debrief of a seal, with some fields replaced."""
    sealed = row.entry
    made = DebriefEntry(
        row.hash,
        sealed.symbol,
        sealed.session + timedelta(days=1),
        sealed.kind,
        sealed.simulated,
        datetime(2025, 9, 23, 21, 0, tzinfo=UTC),
        corrects,
        '{"verdict":"resolved as predicted \\u2212 \U0001f600"}',
    )
    return dataclasses.replace(made, **changes)
