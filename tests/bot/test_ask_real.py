"""Ask, chat and why as a person starts them: the real program with the offline analyst, no network."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tests.loopback.yahoo import daily_frame

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-W", "ignore", "-m", "bot")
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A home of our own without reports, and the simulated market."""
    return {
        **os.environ,
        "PLUMB_HOME": str(tmp_path / "home"),
        "PLUMB_CORPUS": "none",
        "PLUMB_DATA": "sample",
        "PLUMB_MODEL": "offline",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "100",
    }


@pytest.fixture
def run(tmp_path: Path, environment: dict[str, str]) -> Run:
    """Run a command line in a process of its own."""

    def command(*arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*COMMAND, *arguments],
            env=environment, cwd=tmp_path, input=given, capture_output=True, text=True, check=False,
            timeout=100,
        )  # fmt: skip

    return command


def id_of(out: str) -> str:
    """The id in the footer of the last answer."""
    return re.findall(r"why: python -m bot why (\w+)", out)[-1]


def test_an_answer_is_given_and_why_reproduces_it(run: Run) -> None:
    asked = run("ask", "How does IWM look?")
    assert asked.returncode == 0, asked.stderr
    assert "IWM" in asked.stdout
    assert "SIMULATED" in asked.stdout
    assert "Corrected:" not in asked.stdout
    why = run("why")
    assert why.returncode == 0, why.stdout + why.stderr
    assert "How does IWM look?" in why.stdout
    assert "signal_stack" in why.stdout
    assert "Reproduced:" in why.stdout
    again = run("why", id_of(asked.stdout), "--json")
    told = json.loads(again.stdout)
    assert told["reproduced"] is True
    assert {part["said"] for part in told["parts"]} == {"same bytes"}
    assert told["answer"]["id"] == id_of(asked.stdout)


def test_an_answer_of_another_tenant_is_not_shown(run: Run) -> None:
    asked = run("ask", "How does IWM look?", "--tenant", "guild:7")
    other = run("why", id_of(asked.stdout), "--tenant", "guild:8")
    assert other.returncode == 66
    assert "IWM" not in other.stdout


def test_a_chat_answers_each_line_and_the_second_goes_on_from_the_first(run: Run) -> None:
    done = run("chat", given="How is breadth of IWM?\nAnd its levels?\n")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("why: python -m bot why") == 2
    _, _, second = done.stdout.partition("not financial advice.")
    assert "IWM" in second
    assert "support" in second.lower()


def test_a_killed_chat_goes_on_at_the_next_start(
    run: Run, tmp_path: Path, environment: dict[str, str]
) -> None:
    process = subprocess.Popen(
        [*COMMAND, "chat"], env=environment, cwd=tmp_path, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("How is breadth of IWM?\n")
    process.stdin.flush()
    for line in process.stdout:
        if "python -m bot why" in line:
            break
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=20)
    process.stdin.close()
    process.stdout.close()
    again = run("chat", given="/history\n/card\nAnd its levels?\n")
    assert again.returncode == 0, again.stderr
    assert "1 earlier question; /new starts afresh." in again.stderr
    assert "How is breadth of IWM?" in again.stdout
    assert "Inputs and rules" in again.stdout, "the card is made again from the same inputs"
    assert "IWM" in again.stdout.partition("How is breadth of IWM?")[2]


def test_why_exits_with_1_and_says_what_differs_when_the_data_changed(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "bars"
    folder.mkdir()
    frame = daily_frame("2022-01-03", 380)
    frame.index.name = "Date"
    table = frame.rename(columns=str.capitalize).rename(columns={"Adj_close": "Adj Close"})
    for symbol in ("IWM", "SPY"):
        table.to_csv(folder / f"{symbol}.csv")
    asked = run("ask", "How does IWM look?", "--data", "folder:bars", "--as-of", "2023-05-31")
    assert asked.returncode == 0, asked.stdout + asked.stderr
    assert run("why").returncode == 0
    (table * 1.01).to_csv(folder / "IWM.csv")
    why = run("why")
    assert why.returncode == 1
    assert "the inputs differ" in why.stdout
    assert "Not reproduced:" in why.stdout


@pytest.mark.parametrize("text", ["", " ", "x" * 5_000, "\x1b\x07"])
def test_what_is_no_question_is_refused(run: Run, text: str) -> None:
    done = run("ask", "--", text)
    assert done.returncode == 64
    assert "4,000" in done.stderr
    assert not done.stdout


def test_any_other_text_gets_an_answer_or_a_plain_sentence(run: Run) -> None:
    lines = ["🚀", "--", "罗素2000怎么样", "\x1b[31mIWM\x00?", "'; DROP TABLE answers; --", "IWM " * 900]
    done = run("chat", given="\n".join(lines))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("why: python -m bot why") == len(lines)
    assert "\x1b" not in done.stdout
    assert "Traceback" not in done.stderr
    assert "incident" not in done.stdout + done.stderr


@pytest.mark.data
def test_real_bars_give_the_close_of_the_file(run: Run, data_dir: Path) -> None:
    close = pd.read_csv(data_dir / "bars" / "IWM.csv", index_col="Date").loc["2025-05-15", "Close"]
    done = run(
        "ask",
        "What are the levels of IWM?",
        "--data",
        f"folder:{data_dir}",
        "--as-of",
        "2025-05-15",
        "--json",
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["session"] == "2025-05-15"
    assert f"${close:.2f}" in answer["text"]
    assert close in {fact["value"] for fact in answer["facts"]}


def test_help_is_as_fast_as_before() -> None:
    """The commands are registered without the agent, the terminal's pages or a database."""
    script = (
        "import sys, bot.cli\n"
        "heavy = {'langchain_core', 'langgraph', 'sqlalchemy', 'rich.markdown', 'numpy', 'bot.agent.types'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
