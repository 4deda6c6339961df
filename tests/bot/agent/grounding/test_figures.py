"""A figure is a fact of that name, as it is rounded, with its sign and its unit."""

import pytest

from tests.bot.agent.grounding.made import told_apart

NUMBERS = (
    ("rounded to the digits written", "IWM closed at $231.5.", "IWM closed at $231.4."),
    ("rounded to whole dollars", "The close was $231.", "The close was $232."),
    ("cut off is not rounded", "RSI is 64.1.", "RSI is 64.0."),
    ("billions, short", "The 20-session dollar volume is $6.78B.", "The 20-session dollar volume is $6.87B."),
    (
        "billions, written out",
        "The 20-session dollar volume is $6.8 billion.",
        "The 20-session dollar volume is $6.8 million.",
    ),
    (
        "millions",
        "Volume in the lower third of the weekly range was 8.5M shares.",
        "Volume in the lower third of the weekly range was 8.5K shares.",
    ),
    (
        "thousands with a comma",
        "1,247 of 1,879 members counted are above.",
        "1,274 of 1,879 members counted are above.",
    ),
    ("basis points", "The curve's 21-session change is -12 bp.", "The curve's 21-session change is -21 bp."),
    ("basis points of a level", "The curve stands at 55 bp.", "The curve stands at 65 bp."),
    (
        "a number in words",
        "The averages crossed eighty-four sessions ago.",
        "The averages crossed eighty-six sessions ago.",
    ),
    (
        "a fraction",
        "About two thirds of members are above their 50-session average.",
        "About three quarters of members are above their 50-session average.",
    ),
    (
        "half",
        "Less than half of members are above their 200-session average.",
        "More than half of members are above their 200-session average.",
    ),
    (
        "so many in ten",
        "Roughly seven in ten members are above their 50-session average.",
        "Roughly nine in ten members are above their 50-session average.",
    ),
    (
        "a range",
        "The close of $231.48 lies between S1 at $226.71 and R1 at $236.24.",
        "The close of $231.48 lies between S1 at $226.71 and R1 at $237.24.",
    ),
    ("a hedge", "RSI is about 64.", "RSI is about 68."),
    ("a tilde", "IWM closed near ~$231.", "IWM closed near ~$238."),
    ("a lower bound", "RSI is above 60.", "RSI is above 66."),
    ("an upper bound", "ADX is under 20.", "ADX is under 15."),
    ("a sign for more", "RSI > 60.", "RSI > 70."),
    ("a figure of another name", "The 50-session SMA is at $222.31.", "The 200-session SMA is at $222.31."),
    ("an invented level", "R1 stands at $236.24.", "R1 stands at $239.24."),
    (
        "two swapped",
        "The 21-session EMA is $228.37 and the 63-session EMA is $221.15.",
        "The 21-session EMA is $221.15 and the 63-session EMA is $228.37.",
    ),
    (
        "as many names as numbers",
        "EMA 21 and EMA 63 are at $228.37 and $221.15.",
        "EMA 21 and EMA 63 are at $221.15 and $228.37.",
    ),
    ("in brackets", "RSI (64.1) is elevated.", "RSI (61.4) is elevated."),
    ("a vote", "The RSI vote is +1.", "The ADX vote is +1."),
    (
        "decimals in words",
        "The EMA separation is one point five eight ATR.",
        "The EMA separation is one point eight five ATR.",
    ),
)


@pytest.mark.parametrize(("true", "false"), [row[1:] for row in NUMBERS], ids=[row[0] for row in NUMBERS])
def test_a_figure_is_the_named_fact_as_rounded(true: str, false: str) -> None:
    told_apart(true, false)


SIGNS = (
    ("a minus", "The 10-session rate of change is -2.4 %.", "The 10-session rate of change is +2.4 %."),
    (
        "a minus of its own kind",
        "The 10-session rate of change is \u22122.4 %.",
        "The 21-session rate of change is \u22123.2 %.",
    ),
    ("a minus lost", "The breadth score is -0.34.", "The breadth score is 0.34."),
    ("a plus on what fell", "The momentum score is +0.12.", "The momentum score is -0.12."),
    ("fell by", "IWM fell 0.9 % on the day.", "IWM rose 0.9 % on the day."),
    (
        "the word minus",
        "The curve's 21-session change is minus 12 bp.",
        "The curve's 21-session change is plus 12 bp.",
    ),
    (
        "ahead of and behind",
        "IWM is 1.6 points ahead of SPY over 10 sessions.",
        "IWM is 1.6 points behind SPY over 10 sessions.",
    ),
    ("lags", "IWM lags QQQ by 1.3 points over 20 sessions.", "IWM leads QQQ by 1.3 points over 20 sessions."),
    ("a drawdown is below by its name", "The maximum drawdown is 41.7 %.", "The maximum drawdown is 47.1 %."),
    ("lower", "IWM closed 0.9 % lower.", "IWM closed 0.9 % higher."),
)


@pytest.mark.parametrize(("true", "false"), [row[1:] for row in SIGNS], ids=[row[0] for row in SIGNS])
def test_a_figure_has_its_sign_in_marks_or_words(true: str, false: str) -> None:
    told_apart(true, false)


UNITS = (
    ("ATR is not per cent", "The EMA separation is 1.58 ATR.", "The EMA separation is 1.58 %."),
    ("sigma is not ATR", "The mean rate of change is 0.28 sigma.", "The mean rate of change is 0.28 ATR."),
    (
        "per cent is not dollars",
        "The 21-session rate of change is 3.2 %.",
        "The 21-session rate of change is $3.17.",
    ),
    ("dollars are not points", "R1 is at $236.24.", "R1 is at 236.24 sessions."),
    (
        "bp is not per cent",
        "The curve's 21-session change is -12 bp.",
        "The curve's 21-session change is -12 %.",
    ),
    ("sessions are not weeks", "The averages crossed 84 sessions ago.", "The averages crossed 84 weeks ago."),
    (
        "points are not per cent",
        "The 10-session return against SPY is +1.6 points.",
        "The 10-session return against SPY is +1.6 sigma.",
    ),
    (
        "shares are not dollars",
        "Volume in the lower third of the weekly range was 8,505,433 shares.",
        "Volume in the lower third of the weekly range was $8,505,433.",
    ),
    (
        "a share of members is per cent",
        "66.4 % of members are above their 50-session average.",
        "66.4 ATR of members are above their 50-session average.",
    ),
)


@pytest.mark.parametrize(("true", "false"), [row[1:] for row in UNITS], ids=[row[0] for row in UNITS])
def test_a_figure_has_its_unit(true: str, false: str) -> None:
    told_apart(true, false)


DERIVED = (
    (
        "a distance",
        "R1 at $236.24 is $4.76 above the close of $231.48.",
        "R1 at $236.24 is $7.46 above the close of $231.48.",
    ),
    (
        "a distance in ATR",
        "R1 at $236.24 is 1.04 ATR above the close.",
        "R1 at $236.24 is 1.40 ATR above the close.",
    ),
    ("written out", "(236.24 - 231.48) / 4.57 = 1.04", "(236.24 - 231.48) / 4.57 = 1.40"),
    ("operands are ours", "236.24 - 231.48 = 4.76", "237.24 - 231.48 = 5.76"),
    (
        "per cent above",
        "The close of $231.48 is 10.3 % above the 200-session SMA of $209.84.",
        "The close of $231.48 is 13.0 % above the 200-session SMA of $209.84.",
    ),
)


@pytest.mark.parametrize(("true", "false"), [row[1:] for row in DERIVED], ids=[row[0] for row in DERIVED])
def test_arithmetic_rests_on_facts_and_is_right(true: str, false: str) -> None:
    told_apart(true, false)
