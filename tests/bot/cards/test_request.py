"""Requests as the ids of buttons: they say everything there is, and nothing that was not asked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.limits import CUSTOM_ID
from bot.cards.request import Request

KINDS = st.from_regex(r"[a-z_]{1,20}", fullmatch=True)
SYMBOLS = st.from_regex(r"[A-Z0-9^][A-Z0-9.\-^=]{0,11}", fullmatch=True) | st.just("")
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))
MORE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2FFF), max_size=40)


@given(KINDS, SYMBOLS, DAYS, st.integers(1, 99), MORE)
def test_a_request_survives_its_id(kind: str, symbol: str, day: date | None, page: int, more: str) -> None:
    """What a button carries is read back as it was, by any process at any time."""
    request = Request(kind, symbol, day, page, more)
    assert len(request.custom_id) <= CUSTOM_ID
    assert Request.parsed(request.custom_id) == request


@given(st.text(max_size=120))
def test_other_ids_are_none_of_ours(text: str) -> None:
    """An id that was made elsewhere is no request, and reading it raises nothing."""
    found = Request.parsed(text)
    assert found is None or found.custom_id == text


@pytest.mark.parametrize(
    "forged",
    [
        "plumb:analyze:IWM:99999999::",
        "plumb:analyze:iwm:20240308::",
        "plumb:analyze:IWM:20240308:100:",
        "plumb:ANALYZE:IWM:::",
        "plumb:analyze:IWM:::" + "x" * 41,
        "plumb:analyze:IWM:::a\nb",
    ],
)
def test_forged_ids_are_refused(forged: str) -> None:
    """Days, symbols and pages that no button of ours carries make no request."""
    assert Request.parsed(forged) is None


def test_what_does_not_fit_an_id_is_a_bug_that_shows() -> None:
    """A part that is too long is refused where the button is made, not cut in silence."""
    with pytest.raises(ValueError, match="does not fit"):
        _ = Request("analyze", more="x" * 41).custom_id
