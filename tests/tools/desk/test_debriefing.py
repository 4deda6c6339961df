"""A debrief judges the seal, by the session after it, and by nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.builders import bars_from, fact
from tests.tools.desk.desks import CALENDAR, LAST, SESSIONS, fake_desk, made, real_desk
from tests.tools.desk.seals import HASH, seal_of
from tests.tools.made_bars import is_sound
from tools.bars import Bars
from tools.debrief.codec import from_text, to_text
from tools.debrief.types import Debrief
from tools.desk import Desk
from tools.desk.debriefing import debrief_of
from tools.errors import BadData, BadRequest, NoData
from tools.ledger.entries import Seal
from tools.ledger.port import Row
from tools.phrases import written
from tools.results import facts_of
from tools.types import Missing

BEFORE = date(2025, 9, 25)
LAYERS = {"trend", "momentum", "breadth", "relative strength"}


def sealed(**changed: Any) -> Row[Seal]:
    return seal_of(fake_desk(), "IWM", BEFORE, **changed)


def last_session(open_: float, close: float, low: float | None = None, high: float | None = None) -> Bars:
    """IWM with another last session; prices as moves from the close before, in sealed ATR."""
    iwm, atr = made("IWM", 0), sealed().entry.atr
    assert atr is not None
    moves = {
        "open": open_,
        "close": close,
        "low": min(open_, close) if low is None else low,
        "high": max(open_, close) if high is None else high,
    }
    columns = {name: np.r_[getattr(iwm, name)[:-1], iwm.close[-2] + at * atr] for name, at in moves.items()}
    closes = columns.pop("close")
    return bars_from(closes, "IWM", index=SESSIONS, volume=iwm.volume, **columns)


def judged(bars: Bars, **changed: Any) -> Debrief:
    return debrief_of(fake_desk(IWM=bars), sealed(**changed), LAST).debrief


@pytest.mark.parametrize(
    ("rating", "close", "verdict"),
    [
        ("bullish", 0.6, "resolved as predicted"),
        ("strong bullish", 0.26, "resolved as predicted"),
        ("bullish", -0.6, "failed"),
        ("bullish", 0.24, "inconclusive"),
        ("bullish", -0.24, "inconclusive"),
        ("bearish", -0.6, "resolved as predicted"),
        ("strong bearish", 0.6, "failed"),
        ("neutral", 3.0, "no call"),
    ],
)
def test_the_move_in_sealed_atr_against_the_sealed_rating_decides(
    rating: str, close: float, verdict: str
) -> None:
    """By hand: the last close lies so many sealed ATR from the close before."""
    found = judged(last_session(0.0, close), rating=rating)
    assert fact(found.close_to_close).number == pytest.approx(close)
    assert fact(found.verdict_close).value == verdict
    assert fact(found.verdict_open).value == verdict
    assert verdict in found.outcome.text or verdict == "no call"


def test_open_to_close_and_close_to_close_have_a_verdict_each() -> None:
    found = judged(last_session(-1.0, -0.1), rating="bullish")
    assert fact(found.verdict_open).value == "resolved as predicted"
    assert fact(found.verdict_close).value == "inconclusive"


def test_without_a_composite_nothing_was_predicted() -> None:
    found = judged(last_session(0.0, 1.0), rating=None, score=None, points=None)
    assert isinstance(found.verdict_close, Missing)
    assert "nothing was predicted" in found.outcome.text
    assert found.lesson.said.text.startswith("No lesson")


def test_layers_that_tie_are_all_named() -> None:
    tied = tuple(replace(layer, score=0.5, state="bullish") for layer in sealed().entry.layers)
    up = judged(last_session(0.0, 0.8), rating="bullish", layers=tied)
    assert set(up.most_right) == LAYERS
    assert up.most_wrong == ()
    down = judged(last_session(0.0, -0.8), rating="bullish", layers=tied)
    assert set(down.most_wrong) == LAYERS


def test_a_dividend_is_no_fall() -> None:
    """On an ex-dividend day the close drops by the dividend and the return does not."""
    bars = last_session(-2.0, -2.0)
    dividend = bars.close[-2] - bars.close[-1]
    adjusted = np.r_[bars.close[:-1] * (1 - dividend / bars.close[-2]), bars.close[-1]]
    columns = {name: getattr(bars, name) for name in ("open", "high", "low", "volume")}
    paid = bars_from(bars.close, "IWM", index=SESSIONS, adj_close=adjusted, **columns)
    found = judged(paid, rating="bullish")
    assert fact(found.close_to_close).number == pytest.approx(0.0, abs=1e-9)
    assert fact(found.verdict_close).value == "inconclusive"


def test_a_split_since_the_seal_changes_no_verdict_and_no_level() -> None:
    """The source halves all prices later: the sealed ATR and levels follow, and it is said."""
    bars = last_session(-0.2, -3.0)
    halves = {name: getattr(bars, name) / 2 for name in ("open", "high", "low")}
    split = bars_from(bars.close / 2, "IWM", index=SESSIONS, volume=bars.volume, **halves)
    plain, after = (judged(one, rating="bullish") for one in (bars, split))
    assert fact(after.close_to_close).number == pytest.approx(fact(plain.close_to_close).number)
    assert fact(after.open_to_close).number == pytest.approx(fact(plain.open_to_close).number)
    assert fact(after.atr).number == pytest.approx(fact(plain.atr).number / 2)
    assert after.warning.layers == plain.warning.layers != ()
    assert fact(after.warning.price).number == pytest.approx(fact(plain.warning.price).number / 2)
    assert "split" in after.notes[0].text
    assert plain.notes == ()


def test_only_the_seal_says_what_was_predicted() -> None:
    """With other bars before it the card of that session reads otherwise, and the debrief does not."""
    other = made("IWM", 77)
    row = sealed()
    found = debrief_of(fake_desk(IWM=other), row, LAST).debrief
    assert fact(found.score).number == row.entry.score
    assert fact(found.rating).value == row.entry.rating
    assert [fact(layer.score).number for layer in found.layers] == [one.score for one in row.entry.layers]
    assert fake_desk(IWM=other).analyze("IWM", BEFORE).composite.score != found.score


def test_it_says_whether_the_call_was_forward_or_back_filled() -> None:
    bars = last_session(0.0, 1.0)
    forward, late = judged(bars), judged(bars, kind="backfilled")
    assert forward.sealing.text.startswith("A forward call: sealed at 2025-09-25 16:25 ET, before the open")
    assert "2025-09-26 09:30 ET" in forward.sealing.text
    assert late.sealing.text.startswith("Back-filled: computed afterwards")
    assert "no forward call" in late.sealing.text
    assert (forward.kind, late.kind, forward.seal) == ("forward", "backfilled", HASH)


def test_a_forward_seal_made_after_the_open_is_refused() -> None:
    opens = CALENDAR.open_time(LAST)
    with pytest.raises(BadData, match="had opened"):
        debrief_of(fake_desk(), sealed(sealed_at=opens), LAST)


@pytest.mark.parametrize("session", [BEFORE, date(2025, 9, 29), date(2025, 9, 27)])
def test_only_the_session_after_the_seal_judges_it(session: date) -> None:
    with pytest.raises(BadRequest, match="2025-09-26"):
        debrief_of(fake_desk(), sealed(), session)


@pytest.mark.parametrize("hour", [12, 17])
def test_a_session_that_is_not_over_judges_nothing(hour: int) -> None:
    desk = fake_desk(now=datetime(2025, 9, 26, hour, 0, tzinfo=UTC))
    with pytest.raises(NoData, match="not over"):
        debrief_of(desk, sealed(), LAST)
    with pytest.raises(NoData, match="not over"):
        debrief_of(fake_desk(now=datetime(2025, 9, 25, 22, tzinfo=UTC)), sealed(), LAST)


def test_without_the_bars_of_both_sessions_there_is_no_debrief() -> None:
    with pytest.raises(NoData, match="no bar of 2025-09-26"):
        debrief_of(fake_desk(IWM=made("IWM", 0).until(BEFORE)), sealed(), LAST)
    iwm = made("IWM", 0)
    kept = np.r_[0 : len(iwm) - 2, len(iwm) - 1]
    columns = {name: getattr(iwm, name)[kept] for name in ("open", "high", "low", "volume")}
    gap = bars_from(iwm.close[kept], "IWM", index=SESSIONS[kept], **columns)
    with pytest.raises(NoData, match="no bar of 2025-09-25"):
        debrief_of(fake_desk(IWM=gap), sealed(), LAST)


def test_a_simulated_seal_is_never_judged_by_a_real_market() -> None:
    with pytest.raises(BadRequest, match="simulated"):
        debrief_of(fake_desk(), sealed(simulated=True), LAST)


def test_from_daily_bars_a_warning_has_a_price_and_no_time() -> None:
    found = judged(last_session(-0.1, -3.0), rating="bullish")
    assert "no time can be given" in found.warning.said.text
    assert isinstance(found.warning.time, Missing)
    assert "No 5m bars" in found.warning.notes[0].text
    assert found.warning.layers


@pytest.mark.parametrize(
    ("rating", "close", "words"),
    [("bullish", 1.0, "did not fail"), ("bullish", 0.1, "decided nothing"), ("neutral", -2.0, "neutral")],
)
def test_only_a_rating_that_failed_has_a_warning(rating: str, close: float, words: str) -> None:
    found = judged(last_session(0.0, close), rating=rating)
    assert words in found.warning.said.text
    assert isinstance(found.warning.time, Missing)
    assert isinstance(found.warning.price, Missing)


def test_closes_alone_are_judged_from_close_to_close() -> None:
    closes = bars_from(made("IWM", 0).close, "IWM", index=SESSIONS)
    found = judged(closes, rating="bullish")
    assert isinstance(found.open_to_close, Missing)
    assert fact(found.verdict_close)


def test_later_sessions_change_nothing() -> None:
    """The same debrief, whether the bars end with its session or go on wildly."""
    session = SESSIONS[-30].date()
    row = seal_of(fake_desk(), "IWM", SESSIONS[-31].date())
    iwm = made("IWM", 0)
    wild = iwm.close.copy()
    wild[-29:] *= 1.3
    columns = {name: getattr(iwm, name).copy() for name in ("open", "high", "low")}
    for column in columns.values():
        column[-29:] *= 1.3
    later = bars_from(wild, "IWM", index=SESSIONS, volume=iwm.volume, **columns)
    evening = CALENDAR.close_time(session) + timedelta(hours=2)
    at_once = debrief_of(fake_desk(evening, IWM=iwm.until(session)), row, session).debrief
    assert debrief_of(fake_desk(IWM=later), row, session).debrief == at_once


def test_the_session_itself_moves_no_count_of_the_lesson() -> None:
    calm, wild = (judged(last_session(0.0, at), rating="bullish") for at in (0.5, -4.0))
    assert (calm.lesson.cases, calm.lesson.rate) == (wild.lesson.cases, wild.lesson.rate)


def sentences_of(found: Debrief) -> tuple[Any, ...]:
    warning = found.warning
    told = (found.sealing, found.outcome, found.blamed, warning.said, found.lesson.said)
    return (*told, *warning.notes, *found.notes)


@pytest.mark.data
@pytest.mark.parametrize("symbol", ["IWM", "SPY"])
def test_on_real_sessions_every_fact_is_sound_and_every_sentence_quotes_facts_of_it(
    data_dir: Path, symbol: str
) -> None:
    desk: Desk = real_desk(data_dir)
    for before in (
        date(2022, 1, 7),
        date(2022, 2, 14),
        date(2022, 3, 3),
        date(2022, 6, 9),
        date(2020, 3, 13),
    ):
        row = seal_of(desk, symbol, before)
        found = debrief_of(desk, row, CALENDAR.next(before)).debrief
        facts = list(facts_of(found))
        assert all(is_sound(one) for one in facts)
        known = {one.id for one in facts}
        for said in sentences_of(found):
            assert set(said.facts) <= known, said
        assert from_text(to_text(found)) == found


@pytest.mark.data
def test_real_sessions_of_2022_read_as_they_were(data_dir: Path) -> None:
    """One that held, one that failed, one that stayed undecided; moves worked out from the file."""
    desk: Desk = real_desk(data_dir)
    for before, verdict in (
        (date(2022, 1, 12), "resolved as predicted"),
        (date(2022, 2, 14), "failed"),
        (date(2022, 1, 7), "inconclusive"),
    ):
        row = seal_of(desk, "IWM", before)
        found = debrief_of(desk, row, CALENDAR.next(before)).debrief
        bars = desk.market.bars.bars("IWM")
        at = bars.index.get_loc(str(CALENDAR.next(before)))
        assert isinstance(at, int)
        move = bars.close[at - 1] * (bars.adj_close[at] / bars.adj_close[at - 1] - 1) / (row.entry.atr or 0)
        assert fact(found.close_to_close).number == pytest.approx(move)
        assert fact(found.rating).value == "bearish"
        assert fact(found.verdict_close).value == verdict
        assert written(found.close_to_close) in found.outcome.text


@pytest.mark.data
@pytest.mark.parametrize(
    ("session", "told"),
    [
        (date(2022, 2, 24), ""),
        (date(2022, 3, 2), ""),
        (date(2022, 5, 13), "relative strength to bullish at $178.14"),
        (date(2025, 9, 9), ""),
        (date(2025, 9, 24), "relative strength to neutral at $242.52"),
    ],
)
def test_no_real_warning_quotes_a_level_that_goes_with_the_rating(
    data_dir: Path, session: date, told: str
) -> None:
    """On each of these a level of a rolled look-back lay between the close before and a price.

    What came of the layers is what the card of the session itself reads.
    """
    desk: Desk = real_desk(data_dir)
    before = CALENDAR.previous(session)
    row = seal_of(desk, "IWM", before)
    text = debrief_of(desk, row, session).debrief.warning.said.text
    quoted = text.partition("that flips ")[2].partition(";")[0]
    assert quoted == (told or "one of them against the rating")
    side = -1 if "bearish" in str(row.entry.rating) else 1
    order = ("bearish", "neutral", "bullish")
    turned = [
        then.title.lower()
        for then, now in zip(row.entry.layers, desk.analyze("IWM", session).layers, strict=True)
        if then.state in order
        and now.state in order
        and (order.index(then.state) - order.index(now.state)) * side > 0
    ]
    came = text.partition(" At the close ")[2]
    assert all(name in came for name in turned)
    assert ("had in fact changed its state" in came) == (not turned)


def test_of_a_seal_under_other_rules_nothing_is_said_of_the_close() -> None:
    """Its states cannot be held against those of today's rules."""
    bars = last_session(-0.1, -3.0)
    assert " At the close " in judged(bars, rating="bullish").warning.said.text
    assert " At the close " not in judged(bars, rating="bullish", profile_digest="0").warning.said.text
