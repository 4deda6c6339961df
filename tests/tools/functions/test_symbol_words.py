"""What people call a fund, and the symbol it is."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.errors import BadRequest
from tools.functions.symbol_words import symbol_in, symbol_or_any
from tools.market.symbols import is_symbol


@pytest.mark.parametrize(
    ("words", "symbol"),
    [
        ("IWM", "IWM"),
        ("iwm", "IWM"),
        ("$IWM", "IWM"),
        (" $qqq ", "QQQ"),
        ("Russell 2000", "IWM"),
        ("the Russell 2000 index", "IWM"),
        ("russell-2000", "IWM"),
        ("small caps", "IWM"),
        ("Small-Caps", "IWM"),
        ("the S&P", "SPY"),
        ("S&P 500", "SPY"),
        ("the s&p 500 index", "SPY"),
        ("Nasdaq 100", "QQQ"),
        ("nasdaq", "QQQ"),
        ("vix", "^VIX"),
        ("^VIX", "^VIX"),
        ("BRK-B", "BRK-B"),
        ("$RUT", "RUT"),
        ("AAPL", "AAPL"),
    ],
)
def test_names_and_tickers_mean_their_symbol(words: str, symbol: str) -> None:
    assert symbol_in(words) == symbol


@pytest.mark.parametrize(
    "words", ["russel 2000 fund thing", "what is up", "IWM; DROP TABLE", "", "$", "a" * 40, "IWM\nSPY"]
)
def test_other_words_are_refused_with_what_is_allowed(words: str) -> None:
    with pytest.raises(BadRequest, match="allowed is a ticker such as IWM"):
        symbol_in(words)


def test_a_near_miss_is_met_with_a_suggestion() -> None:
    with pytest.raises(BadRequest, match=r"Did you mean .*russell 2000 \(IWM\)"):
        symbol_in("rusell 2000 index")


def test_any_means_no_symbol() -> None:
    assert symbol_or_any(" Any ") is None
    assert symbol_or_any("small caps") == "IWM"


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_symbol_or_a_refusal(words: str) -> None:
    with contextlib.suppress(BadRequest):
        assert is_symbol(symbol_in(words))
