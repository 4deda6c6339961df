"""The monthly reports as they are made: from the desk, whole, repeatable, and without a look ahead."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from bot.corpus import write_reports
from bot.settings import load_settings
from bot.wiring import Services, open_services
from tests.builders import walk
from tools.errors import BadRequest, NoData
from tools.market.sessions import Sessions

FIRST, LAST = date(2022, 3, 1), date(2022, 8, 31)
CALENDAR = Sessions(end=date(2027, 12, 31))
SHIPPED = Path(__file__).resolve().parents[2] / "knowledge" / "reports"
MARKER = "## What happened over"


def folder_of(folder: Path, *, until: date = date(2022, 8, 19), lacking: date | None = None) -> Path:
    """A bare folder of made bars of IWM and SPY, from the middle of 2020."""
    index = CALENDAR.between(date(2020, 7, 1), until)
    folder.mkdir(exist_ok=True)
    for seed, symbol in enumerate(("IWM", "SPY")):
        # the longest walk, cut: other ends must not make other beginnings
        frame = walk(
            seed, 600, symbol, index=CALENDAR.between(date(2020, 7, 1), date(2023, 12, 29))[:600]
        ).frame()
        frame = frame.loc[: index[-1]]
        if lacking is not None and symbol == "IWM":
            frame = frame.drop(pd.Timestamp(lacking))
        frame = frame.rename(columns={"adj_close": "Adj Close"}).rename(columns=str.title)
        frame.to_csv(folder / f"{symbol}.csv", index_label="Date")
    return folder


def services_of(folder: Path, now: datetime = datetime(2024, 1, 2, tzinfo=UTC)) -> Services:
    return open_services(load_settings(data=f"folder:{folder}"), clock=lambda: now)


def first_part(text: str) -> str:
    return text.partition(MARKER)[0]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return services_of(folder_of(tmp_path_factory.mktemp("bars")))


def test_a_file_per_month_and_a_reason_for_each_month_without_one(made: Services, tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    found = write_reports(made, tmp_path, first=FIRST, last=LAST, progress=lambda *step: seen.append(step))
    months = ["2022-03", "2022-04", "2022-05", "2022-06", "2022-07"]
    assert [path.relative_to(tmp_path).as_posix() for path in found.paths] == [f"iwm/{m}.md" for m in months]
    assert sorted(path.name for path in (tmp_path / "iwm").iterdir()) == [f"{m}.md" for m in months]
    assert list(found.skipped) == ["2022-08"]
    assert (
        "no bar on 8 of the 23 sessions of 2022-08, the first of them 2022-08-22" in found.skipped["2022-08"]
    )
    assert seen == [(done, 6, month) for done, month in enumerate([*months, "2022-08"], start=1)]


def test_the_last_horizons_are_left_out_until_the_bars_reach_them(made: Services, tmp_path: Path) -> None:
    write_reports(made, tmp_path, first=FIRST, last=LAST)
    outcomes = {path.stem: path.read_text().count(MARKER) for path in (tmp_path / "iwm").iterdir()}
    assert outcomes == {"2022-03": 3, "2022-04": 3, "2022-05": 2, "2022-06": 2, "2022-07": 1}


def test_a_second_run_makes_the_same_bytes_and_writes_nothing(made: Services, tmp_path: Path) -> None:
    first = write_reports(made, tmp_path, first=FIRST, last=LAST)
    assert first.changed == first.paths
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in first.paths}
    again = write_reports(made, tmp_path, first=FIRST, last=LAST)
    assert again.paths == first.paths
    assert again.changed == ()
    assert before == {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in again.paths}


def test_a_changed_file_is_put_right_and_others_are_left(made: Services, tmp_path: Path) -> None:
    done = write_reports(made, tmp_path, first=FIRST, last=LAST)
    done.paths[1].write_text("something else")
    stranger = tmp_path / "iwm" / "notes.md"
    stranger.write_text("mine")
    again = write_reports(made, tmp_path, first=FIRST, last=LAST)
    assert again.changed == (done.paths[1],)
    assert stranger.read_text() == "mine"


def test_an_interrupted_run_leaves_whole_files_and_the_next_one_ends_it(
    made: Services, tmp_path: Path
) -> None:
    def stop(done: int, _total: int, _what: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_reports(made, tmp_path / "cut", first=FIRST, last=LAST, progress=stop)
    whole = write_reports(made, tmp_path / "whole", first=FIRST, last=LAST)
    kept = sorted((tmp_path / "cut" / "iwm").iterdir())
    assert [path.name for path in kept] == ["2022-03.md", "2022-04.md"]
    rest = write_reports(made, tmp_path / "cut", first=FIRST, last=LAST)
    assert [path.name for path in rest.changed] == ["2022-05.md", "2022-06.md", "2022-07.md"]
    assert [path.read_bytes() for path in rest.paths] == [path.read_bytes() for path in whole.paths]


def test_one_month_alone_is_the_same_as_in_a_long_run(made: Services, tmp_path: Path) -> None:
    write_reports(made, tmp_path / "all", first=FIRST, last=LAST)
    write_reports(made, tmp_path / "one", first=date(2022, 5, 17), last=date(2022, 5, 17))
    alone, among = (tmp_path / name / "iwm" / "2022-05.md" for name in ("one", "all"))
    assert alone.read_bytes() == among.read_bytes()


def test_a_month_that_has_not_ended_has_no_report(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "bars", until=date(2022, 8, 31))
    before_close = services_of(folder, datetime(2022, 8, 31, 19, 0, tzinfo=UTC))
    found = write_reports(before_close, tmp_path, first=LAST, last=LAST)
    assert found.paths == ()
    assert found.skipped == {"2022-08": "2022-08 has not ended."}
    after_close = services_of(folder, datetime(2022, 8, 31, 20, 1, tzinfo=UTC))
    assert len(write_reports(after_close, tmp_path, first=LAST, last=LAST).paths) == 1


def test_a_month_with_a_hole_in_its_bars_has_no_report(tmp_path: Path) -> None:
    services = services_of(folder_of(tmp_path / "bars", lacking=date(2022, 5, 11)))
    found = write_reports(services, tmp_path, first=date(2022, 5, 1), last=date(2022, 5, 31))
    assert found.paths == ()
    assert "the first of them 2022-05-11" in found.skipped["2022-05"]


def test_the_benchmark_itself_is_not_held_against_itself(made: Services, tmp_path: Path) -> None:
    found = write_reports(made, tmp_path, symbol="spy", first=FIRST, last=FIRST)
    text = found.paths[0].read_text()
    assert found.paths[0] == tmp_path / "spy" / "2022-03.md"
    assert "symbols: SPY\n" in text
    assert "SPY: not known (SPY is the benchmark itself)" in text


def test_wrong_months_a_simulated_market_and_an_unknown_symbol_are_refused(
    made: Services, tmp_path: Path
) -> None:
    with pytest.raises(BadRequest, match="2022-08, is after the last, 2022-03"):
        write_reports(made, tmp_path, first=LAST, last=FIRST)
    with pytest.raises(NoData, match="QQQ"):
        write_reports(made, tmp_path, symbol="QQQ", first=FIRST, last=LAST)
    sample = open_services(load_settings(data="sample"))
    with pytest.raises(BadRequest, match="real bars"):
        write_reports(sample, tmp_path, first=FIRST, last=LAST)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def real(data_dir: Path) -> Services:
    return services_of(data_dir, datetime(2025, 9, 27, tzinfo=UTC))


def cut_folder(source: Path, folder: Path, session: date) -> Path:
    """The real data as it would have been at the close of a session: no row after it in any file."""
    stamp = pd.Timestamp(session)
    for kind in ("bars", "rates"):
        (folder / kind).mkdir(parents=True)
        for path in (source / kind).glob("*.csv"):
            frame = pd.read_csv(path)
            kept = pd.to_datetime(frame.iloc[:, 0], format="mixed") <= stamp
            frame[np.asarray(kept)].to_csv(folder / kind / path.name, index=False)
    (folder / "members").mkdir()
    for path in (source / "members").glob("*close*.parquet"):
        frame = pd.read_parquet(path)
        frame[pd.to_datetime(frame["date"]) <= stamp].to_parquet(folder / "members" / path.name)
    for name in ("manifest.toml", "universe"):
        (folder / name).symlink_to(source / name)
    return folder


@pytest.mark.data
@pytest.mark.parametrize("month", [date(2008, 10, 31), date(2020, 3, 31), date(2024, 7, 31)])
def test_a_month_made_of_bars_that_end_with_it_has_the_same_first_part(
    data_dir: Path, tmp_path: Path, month: date
) -> None:
    """No look-ahead: what stands above the first outcome is made without a single later row."""
    then = services_of(cut_folder(data_dir, tmp_path / "cut", month), datetime(2025, 9, 27, tzinfo=UTC))
    found = write_reports(then, tmp_path / "out", first=month, last=month)
    text = found.paths[0].read_text(encoding="utf-8")
    assert MARKER not in text
    shipped = (SHIPPED / "iwm" / f"{month:%Y-%m}.md").read_text(encoding="utf-8")
    assert first_part(shipped).rstrip() == text.rstrip()


@pytest.mark.data
def test_the_shipped_reports_are_what_the_command_makes(real: Services, tmp_path: Path) -> None:
    """Asked newest first, so that the order of the questions is seen not to matter."""
    months = ["2025-08", "2024-04", "2022-06", "2016-02", "2013-05", "2009-03", "2007-01"]
    for month in months:
        day = date.fromisoformat(f"{month}-01")
        found = write_reports(real, tmp_path, first=day, last=day)
        shipped = SHIPPED / "iwm" / f"{month}.md"
        assert found.paths[0].read_bytes() == shipped.read_bytes(), month
