"""The pieces of recognition: spelling, tickers, days, stretches, parts."""

import pytest

from bot.agent.offline.dates import back_from, date_in
from bot.agent.offline.hearing import hear, spelling
from bot.agent.offline.parts import parts_of
from bot.agent.offline.stretches import sessions_in
from bot.agent.offline.symbols import named
from bot.agent.offline.words import foreign


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("momentem", "momentum"),
        ("mometnum", "momentum"),
        ("breath", "breadth"),
        ("suport", "support"),
        ("resistence", "resistance"),
        ("divergance", "divergance"),
        ("rotaton", "rotation"),
        ("indciators", "indicators"),
    ],
)
def test_a_slip_is_corrected(typed: str, meant: str) -> None:
    assert spelling().correct(typed) in (meant, "divergence")


@pytest.mark.parametrize("word", ["stock", "trade", "there", "month", "weather", "stuff", "board", "iwm"])
def test_an_english_word_means_itself(word: str) -> None:
    assert spelling().correct(word) == word


@pytest.mark.parametrize(
    ("text", "symbols", "against"),
    [
        ("how is $iwm", ("IWM",), ()),
        ("small caps", ("IWM",), ()),
        ("the Russell 2000 and the S&P 500", ("IWM", "SPY"), ()),
        ("Nasdaq 100?", ("QQQ",), ()),
        ("is IWM lagging SPY", ("IWM",), ("SPY",)),
        ("IWM/SPY ratio", ("IWM",), ("SPY",)),
        ("compare IWM with QQQ", ("IWM",), ("QQQ",)),
        ("PLTR levels", ("PLTR",), ()),
        ("BRK-B?", ("BRK-B",), ()),
        ("what is RSI and MACD", (), ()),
        ("are we in large-cap flight", (), ()),
        ("SHOW ME THE SIGNAL FOR IWM PLEASE", ("IWM",), ()),
        ("I AM VERY ANGRY WITH YOU", (), ()),
    ],
)
def test_tickers_are_found(text: str, symbols: tuple[str, ...], against: tuple[str, ...]) -> None:
    found = named(text)
    assert (found.symbols, found.against) == (symbols, against)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on 15 May 2025", "15 May 2025"),
        ("May 15th, 2025", "15 May 2025"),
        ("on the 3rd of june", "3 June"),
        ("at the end of March 2020", "end of March 2020"),
        ("middle of march 2020", "15 March 2020"),
        ("2021-02-10", "2021-02-10"),
        ("5/15/2025", "2025-05-15"),
        ("5/6/2025", "5/6/2025"),
        ("a month ago", "a month ago"),
        ("3 sessions ago", "3 sessions ago"),
        ("last friday", "last Friday"),
        ("and a week earlier?", "before 7 days"),
        ("over the last week", None),
        ("it may rise", None),
        ("how is IWM", None),
    ],
)
def test_days_are_found(text: str, day: str | None) -> None:
    assert date_in(text) == day


def test_a_week_earlier_counts_from_the_day_before() -> None:
    assert back_from("15 May 2025", "before 7 days") == "2025-05-08"
    assert back_from("2025-03-01", "before 1 days") == "2025-02-28"
    assert back_from("last Friday", "before 7 days") is None
    assert back_from("31 February 2025", "before 7 days") is None


@pytest.mark.parametrize(
    ("text", "sessions"),
    [
        ("over the last 10 sessions", 10),
        ("past two weeks", 10),
        ("this month", 21),
        ("the last 900 days", 252),
        ("for a quarter", 63),
        ("how is IWM", None),
    ],
)
def test_stretches_are_found(text: str, sessions: int | None) -> None:
    assert sessions_in(text) == sessions


def test_a_message_is_cut_where_another_question_begins() -> None:
    parts = parts_of("Where's support, and is breadth confirming? Explain parity.\nAnd SPY?")
    assert parts == ("Where's support", "is breadth confirming?", "Explain parity.", "And SPY?")


def test_a_numbered_list_and_decimals_stay_whole() -> None:
    assert len(parts_of("Four layers: (1) trend; (2) momentum; (3) breadth at 52.3 per cent")) == 1


def test_contractions_and_hyphens_are_opened() -> None:
    assert hear("What's large-cap flight?").words == " what is large cap flight "


@pytest.mark.parametrize("text", ["你好,今天怎么样", "quel temps fait-il aujourd'hui ?", "Как дела сегодня?"])
def test_other_languages_are_noticed(text: str) -> None:
    assert foreign(text)
    assert not foreign("what's the signal for IWM today?")
