"""What stands beside a metric's words and is another figure, and whose a day is."""

from datetime import date

import pytest

from knowledge.claims.extract import claims_of
from knowledge.claims.model import Claim
from knowledge.documents import read_document
from knowledge.types import Given


def read(text: str) -> list[Claim]:
    """The claims of a note of Friday, 22 May 2026."""
    head = "---\ntitle: A note\nsource: A desk\npublished: 2026-05-22\nsymbols: IWM\n---\n"
    return list(claims_of(read_document((head + text).encode(), Given(name="note.md"))))


def metrics_of(text: str) -> list[tuple[str, str | None, float]]:
    """Metric, variant and figure of each claim."""
    return [(claim.metric, claim.variant, claim.quantity.low) for claim in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Volume was 27M against a 20-day average of 31M.",
            [("volume", None, 27e6), ("average_volume", "20", 31e6)],
        ),
        ("IWM held the 50-day average at $231.50.", [("sma", "50", 231.5)]),
        ("The 50-week average is $229.", [("sma", "50w", 229.0)]),
        ("Reward to risk to target 2 is 2.5 to 1.", [("risk_reward", "2", 2.5)]),
        ("SPY closed at $556.48, down 0.9%.", [("price", None, 556.48), ("day_change", None, 0.9)]),
        ("SPY closed the week at $556.48, down 0.9%.", [("price", None, 556.48), ("return", None, 0.9)]),
        ("The fund bought 214 stocks and sold 200.", []),
        ("Volume of 41 million shares was 35% above its 20-day average.", [("volume", None, 41e6)]),
    ],
)
def test_a_figure_is_of_what_its_words_say(text: str, expected: list[tuple[str, str | None, float]]) -> None:
    assert metrics_of(text) == expected


def test_columns_of_averages_are_averages_by_their_period() -> None:
    table = "| Fund | Close | 50-day average |\n|---|---|---|\n| IWM | $210.68 | $203.17 |"
    assert metrics_of(table) == [("price", None, 210.68), ("sma", "50", 203.17)]


def test_a_day_behind_the_figure_held_against_is_that_figures() -> None:
    close = read("IWM closed at $210.68, up 3.6% on the day, after $203.37 on Wednesday.")[0]
    assert (close.as_of, close.as_of_said) == (date(2026, 5, 22), False)
    assert read("IWM closed at $210.68 on Wednesday.")[0].as_of == date(2026, 5, 20)


def test_a_share_after_a_month_is_no_day_of_it() -> None:
    share = read("In March 22% of members were above their 50-day average.")[0]
    assert (share.quantity.low, share.as_of) == (22.0, date(2026, 3, 31))


@pytest.mark.parametrize(
    ("text", "whose", "year"),
    [
        ("IWM's inception date is 22 May 2000, it held 1,960 names.", "IWM", 2000.0),
        ("IWM charges little. It was launched in 2002 and tracks an index.", "IWM", 2002.0),
        ("The Russell 2000 was launched in 1984.", "RUSSELL2000", 1984.0),
        ("The Russell 2000 is old. The fund was launched in May 2000.", "IWM", 2000.0),
        ("| Fund launch | 05/22/2000 |\n|---|---|\n| ISIN | none |", "IWM", 2000.0),
    ],
)
def test_a_launch_has_its_year_and_its_fund(text: str, whose: str, year: float) -> None:
    launch = next(claim for claim in read(text) if claim.metric == "launch")
    assert (launch.entity, launch.quantity.low) == (whose, year)


def test_what_is_launched_and_is_no_fund_of_the_tables_is_left_alone() -> None:
    assert read("The CBOE was launched in 1973. A newsletter launched in 2015 says so.") == []
