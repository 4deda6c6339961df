"""Every indicator equals its definition worked out in plain loops, on IWM's whole history from row one."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.oracle import by_hand
from tools.indicators import levels, momentum, relative_strength, rolling, trend, volatility, volume
from tools.types import FloatArray

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def iwm(data_dir: Path) -> dict[str, FloatArray]:
    bars = pd.read_csv(data_dir / "bars/IWM.csv", index_col="Date")
    spy = pd.read_csv(data_dir / "bars/SPY.csv", index_col="Date").reindex(bars.index)
    columns = {
        name.lower(): bars[name].to_numpy(float) for name in ("Open", "High", "Low", "Close", "Volume")
    }
    return {**columns, "spy": spy["Close"].to_numpy(float)}


@pytest.fixture(scope="module")
def hlc(iwm: dict[str, FloatArray]) -> tuple[FloatArray, FloatArray, FloatArray]:
    return iwm["high"], iwm["low"], iwm["close"]


def agree(ours: FloatArray, theirs: Sequence[float | None], *, tiny: float = 1e-9) -> None:
    """Equal to 1e-8 relative, absent in the same rows."""
    expected = np.array(theirs, dtype=np.float64)
    np.testing.assert_allclose(ours, expected, rtol=1e-8, atol=tiny)


def test_sma(iwm: dict[str, FloatArray]) -> None:
    close = iwm["close"]
    agree(trend.sma(close, 50), by_hand.windowed(close.tolist(), 50, by_hand.mean))
    agree(rolling.rolling_mean(close, 50), by_hand.windowed(close.tolist(), 50, by_hand.mean))


@pytest.mark.parametrize("span", [21, 63])
def test_ema(iwm: dict[str, FloatArray], span: int) -> None:
    agree(trend.ema(iwm["close"], span), by_hand.ema(iwm["close"].tolist(), span))


def test_macd(iwm: dict[str, FloatArray]) -> None:
    expected = by_hand.macd(iwm["close"].tolist(), 12, 26, 9)
    for ours, theirs in zip(trend.macd(iwm["close"]), expected, strict=True):
        agree(ours, theirs)


def test_slope(iwm: dict[str, FloatArray]) -> None:
    close = iwm["close"]
    agree(trend.slope(close, 20), by_hand.windowed(close.tolist(), 20, by_hand.slope))


def test_slope_of_a_price_ratio(iwm: dict[str, FloatArray]) -> None:
    ratio = relative_strength.price_ratio(iwm["close"], iwm["spy"])
    expected = by_hand.windowed((iwm["close"] / iwm["spy"]).tolist(), 20, by_hand.slope)
    agree(trend.slope(ratio, 20), expected, tiny=1e-13)


def test_directional_system(hlc: tuple[FloatArray, FloatArray, FloatArray]) -> None:
    plus, minus, strength = by_hand.directional(*(column.tolist() for column in hlc), 14)
    for ours, theirs in zip(trend.directional(*hlc), (plus, minus), strict=True):
        agree(ours, theirs)
    agree(trend.adx(*hlc), strength)


def test_roc(iwm: dict[str, FloatArray]) -> None:
    close = iwm["close"].tolist()
    changes = [100 * (close[t] - close[t - 10]) / close[t - 10] for t in range(10, len(close))]
    agree(momentum.roc(iwm["close"], 10), by_hand.later(list(changes), 10))


@pytest.mark.parametrize("period", [2, 14])
def test_rsi(iwm: dict[str, FloatArray], period: int) -> None:
    agree(momentum.rsi(iwm["close"], period), by_hand.rsi(iwm["close"].tolist(), period))


@pytest.mark.parametrize("arguments", [(14, 3, 3), (5, 1, 4)])
def test_stochastic(hlc: tuple[FloatArray, FloatArray, FloatArray], arguments: tuple[int, int, int]) -> None:
    expected = by_hand.stochastic(*(column.tolist() for column in hlc), *arguments)
    for ours, theirs in zip(momentum.stochastic(*hlc, *arguments), expected, strict=True):
        agree(ours, theirs)


def test_true_range_and_atr(hlc: tuple[FloatArray, FloatArray, FloatArray]) -> None:
    ranges = by_hand.true_range(*(column.tolist() for column in hlc))
    agree(volatility.true_range(*hlc), by_hand.later(list(ranges), 1))
    agree(volatility.atr(*hlc), by_hand.later(by_hand.wilder(ranges, 14), 1))


def test_atr_from_closes(iwm: dict[str, FloatArray]) -> None:
    moves = np.abs(np.diff(iwm["close"])).tolist()
    agree(volatility.atr_from_closes(iwm["close"]), by_hand.later(by_hand.wilder(moves, 14), 1))


@pytest.mark.parametrize("window", [21, 63])
def test_realised_volatility(iwm: dict[str, FloatArray], window: int) -> None:
    close = iwm["close"]
    agree(volatility.realised_volatility(close, window), by_hand.realised_volatility(close.tolist(), window))


def test_bollinger_percent_b(iwm: dict[str, FloatArray]) -> None:
    close = iwm["close"]
    expected = by_hand.windowed(close.tolist(), 20, lambda window: by_hand.percent_b(window, 2.0))
    agree(volatility.bollinger_percent_b(close), expected)


def test_drawdown(iwm: dict[str, FloatArray]) -> None:
    close = iwm["close"]
    agree(volatility.drawdown(close), by_hand.drawdown(close.tolist()))


def test_chandelier(hlc: tuple[FloatArray, FloatArray, FloatArray]) -> None:
    agree(volatility.chandelier_long(*hlc), by_hand.chandelier(*(one.tolist() for one in hlc), 22, 3.0))


def test_rolling_extremes(iwm: dict[str, FloatArray]) -> None:
    close = iwm["close"]
    agree(rolling.rolling_max(close, 63), by_hand.windowed(close.tolist(), 63, max))
    agree(rolling.rolling_min(close, 63), by_hand.windowed(close.tolist(), 63, min))


def test_percentile_rank(iwm: dict[str, FloatArray]) -> None:
    close = iwm["close"]
    expected = by_hand.windowed(
        close.tolist(), 252, lambda window: 100 * sum(value <= window[-1] for value in window) / 252
    )
    agree(rolling.percentile_rank(close, 252), expected)


def test_volume_ratio_and_dollar_volume(iwm: dict[str, FloatArray]) -> None:
    shares, close = iwm["volume"], iwm["close"]
    agree(volume.volume_ratio(shares), by_hand.volume_ratio(shares.tolist(), 20))
    dollars = by_hand.windowed([c * v for c, v in zip(close, shares, strict=True)], 20, by_hand.mean)
    agree(volume.dollar_volume(close, shares), dollars)


def test_lower_third_volume(iwm: dict[str, FloatArray]) -> None:
    columns = [iwm[name] for name in ("high", "low", "volume")]
    expected = by_hand.lower_third_volume(*(column.tolist() for column in columns), 5)
    agree(volume.lower_third_volume(*columns), expected)


def test_volume_by_price(iwm: dict[str, FloatArray]) -> None:
    columns = [iwm[name][-252:] for name in ("high", "low", "volume")]
    _, volumes = volume.volume_by_price(*columns, 40)
    agree(volumes, by_hand.profile(*(column.tolist() for column in columns), 40))


def test_relative_return(iwm: dict[str, FloatArray]) -> None:
    a, b = iwm["close"], iwm["spy"]
    expected = [None if t < 10 else 100 * (a[t] / a[t - 10] - b[t] / b[t - 10]) for t in range(len(a))]
    agree(relative_strength.relative_return(a, b, 10), expected)


@pytest.mark.parametrize("window", [21, 252])
def test_beta(iwm: dict[str, FloatArray], window: int) -> None:
    a, b = iwm["close"], iwm["spy"]
    agree(relative_strength.beta(a, b, window), by_hand.beta(a.tolist(), b.tolist(), window))


def test_swings(iwm: dict[str, FloatArray]) -> None:
    agree(levels.swing_highs(iwm["high"]), by_hand.swings(iwm["high"].tolist(), 5))
    falls = by_hand.swings([-low for low in iwm["low"]], 5)
    agree(levels.swing_lows(iwm["low"]), [None if pivot is None else -pivot for pivot in falls])


def test_last_swing_is_the_newest_pivot_known_so_far(iwm: dict[str, FloatArray]) -> None:
    top, bottom, direction = levels.last_swing(iwm["high"], iwm["low"])
    tops = pd.Series(levels.swing_highs(iwm["high"]))
    bottoms = pd.Series(levels.swing_lows(iwm["low"]))
    agree(top, tops.ffill().tolist())
    agree(bottom, bottoms.ffill().tolist())
    for t in range(100, len(top), 97):
        later = tops[: t + 1].last_valid_index() > bottoms[: t + 1].last_valid_index()
        assert direction[t] == (1 if later else -1)
