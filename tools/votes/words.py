"""The words of the eight votes: what each number is called, how it was made, the sentence of each outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tools.bars import Bars
from tools.chart_prices import ADJUSTED, CHART, extremes_basis, price_unit, why_missing
from tools.facts import FactSheet
from tools.profile import VotesProfile
from tools.types import Reading, Unit
from tools.votes.columns import ADX_PERIOD, STACK, VoteHistory


@dataclass(frozen=True, slots=True)
class Ballot:
    """How a vote is told.

    Attributes:
        title: The indicator's name on cards.
        uses: The readings it was cast on, by name; thresholds last.
        bullish, bearish, neutral: The sentence of a vote of +1, -1 and 0.
    """

    title: str
    uses: tuple[str, ...]
    bullish: str
    bearish: str
    neutral: str


BALLOTS: Mapping[str, Ballot] = {
    "rsi": Ballot(
        "RSI",
        ("rsi", "rsi_high", "rsi_low"),
        "RSI {rsi} is above {rsi_high}.",
        "RSI {rsi} is below {rsi_low}.",
        "RSI {rsi} is between {rsi_low} and {rsi_high}.",
    ),
    "macd": Ballot(
        "MACD",
        ("macd", "macd_signal", "macd_histogram"),
        "MACD {macd} is above its signal line {macd_signal}.",
        "MACD {macd} is below its signal line {macd_signal}.",
        "MACD {macd} is on its signal line {macd_signal}.",
    ),
    "fibonacci": Ballot(
        "Fibonacci position",
        ("fibonacci_position", "fibonacci_high", "fibonacci_low"),
        "The close stands at {fibonacci_position} of the last swing, at or above {fibonacci_high}.",
        "The close stands at {fibonacci_position} of the last swing, at or below {fibonacci_low}.",
        "The close stands at {fibonacci_position} of the last swing, between {fibonacci_low} and "
        "{fibonacci_high}.",
    ),
    "volume": Ballot(
        "Volume",
        ("volume_ratio", "change"),
        "Volume was {volume_ratio} times its mean on a rise of {change}.",
        "Volume was {volume_ratio} times its mean on a move of {change}.",
        "Volume was {volume_ratio} times its mean on a move of {change}: too quiet, or no move.",
    ),
    "stochastic": Ballot(
        "Stochastic",
        ("stoch_k", "stoch_d", "stochastic_high", "stochastic_low"),
        "%K {stoch_k} is above %D {stoch_d} and below {stochastic_high}.",
        "%K {stoch_k} is below %D {stoch_d} and above {stochastic_low}.",
        "%K {stoch_k} against %D {stoch_d}: no direction, or one already beyond {stochastic_high} or "
        "{stochastic_low}.",
    ),
    "percent_b": Ballot(
        "Bollinger %B",
        ("percent_b", "band_high", "band_low"),
        "%B {percent_b} is above {band_high}.",
        "%B {percent_b} is below {band_low}.",
        "%B {percent_b} is between {band_low} and {band_high}.",
    ),
    "adx": Ballot(
        "ADX and DI",
        ("adx", "plus_di", "minus_di", "adx_trending"),
        "ADX {adx} is at least {adx_trending}, with +DI {plus_di} above -DI {minus_di}.",
        "ADX {adx} is at least {adx_trending}, with +DI {plus_di} below -DI {minus_di}.",
        "ADX {adx} against {adx_trending}, +DI {plus_di} and -DI {minus_di} show no trend.",
    ),
    "stack": Ballot(
        "Moving-average stack",
        ("price", *(f"sma{window}" for window in STACK)),
        "Adjusted close {price} is above its averages, in rising order: {sma20}, {sma50}, {sma200}.",
        "Adjusted close {price} is below its averages, in falling order: {sma20}, {sma50}, {sma200}.",
        "Adjusted close {price} and its averages {sma20}, {sma50}, {sma200} are not in order.",
    ),
}


class _Number(NamedTuple):
    """How a number becomes a fact; `warm_up` is in sessions."""

    key: str
    label: str
    unit: Unit
    method: str
    needs: Literal["closes", "swings", "range", "volume"]
    warm_up: int


def number_facts(
    bars: Bars, profile: VotesProfile, sheet: FactSheet, history: VoteHistory
) -> dict[str, Reading]:
    """The last row of the numbers, by their names in `VoteHistory.numbers`.

    Args:
        bars: Cut at the session.
        profile: For the periods.
        sheet: Makes the facts.
        history: Of these bars.
    """
    return {
        name: sheet.number(
            number.key,
            number.label,
            float(history.numbers[name][-1]),
            number.unit,
            number.method,
            missing=_reason(bars, number),
        )
        for name, number in _described(bars, profile).items()
    }


def threshold_facts(profile: VotesProfile, sheet: FactSheet) -> dict[str, Reading]:
    """The thresholds that sentences quote, by their names in the profile.

    Args:
        profile: Thresholds.
        sheet: Makes the facts.
    """
    units = {
        "rsi_high": Unit.POINTS_100,
        "rsi_low": Unit.POINTS_100,
        "stochastic_high": Unit.POINTS_100,
        "stochastic_low": Unit.POINTS_100,
        "adx_trending": Unit.POINTS_100,
        "band_high": Unit.TIMES,
        "band_low": Unit.TIMES,
        "fibonacci_high": Unit.TIMES,
        "fibonacci_low": Unit.TIMES,
        "volume_spike": Unit.TIMES,
    }
    return {
        name: sheet.number(
            f"votes.threshold.{name}",
            f"threshold {name}",
            getattr(profile, name),
            unit,
            f"profile votes.{name}",
        )
        for name, unit in units.items()
    }


def _described(bars: Bars, profile: VotesProfile) -> dict[str, _Number]:
    price, of_100 = price_unit(bars), Unit.POINTS_100
    window, period = profile.volume_window, profile.rsi_period
    wilder = f"Wilder, {ADX_PERIOD} sessions, high, low and close {CHART}"
    slow = f"slow, 14, 3, 3 sessions, high, low and close {CHART}"
    macd = f"12, 26, 9 sessions, {ADJUSTED}"
    swings = f"(close - swing low) / (swing high - swing low), confirmed swings of {extremes_basis(bars)}"
    ratio = f"volume / mean of the {window} sessions before"
    rsi = f"RSI({period}, Wilder), {ADJUSTED}"
    return {
        "rsi": _Number(f"rsi{period}", f"RSI {period}", of_100, rsi, "closes", period),
        "macd": _Number("macd", "MACD", price, f"MACD line, {macd}", "closes", 33),
        "macd_signal": _Number("macd_signal", "MACD signal", price, f"MACD signal, {macd}", "closes", 33),
        "macd_histogram": _Number(
            "macd_histogram", "MACD histogram", price, f"MACD line - signal, {macd}", "closes", 33
        ),
        "fibonacci_position": _Number(
            "fibonacci_position", "position in the last swing", Unit.TIMES, swings, "swings", 0
        ),
        "volume_ratio": _Number(
            "volume_ratio", "volume against its mean", Unit.TIMES, ratio, "volume", window
        ),
        "change": _Number(
            "votes.change", "change on the day", Unit.PERCENT, f"ROC(1), {ADJUSTED}", "closes", 1
        ),
        "stoch_k": _Number("stoch_k", "%K", of_100, f"stochastic %K, {slow}", "range", 15),
        "stoch_d": _Number("stoch_d", "%D", of_100, f"stochastic %D, {slow}", "range", 17),
        "percent_b": _Number("percent_b", "%B", Unit.TIMES, f"Bollinger %B(20, 2), {ADJUSTED}", "closes", 19),
        "adx": _Number(f"adx{ADX_PERIOD}", "ADX", of_100, f"ADX, {wilder}", "range", 2 * ADX_PERIOD - 1),
        "plus_di": _Number("plus_di", "+DI", of_100, f"+DI, {wilder}", "range", ADX_PERIOD),
        "minus_di": _Number("minus_di", "-DI", of_100, f"-DI, {wilder}", "range", ADX_PERIOD),
        "price": _Number("votes.adj_close", "adjusted close", price, ADJUSTED, "closes", 0),
        **{
            f"sma{days}": _Number(
                f"sma{days}", f"{days}-session SMA", price, f"SMA({days}), {ADJUSTED}", "closes", days - 1
            )
            for days in STACK
        },
    }


def _reason(bars: Bars, number: _Number) -> str:
    """Why a number is not there, given that it is not."""
    if number.needs == "swings":
        return "no confirmed swing high above a swing low"
    lacks_range = number.needs in ("range", "volume") and bars.fields == "close"
    lacks_volume = number.needs == "volume" and bars.fields == "ohlc"
    if lacks_range or lacks_volume:
        return why_missing(bars, volume=lacks_volume)
    if len(bars) <= number.warm_up:
        return "not enough sessions"
    return "nothing traded" if number.needs == "volume" else "the price did not move"
