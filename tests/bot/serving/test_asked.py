"""Options as people type them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.community.values import GuildSettings
from bot.serving.asked import asked, day_asked, symbols_asked
from tools.errors import BadRequest

SETTINGS = GuildSettings(1, symbols=("SPY", "IWM"))


def test_no_symbol_means_the_servers_first() -> None:
    """A command without a symbol is about what the server chose."""
    assert asked("analyze", None, None, SETTINGS).symbol == "SPY"
    assert asked("analyze", " $iwm ", "2024-03-08", SETTINGS).symbol == "IWM"


def test_days_are_read_or_explained() -> None:
    """ISO days and nothing are read; all else is refused with an example."""
    assert day_asked("2024-03-08") == date(2024, 3, 8)
    assert day_asked("  ") is None
    with pytest.raises(BadRequest, match="YYYY-MM-DD"):
        day_asked("yesterday")


def test_comparisons_take_two_to_five_different_symbols() -> None:
    """Commas, spaces and dollar signs are fine; repetition does not count."""
    assert symbols_asked("IWM, $spy  qqq") == ["IWM", "SPY", "QQQ"]
    for wrong in ("IWM", "IWM iwm", "A B C D E F"):
        with pytest.raises(BadRequest, match="two to 5"):
            symbols_asked(wrong)


@given(st.text(max_size=4_000), st.text(max_size=4_000))
def test_any_text_is_a_request_or_a_refusal(symbol: str, day: str) -> None:
    """Nothing that can be typed breaks a command, and what comes out fits a button."""
    with suppress(BadRequest):
        assert asked("analyze", symbol, day, SETTINGS).custom_id
