"""Every indicator that answers the questionnaire, with what its docstring promises."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tools.indicators import levels, momentum, relative_strength, rolling, trend, volatility, volume
from tools.types import FloatArray

NAN = float("nan")


@dataclass(frozen=True)
class Case:
    """One indicator with its arguments.

    Attributes:
        name: As pytest shows it.
        columns: The columns it takes: `open high low close volume other sign`.
        compute: The call on those columns.
        warm_up: NaN rows promised, per output.
        constant: Last reading on 60 rows of `constant_market`, per output; NaN where that is undefined.
        low: Lower bound of every output.
        high: Upper bound of every output.
        sparse: NaN is a usual reading after the warm-up too (a pivot is not confirmed every day).
    """

    name: str
    columns: tuple[str, ...]
    compute: Callable[..., object]
    warm_up: tuple[int, ...]
    constant: tuple[float, ...]
    low: float = -np.inf
    high: float = np.inf
    sparse: bool = False

    def __str__(self) -> str:
        return self.name

    def readings(self, market: dict[str, FloatArray]) -> tuple[FloatArray, ...]:
        """All outputs as a tuple."""
        result = self.compute(*(market[column] for column in self.columns))
        if isinstance(result, dict):
            return tuple(result.values())
        return result if isinstance(result, tuple) else (result,)


HLC = ("high", "low", "close")
CLOSE = ("close",)

CASES = (
    Case("sma 1", CLOSE, lambda x: trend.sma(x, 1), (0,), (50,)),
    Case("sma 20", CLOSE, lambda x: trend.sma(x, 20), (19,), (50,)),
    Case("ema 1", CLOSE, lambda x: trend.ema(x, 1), (0,), (50,)),
    Case("ema 21", CLOSE, lambda x: trend.ema(x, 21), (20,), (50,)),
    Case("macd", CLOSE, trend.macd, (33, 33, 33), (0, 0, 0)),
    Case("macd 3 7 1", CLOSE, lambda x: trend.macd(x, 3, 7, 1), (6, 6, 6), (0, 0, 0)),
    Case("slope 2", CLOSE, lambda x: trend.slope(x, 2), (1,), (0,)),
    Case("slope 20", CLOSE, lambda x: trend.slope(x, 20), (19,), (0,)),
    Case("adx", HLC, trend.adx, (27,), (NAN,), 0, 100),
    Case("adx 2", HLC, lambda *bars: trend.adx(*bars, 2), (3,), (NAN,), 0, 100),
    Case("directional", HLC, trend.directional, (14, 14), (NAN, NAN), 0, 100),
    Case("directional 2", HLC, lambda *bars: trend.directional(*bars, 2), (2, 2), (NAN, NAN), 0, 100),
    Case("run length", ("sign",), trend.run_length, (0,), (60,), 1),
    Case("roc 1", CLOSE, lambda x: momentum.roc(x, 1), (1,), (0,), -100),
    Case("roc 10", CLOSE, lambda x: momentum.roc(x, 10), (10,), (0,), -100),
    Case("rsi", CLOSE, momentum.rsi, (14,), (NAN,), 0, 100),
    Case("rsi 1", CLOSE, lambda x: momentum.rsi(x, 1), (1,), (NAN,), 0, 100, sparse=True),
    Case("stochastic", HLC, momentum.stochastic, (15, 17), (NAN, NAN), 0, 100),
    Case(
        "stochastic 5 1 2", HLC, lambda *bars: momentum.stochastic(*bars, 5, 1, 2), (4, 5), (NAN, NAN), 0, 100
    ),
    Case("true range", HLC, volatility.true_range, (1,), (0,), 0),
    Case("atr", HLC, volatility.atr, (14,), (0,), 0),
    Case("atr 1", HLC, lambda *bars: volatility.atr(*bars, 1), (1,), (0,), 0),
    Case("atr from closes", CLOSE, volatility.atr_from_closes, (14,), (0,), 0),
    Case("realised volatility 21", CLOSE, lambda x: volatility.realised_volatility(x, 21), (21,), (0,), 0),
    Case("bollinger %b", CLOSE, volatility.bollinger_percent_b, (19,), (NAN,)),
    Case("bollinger %b 2", CLOSE, lambda x: volatility.bollinger_percent_b(x, 2), (1,), (NAN,), sparse=True),
    Case("drawdown", CLOSE, volatility.drawdown, (0,), (0,), -100, 0),
    Case("chandelier", HLC, volatility.chandelier_long, (22,), (50,)),
    Case("rolling mean 5", CLOSE, lambda x: rolling.rolling_mean(x, 5), (4,), (50,)),
    Case("rolling std 2", CLOSE, lambda x: rolling.rolling_std(x, 2), (1,), (0,), 0),
    Case("rolling std 20", CLOSE, lambda x: rolling.rolling_std(x, 20), (19,), (0,), 0),
    Case("rolling max 1", CLOSE, lambda x: rolling.rolling_max(x, 1), (0,), (50,)),
    Case("rolling max 20", CLOSE, lambda x: rolling.rolling_max(x, 20), (19,), (50,)),
    Case("rolling min 1", CLOSE, lambda x: rolling.rolling_min(x, 1), (0,), (50,)),
    Case("rolling min 20", CLOSE, lambda x: rolling.rolling_min(x, 20), (19,), (50,)),
    Case("percentile rank 1", CLOSE, lambda x: rolling.percentile_rank(x, 1), (0,), (100,), 0, 100),
    Case("percentile rank 30", CLOSE, lambda x: rolling.percentile_rank(x, 30), (29,), (100,), 100 / 30, 100),
    Case("rolling quantile 30", CLOSE, lambda x: rolling.rolling_quantile(x, 30, 0.7), (29,), (50,)),
    Case("volume ratio", ("volume",), volume.volume_ratio, (20,), (1,), 0),
    Case("volume ratio 1", ("volume",), lambda x: volume.volume_ratio(x, 1), (1,), (1,), 0),
    Case("dollar volume", ("close", "volume"), volume.dollar_volume, (19,), (50_000,), 0),
    Case("lower third", ("high", "low", "volume"), volume.lower_third_volume, (4,), (5000,), 0),
    Case(
        "lower third 1",
        ("high", "low", "volume"),
        lambda *x: volume.lower_third_volume(*x, 1),
        (0,),
        (1000,),
        0,
    ),
    Case("price ratio", ("close", "other"), relative_strength.price_ratio, (0,), (1,), 0),
    Case(
        "relative return 10",
        ("close", "other"),
        lambda a, b: relative_strength.relative_return(a, b, 10),
        (10,),
        (0,),
    ),
    Case("beta 21", ("close", "other"), lambda a, b: relative_strength.beta(a, b, 21), (21,), (NAN,)),
    Case("swing highs", ("high",), levels.swing_highs, (10,), (NAN,), sparse=True),
    Case("swing highs 1", ("high",), lambda x: levels.swing_highs(x, 1), (2,), (NAN,), sparse=True),
    Case("swing lows", ("low",), levels.swing_lows, (10,), (NAN,), sparse=True),
    Case("last swing", ("high", "low"), levels.last_swing, (10, 10, 10), (NAN, NAN, NAN), sparse=True),
    Case(
        "fibonacci",
        HLC,
        lambda top, bottom, close: levels.fibonacci_position(close, top, bottom),
        (0,),
        (NAN,),
        0,
        1,
    ),
    Case("classic pivots", HLC, levels.classic_pivots, (0,) * 7, (50,) * 7),
    Case("demark pivots", ("open", *HLC), levels.demark_pivots, (0,) * 3, (50,) * 3),
)


def constant_market(rows: int) -> dict[str, FloatArray]:
    """Bars that never move."""
    prices = {name: np.full(rows, 50.0) for name in ("open", "high", "low", "close", "other")}
    return {**prices, "volume": np.full(rows, 1000.0), "sign": np.ones(rows)}


def random_market(rows: int, seed: int = 7) -> dict[str, FloatArray]:
    """Valid bars of a random walk that moves at every session."""
    rng = np.random.default_rng(seed)
    close, other = 50 * np.exp(np.cumsum(rng.normal(0, 0.02, (2, rows)), axis=1))
    open_ = close * np.exp(rng.normal(0, 0.01, rows))
    return {
        "open": open_,
        "high": np.maximum(open_, close) * (1 + rng.uniform(0.001, 0.02, rows)),
        "low": np.minimum(open_, close) * (1 - rng.uniform(0.001, 0.02, rows)),
        "close": close,
        "other": other,
        "volume": rng.integers(100, 100_000, rows).astype(float),
        "sign": np.sign(rng.normal(0, 1, rows)),
    }
