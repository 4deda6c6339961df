"""Arguments a formula is not defined for are refused, in a sentence that says what is allowed."""

from collections.abc import Callable

import numpy as np
import pytest

from tools.indicators import levels, momentum, relative_strength, rolling, trend, volatility, volume
from tools.types import FloatArray

X = np.linspace(10.0, 20.0, 80)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: trend.sma(X, 0), "window is 0; it must be at least 1"),
        (lambda: trend.ema(X, 0), "span is 0; it must be at least 1"),
        (lambda: trend.slope(X, 1), "window is 1; it must be at least 2"),
        (lambda: trend.macd(X, 1, 26), "fast is 1; it must be at least 2"),
        (lambda: trend.macd(X, signal=0), "signal is 0; it must be at least 1"),
        (lambda: trend.macd(X, 26, 12), "fast must be below slow"),
        (lambda: trend.adx(X, X, X, 1), "period is 1; it must be at least 2"),
        (lambda: trend.directional(X, X, X, 1), "period is 1; it must be at least 2"),
        (lambda: momentum.roc(X, 0), "period is 0; it must be at least 1"),
        (lambda: momentum.rsi(X, -3), "period is -3; it must be at least 1"),
        (lambda: momentum.stochastic(X, X, X, smooth=0), "smooth is 0; it must be at least 1"),
        (lambda: volatility.atr(X, X, X, 0), "period is 0; it must be at least 1"),
        (lambda: volatility.atr_from_closes(X, 0), "period is 0; it must be at least 1"),
        (lambda: volatility.realised_volatility(X, 1), "window is 1; it must be at least 2"),
        (lambda: volatility.realised_volatility(X - 10, 5), "log returns need positive prices"),
        (lambda: volatility.bollinger_percent_b(X, 1), "window is 1; it must be at least 2"),
        (lambda: volatility.bollinger_percent_b(X, deviations=0), "deviations is 0; it must be above 0"),
        (lambda: volatility.chandelier_long(X, X, X, 0), "window is 0; it must be at least 1"),
        (lambda: rolling.rolling_mean(X, 0), "window is 0; it must be at least 1"),
        (lambda: rolling.rolling_max(X, 0), "window is 0; it must be at least 1"),
        (lambda: rolling.rolling_min(X, 0), "window is 0; it must be at least 1"),
        (lambda: rolling.rolling_std(X, 1), "window is 1; it must be at least 2"),
        (lambda: rolling.percentile_rank(X, 0), "window is 0; it must be at least 1"),
        (lambda: rolling.rolling_quantile(X, 0, 0.5), "window is 0; it must be at least 1"),
        (lambda: rolling.rolling_quantile(X, 5, 1.5), "q is 1.5; it must be between 0 and 1"),
        (lambda: volume.volume_ratio(X, 0), "window is 0; it must be at least 1"),
        (lambda: volume.dollar_volume(X, X, 0), "window is 0; it must be at least 1"),
        (lambda: volume.lower_third_volume(X, X, X, 0), "range_sessions is 0; it must be at least 1"),
        (lambda: volume.volume_by_price(X, X, X, 0), "bins is 0; it must be at least 1"),
        (lambda: relative_strength.relative_return(X, X, 0), "period is 0; it must be at least 1"),
        (lambda: relative_strength.beta(X, X, 1), "window is 1; it must be at least 2"),
        (lambda: relative_strength.beta(X, X - 10, 5), "returns need positive prices"),
        (lambda: levels.swing_highs(X, 0), "wings is 0; it must be at least 1"),
        (lambda: levels.swing_lows(X, 0), "wings is 0; it must be at least 1"),
        (lambda: levels.last_swing(X, X, 0), "wings is 0; it must be at least 1"),
        (lambda: trend.sma(X.reshape(8, 10), 3), "must be one-dimensional"),
    ],
)
def test_refused(call: Callable[[], FloatArray], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()
