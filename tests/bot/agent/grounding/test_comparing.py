"""Figures and symbols held against each other, names of one price, and votes and bands told by name."""

import pytest

from tests.bot.agent.grounding.made import IWM, SPY, fact, grounds, told_apart
from tools.types import Unit

FULL = [
    grounds(
        facts=(
            *IWM,
            fact("iwm.percent_b", "Bollinger %B", 1.04, Unit.RATIO),
            fact("iwm.macd", "MACD", 2.31, Unit.USD),
            fact("iwm.macd_signal", "MACD signal", 1.87, Unit.USD),
            fact("iwm.volatility.20", "20-session volatility", 18.2, Unit.PERCENT),
            fact("iwm.volatility.60", "60-session volatility", 24.6, Unit.PERCENT),
        )
    )
]
"""The card by hand with the readings that are held against each other."""

BOTH = [FULL[0], grounds("SPY", (*SPY, fact("spy.adx14", "ADX", 22.4, Unit.POINTS_100)), card=None)]


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("MACD at 2.31 is above its signal at 1.87.", "MACD at 2.31 is below its signal at 1.87."),
        (
            "The 21-session EMA of $228.37 is over the 63-session EMA of $221.15.",
            "The 21-session EMA of $228.37 is under the 63-session EMA of $221.15.",
        ),
        (
            "20-session volatility is 18.2 %, below the 60-session volatility of 24.6 %.",
            "20-session volatility is 18.2 %, above the 60-session volatility of 24.6 %.",
        ),
        (
            "The separation widened from 1.21 ATR five sessions ago to 1.58 ATR.",
            "The separation narrowed from 1.21 ATR five sessions ago to 1.58 ATR.",
        ),
        (
            "EMA separation rose to 1.58 ATR from 1.21 ATR five sessions ago.",
            "EMA separation fell to 1.58 ATR from 1.21 ATR five sessions ago.",
        ),
    ],
)
def test_a_comparison_is_held_against_its_own_figures(true: str, false: str) -> None:
    told_apart(true, false, FULL)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("IWM's RSI is 64.1 and SPY's is 58.3: IWM is the stronger one, the highest.",
         "IWM's RSI is 64.1 and SPY's is 58.3: SPY is the stronger one, the highest."),
        ("IWM's ADX is 17.8, SPY's 22.4. IWM's is the lowest.",
         "IWM's ADX is 17.8, SPY's 22.4. SPY's is the lowest."),
    ],
)  # fmt: skip
def test_symbols_are_ranked_by_the_reading_stated_last(true: str, false: str) -> None:
    told_apart(true, false, BOTH)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("There is a shelf at $209.84, the 200-session SMA.",
         "There is a shelf at $209.84, the 50-session SMA."),
        ("The level to hold is $226.71, which is also the support S1.",
         "The level to hold is $226.71, which is also the resistance R1."),
    ],
)  # fmt: skip
def test_two_names_of_one_price_are_both_right(true: str, false: str) -> None:
    told_apart(true, false)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("Two indicators are at zero: volume and stochastic.",
         "Two indicators are at zero: volume and MACD."),
        ("Of the votes, zeros from volume and stochastic.", "Of the votes, zeros from volume and RSI."),
        ("Only ADX casts a minus; RSI and MACD are positive votes.",
         "Only ADX casts a minus; RSI and volume are positive votes."),
    ],
)  # fmt: skip
def test_votes_told_by_name_are_those_cast(true: str, false: str) -> None:
    told_apart(true, false)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("The close is above the upper Bollinger band.", "The close is below the upper Bollinger band."),
        ("With %B at 1.04 it is outside the Bollinger bands.",
         "With %B at 1.04 it is inside the Bollinger bands."),
    ],
)  # fmt: skip
def test_where_the_close_stands_to_its_bands_follows_from_percent_b(true: str, false: str) -> None:
    told_apart(true, false, FULL)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("Two EMAs: the 21 at $228.37 is above the 63.", "Two EMAs: the 21 at $228.37 is below the 63."),
        ("The simple averages are $227.93 (20-day) and $222.31 (50-day).",
         "The simple averages are $227.93 (50-day) and $222.31 (20-day)."),
        ("The close is above the 200-day average at $209.84.",
         "The close is above the 50-day average at $209.84."),
    ],
)  # fmt: skip
def test_an_average_named_by_its_sessions_alone_is_that_one(true: str, false: str) -> None:
    told_apart(true, false)
