"""What is said without a figure: states, rankings, movements and counts are those of the card."""

import pytest

from tests.bot.agent.grounding.made import told_apart

STATES = (
    ("a rating", "The composite is bullish.", "The composite is bearish."),
    ("an exaggeration", "The rating is bullish.", "The rating is strong bullish."),
    ("a layer", "Trend is bullish.", "Trend is neutral."),
    ("a layer, the word first", "There is a bearish breadth layer.", "There is a bullish breadth layer."),
    ("two layers", "Trend and relative strength are bullish.", "Trend and momentum are bullish."),
    ("not", "Breadth is not bullish.", "Trend is not bullish."),
    ("a letter", "The grade is B.", "The grade is D."),
    ("a regime", "Rotation is in parity.", "Rotation is in small-cap leadership."),
    ("credit", "Credit is supportive.", "Credit is stressed."),
    ("a posture", "The sizing posture is half size.", "The sizing posture is full size."),
    ("a vote in a word", "RSI votes bullish.", "ADX votes bullish."),
    ("a flag on", "The breadth divergence warning is on.", "The breadth divergence warning is off."),
    ("diverging", "The averages are diverging.", "The averages are converging."),
    ("a flag off", "The volume spike flag is off.", "The volume spike flag is on."),
)


@pytest.mark.parametrize(("true", "false"), [row[1:] for row in STATES], ids=[row[0] for row in STATES])
def test_a_state_is_the_card_s(true: str, false: str) -> None:
    told_apart(true, false)


RANKS = (
    ("the strongest layer", "Trend is the strongest layer.", "Momentum is the strongest layer."),
    ("the weakest layer", "The weakest layer is breadth.", "The weakest layer is trend."),
    (
        "one average above another",
        "The 21-session EMA is above the 63-session EMA.",
        "The 21-session EMA is below the 63-session EMA.",
    ),
    ("all averages", "IWM is above all three moving averages.", "IWM is below all three moving averages."),
    ("rising order", "The moving averages are in rising order.", "The moving averages are in falling order."),
    (
        "higher than",
        "The trend score of +0.81 is higher than the momentum score of +0.12.",
        "The trend score of +0.81 is lower than the momentum score of +0.12.",
    ),
    (
        "wider than",
        "The separation of 1.58 ATR is wider than the 1.21 ATR of five sessions ago.",
        "The separation of 1.58 ATR is narrower than the 1.21 ATR of five sessions ago.",
    ),
    ("rose, without a figure", "IWM fell on the day.", "IWM rose on the day."),
    ("outperforms, without a figure", "IWM outperforms SPY.", "IWM lags SPY."),
    ("the curve", "The yield curve flattened.", "The yield curve steepened."),
    ("the separation", "The EMA separation widened.", "The EMA separation narrowed."),
    (
        "the close and an average",
        "The close is above the 63-session EMA.",
        "The close is below the 63-session EMA.",
    ),
)


@pytest.mark.parametrize(("true", "false"), [row[1:] for row in RANKS], ids=[row[0] for row in RANKS])
def test_rankings_and_movements_follow_from_the_figures(true: str, false: str) -> None:
    told_apart(true, false)


COUNTS = (
    ("layers", "Two of four layers are bullish.", "Three of four layers are bullish."),
    ("layers, in figures", "2 of 4 layers are bullish.", "1 of 4 layers are bullish."),
    ("all", "Not everything agrees: one layer is bearish.", "All layers are bullish."),
    ("none", "No layer abstains.", "One layer abstains."),
    ("votes", "Five of eight indicators are bullish.", "Six of eight indicators are bullish."),
    ("votes against", "One indicator is bearish.", "Three indicators are bearish."),
    ("conditions", "Three conditions are unmet.", "Two conditions are unmet."),
    ("conditions met", "4 of 7 conditions are met.", "5 of 7 conditions are met."),
)


@pytest.mark.parametrize(("true", "false"), [row[1:] for row in COUNTS], ids=[row[0] for row in COUNTS])
def test_counts_are_counted(true: str, false: str) -> None:
    told_apart(true, false)
