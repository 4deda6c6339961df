"""Single statements, right and wrong: each rule finds its fault and is silent on its near-miss."""

from datetime import date

import pytest

from tests.knowledge.claims.checks.calendar_days import Table
from tests.knowledge.claims.checks.written import found, rules

P = "IWM is trading at $250.00. "

CASES: tuple[tuple[str, list[str]], ...] = (
    # distances
    (P + "The stop sits at $237.50, 5% below the current price.", []),
    (P + "The stop sits at $237.50, 8% below the current price.", ["percent_to_level"]),
    (P + "Resistance at $262.50 is about 5% above the current level.", []),
    (P + "Resistance at $262.50 is about 9% above the current level.", ["percent_to_level"]),
    (P + "Our target of $300 implies 20% upside.", []),
    (P + "Our target of $300 implies 25% upside.", ["percent_to_level"]),
    (P + "We see 12% upside to $280.", []),
    (P + "We see 18% upside to $280.", ["percent_to_level"]),
    (P + "Downside of 10% to $225 is possible.", []),
    (P + "Downside of 15% to $225 is possible.", ["percent_to_level"]),
    (P + "Support: $240 (-4%).", []),
    (P + "Support: $240 (-7%).", ["percent_to_level"]),
    (P + "Target $275 (+10%).", []),
    (P + "Target $275 (+14%).", ["percent_to_level"]),
    (P + "It is 2% below its 52-week high of $255.", []),
    (P + "It is 6% below its 52-week high of $255.", ["percent_to_reference"]),
    (P + "It trades 4.2% above its 200-day moving average at $240.", []),
    (P + "It trades 8.2% above its 200-day moving average at $240.", ["percent_to_reference"]),
    ("The fund closed at $250.00 (-0.80% on the day). Previous close: $252.02.", []),
    ("The fund closed at $250.00 (-1.80% on the day). Previous close: $252.02.", ["day_change"]),
    ("The ETF fell $5.10, or 2.0%, to $250.00.", []),
    ("The ETF fell $5.10 (-3.0%) to $250.00.", ["day_change"]),
    ("Assets rose from $50 billion to $60 billion, a gain of 20%.", []),
    ("Assets rose from $50 billion to $60 billion, a gain of 25%.", ["percent_change"]),
    ("IWM rallied 25% from $200 to $250.", []),
    ("IWM rallied 30% from $200 to $250.", ["percent_change"]),
    ("Short interest doubled from 40 million to 81 million shares.", []),
    ("Short interest doubled from 40 million to 60 million shares.", ["percent_change"]),
    # ranges
    ("Volume of 35.4 million shares came in at the lower end of the 35-45M range.", []),
    ("Volume of 44.4 million shares came in at the lower end of the 35-45M range.", ["range_position"]),
    ("RSI at 62 is within its 40-60 range.", ["range_position"]),
    ("RSI at 52 is within its 40-60 range.", []),
    (P + "The 52-week range is $180.00-$245.00.", ["outside_range"]),
    (P + "The 52-week range is $180.00-$255.00.", []),
    ("Closed at $250.00. Day range: $246.10-$249.50.", ["outside_range"]),
    ("Closed at $248.00. Day range: $246.10-$249.50.", []),
    (P + "The 52-week range is $180.00-$400.00. The fund is near its highs.", ["range_position"]),
    (P + "The 52-week range is $180.00-$255.00. The fund is near its highs.", []),
    ("Volume was 45 million shares, below its 30-day average of 38 million.", ["compared"]),
    ("Volume was 45 million shares, above its 30-day average of 38 million.", []),
    ("The P/E of 16x is below its long-term average of 15x.", ["compared"]),
    ("The P/E of 16x is above its long-term average of 15x.", []),
    # bounds
    ("RSI stands at 120.", ["outside_scale"]),
    ("RSI(14) is 62.", []),
    ("There is a 130% probability of a cut.", ["outside_scale"]),
    ("Short interest stands at 130% of shares outstanding.", []),
    ("About 104% of components trade above their 50-day average.", ["outside_scale"]),
    ("Score: 12/10.", ["outside_scale"]),
    # averages
    (P + "It trades above its 50-day ($245) and 200-day ($255) moving averages.", ["price_and_average"]),
    (P + "It trades above its 50-day ($245) and 200-day ($235) moving averages.", []),
    (
        "20-day SMA: $245\n50-day SMA: $240\n200-day SMA: $250\n\nA golden cross has formed.",
        ["average_order"],
    ),
    ("20-day SMA: $245\n50-day SMA: $240\n200-day SMA: $230\n\nA golden cross has formed.", []),
    (P + "The 52-week range is $180-$255. The 200-day moving average is $262.", ["average_outside_range"]),
    (P + "The 52-week range is $180-$255. The 200-day moving average is $232.", []),
    # levels
    ("| Level | Price |\n|---|---|\n| R1 | $255 |\n| R2 | $253 |\n| S1 | $245 |\n\n" + P, ["level_order"]),
    ("| Level | Price |\n|---|---|\n| R1 | $255 |\n| R2 | $263 |\n| S1 | $255 |\n\n" + P, ["level_side"]),
    ("| Level | Price |\n|---|---|\n| R1 | $255 |\n| R2 | $263 |\n| S1 | $245 |\n\n" + P, []),
    (P + "Immediate support at $252 and resistance at $260.", ["level_side"]),
    (P + "Entry at $250, stop at $255, target at $270.", ["trade_sides"]),
    (P + "Go long: entry at $250, stop at $245, target at $260 for a 2:1 reward/risk.", []),
    (P + "Go long: entry at $250, stop at $245, target at $260 for a reward/risk of 3:1.", ["reward_risk"]),
    (P + "Short at $250, stop at $255, target at $235, risk/reward 1:3.", []),
    (P + "Short at $250, stop at $255, target at $235, risk/reward 1:5.", ["reward_risk"]),
    ("The trade risks 0.3% to make 7.4%, a 25.5:1 reward-to-risk ratio.", []),
    ("The trade risks 0.5% to make 5%, a 15:1 reward-to-risk ratio.", ["reward_risk"]),
    # shares
    ("Puts made up 55.6% of volume, calls 44.4%.", []),
    ("Puts made up 55.6% of volume, calls 48.4%.", ["shares_sum"]),
    ("Calls were 60% of volume and puts 40%, for a put/call ratio of 0.67.", []),
    ("Calls were 60% of volume and puts 40%, for a put/call ratio of 0.85.", ["put_call_ratio"]),
    ("12 of 20 stocks (60%) rose.", []),
    ("12 of 20 stocks (65%) rose.", ["share_of"]),
    ("In the survey 38% were bullish, 32% neutral and 35% bearish.", ["shares_sum"]),
    ("In the survey 38% were bullish, 32% neutral and 30% bearish.", []),
    # calendar
    ("The report is due Monday, June 15, 2026.", []),
    ("The report is due Tuesday, June 15, 2026.", ["weekday"]),
    ("As of the close on December 6, 2025, the ETF stood at $250.", ["no_session"]),
    ("As of the close on December 5, 2025, the ETF stood at $250.", []),
    ("The FOMC meets June 9-10, 2026.", ["event_day"]),
    ("The FOMC meets June 16-17, 2026.", []),
    ("Watch the early June 2026 FOMC meeting.", ["event_day"]),
    ("Watch the mid-June 2026 FOMC meeting.", []),
    ("There is an FOMC meeting in May 2026.", ["event_day"]),
    ("Monthly opex falls on June 12, 2026.", ["event_day"]),
    ("Monthly options expiration is June 18, 2026.", []),
    ("Russell's annual reconstitution in August will matter.", ["event_day"]),
    ("The annual Russell reconstitution in June will matter.", []),
    ("CPI is due June 25, 2026.", ["event_day"]),
    ("CPI is due June 10, 2026.", []),
    ("May CPI is due in mid-June.", []),
    ("Payrolls on June 12, 2026 will matter.", ["event_day"]),
    ("The meeting is on June 31, 2026.", ["no_such_day"]),
    ("IWM closed at $240 on July 3, 2026.", ["no_session"]),
    # thresholds
    ("RSI below 30 is oversold. Later: an RSI under 35 is oversold.", ["state_cut_twice"]),
    ("RSI below 30 is oversold. RSI above 70 is overbought.", []),
    (
        "Breadth above 50% allows full-size entries. Breadth below 55% means half-size trades.",
        ["rules_overlap"],
    ),
    ("Breadth above 55% allows full-size entries. Breadth below 55% means half-size trades.", []),
    ("A composite above 45 is bullish, while a composite below 55 is bearish.", ["rules_overlap"]),
    ("Scores of 0-39 are bearish, 40-59 neutral and 60-100 bullish.", []),
    ("Scores of 0-39 are bearish, 45-59 neutral and 60-100 bullish.", ["bands_gap"]),
    ("Scores of 0-45 are bearish, 40-59 neutral and 60-100 bullish.", ["bands_overlap"]),
)


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[f"{at}" for at in range(len(CASES))])
def test_a_statement_is_found_exactly_when_it_is_wrong(text: str, expected: list[str]) -> None:
    assert rules(found(text, published=date(2026, 5, 17), events=Table())) == expected


@pytest.mark.parametrize(
    "text",
    [text for text, expected in CASES if set(expected) <= {"event_day", "weekday", "no_session"}],
)
def test_without_event_days_no_event_of_a_table_is_called_wrong(text: str) -> None:
    """Only rules about the event itself remain: reconstitution in June, expiry on the third Friday."""
    said = {f.subject for f in found(text, published=date(2026, 5, 17)) if f.rule == "event_day"}
    assert said <= {"Russell reconstitution", "monthly options expiry"}
