"""(a) The same set of indicators over IWM's whole history: here and in three other libraries."""

import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from tests.benchmarks.timing import Timed, side_by_side
from tools.indicators import momentum, trend, volatility

SET = "SMA 20 50 200, EMA 21 63, RSI, MACD, Stochastic, ATR, ADX with DI, ROC 10 21, Bollinger %B"


def run(data: Path, runs: int) -> list[Timed]:
    """Medians of the set; each candidate does the same work on the same rows."""
    frame = pd.read_csv(data / "bars" / "IWM.csv", index_col="Date", parse_dates=True)
    with warnings.catch_warnings():
        # the peers use spellings that newer pandas deprecates
        warnings.simplefilter("ignore")
        return side_by_side(
            {
                "plumbline": _ours(frame),
                "ta": _ta(frame),
                "stockstats": _stockstats(frame),
                "pandas-ta-classic": _pandas_ta(frame),
            },
            runs=runs,
        )


def _ours(frame: pd.DataFrame) -> Callable[[], object]:
    high, low, close = (np.ascontiguousarray(frame[name], np.float64) for name in ("High", "Low", "Close"))

    def work() -> object:
        return (
            [trend.sma(close, window) for window in (20, 50, 200)],
            [trend.ema(close, span) for span in (21, 63)],
            momentum.rsi(close, 14),
            trend.macd(close),
            momentum.stochastic(high, low, close),
            volatility.atr(high, low, close, 14),
            trend.adx(high, low, close, 14),
            trend.directional(high, low, close, 14),
            [momentum.roc(close, period) for period in (10, 21)],
            volatility.bollinger_percent_b(close),
        )

    return work


def _ta(frame: pd.DataFrame) -> Callable[[], object]:
    import ta

    high, low, close = frame["High"], frame["Low"], frame["Close"]

    def work() -> object:
        macd = ta.trend.MACD(close)
        stochastic = ta.momentum.StochasticOscillator(high, low, close)
        adx = ta.trend.ADXIndicator(high, low, close)
        return (
            [ta.trend.sma_indicator(close, window) for window in (20, 50, 200)],
            [ta.trend.ema_indicator(close, span) for span in (21, 63)],
            ta.momentum.rsi(close),
            (macd.macd(), macd.macd_signal(), macd.macd_diff()),
            (stochastic.stoch(), stochastic.stoch_signal()),
            ta.volatility.average_true_range(high, low, close),
            (adx.adx(), adx.adx_pos(), adx.adx_neg()),
            [ta.momentum.roc(close, period) for period in (10, 21)],
            ta.volatility.bollinger_pband(close),
        )

    return work


def _stockstats(frame: pd.DataFrame) -> Callable[[], object]:
    from stockstats import StockDataFrame

    plain = frame.rename(columns=str.lower)[["open", "high", "low", "close", "volume"]]
    wanted = [
        *(f"close_{window}_sma" for window in (20, 50, 200)),
        *(f"close_{span}_ema" for span in (21, 63)),
        *("rsi_14", "macd", "macds", "macdh", "kdjk", "kdjd", "atr_14", "adx", "pdi", "ndi"),
        *("close_10_roc", "close_21_roc", "boll", "boll_ub", "boll_lb"),
    ]

    def work() -> object:
        table = StockDataFrame.retype(plain.copy())
        return [table[name] for name in wanted]

    return work


def _pandas_ta(frame: pd.DataFrame) -> Callable[[], object]:
    import pandas_ta_classic as classic

    high, low, close = frame["High"], frame["Low"], frame["Close"]

    def work() -> object:
        return (
            [classic.sma(close, length=window) for window in (20, 50, 200)],
            [classic.ema(close, length=span) for span in (21, 63)],
            classic.rsi(close, length=14),
            classic.macd(close),
            classic.stoch(high, low, close),
            classic.atr(high, low, close, length=14),
            classic.adx(high, low, close, length=14),
            [classic.roc(close, length=period) for period in (10, 21)],
            classic.bbands(close, length=20),
        )

    return work
