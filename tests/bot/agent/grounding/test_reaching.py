"""Figures that no card has as they stand: from a report's, between dates, as shares, and where they lead."""

from datetime import date
from typing import cast

import pytest

from tests.bot.agent.grounding.made import DAY, IWM, checked, fact, grounds, passage, reports, told_apart
from tools.grounds import Grounds
from tools.levels import Level
from tools.overlays.rotation import RotationFlip
from tools.results import Result
from tools.sizing import Condition
from tools.types import Fact, Unit

REPORT = reports(
    passage(
        "We put support for IWM at $225. The VIX closed at 16.1 and the curve at -0.20 %.",
        "Where it holds",
        "Harbor Desk",
        date(2025, 9, 17),
    )
)

FLIPS = (
    fact("iwm.rotation.flip.up", "next ratio that changes the state, upwards", 0.3642, Unit.RATIO),
    fact("iwm.rotation.flip.down", "next ratio that changes the state, downwards", 0.3391, Unit.RATIO),
)
EXTREMES = (
    fact("iwm.high_52w", "52-week high", 244.98, Unit.USD, date(2024, 11, 25)),
    fact("iwm.low_52w", "52-week low", 171.73, Unit.USD, date(2025, 4, 7)),
    fact("iwm.credit.vix.percentile", "VIX: percentile over 252 sessions", 4.8, Unit.PERCENT),
    fact("iwm.level.sma50", "50-session SMA", 222.31, Unit.USD),
    fact("iwm.level.shelf.1", "volume shelf", 226.90, Unit.USD),
)
MORE = grounds(facts=(*IWM, *FLIPS, *EXTREMES))


def typed() -> Grounds:
    """The card by hand with a level's parts and the states that two ratios lead to."""
    by_id = {one.id: one for one in (*IWM, *FLIPS, *EXTREMES)}
    price = by_id["iwm.level.s1"]
    level = Level(price, price, price, price, price, (by_id["iwm.level.shelf.1"], by_id["iwm.sma200"]))  # type: ignore[arg-type]  # facts by hand
    up, down = by_id["iwm.rotation.flip.up"], by_id["iwm.rotation.flip.down"]
    flips = (RotationFlip("small-cap leadership", up, up), RotationFlip("large-cap flight", down, down))
    return Grounds(
        "levels",
        (("symbol", "IWM"), ("date", DAY.isoformat())),
        "",
        # the check walks whatever tuple of typed parts a result is
        result=cast("Result", (level, *flips)),
        session=DAY,
    )


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("Harbor Desk put support at $225. The close of $231.48 is $6.48 above it.",
         "Harbor Desk put support at $225. The close of $231.48 is $6.48 below it."),
        ("Harbor Desk put support at $225. The close is 2.9 % above that mark.",
         "Harbor Desk put support at $225. The close is 3.9 % above that mark."),
    ],
)  # fmt: skip
def test_a_distance_from_a_report_s_figure_is_computed_again(true: str, false: str) -> None:
    told_apart(true, false, [MORE, REPORT])


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("Harbor Desk wrote on 2025-09-17; nine days later IWM closed at $231.48.",
         "Harbor Desk wrote on 2025-09-17; twelve days later IWM closed at $231.48."),
        ("From the note of 2025-09-17, seven sessions later IWM stood at $231.48.",
         "From the note of 2025-09-17, three sessions later IWM stood at $231.48."),
    ],
)  # fmt: skip
def test_days_between_two_dates_are_counted(true: str, false: str) -> None:
    told_apart(true, false, [MORE, REPORT])


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("The VIX is in the bottom 5 % of its year.", "The VIX is in the top 5 % of its year."),
        ("The VIX is lower than about 95 % of its readings in 252 sessions.",
         "The VIX is higher than about 95 % of its readings in 252 sessions."),
    ],
)  # fmt: skip
def test_a_percentile_may_be_told_as_a_share(true: str, false: str) -> None:
    told_apart(true, false, [MORE])


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("The 52-week high of $244.98 was set on 2024-11-25.",
         "The 52-week high of $244.98 was set on 2025-04-07."),
        ("It ranged from $171.73 on 2025-04-07 to $244.98 on 2024-11-25.",
         "It ranged from $171.73 on 2024-11-25 to $244.98 on 2025-04-07."),
    ],
)  # fmt: skip
def test_a_figure_s_own_date_is_that_figure_s(true: str, false: str) -> None:
    told_apart(true, false, [MORE])


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("The ratio of 0.3498 would have to fall to 0.3391.",
         "The ratio of 0.3498 would have to rise to 0.3391."),
        ("A rise to 0.3642 would make it small-cap leadership.",
         "A rise to 0.3642 would make it large-cap flight."),
        ("Support S1 at $226.71 takes in the 200-session average.",
         "Support S1 at $226.71 takes in the 50-session average."),
        ("Support S1 at $226.71 is made of a volume shelf and more.",
         "Support S1 at $226.71 is made of the 52-week low and more."),
    ],
)  # fmt: skip
def test_where_a_ratio_leads_and_what_a_level_is_made_of(true: str, false: str) -> None:
    told_apart(true, false, [MORE, typed()])


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("**$6.783** billion trades in dollars a day.", "**$6.983** billion trades in dollars a day."),
        ("RSI is **64.1**, of a hundred.", "RSI is **46.1**, of a hundred."),
        ("S1 is **2.1** % below the close.", "S1 is **3.1** % below the close."),
    ],
)  # fmt: skip
def test_emphasis_parts_no_number_from_its_unit(true: str, false: str) -> None:
    told_apart(true, false)


SIZED = Grounds(
    "stack",
    (("symbol", "IWM"), ("date", DAY.isoformat())),
    "",
    result=cast(
        "Result",
        tuple(
            Condition(label, met, fact(key, label, "so", Unit.TEXT))
            for label, met, key in (
                ("composite bullish or better", "yes", "iwm.composite.rating"),
                ("breadth at least 50.0 %", "no", "iwm.breadth.above_sma50"),
                ("rotation: not large-cap flight", "yes", "iwm.rotation.state"),
                ("credit not stressed", "yes", "iwm.credit.state"),
                ("momentum not weak", "no", "iwm.momentum.weak"),
            )
        ),
    ),
    session=DAY,
)
MEASURED = grounds(
    facts=(
        *IWM,
        *(
            fact(f"iwm.volatility.{span}", f"{span}-session realised volatility", value, Unit.PERCENT)
            for span, value in ((21, 10.7), (63, 14.6), (252, 16.7))
        ),
    )
)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("Unmet conditions for full size: breadth and momentum.",
         "Unmet conditions for full size: breadth and credit."),
        ("For full size, only the composite, rotation and credit pass.",
         "For full size, only the composite, rotation and momentum pass."),
    ],
)  # fmt: skip
def test_conditions_told_by_name_pass_or_fail_as_on_the_card(true: str, false: str) -> None:
    told_apart(true, false, [grounds(), SIZED])


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("Volatility has been falling: 16.7 % over 252 sessions, 14.6 % over 63 and 10.7 % over 21.",
         "Volatility has been rising: 16.7 % over 252 sessions, 14.6 % over 63 and 10.7 % over 21."),
        ("Volatility rises as the window lengthens: 10.7 % over 21 sessions, 16.7 % over 252.",
         "Volatility falls as the window lengthens: 10.7 % over 21 sessions, 16.7 % over 252."),
    ],
)  # fmt: skip
def test_the_way_of_volatility_is_that_of_its_spans(true: str, false: str) -> None:
    told_apart(true, false, [MEASURED])


def test_an_event_s_date_is_from_its_own_calendar() -> None:
    board = "Federal Reserve Board, FOMC calendars"
    day = Fact("iwm.calendar.fomc.20251029.day", "FOMC decision", "2025-10-29", Unit.DATE, DAY, board, "day")
    others = tuple(one for one in IWM if ".calendar." not in one.id)
    calendar = Grounds("events", (), "", result=cast("Result", (day,)), session=DAY)
    told_apart(
        "The FOMC decision is on 2025-10-29, according to the Federal Reserve Board.",
        "The FOMC decision is on 2025-10-29, according to the Conference Board.",
        [grounds(facts=(*others, day)), calendar],
    )


def test_what_a_fund_does_against_its_benchmark_is_the_card_s() -> None:
    others = tuple(one for one in IWM if one.id != "iwm.rotation.state")
    leads = fact("iwm.rotation.state", "rotation", "leads its benchmark", Unit.TEXT)
    told_apart(
        "The fund leads its benchmark.", "The fund lags its benchmark.", [grounds(facts=(*others, leads))]
    )


FLIPPED = grounds(
    facts=(
        *IWM,
        fact("iwm.momentum.flip_close.bullish", "next close for momentum bullish", 230.10, Unit.USD),
        fact("iwm.momentum.flip.bullish", "momentum score for bullish", 0.20, Unit.SCORE),
    )
)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        # it lies below today's close of $231.48: the windows roll on
        ("Momentum would turn bullish: a close at or above $230.10.",
         "Momentum would turn bullish: a close at or below $230.10."),
        ("Momentum would turn bullish: a close at or above $230.10.",
         "Momentum would turn bullish: a close at or above $229.00."),
        ("IWM closed above $230.", "IWM would turn momentum bullish on a close above $222."),
    ],
)  # fmt: skip
def test_what_would_flip_is_no_loose_bound_of_today_s_close(true: str, false: str) -> None:
    told_apart(true, false, [FLIPPED])


@pytest.mark.parametrize(
    "text",
    [
        "The max pain strike is $209.84.",
        "The gamma flip sits at $226.71.",
        "The point of control is $227.93.",
        "IWM opened at $228.37.",
        "The intraday high was $236.24.",
        "My target is $236.24.",
        "IWM could reach $236.24 next month.",
        "The put/call ratio is 0.3498.",
        "The dividend is $4.57.",
        "Short interest is 8,505,433 shares.",
    ],
)
def test_a_fact_s_value_bears_no_name_that_is_not_its_own(text: str) -> None:
    """Each figure is some fact's to the last digit; what it is said to be was not computed."""
    assert not checked(text).holds
