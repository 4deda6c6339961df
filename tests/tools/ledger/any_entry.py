"""Any entry at all, for properties."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

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

# half of a surrogate pair as a terminal passes it on; two halves in a row are one character to JSON
_TEXTS = st.text(max_size=20) | st.just("\x00\ud83d \u2028 \u2212\U0001f600")
_FLOATS = st.floats(allow_nan=False, allow_infinity=False)
_DAYS = st.dates(date(1990, 1, 1))
_MOMENTS = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(2900, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
_KINDS = st.sampled_from(["forward", "backfilled"])
_STATES = st.sampled_from(["bullish", "neutral", "bearish"])


def _many(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=3).map(tuple)


_layers = st.builds(
    SealedLayer,
    *(_TEXTS, _TEXTS, st.none() | _STATES, st.none() | _FLOATS, st.none() | _TEXTS),
    _many(st.builds(SealedFlip, _STATES, _FLOATS)),
)
seals = st.builds(
    Seal,
    symbol=_TEXTS,
    session=_DAYS,
    kind=_KINDS,
    simulated=st.booleans(),
    sealed_at=_MOMENTS,
    next_open=_MOMENTS,
    rating=st.none() | st.sampled_from(["strong bearish", "bearish", "neutral", "bullish", "strong bullish"]),
    score=st.none() | _FLOATS,
    points=st.none() | _FLOATS,
    layers=_many(_layers),
    rotation=st.none() | _TEXTS,
    posture=_TEXTS,
    close=_FLOATS,
    adj_close=_FLOATS,
    atr=st.none() | _FLOATS,
    stated=_many(st.builds(Stated, st.integers(1, 99), _FLOATS, _FLOATS, st.integers(0, 9999))),
    source=_TEXTS,
    bars=_TEXTS,
    digest=_TEXTS,
    profile=_TEXTS,
    profile_digest=_TEXTS,
    rules=_TEXTS,
    code=_TEXTS,
)
settlements = st.builds(
    Settlement,
    *(_TEXTS, _TEXTS, _DAYS, _KINDS, st.booleans(), st.integers(1, 99), _MOMENTS),
    st.builds(Settled, _DAYS, _DAYS, _FLOATS, _FLOATS, _FLOATS, _TEXTS) | st.builds(Unable, _TEXTS),
)
debriefs = st.builds(
    DebriefEntry,
    *(_TEXTS, _TEXTS, _DAYS, _KINDS, st.booleans(), _MOMENTS, st.none() | _TEXTS, _TEXTS),
)
entries = seals | settlements | debriefs
"""Any seal, settlement or debrief."""
