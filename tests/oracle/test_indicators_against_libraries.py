"""Indicators equal those of other libraries on IWM's whole history, once seeds have faded as documented.

A library that seeds a recursive average otherwise may differ before the session that our docstring states,
and nowhere else. Windowed indicators have no seed: they must be equal from their first reading.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
import stockstats
import ta.momentum
import ta.trend
import ta.volatility

from tools.indicators import momentum, relative_strength, rolling, trend, volatility
from tools.types import FloatArray

pytestmark = pytest.mark.data


@dataclass(frozen=True)
class Inputs:
    """The same bars for both sides; `pta` is pandas_ta_classic."""

    high: pd.Series
    low: pd.Series
    close: pd.Series
    spy: pd.Series
    frame: pd.DataFrame
    pta: ModuleType

    @property
    def hlc(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        return self.high.to_numpy(), self.low.to_numpy(), self.close.to_numpy()

    @property
    def bars(self) -> tuple[pd.Series, pd.Series, pd.Series]:
        return self.high, self.low, self.close

    @property
    def x(self) -> FloatArray:
        return self.close.to_numpy()

    @property
    def stock(self) -> pd.DataFrame:
        return stockstats.wrap(self.frame.copy())


@dataclass(frozen=True)
class Pair:
    """Our reading, theirs, and the row from which our docstring says that they agree."""

    name: str
    ours: Callable[[Inputs], FloatArray]
    theirs: Callable[[Inputs], pd.Series]
    from_row: int

    def __str__(self) -> str:
        return self.name


EMA, WILDER, ADX = 7, 15, 30
"""Spans or periods until seeds have faded to 1e-6, as the docstrings of `ema`, `rsi`/`atr` and `adx` say."""

PAIRS = (
    Pair("sma: pandas", lambda i: trend.sma(i.x, 50), lambda i: i.close.rolling(50).mean(), 49),
    Pair(
        "ema 21: pandas",
        lambda i: trend.ema(i.x, 21),
        lambda i: i.close.ewm(span=21, adjust=False).mean(),
        EMA * 21,
    ),
    Pair("ema 63: ta", lambda i: trend.ema(i.x, 63), lambda i: ta.trend.ema_indicator(i.close, 63), EMA * 63),
    Pair(
        "ema 21: pandas_ta",
        lambda i: trend.ema(i.x, 21),
        lambda i: i.pta.ema(i.close, 21, talib=False),
        20,
    ),
    Pair("macd line: ta", lambda i: trend.macd(i.x)[0], lambda i: ta.trend.macd(i.close), EMA * 26),
    Pair(
        "macd signal: ta",
        lambda i: trend.macd(i.x)[1],
        lambda i: ta.trend.macd_signal(i.close),
        EMA * (26 + 9),
    ),
    Pair(
        "macd histogram: stockstats",
        lambda i: trend.macd(i.x)[2],
        lambda i: i.stock["macdh"] * 1.0,
        EMA * (26 + 9),
    ),
    Pair(
        "slope: pandas_ta",
        lambda i: trend.slope(i.x, 20),
        lambda i: i.pta.linreg(i.close, 20, slope=True, talib=False),
        19,
    ),
    Pair("adx: ta", lambda i: trend.adx(*i.hlc), lambda i: ta.trend.adx(*i.bars), ADX * 14),
    Pair(
        "adx: pandas_ta",
        lambda i: trend.adx(*i.hlc),
        lambda i: i.pta.adx(*i.bars, talib=False)["ADX_14"],
        ADX * 14,
    ),
    Pair(
        "+di: ta",
        lambda i: trend.directional(*i.hlc)[0],
        lambda i: ta.trend.adx_pos(*i.bars),
        WILDER * 14,
    ),
    Pair(
        "-di: pandas_ta",
        lambda i: trend.directional(*i.hlc)[1],
        lambda i: i.pta.adx(*i.bars, talib=False)["DMN_14"],
        WILDER * 14,
    ),
    Pair("roc: pandas", lambda i: momentum.roc(i.x, 10), lambda i: i.close.pct_change(10) * 100, 10),
    Pair("rsi: ta", lambda i: momentum.rsi(i.x), lambda i: ta.momentum.rsi(i.close), WILDER * 14),
    Pair("rsi: stockstats", lambda i: momentum.rsi(i.x), lambda i: i.stock["rsi_14"], WILDER * 14),
    Pair(
        "rsi: pandas_ta", lambda i: momentum.rsi(i.x), lambda i: i.pta.rsi(i.close, talib=False), WILDER * 14
    ),
    Pair(
        "%k: ta",
        lambda i: momentum.stochastic(*i.hlc)[0],
        lambda i: ta.momentum.stoch_signal(*i.bars),
        15,
    ),
    Pair(
        "%d: pandas_ta",
        lambda i: momentum.stochastic(*i.hlc)[1],
        lambda i: i.pta.stoch(*i.bars, talib=False)["STOCHd_14_3_3"],
        17,
    ),
    Pair(
        "true range: pandas_ta",
        lambda i: volatility.true_range(*i.hlc),
        lambda i: i.pta.true_range(*i.bars, talib=False),
        1,
    ),
    Pair(
        "atr: ta",
        lambda i: volatility.atr(*i.hlc),
        lambda i: ta.volatility.average_true_range(*i.bars, window=14),
        WILDER * 14,
    ),
    Pair("atr: stockstats", lambda i: volatility.atr(*i.hlc), lambda i: i.stock["atr_14"], WILDER * 14),
    Pair(
        "atr from closes: pandas",
        lambda i: volatility.atr_from_closes(i.x),
        lambda i: i.close.diff().abs().ewm(alpha=1 / 14, adjust=False).mean(),
        WILDER * 14,
    ),
    Pair(
        "realised volatility: pandas",
        lambda i: volatility.realised_volatility(i.x, 63),
        lambda i: np.log(i.close).diff().rolling(63).std() * np.sqrt(252) * 100,
        63,
    ),
    Pair(
        "%b: ta",
        lambda i: volatility.bollinger_percent_b(i.x),
        lambda i: ta.volatility.bollinger_pband(i.close),
        19,
    ),
    Pair(
        "drawdown: pandas_ta",
        lambda i: volatility.drawdown(i.x),
        lambda i: -100 * i.pta.drawdown(i.close)["DD_PCT"],
        0,
    ),
    Pair(
        "chandelier: pandas_ta",
        lambda i: volatility.chandelier_long(*i.hlc),
        lambda i: i.pta.ce(*i.bars, mamode="rma")["CE_L_22_3.0"],
        WILDER * 22,
    ),
    Pair(
        "rolling std: pandas", lambda i: rolling.rolling_std(i.x, 20), lambda i: i.close.rolling(20).std(), 19
    ),
    Pair(
        "percentile rank: pandas",
        lambda i: rolling.percentile_rank(i.x, 252),
        lambda i: i.close.rolling(252).rank(method="max", pct=True) * 100,
        251,
    ),
    Pair(
        "rolling quantile: numpy",
        lambda i: rolling.rolling_quantile(i.x, 252, 0.3),
        lambda i: i.close.rolling(252).apply(lambda window: np.quantile(window, 0.3), raw=True),
        251,
    ),
    Pair(
        "beta: pandas_ta",
        lambda i: relative_strength.beta(i.x, i.spy.to_numpy(), 252),
        lambda i: i.pta.beta(i.close, i.spy, 252),
        252,
    ),
)

every_pair = pytest.mark.parametrize("pair", PAIRS, ids=str)


@pytest.fixture(scope="module")
def inputs(data_dir: Path) -> Inputs:
    with warnings.catch_warnings():
        # pandas_ta_classic reads the clock at import through a property that pandas 3.1 deprecates
        warnings.simplefilter("ignore", pd.errors.Pandas4Warning)
        import pandas_ta_classic  # noqa: PLC0415 - inside the filter
    bars = pd.read_csv(data_dir / "bars/IWM.csv", index_col="Date", parse_dates=True)
    spy = pd.read_csv(data_dir / "bars/SPY.csv", index_col="Date", parse_dates=True).reindex(bars.index)
    frame = bars[["Open", "High", "Low", "Close", "Volume"]].rename(columns=str.lower)
    return Inputs(frame.high, frame.low, frame.close, spy.Close, frame, pandas_ta_classic)


@every_pair
def test_equal_to_1e_6_after_500_bars(pair: Pair, inputs: Inputs) -> None:
    np.testing.assert_allclose(
        pair.ours(inputs)[500:], pair.theirs(inputs).to_numpy(float)[500:], rtol=1e-6, atol=1e-9
    )


@every_pair
def test_different_seeds_show_only_before_the_stated_session(pair: Pair, inputs: Inputs) -> None:
    stop = pair.from_row + 60
    np.testing.assert_allclose(
        pair.ours(inputs)[pair.from_row : stop],
        pair.theirs(inputs).to_numpy(float)[pair.from_row : stop],
        rtol=1e-5,
        atol=1e-5,  # a millionth of seeds that lie a few dollars apart
    )
