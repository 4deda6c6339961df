"""The scan: the same stack per member, ranked, with everybody accounted for."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.builders import (
    FakeBars,
    FakeEvents,
    bars_from,
    fact,
    folder_market,
    market_of,
    panel_from,
    random_closes,
    real_bars,
    walk,
)
from tests.tools.desk.desks import CALENDAR
from tests.tools.desk.test_currency import check_numbers
from tools.bars import Bars, MemberPanel
from tools.desk import Desk
from tools.errors import NoData, SourceDown
from tools.layers.base import Inputs
from tools.market.gate import validate_panel
from tools.market.ports import Market
from tools.profile import Profile, load_profile
from tools.results import Scan, ScanRow, facts_of, to_json
from tools.stack import RATING_NAMES, letter, stack_history
from tools.types import Absent

SESSIONS = CALENDAR.between(date(2024, 1, 2), date(2025, 9, 26))
NOW = datetime(2025, 9, 26, 22, 0, tzinfo=UTC)
ROWS = len(SESSIONS)
SPY = walk(2, ROWS, "SPY", index=SESSIONS)
DEFAULT: Profile = load_profile("SPY")


def members() -> np.ndarray:
    """30 members: 4 and 5 are equal, 6 is new, 7 ended early, 8 jumped, 9 was halted for a while."""
    closes = random_closes(1, ROWS, 30)
    closes[:, 5] = closes[:, 4]
    closes[:-15, 6] = np.nan
    closes[-3:, 7] = np.nan
    closes[-300:, 8] *= 7.0
    closes[200:230, 9] = np.nan
    return closes


PANEL = panel_from(members(), SESSIONS, listed=["ZZZ1", "ZZZ2"])


def scan_of(panel: MemberPanel = PANEL, *bars: Bars, as_of: date | None = None, now: datetime = NOW) -> Scan:
    market = market_of(*(bars or (SPY,)), panel=panel)
    return Desk(market, CALENDAR, FakeEvents(), lambda: now).scan("russell2000", as_of)


def alone(closes: np.ndarray, index: pd.DatetimeIndex, benchmark: Bars, symbol: str) -> tuple[float, int]:
    """A member's score and rating, from its own prices through the gate and the stack."""
    kept = np.isfinite(closes)
    bars = bars_from(closes[kept], symbol, index=index[kept])
    ones = np.ones(len(bars))
    history = stack_history(Inputs(bars, benchmark, Absent("x"), Absent("x"), DEFAULT, ones))
    return float(history.score[-1]), int(history.ratings(DEFAULT.composite, ones)[-1])


def test_each_row_is_what_the_stack_says_of_that_member_alone() -> None:
    closes = members()
    result = scan_of()
    assert len(result.rows) == 28
    for row in result.rows:
        place = int(row.symbol[1:])
        own = closes[:, place].copy()
        if place == 8:
            own[:-300] = np.nan
        score, rating = alone(own, SESSIONS, SPY, row.symbol)
        assert row.score.number == score
        assert row.points.number == 50 + 50 * score
        assert row.rating.value == RATING_NAMES[rating]
        assert row.letter.value == letter(50 + 50 * score, DEFAULT.composite)
        assert row.close.number == own[-1]
        assert row.coverage.number == 75.0


def test_the_best_is_first_and_ties_go_by_symbol() -> None:
    rows = scan_of().rows
    assert [row.rank.number for row in rows] == list(range(1, len(rows) + 1))
    keys = [(-row.score.number, row.symbol) for row in rows]
    assert keys == sorted(keys)
    symbols = [row.symbol for row in rows]
    assert symbols.index("M005") == symbols.index("M004") + 1
    assert rows[symbols.index("M004")].score.number == rows[symbols.index("M005")].score.number


def test_the_order_of_the_panels_columns_does_not_matter() -> None:
    reversed_columns = validate_panel(
        pd.DataFrame(PANEL.closes[:, ::-1], index=SESSIONS, columns=list(PANEL.symbols[::-1])),
        membership=PANEL.membership,
        biased=False,
        source=PANEL.source,
    )
    assert scan_of(reversed_columns).rows == scan_of().rows


def test_members_without_a_composite_are_counted_with_the_reason() -> None:
    result = scan_of()
    counts = {reason: fact(count).number for reason, count in result.without.items()}
    assert counts == {"no price at the session": 1, "too few sessions": 1, "no price in the panel": 2}
    assert fact(result.members).number == 32
    assert fact(result.ranked).number == 28
    assert fact(result.ranked).number + sum(counts.values()) == fact(result.members).number


@pytest.mark.parametrize(("since", "ranked"), [(262, True), (261, False)])
def test_a_member_that_restarted_lately_has_only_what_came_since(since: int, ranked: bool) -> None:  # noqa: FBT001
    """Relative strength needs 262 sessions, and two layers of four are no composite."""
    closes = members()
    closes[:, 10] *= np.where(np.arange(ROWS) < ROWS - since, 1, 7)
    symbols = {row.symbol: row.score.number for row in scan_of(panel_from(closes, SESSIONS)).rows}
    assert ("M010" in symbols) is ranked
    if ranked:
        assert symbols["M010"] == alone(closes[-since:, 10], SESSIONS[-since:], SPY, "M010")[0]


def test_without_the_benchmark_two_layers_of_four_are_not_enough() -> None:
    market = market_of(panel=PANEL)
    result = Desk(market, CALENDAR, FakeEvents(), lambda: NOW).scan()
    assert result.rows == ()
    assert fact(result.without["too few sessions"]).number == 29
    assert isinstance(market.bars, FakeBars)
    market.bars.known["SPY"] = SourceDown("gone.")
    assert Desk(market, CALENDAR, FakeEvents(), lambda: NOW).scan().rows == ()


def test_the_future_is_cut_off() -> None:
    session = date(2025, 6, 2)
    stop = int(SESSIONS.searchsorted(pd.Timestamp(session), side="right"))
    names = ["ZZZ1", "ZZZ2"]
    early = panel_from(members()[:stop], SESSIONS[:stop], listed=names)
    # a member whose first price is later is unpriced then, whether or not its column is there
    then = scan_of(early, SPY.slice(0, stop), now=datetime(2025, 6, 2, 22, tzinfo=UTC))
    now = scan_of(as_of=session)
    assert now.header.as_of == session
    assert then.rows == now.rows
    assert then.header.digest == now.header.digest
    assert {k: fact(v).number for k, v in then.without.items()} == {
        k: fact(v).number for k, v in now.without.items()
    }


def test_the_digest_is_of_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    session = date(2025, 6, 2)
    before = scan_of(as_of=session).header.digest
    closes = members()
    closes[50, 3] *= 1.0001
    assert (
        scan_of(panel_from(closes, SESSIONS, listed=["ZZZ1", "ZZZ2"]), as_of=session).header.digest != before
    )
    assert scan_of(panel_from(members(), SESSIONS), as_of=session).header.digest != before
    assert scan_of(PANEL, walk(3, ROWS, "SPY", index=SESSIONS), as_of=session).header.digest != before
    later = members()
    later[-1, 3] *= 1.5
    assert (
        scan_of(panel_from(later, SESSIONS, listed=["ZZZ1", "ZZZ2"]), as_of=session).header.digest == before
    )
    monkeypatch.setattr("tools.desk.scan.RULES_VERSION", "2026.2")
    assert scan_of(as_of=session).header.digest != before


def test_every_number_is_the_value_of_a_fact_of_its_own_id() -> None:
    import json  # noqa: PLC0415 - only here

    result = scan_of()
    assert check_numbers(json.loads(to_json(result))) > 28 * 6
    ids = [one.id for one in facts_of(result)]
    assert len(ids) == len(set(ids))
    assert to_json(result) == to_json(scan_of())
    row: ScanRow = result.rows[0]
    assert "closes only" in row.score.notes


def test_a_biased_list_and_an_early_end_are_said_first() -> None:
    biased = panel_from(members(), SESSIONS, as_of=date(2026, 1, 2), biased=True)
    assert [said.text for said in scan_of(biased).header.notices] == [
        "Survivorship-biased: the member list is of 2026-01-02, after this session."
    ]
    late = datetime(2025, 10, 1, 22, tzinfo=UTC)
    stale = scan_of(now=late)
    assert (
        stale.header.notices[0].text == "STALE: russell2000 ends on 2025-09-26, 3 sessions before 2025-10-01."
    )
    assert "stale by 3 sessions" in fact(stale.ranked).notes
    assert scan_of().header.notices == ()
    assert "a Sunday" in scan_of(as_of=date(2025, 9, 21)).header.notices[0].text


def test_progress_is_told_from_none_to_all() -> None:
    told: list[tuple[int, int]] = []
    desk = Desk(market_of(SPY, panel=PANEL), CALENDAR, FakeEvents(), lambda: NOW)
    desk.scan(progress=lambda done, total, what: told.append((done, total)) if what else None)
    assert told[0][0] == 0
    assert told[-1] == (30, 30)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_an_unknown_universe_has_no_data() -> None:
    with pytest.raises(NoData):
        Desk(market_of(SPY), CALENDAR, FakeEvents(), lambda: NOW).scan("ftse")


def test_on_the_real_panel_the_ranking_is_the_stack_per_member(data_dir: Path) -> None:
    session = date(2013, 5, 21)
    source = folder_market(data_dir)
    whole = source.panel("russell2000", session)

    class Some:
        """The first 60 members of the real panel."""

        def panel(self, universe: str, as_of: date) -> MemberPanel:
            del universe, as_of
            frame = pd.DataFrame(whole.closes[:, :60], index=whole.index, columns=list(whole.symbols[:60]))
            return validate_panel(frame, membership=whole.membership, biased=True, source="folder")

        def membership(self, universe: str, as_of: date) -> object:
            return self.panel(universe, as_of).membership

    market = Market("folder", source, Some(), source, source, simulated=False, terms="t")  # type: ignore[arg-type]
    result = Desk(market, CALENDAR, FakeEvents(), lambda: NOW).scan(as_of=session)
    assert result.header.as_of == session
    stop = int(whole.index.searchsorted(pd.Timestamp(session), side="right"))
    spy = real_bars(data_dir, "SPY").until(session)
    assert len(result.rows) > 25
    for row in result.rows:
        own = whole.closes[:stop, whole.symbols.index(row.symbol)].copy()
        kept = own[np.isfinite(own)]
        moves = kept[1:] / kept[:-1]
        if ((moves > 2) | (moves < 0.4)).any():
            continue
        score, rating = alone(own, whole.index[:stop], spy, row.symbol)
        assert row.score.number == pytest.approx(score, abs=1e-12)
        assert row.rating.value == RATING_NAMES[rating]
    assert sum(fact(count).number for count in result.without.values()) + len(result.rows) == len(
        whole.membership.symbols
    )
