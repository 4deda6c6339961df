"""What is offered while people type."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.cogs.options import days_like, symbols_like
from tools.market.sessions import Sessions
from tools.market.symbols import is_symbol

TODAY = date(2024, 3, 10)


@given(st.text(max_size=100), st.lists(st.sampled_from(["TSLA", "IWM", "BRK-B"]), unique=True))
def test_symbols_offered_can_be_sent_as_they_are(typed: str, own: list[str]) -> None:
    """Each is shaped like a symbol, none twice, at most 25, and names fit Discord."""
    offered = symbols_like(typed, own)
    assert len(offered) <= 25
    assert len({one.value for one in offered}) == len(offered)
    assert all(is_symbol(one.value) and len(one.name) <= 100 for one in offered)


def test_what_was_typed_comes_first_and_names_are_found_too() -> None:
    """Beginnings before middles, and words for symbols."""
    assert symbols_like("iw", ())[0].value == "IWM"
    assert [one.value for one in symbols_like("russell 2000 growth", ())] == ["IWO"]
    assert symbols_like("", ["TSLA"])[0].value == "TSLA"


def test_days_offered_are_sessions() -> None:
    """A Sunday offers the Friday before; each session once, the newest first."""
    calendar = Sessions(end=date(2025, 1, 1))
    offered = [one.value for one in days_like("", calendar, TODAY)]
    assert offered[0] == "2024-03-08"
    assert offered == sorted(set(offered), reverse=True)
    assert all(calendar.is_session(date.fromisoformat(one)) for one in offered)
    assert [one.value for one in days_like("2023-03", calendar, TODAY)] == ["2023-03-10"]
