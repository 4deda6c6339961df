"""5-minute bars of the simulated market: a Brownian path made to fit the daily bar, pure.

Several paths from open to close are drawn; the one whose range is nearest to the session's is stretched
to touch its high and low.
"""

from typing import NamedTuple

import numpy as np

from tools.market.sample_streams import Purpose, stream
from tools.types import FloatArray

FULL_SESSION, EARLY_CLOSE = 78, 42
"""5-minute bars from 09:30 to 16:00, and to 13:00."""

_CANDIDATES = 8
"""Paths drawn for a session; the one whose range is nearest is kept, so that it needs little stretching."""


class Session(NamedTuple):
    """One daily bar."""

    open: float
    high: float
    low: float
    close: float
    adj_close: float
    volume: float


def split_session(symbol: str, weekday: int, session: Session, count: int) -> FloatArray:
    """The 5-minute bars of one session.

    The first opens at the session's open, the last closes at its close, the highest and lowest touch its
    high and low, and the volumes add up to its volume, all exactly.

    Args:
        symbol: Keys the random numbers.
        weekday: Number of the session's weekday since the anchor; keys them too.
        session: The daily bar.
        count: How many bars.

    Returns:
        Shape (count, 6): open, high, low, close, adj_close, volume.
    """
    generator = stream(Purpose.INTRADAY, weekday, symbol)
    # busier and rougher at both ends of the session
    busy = 1.0 + 2.0 * np.linspace(-1.0, 1.0, count) ** 2
    nodes, tops, bases = _path(generator, np.log(session[:4]), busy / busy.sum())
    bars = np.empty((count, 6))
    bars[:, 0], bars[:, 3] = nodes[:-1], nodes[1:]
    bars[:, 1], bars[:, 2] = tops, bases
    # to the cent, as the daily bar is: what the logarithm blurred is exact again
    bars[:, :4] = np.exp(bars[:, :4]).round(2)
    bars[:, 4] = bars[:, 3] / session.close * session.adj_close
    bars[:, 5] = _shares(generator, session.volume, busy)
    return bars


def _path(
    generator: np.random.Generator, ohlc: FloatArray, shares: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Log prices at the ends of the bars, and the bars' highest and lowest, within the session's range."""
    start, high, low, end = ohlc
    count = len(shares)
    # the mean range of Brownian motion is 1.6 standard deviations
    variance = (max(high - low, 1e-9) / 1.6) ** 2 * shares
    steps = generator.standard_normal((_CANDIDATES, count)) * np.sqrt(variance)
    walk = np.concatenate([np.zeros((_CANDIDATES, 1)), np.cumsum(steps, axis=1)], axis=1)
    elapsed = np.append(0.0, np.cumsum(shares))
    nodes = start + walk - elapsed * (walk[:, -1:] - (end - start))
    left, right = nodes[:, :-1], nodes[:, 1:]
    reach = (right - left) ** 2 - 2 * variance * np.log1p(-generator.random((2, _CANDIDATES, count)))
    tops = (left + right + np.sqrt(reach[0])) / 2
    bases = (left + right - np.sqrt(reach[1])) / 2
    best = int(np.argmin(np.abs(tops.max(axis=1) - high) + np.abs(bases.min(axis=1) - low)))
    stretch = _Stretch(max(start, end), min(start, end), high, low, tops[best].max(), bases[best].min())
    return stretch(nodes[best]), stretch(tops[best]), stretch(bases[best])


class _Stretch(NamedTuple):
    """A monotone map of a path's extremes onto the session's; what lies between open and close stays."""

    upper: float
    lower: float
    high: float
    low: float
    top: float
    base: float

    def __call__(self, logs: FloatArray) -> FloatArray:
        above = (self.high - self.upper) / max(self.top - self.upper, 1e-12)
        below = (self.lower - self.low) / max(self.lower - self.base, 1e-12)
        return (
            np.clip(logs, self.lower, self.upper)
            + above * np.maximum(logs - self.upper, 0.0)
            - below * np.maximum(self.lower - logs, 0.0)
        )


def _shares(generator: np.random.Generator, volume: float, busy: FloatArray) -> FloatArray:
    weight = busy * np.exp(0.3 * generator.standard_normal(len(busy)))
    parts: FloatArray = np.floor(volume * weight / weight.sum())
    # what rounding left over trades in the closing auction
    parts[-1] += volume - parts.sum()
    return parts
