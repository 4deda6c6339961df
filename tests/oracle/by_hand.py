"""The indicators once more, from their definitions: plain Python loops, one window at a time, no arrays.

Slow on purpose: nothing here shares a formula, a running sum or a library with what it checks. Inputs are
lists of floats; `None` is "no reading".
"""

import itertools
import math
import statistics
from collections.abc import Callable, Sequence

Column = Sequence[float]
Readings = list[float | None]


def windowed(values: Column, window: int, reading: Callable[[Column], float | None]) -> Readings:
    """A reading of each full trailing window."""
    return [reading(values[t - window + 1 : t + 1]) if t >= window - 1 else None for t in range(len(values))]


def mean(values: Column) -> float:
    return math.fsum(values) / len(values)


def later(readings: Readings, by: int) -> Readings:
    return [None] * by + readings


def ema(values: Column, span: int, first: int = 0) -> Readings:
    """Seeded at row `first` + `span` - 1 with the mean up to there."""
    out: Readings = [None] * (first + span - 1)
    average = mean(values[first : first + span])
    out.append(average)
    for value in values[first + span :]:
        average = average + 2 / (span + 1) * (value - average)
        out.append(average)
    return out


def macd(close: Column, fast: int, slow: int, signal: int) -> tuple[Readings, Readings, Readings]:
    quick, lazy = ema(close, fast, slow - fast), ema(close, slow)
    line = [a - b for a, b in zip(quick[slow - 1 :], lazy[slow - 1 :], strict=True)]
    smoothed = ema(line, signal)
    readings = [(a, b, a - b) if b is not None else (None,) * 3 for a, b in zip(line, smoothed, strict=True)]
    first, second, third = (later(list(one), slow - 1) for one in zip(*readings, strict=True))
    return first, second, third


def slope(window: Column) -> float:
    middle = (len(window) - 1) / 2
    level = mean(window)
    rise = math.fsum((x - middle) * (y - level) for x, y in enumerate(window))
    return rise / math.fsum((x - middle) ** 2 for x in range(len(window)))


def true_range(high: Column, low: Column, close: Column) -> list[float]:
    """From the second bar on: one shorter than the bars."""
    return [
        max(high[t] - low[t], abs(high[t] - close[t - 1]), abs(low[t] - close[t - 1]))
        for t in range(1, len(close))
    ]


def wilder(values: Column, period: int) -> Readings:
    """Seeded with the mean of the first `period` values."""
    average = mean(values[:period])
    out: Readings = [None] * (period - 1) + [average]
    for value in values[period:]:
        average = (average * (period - 1) + value) / period
        out.append(average)
    return out


def rsi(close: Column, period: int) -> Readings:
    changes = [b - a for a, b in itertools.pairwise(close)]
    gains = wilder([max(change, 0) for change in changes], period)
    losses = wilder([max(-change, 0) for change in changes], period)
    out: Readings = [None]
    for gain, loss in zip(gains, losses, strict=True):
        if gain is None or loss is None:
            out.append(None)
        else:
            out.append(100.0 if loss == 0 else 100 - 100 / (1 + gain / loss))
    return out


def directional(high: Column, low: Column, close: Column, period: int) -> tuple[Readings, Readings, Readings]:
    """+DI, -DI, ADX; sums seeded with the first `period` - 1 bars and then smoothed, as TA-Lib has it."""
    ranges = true_range(high, low, close)
    ups, downs = [], []
    for t in range(1, len(close)):
        up, down = high[t] - high[t - 1], low[t - 1] - low[t]
        ups.append(up if up > down and up > 0 else 0.0)
        downs.append(down if down > up and down > 0 else 0.0)
    sums = [math.fsum(column[: period - 1]) for column in (ups, downs, ranges)]
    plus: Readings = [None] * period
    minus: Readings = [None] * period
    strengths = []
    for t in range(period - 1, len(ranges)):
        sums = [s - s / period + column[t] for s, column in zip(sums, (ups, downs, ranges), strict=True)]
        plus.append(100 * sums[0] / sums[2])
        minus.append(100 * sums[1] / sums[2])
        strengths.append(100 * abs(sums[0] - sums[1]) / (sums[0] + sums[1]))
    return plus, minus, later(wilder(strengths, period), period)


def stochastic(
    high: Column, low: Column, close: Column, k: int, smooth: int, d: int
) -> tuple[Readings, Readings]:
    raw = []
    for t in range(k - 1, len(close)):
        top, bottom = max(high[t - k + 1 : t + 1]), min(low[t - k + 1 : t + 1])
        raw.append(100 * (close[t] - bottom) / (top - bottom))
    slow = windowed(raw, smooth, mean)
    defined = [value for value in slow if value is not None]
    return later(slow, k - 1), later(windowed(defined, d, mean), k + smooth - 2)


def realised_volatility(close: Column, window: int) -> Readings:
    returns = [math.log(b) - math.log(a) for a, b in itertools.pairwise(close)]
    return later(windowed(returns, window, lambda w: statistics.stdev(w) * math.sqrt(252) * 100), 1)


def percent_b(window: Column, deviations: float) -> float:
    half = deviations * statistics.pstdev(window)
    lower, upper = mean(window) - half, mean(window) + half
    return (window[-1] - lower) / (upper - lower)


def drawdown(close: Column) -> Readings:
    return [100 * (close[t] - max(close[: t + 1])) / max(close[: t + 1]) for t in range(len(close))]


def chandelier(high: Column, low: Column, close: Column, window: int, multiple: float) -> Readings:
    average = later(wilder(true_range(high, low, close), window), 1)
    return [
        None if a is None else max(high[t - window + 1 : t + 1]) - multiple * a for t, a in enumerate(average)
    ]


def volume_ratio(volume: Column, window: int) -> Readings:
    return [volume[t] / mean(volume[t - window : t]) if t >= window else None for t in range(len(volume))]


def lower_third_volume(high: Column, low: Column, volume: Column, sessions: int) -> Readings:
    out: Readings = []
    for t in range(len(high)):
        if t < sessions - 1:
            out.append(None)
            continue
        rows = range(t - sessions + 1, t + 1)
        bottom = min(low[row] for row in rows)
        limit = bottom + (max(high[row] for row in rows) - bottom) / 3
        total = 0.0
        for row in rows:
            if high[row] == low[row]:
                total += volume[row] if low[row] <= limit else 0.0
            else:
                overlap = max(0.0, min(high[row], limit) - low[row])
                total += volume[row] * overlap / (high[row] - low[row])
        out.append(total)
    return out


def profile(high: Column, low: Column, volume: Column, bins: int) -> list[float]:
    bottom, top = min(low), max(high)
    step = (top - bottom) / bins
    volumes = [0.0] * bins
    for top_of_bar, bottom_of_bar, shares in zip(high, low, volume, strict=True):
        for number in range(bins):
            floor = bottom + number * step
            overlap = max(0.0, min(top_of_bar, floor + step) - max(bottom_of_bar, floor))
            volumes[number] += shares * overlap / (top_of_bar - bottom_of_bar)
    return volumes


def beta(a: Column, b: Column, window: int) -> Readings:
    of_a = [y / x - 1 for x, y in itertools.pairwise(a)]
    of_b = [y / x - 1 for x, y in itertools.pairwise(b)]
    out: Readings = [None] * window
    for t in range(window, len(of_a) + 1):
        past_a, past_b = of_a[t - window : t], of_b[t - window : t]
        level_a, level_b = mean(past_a), mean(past_b)
        joint = math.fsum((x - level_a) * (y - level_b) for x, y in zip(past_a, past_b, strict=True))
        out.append(joint / math.fsum((y - level_b) ** 2 for y in past_b))
    return out


def swings(high: Column, wings: int) -> Readings:
    out: Readings = [None] * len(high)
    for bar in range(wings, len(high) - wings):
        before, after = high[bar - wings : bar], high[bar + 1 : bar + 1 + wings]
        if all(high[bar] > other for other in before) and all(high[bar] >= other for other in after):
            out[bar + wings] = high[bar]
    return out
