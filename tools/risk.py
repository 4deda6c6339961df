"""Risk of holding: volatility, beta, drawdown, liquidity, gaps, a stop; and reward against risk per level."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from tools.bars import Bars
from tools.chart_prices import ADJUSTED, CHART, price_unit, why_missing
from tools.facts import FactSheet
from tools.indicators.relative_strength import beta
from tools.indicators.volatility import (
    atr,
    atr_from_closes,
    chandelier_long,
    drawdown,
    realised_volatility,
)
from tools.indicators.volume import dollar_volume
from tools.profile import RiskProfile
from tools.reward_risk import RewardRisk, reward_risk
from tools.types import Absent, Reading, Unit

__all__ = ["RewardRisk", "Risk", "reward_risk", "risk"]


@dataclass(frozen=True, slots=True)
class Risk:
    """The risk figures of one session.

    Attributes:
        atr: Wilder's ATR in the unit of price; its `number` is what `levels` wants.
        atr_percent: The same in per cent of the close.
        volatility: Realised, per cent a year, one per window of the profile.
        beta: To the benchmark, over the window in its id.
        max_drawdown: Deepest fall from a high in all the bars, per cent, dated by its trough.
        current_drawdown: Fall from the highest close so far, per cent.
        liquidity: Mean dollar volume.
        gap: The percentile of the size of overnight gaps, per cent.
        worst_gap: The largest of them with its sign, dated by its session.
        stop: Chandelier stop of a long position.
    """

    atr: Reading
    atr_percent: Reading
    volatility: tuple[Reading, ...]
    beta: Reading
    max_drawdown: Reading
    current_drawdown: Reading
    liquidity: Reading
    gap: Reading
    worst_gap: Reading
    stop: Reading

    def facts(self) -> Iterator[Reading]:
        """Every reading in the order of a card."""
        yield from (self.atr, self.atr_percent, *self.volatility, self.beta, self.max_drawdown)
        yield from (self.current_drawdown, self.liquidity, self.gap, self.worst_gap, self.stop)


def risk(
    bars: Bars,
    benchmark: Bars | Absent,
    profile: RiskProfile,
    sheet: FactSheet,
    *,
    benchmark_symbol: str = "SPY",
) -> Risk:
    """The risk figures of the last session.

    ATR, gaps, the stop and dollar volume are of prices unadjusted for dividends, as a chart shows them;
    volatility, beta and drawdown of dividend-adjusted closes. With closes only the ATR is that of closes, and
    gaps and stop are missing.

    Args:
        bars: Cut at the session; at least one row.
        benchmark: Cut at the same session, or why it is not there.
        profile: Windows.
        sheet: Makes the facts.
        benchmark_symbol: What an absent benchmark would have been.
    """
    gap, worst_gap = _gaps(bars, profile, sheet)
    deepest, current = _drawdowns(bars, sheet)
    in_price, in_percent = _atr(bars, profile.atr_period, sheet)
    return Risk(
        atr=in_price,
        atr_percent=in_percent,
        volatility=tuple(
            sheet.number(
                f"volatility.{window}",
                f"{window}-session realised volatility",
                float(realised_volatility(bars.adj_close, window)[-1]),
                Unit.PERCENT,
                f"annualised deviation of {window} daily log returns, {ADJUSTED}",
            )
            for window in profile.volatility_windows
        ),
        beta=_beta(bars, benchmark, benchmark_symbol, profile.beta_window, sheet),
        max_drawdown=deepest,
        current_drawdown=current,
        liquidity=_liquidity(bars, profile.liquidity_window, sheet),
        gap=gap,
        worst_gap=worst_gap,
        stop=_stop(bars, profile, sheet),
    )


def _atr(bars: Bars, period: int, sheet: FactSheet) -> tuple[Reading, Reading]:
    if bars.fields == "close":
        value = float(atr_from_closes(bars.close, period)[-1])
        method = f"ATR({period}, Wilder) of closes only, {CHART}"
    else:
        value = float(atr(bars.high, bars.low, bars.close, period)[-1])
        method = f"ATR({period}, Wilder), {CHART}"
    percent = 100 * value / float(bars.close[-1])
    return (
        sheet.number(f"atr{period}", f"ATR {period}", value, price_unit(bars), method),
        sheet.number(
            f"atr{period}_percent",
            f"ATR {period} in per cent of the close",
            percent,
            Unit.PERCENT,
            f"{method}, / close",
        ),
    )


def _beta(
    bars: Bars, benchmark: Bars | Absent, benchmark_symbol: str, window: int, sheet: FactSheet
) -> Reading:
    against = benchmark_symbol if isinstance(benchmark, Absent) else benchmark.symbol
    key = f"beta.{against.lower().lstrip('^')}_{window}"
    label = f"{window}-session beta to {against}"
    if bars.symbol == against:
        return sheet.missing(key, label, "the symbol is its own benchmark")
    if isinstance(benchmark, Absent):
        return sheet.missing(key, label, benchmark.reason)
    common, ours, theirs = bars.index.join(benchmark.index, how="inner", return_indexers=True)
    if not len(common):
        return sheet.missing(key, label, "no session in common")
    # None stands for every row
    own = bars.adj_close if ours is None else bars.adj_close[ours]
    other = benchmark.adj_close if theirs is None else benchmark.adj_close[theirs]
    value = float(beta(own[-window - 1 :], other[-window - 1 :], window)[-1])
    reason = "not enough common sessions" if len(common) <= window else f"{against} did not move"
    return sheet.number(
        key,
        label,
        value,
        Unit.TIMES,
        f"covariance / variance of {window} daily returns on common sessions, {ADJUSTED}",
        missing=reason,
        as_of=pd.Timestamp(common[-1]).date(),
    )


def _drawdowns(bars: Bars, sheet: FactSheet) -> tuple[Reading, Reading]:
    falls = drawdown(bars.adj_close)
    trough = int(falls.argmin())

    def day(row: int) -> date:
        return pd.Timestamp(bars.index[row]).date()

    readings = []
    for key, label, row in (
        ("max", "maximum drawdown", trough),
        ("current", "current drawdown", len(bars) - 1),
    ):
        peak = int(bars.adj_close[: row + 1].argmax())
        readings.append(
            sheet.number(
                f"drawdown.{key}",
                label,
                float(falls[row]),
                Unit.PERCENT,
                f"fall from the highest close since {day(0)}, {ADJUSTED}",
                as_of=day(row),
                notes=(f"from {day(peak)} to {day(row)}",),
            )
        )
    return readings[0], readings[1]


def _liquidity(bars: Bars, window: int, sheet: FactSheet) -> Reading:
    return sheet.number(
        f"liquidity.dollar_volume{window}",
        f"{window}-session dollar volume",
        float(dollar_volume(bars.close, bars.volume, window)[-1]),
        Unit.USD_PER_SESSION,
        f"mean of close * volume over {window} sessions, {CHART}",
        missing=why_missing(bars, volume=True),
    )


def _gaps(bars: Bars, profile: RiskProfile, sheet: FactSheet) -> tuple[Reading, Reading]:
    """Percentile of the size, and the worst, over a full window of overnight gaps."""
    window = profile.gap_window
    gaps = 100 * (bars.open[1:] / bars.close[:-1] - 1)[-window:]
    size = np.abs(gaps)
    percentile, worst, day = math.nan, math.nan, None
    if bars.fields != "close" and len(gaps) == window:
        percentile = float(np.percentile(size, profile.gap_percentile))
        row = int(size.argmax())
        worst = float(gaps[row])
        day = pd.Timestamp(bars.index[len(bars) - window + row]).date()
    over = f"over {window} sessions, {CHART}"
    return (
        sheet.number(
            "gap.p" + f"{profile.gap_percentile:g}".replace(".", "_"),
            f"{profile.gap_percentile:g}th percentile of gap size",
            percentile,
            Unit.PERCENT,
            f"|open / previous close - 1| {over}",
            missing=why_missing(bars),
        ),
        sheet.number(
            "gap.worst",
            "largest gap",
            worst,
            Unit.PERCENT,
            f"open / previous close - 1 {over}",
            missing=why_missing(bars),
            as_of=day,
        ),
    )


def _stop(bars: Bars, profile: RiskProfile, sheet: FactSheet) -> Reading:
    window, multiple = profile.chandelier_window, profile.chandelier_multiple
    return sheet.number(
        "stop.chandelier",
        "chandelier stop",
        float(chandelier_long(bars.high, bars.low, bars.close, window, multiple)[-1]),
        price_unit(bars),
        f"highest high of {window} sessions - {multiple:g} * ATR({window}, Wilder), {CHART}",
        missing=why_missing(bars),
    )
