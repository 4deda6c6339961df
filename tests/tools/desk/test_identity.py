"""Equal inputs give equal bytes, and a digest that changes with anything read."""

import hashlib
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.builders import (
    FakeEvents,
    bars_from,
    fact,
    folder_market,
    market_of,
    panel_from,
    rate_from,
)
from tests.tools.desk.desks import (
    CALENDAR,
    CURVE,
    MEMBERS,
    NOW,
    PANEL,
    QUESTIONS,
    SESSIONS,
    all_bars,
    answer,
    desk_of,
    fake_desk,
)
from tools.bars import Bars
from tools.calendar import Event
from tools.desk import Desk
from tools.errors import SettingsError
from tools.market.events import EventTable
from tools.market.ports import Market
from tools.profile import load_profile
from tools.results import to_json


@pytest.mark.parametrize("how", QUESTIONS)
def test_the_same_inputs_give_the_same_bytes(data_dir: Path, how: str) -> None:
    source = folder_market(data_dir)
    market = Market("folder", source, source, source, source, simulated=False, terms="Files of a folder.")
    events = EventTable.from_files(sessions=CALENDAR)
    other = Desk(market, CALENDAR, events, lambda: NOW + timedelta(days=40))
    session = date(2021, 2, 10)
    assert to_json(getattr(other, how)("iwm", session)) == to_json(answer(data_dir, how, "IWM", session))


PROGRAM = """
import hashlib, sys
from datetime import UTC, date, datetime
from pathlib import Path
from tools.desk import Desk
from tools.market.events import EventTable
from tools.market.folder import FolderMarketData
from tools.market.ports import Market
from tools.market.sessions import Sessions
from tools.results import to_json
calendar = Sessions(end=date(2027, 12, 31))
source = FolderMarketData(Path(sys.argv[1]))
market = Market("folder", source, source, source, source, simulated=False, terms="Files of a folder.")
events = EventTable.from_files(sessions=calendar)
desk = Desk(market, calendar, events, lambda: datetime(2025, 9, 26, 22, tzinfo=UTC))
text = to_json(desk.analyze("IWM", date(2021, 2, 10)))
sys.stdout.write(hashlib.sha256(text.encode()).hexdigest())
"""


def test_another_process_with_another_hash_seed_gives_the_same_bytes(data_dir: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, str(data_dir)],
        cwd=root,
        env={"PYTHONHASHSEED": "4711", "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    text = to_json(answer(data_dir, "analyze", "IWM", date(2021, 2, 10)))
    assert done.stdout == hashlib.sha256(text.encode()).hexdigest()


THEN = date(2025, 6, 2)


def digest(desk: Desk, session: date = THEN) -> str:
    return desk.analyze("IWM", session).header.digest


def nudged(bars: Bars, session: date) -> Bars:
    """The same bars with one close of one session a hair higher."""
    frame = bars.frame()
    frame.loc[pd.Timestamp(session), ["close", "adj_close"]] *= 1.0001
    frame.loc[pd.Timestamp(session), "high"] *= 1.001
    index = frame.index
    columns = {name: frame[name].to_numpy() for name in ("open", "high", "low", "adj_close", "volume")}
    if bars.fields == "close":
        columns = {}
    return bars_from(frame["close"].to_numpy(), bars.symbol, index=index, **columns)


@pytest.mark.parametrize("symbol", ["IWM", "SPY", "QQQ", "HYG", "IEF", "KRE"])
def test_the_digest_changes_with_any_bar_read_and_not_with_later_ones(symbol: str) -> None:
    whole = next(bars for bars in all_bars() if bars.symbol == symbol)
    before = digest(fake_desk())
    assert digest(fake_desk(**{symbol: nudged(whole, date(2024, 3, 4))})) != before
    assert digest(fake_desk(**{symbol: nudged(whole, THEN)})) != before
    assert digest(fake_desk(**{symbol: nudged(whole, date(2025, 6, 3))})) == before


def test_the_digest_does_not_change_when_the_future_is_appended() -> None:
    rows = int(SESSIONS.searchsorted(pd.Timestamp(THEN), side="right"))
    early = market_of(
        *(bars.slice(0, rows) for bars in all_bars()),
        panel=panel_from(MEMBERS[:rows], SESSIONS[:rows]),
        rates=[rate_from(CURVE.level[:rows], SESSIONS[:rows], "T10Y2Y")],
    )
    then = desk_of(early, datetime(2025, 6, 2, 22, tzinfo=UTC)).analyze("IWM")
    now = fake_desk().analyze("IWM", THEN)
    assert then.header.digest == now.header.digest
    tree, later = (json.loads(to_json(result)) for result in (then, now))
    for header in (tree["header"], later["header"]):
        del header["requested"]
    assert tree["header"] == later["header"]
    assert tree == later


def test_the_digest_changes_with_members_rates_and_what_is_absent() -> None:
    before = digest(fake_desk())
    market = market_of(*all_bars(), panel=PANEL, rates=[CURVE])
    members = MEMBERS.copy()
    members[300:, 4] *= 1.3
    other = rate_from(CURVE.level + 0.01, SESSIONS, "T10Y2Y")
    for changed in (
        market_of(*all_bars(), panel=panel_from(members, SESSIONS), rates=[CURVE]),
        market_of(*all_bars(), panel=panel_from(MEMBERS, SESSIONS, listed=["ZZZ"]), rates=[CURVE]),
        market_of(*all_bars(), panel=PANEL, rates=[other]),
        market_of(*all_bars(), panel=PANEL),
        market_of(*all_bars(), rates=[CURVE]),
        market_of(*[bars for bars in all_bars() if bars.symbol != "KRE"], panel=PANEL, rates=[CURVE]),
    ):
        assert digest(desk_of(changed)) != before
    assert digest(desk_of(market)) == before


def test_the_digest_sees_who_advanced_even_where_no_average_was_crossed() -> None:
    """A thrust is read from advancing and declining members, so they belong to what was read."""
    closes = np.cumprod(np.full((len(SESSIONS), 5), 1.001), axis=0)
    row = int(SESSIONS.searchsorted(pd.Timestamp(THEN)))
    changed = closes.copy()
    changed[row, 0] = changed[row - 1, 0] * 0.9999
    first, second = (
        desk_of(market_of(*all_bars(), panel=panel_from(panel, SESSIONS))) for panel in (closes, changed)
    )
    one, other = first.analyze("IWM", THEN), second.analyze("IWM", THEN)
    shares = [fact(card.layers[2].facts[0]).number for card in (one, other)]
    assert shares[0] == shares[1]
    assert one.header.digest != other.header.digest


def test_the_digest_changes_with_a_profile_parameter_and_with_the_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = load_profile("IWM")
    text = 'name = "iwm"\nuniverse = "russell2000"\natr_threshold_multiple = 1.5\n'
    text += "[momentum]\nshort_period = 10\n"
    (tmp_path / "iwm.toml").write_text(text)
    assert load_profile("IWM", tmp_path) == shipped
    before = digest(fake_desk())
    assert digest(fake_desk(profiles=tmp_path)) == before
    (tmp_path / "iwm.toml").write_text(text + "clip = 2.0001\n")
    assert digest(fake_desk(profiles=tmp_path)) != before
    monkeypatch.setattr("tools.desk.gather.RULES_VERSION", "2026.2")
    assert digest(fake_desk()) != before


def test_the_digest_changes_with_the_macro_calendar_that_moved_the_thresholds() -> None:
    """Equal digests mean equal results, and the event table is an input too."""
    market = market_of(*all_bars(), panel=PANEL, rates=[CURVE])
    before = digest(fake_desk())
    past, ahead = (
        Event("fomc", day, "FOMC decision", "Federal Reserve Board")
        for day in (date(2024, 3, 20), date(2025, 6, 18))
    )
    digests = {before, *(digest(desk_of(market, events=FakeEvents([event]))) for event in (past, ahead))}
    assert len(digests) == 3
    off = desk_of(market, events=FakeEvents([past])).analyze("IWM", THEN, events=False)
    assert off.header.digest != before


def test_a_wrong_profile_is_a_settings_error(tmp_path: Path) -> None:
    (tmp_path / "iwm.toml").write_text("[composite.weights]\nastrology = 0.1\n")
    with pytest.raises(SettingsError, match="astrology"):
        fake_desk(profiles=tmp_path).analyze("IWM")


def test_asking_twice_counts_the_members_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    from tools.desk import counted as module  # noqa: PLC0415 - what is watched

    count = module.count_breadth

    def watched(*given: object) -> object:
        calls.append(given)
        return count(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "count_breadth", watched)
    desk = fake_desk()
    first, second = desk.analyze("IWM"), desk.analyze("IWM")
    desk.breadth("IWM", THEN)
    assert to_json(first) == to_json(second)
    assert len(calls) == 1
