"""A chat at a real terminal: prompt, editing, Ctrl-C, Ctrl-D; and Ctrl-C for a single question."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("pty", reason="no pseudo-terminals on this system")

from tests.bot.ask_terminal import Screen

ROOT = Path(__file__).resolve().parents[2]
PROMPT = "> "
SCRIPTED = textwrap.dedent(
    """
    import asyncio, sys, time
    import bot.ask_command
    from bot.__main__ import main
    from bot.agent.types import Sentences, Working
    from tests.bot.ask_double import FakeConversations, echoing

    def script(question):
        if "slow" not in question.text:
            return echoing(question)
        return [Working("reading breadth"), Sentences("IWM closed at $207.31. "), 60.0]

    class Conversations(FakeConversations):
        async def ask(self, question):
            async for event in super().ask(question):
                yield event
                if "stuck" in question.text:
                    await asyncio.to_thread(time.sleep, 60)

    bot.ask_command.conversations = Conversations(script).opened
    sys.exit(main(sys.argv[1:]))
    """
)
Start = Callable[..., Screen]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A home of our own without reports."""
    return {
        "PLUMB_HOME": str(tmp_path / "home"),
        "PLUMB_CORPUS": "none",
        "PLUMB_DATA": "sample",
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm",
        "COLUMNS": "100",
        "LINES": "40",
        "INPUTRC": "/dev/null",
    }


@pytest.fixture
def start(tmp_path: Path, environment: dict[str, str]) -> Start:
    """Starts a command with scripted conversations at a terminal."""
    program = tmp_path / "scripted.py"
    program.write_text(SCRIPTED, encoding="utf-8")
    return lambda *arguments, **changed: Screen([str(program), *arguments], environment | changed)


def test_ctrl_c_cancels_the_answer_and_the_chat_goes_on_until_ctrl_d(start: Start) -> None:
    with start("chat") as screen:
        screen.wait_for(PROMPT)
        screen.type("a slow one\n")
        screen.wait_for("IWM closed at $207.31.")
        screen.type("\x03")
        screen.wait_for("Cancelled", 8)
        screen.wait_for(PROMPT)
        screen.type("How is IWM?\n")
        screen.wait_for("You asked: How is IWM?")
        screen.wait_for("python -m bot why")
        screen.wait_for(PROMPT)
        screen.type("\x04")
        assert screen.ended() == 0


def test_ctrl_c_at_the_prompt_leaves(start: Start) -> None:
    with start("chat") as screen:
        screen.wait_for("Ctrl-D leaves")
        screen.wait_for(PROMPT)
        # Python loses a Ctrl-C that comes between the prompt and its first wait for a key; nobody is so fast
        time.sleep(0.5)
        screen.type("\x03")
        assert screen.ended() == 0
    assert "Traceback" not in screen.seen


def test_commands_are_completed_and_lines_come_back(start: Start, tmp_path: Path) -> None:
    pytest.importorskip("readline")
    with start("chat") as screen:
        screen.wait_for(PROMPT)
        screen.type("/hel\t\n")
        screen.wait_for("where the last answer comes from")
        screen.wait_for(PROMPT)
        screen.type("What of rates?\n")
        screen.wait_for("You asked: What of rates?")
        screen.wait_for("why: ")
        screen.wait_for(PROMPT)
        screen.kill()
        screen.ended()
    history = tmp_path / "home" / "terminal" / "history"
    assert history.stat().st_mode & 0o777 == 0o600
    assert "What of rates?" in history.read_text(encoding="utf-8")
    with start("chat") as screen:
        screen.wait_for(PROMPT)
        screen.type("\x1b[A\n")  # the key for the line before
        screen.wait_for("You asked: What of rates?")
        screen.wait_for(PROMPT)
        screen.type("/quit\n")
        assert screen.ended() == 0


@pytest.mark.parametrize("width", ["40", "200"])
def test_narrow_and_wide_terminals_are_filled_and_not_passed(start: Start, width: str) -> None:
    with start("ask", "How is IWM? " * 20, COLUMNS=width) as screen:
        assert screen.ended() == 0
    assert "You asked" in screen.seen


def test_a_dumb_terminal_gets_plain_lines(start: Start) -> None:
    with start("ask", "How is IWM?", TERM="dumb") as screen:
        assert screen.ended() == 0
    assert "\x1b[" not in screen.seen
    assert "You asked: How is IWM?" in screen.seen


@pytest.fixture
def asking(tmp_path: Path, environment: dict[str, str]) -> "Callable[[str], subprocess.Popen[str]]":
    """Starts a question whose output is a pipe."""
    program = tmp_path / "scripted.py"
    program.write_text(SCRIPTED, encoding="utf-8")
    return lambda question: subprocess.Popen(
        [sys.executable, "-W", "ignore", str(program), "ask", question],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_ctrl_c_stops_a_single_question_with_a_code_of_its_own(
    asking: "Callable[[str], subprocess.Popen[str]]",
) -> None:
    with asking("a slow one") as process:
        assert process.stdout is not None
        assert process.stdout.read(10) == "IWM closed"
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=20)
    assert process.returncode == 130, errors
    assert "interrupted" in errors
    assert "Traceback" not in errors + out


def test_a_tool_that_cannot_be_stopped_is_left_by_a_second_ctrl_c(
    asking: "Callable[[str], subprocess.Popen[str]]",
) -> None:
    with asking("a stuck and slow one") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        while "reading breadth" not in process.stderr.readline():
            pass
        process.send_signal(signal.SIGINT)
        while "a tool is still at work" not in process.stderr.readline():
            pass
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=20)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors + out


def test_a_reader_that_goes_away_is_no_bug(asking: "Callable[[str], subprocess.Popen[str]]") -> None:
    with asking("How is IWM?") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()
        process.wait(timeout=20)
    assert "incident" not in errors
    assert process.returncode == 1
