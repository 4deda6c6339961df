"""Keeping score from the command line: seal, settle, debrief, back-fill, record, and what goes wrong."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import load_settings
from bot.store import open_store
from bot.wiring import open_services
from tests.bot.test_command_line import csv_folder
from tests.loopback.yahoo import LoopbackYahoo
from tools.ledger.entries import HORIZONS
from tools.ledger.port import Wanted
from tools.market.ports import BarSource

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of our own, and a folder of bars from 2022-01-03 to 2023-06-16 as the market."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLUMB_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PLUMB_STATE_URL", raising=False)
    monkeypatch.setenv("PLUMB_DATA", csv_folder(tmp_path / "bars"))
    monkeypatch.setenv("PLUMB_CORPUS", "none")
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process; returns exit code, output and errors."""
    del home

    def command(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def plain(text: str) -> str:
    return " ".join(text.split())


def test_a_record_of_nothing_says_so_and_how_to_begin(run: Run) -> None:
    code, out, _ = run("record")
    assert code == 0
    assert "Nothing has been sealed." in out
    assert "record seal SYMBOL" in out


def test_a_card_is_sealed_once_and_says_which_kind_of_call_it_is(run: Run) -> None:
    code, out, _ = run("analyze", "IWM", "--as-of", "2023-05-31", "--seal")
    assert code == 0
    assert "Sealed: IWM 2023-05-31" in out
    assert "back-filled: the next session had opened" in plain(out)
    digits = re.findall(r"\b[0-9a-f]{64}\b", out)
    code, out, _ = run("record", "seal", "iwm", "--as-of", "2023-05-31")
    assert code == 0
    assert "Sealed before: IWM 2023-05-31" in out
    assert re.findall(r"\b[0-9a-f]{64}\b", out) == digits


@pytest.mark.parametrize("option", ["--provisional", "--no-events"])
def test_only_the_card_that_everybody_gets_is_sealed(run: Run, option: str) -> None:
    code, _, errors = run("analyze", "IWM", "--as-of", "2023-05-31", "--seal", option)
    assert code == 64
    assert "--seal seals the card as everybody gets it" in errors


def test_a_period_is_back_filled_scored_and_proved(run: Run, home: Path, tmp_path: Path) -> None:
    """What was sealed is settled and debriefed; record, picture and JSON are there; the chains hold."""
    period = ("--from", "2022-09-01", "--to", "2022-10-31")
    code, out, _ = run("record", "back-fill", "IWM", *period)
    assert code == 0
    assert "42 calls sealed (0 were there)" in plain(out)
    assert run("record", "settle")[0] == 0
    picture = tmp_path / "record.png"
    code, out, errors = run("record", "IWM", "--chart", str(picture))
    assert code == 0
    assert "Back-filled calls: computed afterwards; no forward record." in out
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "reliability" in errors
    report = json.loads(run("record", "IWM", "--json")[1])
    assert report["kind"] == "recordreport"
    assert [book["kind"] for book in report["record"]["books"]] == ["forward", "backfilled"]
    assert report["record"]["books"][1]["sealed"]["value"] == 42
    with open_store(f"sqlite:///{home}/answers.sqlite") as store:
        assert len(store.ledger.settlements(Wanted())) == 42 * len(HORIZONS)
    assert run("record", "verify")[0] == 0


def test_a_debrief_is_written_once_and_shown_again(run: Run, home: Path) -> None:
    assert run("record", "seal", "IWM", "--as-of", "2023-05-30")[0] == 0
    code, first, _ = run("debrief", "IWM", "--as-of", "2023-05-31", "--no-corpus")
    assert code == 0
    assert "Lesson" in first
    assert "Back-filled: computed afterwards" in plain(first)
    assert run("debrief", "IWM", "--as-of", "2023-05-31", "--no-corpus")[1] == first
    with open_store(f"sqlite:///{home}/answers.sqlite") as store:
        assert len(store.ledger.debriefs(Wanted())) == 1


def test_what_cannot_be_done_is_said_with_what_can(run: Run) -> None:
    """Exit codes are those of the errors: 64 for a wrong request, 66 where there is nothing."""
    for arguments, code, words in (
        (("debrief", "IWM", "--as-of", "2023-05-31"), 66, "No signal of IWM was sealed at 2023-05-30"),
        (("record", "seal", "NOSUCH"), 66, "NOSUCH"),
        (("record", "seal", "IW M"), 64, "symbol"),
        (("record", "IWM", "--horizon", "7"), 64, "1, 5, 10, 21"),
        (("record", "IWM", "--as-of", "2999-01-01"), 64, "future"),
        (("record", "back-fill", "IWM", "--from", "2022-13-01", "--to", "2022-12-31"), 64, "YYYY-MM-DD"),
        (("record", "back-fill", "IWM", "--from", "2022-12-31", "--to", "2022-12-01"), 64, "after its end"),
        (("record", "back-fill", "IWM", "--from", "2022-12-24", "--to", "2022-12-26"), 64, "no session"),
        (("record", "verify", "--head", "seals:12"), 64, "CHAIN:HASH"),
    ):
        found, _, errors = run(*arguments)
        assert found == code, (arguments, errors)
        assert words in plain(errors), (arguments, errors)


def started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_two_processes_settle_every_horizon_once(run: Run, home: Path) -> None:
    """Both find the same open horizons; each is written by one of them, and the chain holds."""
    for day in range(1, 29):
        run("record", "seal", "IWM", "--as-of", f"2022-09-{day:02}")
    with open_store(f"sqlite:///{home}/answers.sqlite") as store:
        seals = len(store.ledger.seals(Wanted()))
    both = [started("record", "settle"), started("record", "settle")]
    outs = [one.communicate(timeout=60) for one in both]
    assert [one.returncode for one in both] == [0, 0], outs
    written = [int(re.search(r"Settled ([\d,]+)", out)[1].replace(",", "")) for out, _ in outs]  # type: ignore[index]
    assert sum(written) == seals * len(HORIZONS)
    with open_store(f"sqlite:///{home}/answers.sqlite") as store:
        rows = store.ledger.settlements(Wanted())
        assert len({(row.entry.seal, row.entry.horizon) for row in rows}) == len(rows) == sum(written)
        assert not any(link.broken for link in store.ledger.verify())


def test_a_killed_back_fill_goes_on_where_it_stopped(home: Path) -> None:
    """Killed again and again, it ends with what a single run writes, and the chains hold throughout."""
    period = ("record", "back-fill", "IWM", "--from", "2022-09-01", "--to", "2022-12-30")
    finished, kills, patience = False, 0, 1.6
    while not finished:
        process = started(*period)
        try:
            process.communicate(timeout=patience)
            finished = process.returncode == 0
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            kills += 1
            patience += 0.35
        time.sleep(0.05)
        if (home / "answers.sqlite").exists():
            with open_store(f"sqlite:///{home}/answers.sqlite") as store:
                assert not any(link.broken for link in store.ledger.verify())
    assert kills
    with open_store(f"sqlite:///{home}/answers.sqlite") as store:
        seals = store.ledger.seals(Wanted())
        sessions = {row.entry.session for row in seals}
        assert len(seals) == len(sessions) == 84
        assert len(store.ledger.settlements(Wanted())) == 84 * len(HORIZONS)
        assert len(store.ledger.debriefs(Wanted())) == 84


def test_a_failed_call_has_a_time_where_yahoo_has_the_sessions_five_minute_bars(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through the real client and the store on disk, with made bars in which the call fails."""
    made = open_services(load_settings(data="sample")).market.bars
    judged = date(2025, 7, 10)
    with LoopbackYahoo() as double:
        for symbol in ("IWM", "SPY", "QQQ", "HYG", "IEF", "KRE", "^VIX"):
            double.add_daily(symbol, made.bars(symbol, start=date(2022, 1, 3), end=judged).frame())
        for symbol in ("IWM", "SPY"):
            five = made.bars(symbol, interval="5m", start=date(2025, 7, 1), end=judged).frame()
            double.add_intraday(symbol, five)
        monkeypatch.setenv("PLUMB_YAHOO_URL", double.address)
        monkeypatch.setenv("PLUMB_HOLDINGS_URL", "http://127.0.0.1:9/holdings.csv")
        monkeypatch.setenv("PLUMB_DATA", "yfinance")
        assert run("record", "seal", "IWM", "--as-of", "2025-07-09")[0] == 0
        code, out, _ = run("debrief", "IWM", "--as-of", judged.isoformat(), "--no-corpus", "--json")
    assert code == 0
    warning = json.loads(out)["debrief"]["warning"]
    assert re.fullmatch(r"\d\d:\d\d ET", warning["time"]["value"])
    five_minute_closes = {round(float(price), 2) for price in five_closes(made, judged)}
    assert round(warning["price"]["value"], 2) in five_minute_closes
    assert json.loads(out)["debrief"]["verdict_close"]["value"] == "failed"


def five_closes(source: BarSource, session: date) -> Sequence[float]:
    return list(source.bars("IWM", interval="5m", start=session, end=session).close)
