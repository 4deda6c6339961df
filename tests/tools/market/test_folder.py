"""The folder source: what it finds, what it refuses, and which panel serves which date."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.bars import Bars
from tools.errors import BadData, BadRequest, NoData, SettingsError
from tools.market.folder import FolderMarketData
from tools.types import Absent

DAYS = pd.bdate_range("2024-01-01", periods=10)


class Weekdays:
    """A calendar without holidays."""

    start = date(2000, 1, 1)
    end = date(2030, 1, 1)

    def between(self, start: date, end: date) -> pd.DatetimeIndex:
        assert self.start <= start <= end <= self.end
        return pd.bdate_range(start, end)


def csv(rows: pd.DatetimeIndex = DAYS) -> str:
    lines = [f"{day:%Y-%m-%d},10,11,9,10,10,1000" for day in rows]
    return "\n".join(["Date,Open,High,Low,Close,Adj Close,Volume", *lines]) + "\n"


def panel(path: Path, first: str, **members: float) -> None:
    path.parent.mkdir(exist_ok=True)
    days = pd.bdate_range(first, periods=10)
    frame = pd.DataFrame({"date": days, **{name: np.full(10, value) for name, value in members.items()}})
    frame.to_parquet(path)


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., FolderMarketData]:
    def build(manifest: str | None = None, **files: str) -> FolderMarketData:
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/")
            path = path.with_name(path.name + ".csv")
            path.parent.mkdir(exist_ok=True)
            path.write_text(content)
        if manifest is not None:
            (tmp_path / "manifest.toml").write_text(manifest)
        return FolderMarketData(tmp_path)

    return build


Make = Callable[..., FolderMarketData]


def test_a_bare_folder_of_csv_files_needs_no_manifest(make: Make) -> None:
    folder = make(IWM=csv(), spy=csv())
    assert folder.symbols() == ("IWM", "SPY")
    assert len(folder.bars(" iwm ")) == 10
    assert folder.name == folder.bars("SPY").source == "folder"
    with pytest.raises(NoData, match="there are: none"):
        folder.panel("russell2000", date(2024, 1, 2))
    with pytest.raises(NoData, match="there are: none"):
        folder.rate("DGS10")


def test_dates_cut_both_sides_inclusively(make: Make) -> None:
    folder = make(IWM=csv())
    cut = folder.bars("IWM", start=date(2024, 1, 3), end=date(2024, 1, 7))
    assert [day.day for day in cut.index] == [3, 4, 5]
    with pytest.raises(NoData, match="they go from 2024-01-01 to 2024-01-12"):
        folder.bars("IWM", start=date(2025, 1, 1))


@pytest.mark.parametrize(
    "text", ["../etc/passwd", "a/b", "", " ", "..", "A" * 13, "IWM\n\x00", "\uff29WM", "C:\\x", "%2e%2e"]
)
def test_what_is_not_shaped_like_a_symbol_is_a_bad_request(make: Make, text: str) -> None:
    with pytest.raises(BadRequest, match="is not a symbol"):
        make(IWM=csv()).bars(text)


def test_an_unknown_symbol_names_close_ones_and_how_many_there_are(make: Make) -> None:
    with pytest.raises(NoData, match=r"no daily bars of IMW .* 2 symbols; close to it: IWM"):
        make(IWM=csv(), SPY=csv()).bars("IMW")


def test_a_batch_answers_each_symbol_by_itself(make: Make) -> None:
    heard: list[tuple[int, int, str]] = []
    answers = make(IWM=csv(), BAD="").batch(
        ["BAD", "IWM", "NOPE", "a/b"], progress=lambda done, total, what: heard.append((done, total, what))
    )
    kinds = [type(answer) for answer in answers.values()]
    assert kinds == [BadData, Bars, NoData, BadRequest]
    assert heard[-1] == (4, 4, "a/b")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("   \n", "is empty"),
        ("<!DOCTYPE html><html></html>", "is a web page"),
        ("\ufeff  <html>", "is a web page"),
        ('a,b\n"unclosed', "not a readable CSV"),
        ("Date,Close\n1,2,3,4\n5,6\n7,8,9,10,11,12", "not a readable CSV"),
        ("just text", "no close column"),
        ("Date,Close\n", "no rows"),
    ],
)
def test_a_broken_file_is_bad_data_and_says_how(make: Make, content: str, says: str) -> None:
    with pytest.raises(BadData, match=says):
        make(IWM=content).bars("IWM")


def test_a_binary_file_is_bad_data(make: Make, tmp_path: Path) -> None:
    folder = make(IWM=csv())
    (tmp_path / "IWM.csv").write_bytes(bytes(range(128, 256)) * 20)
    with pytest.raises(BadData, match="not a readable CSV"):
        folder.bars("IWM")


def test_gaps_are_looked_for_where_the_calendar_reaches(tmp_path: Path) -> None:
    old = pd.bdate_range("1999-12-27", "2000-01-14").drop(pd.to_datetime(["1999-12-29", "2000-01-12"]))
    (tmp_path / "OLD.csv").write_text(csv(old))
    bars = FolderMarketData(tmp_path, Weekdays()).bars("OLD")
    assert bars.audit.warnings == ("1 of 10 sessions have no bar: 2000-01-12.",)


MANIFEST = """
[bars]
path = "bars/{symbol}.csv"
[bars.files]
"^VIX" = "bars/VIX_x.csv"
[intraday]
path = "intraday/{symbol}.csv"
[rates]
DGS10 = "rates/ten.csv"
"""


def test_a_manifest_names_files_rates_and_intraday_bars(make: Make) -> None:
    five = "Datetime,Close\n" + "".join(f"2024-03-08 14:{minute}:00+00:00,10\n" for minute in (30, 35, 40))
    folder = make(
        MANIFEST,
        bars__IWM=csv(),
        bars__VIX_x="DATE,OPEN,HIGH,LOW,CLOSE\n2024-01-02,13,14,12,13.2\n",
        intraday__IWM=five,
        rates__ten="date,DGS10\n2024-01-02,4.1\n2024-01-03,.\n2024-01-04,\n2024-01-05,4.3\n",
    )
    assert folder.symbols() == ("IWM", "^VIX")
    assert folder.bars("^VIX").fields == "ohlc"
    assert len(folder.bars("IWM", interval="5m", end=date(2024, 3, 8))) == 3
    with pytest.raises(NoData, match="5-minute bars of \\^VIX"):
        folder.bars("^VIX", interval="5m")
    assert folder.rate("DGS10").level.tolist() == [4.1, 4.3]
    with pytest.raises(NoData, match="there are: DGS10"):
        folder.rate("DGS3")
    known = folder.positioning("IWM", date(2024, 1, 2))
    assert isinstance(known.short_interest, Absent)


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        ("[bars]\npth = 'x'", r"manifest.toml: bars.pth: Extra inputs"),
        ("[bars]\npath = 'x.csv'", r"bars.path: a path must have \{symbol\} once"),
        ("[bars]\npath = '../{symbol}.csv'", "bars.path: a path must be relative"),
        ("[rates]\nDGS2 = '/etc/passwd'", "rates.DGS2: a path must be relative"),
        ("[bars.files]\n'a/b' = 'x.csv'", "'a/b' is not a symbol"),
        ("[[panels]]\nuniverse = 'u'\nfile = 'p'\nmembership_date = 'soon'", "panels.0.membership_date"),
        ("[bars", "is not TOML"),
    ],
)
def test_a_fault_in_the_manifest_names_the_key(make: Make, manifest: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        make(manifest)


def test_a_folder_with_nothing_is_a_wrong_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"neither a manifest.toml nor a CSV"):
        FolderMarketData(tmp_path)
    with pytest.raises(SettingsError, match="does not exist"):
        FolderMarketData(tmp_path / "nowhere")


PANELS = """
[[panels]]
universe = "u"
file = "members/old.parquet"
membership_date = 2020-01-08
membership = "lists/old.csv"
[[panels]]
universe = "u"
file = "members/new.parquet"
membership_date = 2020-03-01
[universe]
u = "lists/now.csv"
"""
OLD_LIST = "Ticker,Name\nA,a\nB.A,b\nGONE,g\n"


@pytest.fixture
def panels(make: Make, tmp_path: Path) -> Make:
    panel(tmp_path / "members" / "old.parquet", "2020-01-06", A=1.0, **{"B.A": 2.0})
    panel(tmp_path / "members" / "new.parquet", "2020-01-13", A=5.0, C=3.0)

    def build(now: str = "Ticker\nA\n", manifest: str = PANELS) -> FolderMarketData:
        return make(manifest, lists__old=OLD_LIST, lists__now=now)

    return build


@pytest.mark.parametrize(
    ("as_of", "list_of", "biased"),
    [
        ("2020-01-07", "2020-01-08", True),  # only the old has prices; its list came a day later
        ("2020-01-08", "2020-01-08", False),
        ("2020-01-17", "2020-01-08", False),  # both have prices; one list is known by then
        ("2020-01-24", "2020-03-01", True),  # the old has ended
    ],
)
def test_the_panel_is_the_one_whose_list_was_in_force(
    panels: Make, as_of: str, list_of: str, *, biased: bool
) -> None:
    found = panels().panel("u", date.fromisoformat(as_of))
    assert (str(found.membership.as_of), found.biased) == (list_of, biased)


def test_coverage_counts_the_whole_list_and_share_classes_meet(panels: Make) -> None:
    found = panels().panel("u", date(2020, 1, 8))
    assert found.symbols == ("A", "B-A")
    assert found.membership.symbols == ("A", "B-A", "GONE")


@pytest.mark.parametrize("as_of", [date(2020, 1, 3), date(2020, 2, 3)])
def test_outside_every_panel_there_is_no_data(panels: Make, as_of: date) -> None:
    with pytest.raises(NoData, match="they go from 2020-01-06 to 2020-01-24"):
        panels().panel("u", as_of)
    with pytest.raises(NoData, match="no universe 'v' in the data folder; there are: u"):
        panels().panel("v", as_of)


def test_every_panel_is_given_once_per_list_the_oldest_first(panels: Make) -> None:
    """Each is of its own list, and biased where it has prices from before that list."""
    again = PANELS + PANELS[: PANELS.index("[universe]")]
    for folder in (panels(), panels(manifest=again)):
        found = folder.panels("u")
        assert [str(one.membership.as_of) for one in found] == ["2020-01-08", "2020-03-01"]
        assert [str(one.index[0].date()) for one in found] == ["2020-01-06", "2020-01-13"]
        assert [one.biased for one in found] == [True, True]
    early = PANELS.replace("2020-01-08", "2020-01-02")
    assert [one.biased for one in panels(manifest=early).panels("u")] == [False, True]


def test_a_universe_without_prices_has_no_panels(panels: Make) -> None:
    with pytest.raises(NoData, match="lists of members of u here, and no prices"):
        panels(manifest='[universe]\nu = { file = "lists/now.csv", as_of = 2026-06-05 }').panels("u")
    with pytest.raises(NoData, match="no universe 'v'"):
        panels().panels("v")


def test_a_list_without_a_date_is_in_force_at_none(panels: Make) -> None:
    assert panels().membership("u", date(2030, 1, 1)).as_of == date(2020, 3, 1)
    with pytest.raises(NoData, match="says no date"):
        panels(manifest='[universe]\nu = "lists/now.csv"').membership("u", date(2030, 1, 1))


@pytest.mark.parametrize(
    ("now", "manifest"),
    [
        ('iShares\nFund Holdings as of,"Jun 05, 2026"\n\nTicker\nX\n', PANELS),
        ("Ticker\nX\n", PANELS.replace('"lists/now.csv"', '{ file = "lists/now.csv", as_of = 2026-06-05 }')),
    ],
)
def test_a_list_is_dated_by_its_file_or_by_the_manifest(panels: Make, now: str, manifest: str) -> None:
    folder = panels(now, manifest)
    assert folder.membership("u", date(2026, 6, 5)).symbols == ("X",)
    assert folder.membership("u", date(2026, 6, 4)).as_of == date(2020, 3, 1)
    assert folder.membership("u", date(2001, 1, 1)).as_of == date(2020, 1, 8)


def test_a_member_without_a_file_has_closes_from_the_newest_panel(panels: Make) -> None:
    folder = panels()
    assert folder.symbols() == ("A", "B-A", "C")
    bars = folder.bars("A")
    assert (bars.fields, bars.close[0], len(bars)) == ("close", 5.0, 10)
    assert folder.bars("b.a").symbol == "B-A"


def test_a_missing_or_damaged_panel_is_said(panels: Make, tmp_path: Path) -> None:
    folder = panels()
    (tmp_path / "members" / "old.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(BadData, match=r"old.parquet is not a readable"):
        folder.panel("u", date(2020, 1, 8))
    (tmp_path / "members" / "old.parquet").unlink()
    with pytest.raises(NoData, match="named in the manifest and not there"):
        folder.panel("u", date(2020, 1, 8))


def test_threads_share_one_reading_of_a_file(make: Make) -> None:
    folder = make(IWM=csv())
    found: list[Bars] = []
    threads = [threading.Thread(target=lambda: found.append(folder.bars("IWM"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(bars) for bars in found}) == 1


@pytest.mark.data
def test_the_real_folder_serves_each_era_by_its_list(data_dir: Path) -> None:
    folder = FolderMarketData(data_dir)
    then = folder.panel("russell2000", date(2016, 6, 1))
    assert (len(then.membership.symbols), len(then.symbols), then.biased) == (1909, 1638, False)
    assert "HEI-A" in then.symbols
    assert folder.panel("russell2000", date(2010, 1, 4)).biased
    late = folder.panel("russell2000", date(2024, 3, 8))
    assert (len(late.membership.symbols), late.closes.shape, late.biased) == (2160, (4576, 2160), False)
    with pytest.raises(NoData, match="to 2024-03-08"):
        folder.panel("russell2000", date(2026, 5, 15))


@pytest.mark.data
def test_the_real_folder_has_funds_vix_members_and_rates(data_dir: Path) -> None:
    folder = FolderMarketData(data_dir)
    assert len(folder.bars("IWM")) == 6372
    assert folder.bars("^VIX").last_session > folder.bars("IWM").last_session
    assert folder.bars("AAON").fields == "close"
    assert all(len(folder.rate(name).index) > 5000 for name in ("DGS2", "DGS10", "T10Y2Y", "BAMLH0A0HYM2"))
    assert len(folder.symbols()) > 2700
