"""Whether new bars continue stored ones, and the two put together. Pure."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from tools.bars import Audit, Bars
from tools.market.gate import Sessions, validate
from tools.market.spans import days_of, expected_sessions
from tools.types import FloatArray

_OVERLAP = 10
"""Sessions fetched again: vendors enter some dividends and corrections days late."""

_SAME = 2e-5
"""Relative. Vendors round to six decimals (1e-5 at ten cents); one cent of dividend on $400 is 2.5e-5."""

_FEWER = 0.99
"""A whole answer may have 1 % fewer bars than the store: vendors take wrong bars back."""


def overlap_start(stored: Bars) -> date:
    """From which day to fetch so that the answer overlaps the stored bars by ten sessions."""
    days = days_of(stored).unique()
    return pd.Timestamp(days[-min(_OVERLAP, len(days))]).date()


def join(stored: Bars, tail: Bars, sessions: Sessions) -> Bars | None:
    """The stored bars continued by a tail, which replaces what it covers; None where it contradicts them.

    It contradicts them when it does not reach back to them, lacks one of their bars, or gives another
    close or adjusted close: a split, a dividend or a correction has changed the history before it too.
    """
    position = int(stored.index.searchsorted(tail.index[0]))
    overlap = stored.index[position:]
    places = tail.index.get_indexer(overlap)
    if not len(overlap) or (places < 0).any():
        return None
    if (stored.fields, stored.simulated) != (tail.fields, tail.simulated):
        return None
    if not _same(stored.close[position:], tail.close[places]):
        return None
    if not _same(stored.adj_close[position:], tail.adj_close[places]):
        return None
    frame = pd.concat([stored.frame().iloc[:position], tail.frame()])
    return _gated(frame, tail, (stored.audit, tail.audit), sessions)


def compared(whole: Bars, sessions: Sessions) -> Bars:
    """Bars of a source that knows no calendar, compared with one."""
    return _gated(whole.frame(), whole, (whole.audit,), sessions)


def _gated(frame: pd.DataFrame, like: Bars, before: tuple[Audit, ...], sessions: Sessions) -> Bars:
    daily = like.interval == "1d"
    bars = validate(
        frame,
        symbol=like.symbol,
        interval=like.interval,
        source=like.source,
        simulated=like.simulated,
        sessions=expected_sessions(sessions, frame.index[0].date(), frame.index[-1].date())
        if daily
        else None,
    )
    # audits of overlapping answers count the same row twice, so the largest count stands, not the sum
    audits = (*before, bars.audit)
    reasons = dict.fromkeys(reason for audit in audits for reason in audit.dropped)
    dropped = {reason: max(audit.dropped.get(reason, 0) for audit in audits) for reason in reasons}
    return replace(bars, audit=Audit(len(bars) + sum(dropped.values()), dropped, bars.audit.warnings))


def replaces(whole: Bars, stored: Bars) -> bool:
    """Whether a whole answer may take the place of the stored history: it is no shorter and no poorer."""
    covered = whole.index[(whole.index >= stored.index[0]) & (whole.index <= stored.index[-1])]
    return (
        whole.index[0] <= stored.index[0]
        and whole.index[-1] >= stored.index[-1]
        and len(covered) >= _FEWER * len(stored)
        and (stored.fields == "close" or whole.fields in (stored.fields, "ohlcv"))
    )


def warned(bars: Bars, warning: str) -> Bars:
    """The same bars with one more warning in their audit."""
    return replace(bars, audit=replace(bars.audit, warnings=(warning, *bars.audit.warnings)))


def _same(stored: FloatArray, fetched: FloatArray) -> bool:
    return bool(np.all(np.abs(fetched - stored) <= _SAME * stored))
