"""Of what day and whose a figure is, and what stands in tables."""

import pytest

from tests.bot.agent.grounding.made import TWO, told_apart

DATES = (
    ("the session", "On 2025-09-26 IWM closed at $231.48.", "On 2025-09-25 IWM closed at $231.48."),
    (
        "a month by its name",
        "On September 26, 2025 IWM closed at $231.48.",
        "On September 29, 2025 IWM closed at $231.48.",
    ),
    (
        "an ordinal",
        "On the 26th of September 2025 IWM closed at $231.48.",
        "On the 24th of September 2025 IWM closed at $231.48.",
    ),
    (
        "a weekday",
        "IWM closed at $231.48 on Friday, September 26, 2025.",
        "IWM closed at $231.48 on Thursday, September 26, 2025.",
    ),
    (
        "an event's day",
        "The FOMC decision is on 29 October 2025.",
        "The FOMC decision is on 30 October 2025.",
    ),
    (
        "an event's day without a year",
        "The FOMC decision falls on October 29.",
        "The FOMC decision falls on October 28.",
    ),
    (
        "how far an event is",
        "The FOMC decision is 23 sessions away.",
        "The FOMC decision is 32 sessions away.",
    ),
    ("no day of the calendar", "The FOMC decision is on 2025-10-29.", "The FOMC decision is on 2025-10-32."),
)


@pytest.mark.parametrize(("true", "false"), [row[1:] for row in DATES], ids=[row[0] for row in DATES])
def test_a_date_is_the_session_or_the_event_s(true: str, false: str) -> None:
    told_apart(true, false)


SYMBOLS = (
    ("whose close", "SPY closed at $661.82.", "IWM closed at $661.82."),
    ("whose RSI", "IWM's RSI is 64.1 and SPY's RSI is 58.3.", "IWM's RSI is 58.3 and SPY's RSI is 64.1."),
    ("carried on", "SPY closed at $661.82. Its RSI is 58.3.", "SPY closed at $661.82. Its RSI is 64.1."),
    ("another name", "The S&P 500's RSI is 58.3.", "The Russell 2000's RSI is 58.3."),
    ("whose rating", "SPY is neutral.", "SPY is bullish."),
    ("a symbol nobody read", "IWM closed at $231.48.", "TLT closed at $231.48."),
    ("a thing nobody read", "IWM closed at $231.48.", "Gold closed at $231.48."),
    ("a ratio of no card", "The IWM/SPY ratio is 0.3498.", "The GLD/TLT ratio is 0.3498."),
)


@pytest.mark.parametrize(("true", "false"), [row[1:] for row in SYMBOLS], ids=[row[0] for row in SYMBOLS])
def test_a_figure_is_of_its_symbol(true: str, false: str) -> None:
    told_apart(true, false, TWO)


TABLES = (
    (
        "a cell",
        "| Reading | Value |\n|---|---|\n| RSI 14 | 64.1 |\n| ADX | 17.8 |",
        "| Reading | Value |\n|---|---|\n| RSI 14 | 17.8 |\n| ADX | 17.8 |",
    ),
    (
        "a unit in the head",
        "| | EMA separation, ATR |\n|---|---|\n| IWM | 1.58 |",
        "| | EMA separation, ATR |\n|---|---|\n| IWM | 1.85 |",
    ),
    (
        "a state",
        "| Layer | State |\n|---|---|\n| Trend | bullish |\n| Breadth | bearish |",
        "| Layer | State |\n|---|---|\n| Trend | bearish |\n| Breadth | bearish |",
    ),
    ("a bullet", "- RSI: 64.1\n- ADX: 17.8", "- RSI: 17.8\n- ADX: 17.8"),
)


@pytest.mark.parametrize(("true", "false"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES])
def test_a_cell_is_read_with_its_row_and_column(true: str, false: str) -> None:
    told_apart(true, false)


SYMTABLES = (
    (
        "columns are symbols",
        "| | IWM | SPY |\n|---|---|---|\n| RSI 14 | 64.1 | 58.3 |",
        "| | IWM | SPY |\n|---|---|---|\n| RSI 14 | 58.3 | 64.1 |",
    ),
    (
        "rows are symbols",
        "| Symbol | RSI 14 |\n|---|---|\n| IWM | 64.1 |\n| SPY | 58.3 |",
        "| Symbol | RSI 14 |\n|---|---|\n| IWM | 58.3 |\n| SPY | 64.1 |",
    ),
)


@pytest.mark.parametrize(("true", "false"), [row[1:] for row in SYMTABLES], ids=[row[0] for row in SYMTABLES])
def test_a_cell_is_of_the_symbol_of_its_row_or_column(true: str, false: str) -> None:
    told_apart(true, false, TWO)
