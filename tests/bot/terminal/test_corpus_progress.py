"""Progress of long work: nothing for programs, now and then a line in a pipe, bars on a terminal."""

import io
import sys

import pytest
from rich.text import Text

from bot.command import say
from bot.terminal import corpus_progress as module
from bot.terminal.corpus_progress import corpus_progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def work(seconds: list[float], each: float) -> None:
    """Three documents of two steps each."""
    with corpus_progress() as report:
        for done in range(3):
            report("documents", done, 3)
            report("reading", 0, 1)
            for step in range(3):
                seconds[0] += each
                report("embedding", step, 2)
        report("documents", 3, 3)


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that the work moves."""
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def test_short_work_says_nothing_in_a_pipe(seconds: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    work(seconds, 0.1)
    assert capsys.readouterr() == ("", "")


def test_long_work_says_how_far_it_is_now_and_then(
    seconds: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    """Only of the outermost work."""
    work(seconds, 2.0)
    assert capsys.readouterr().err == "documents: 1 of 3\ndocuments: 2 of 3\ndocuments: 3 of 3\n"


def test_in_a_pipe_it_is_said_at_once_what_is_coming(
    seconds: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    with corpus_progress(coming="preparing \x1b[31m it") as report:
        report("documents", 0, 3)
    assert seconds == [0.0]
    assert capsys.readouterr().err == "preparing \N{REPLACEMENT CHARACTER}[31m it\n"
    with corpus_progress(quiet=True, coming="preparing it"):
        pass
    assert capsys.readouterr().err == ""


def test_a_program_is_told_nothing(seconds: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    with corpus_progress(quiet=True) as report:
        seconds[0] += 100
        report("documents", 1, 3)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_gets_bars_that_are_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", stream := Terminal())
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    with corpus_progress() as report:
        report("documents", 0, 3)
        report("embedding \x1b[31m[red]", 1, 2)
    shown = stream.getvalue()
    assert "documents" in shown
    assert "\x1b[31m" not in shown
    assert "[red]" in shown
    assert "\x1b[?25h" in shown, "the cursor is back"
    assert shown.endswith("\x1b[2K"), "the last line is cleared"


def test_what_is_said_meanwhile_goes_above_the_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are on the terminal: the line is written by whoever draws the bars, after clearing them."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", errors := Terminal())
    monkeypatch.setattr(sys, "stdout", out := Terminal())
    with corpus_progress() as report:
        report("documents", 0, 3)
        say(Text("one is in"))
    assert "one is in" in errors.getvalue().split("\x1b[2K", 1)[1]
    assert "one is in" not in out.getvalue()


def test_what_is_said_into_a_file_stays_out_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", errors := Terminal())
    monkeypatch.setattr(sys, "stdout", out := io.StringIO())
    with corpus_progress() as report:
        report("documents", 0, 3)
        say(Text("one is in"))
    assert out.getvalue() == "one is in\n"
    assert "one is in" not in errors.getvalue()


def test_an_error_in_the_middle_stops_the_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", stream := Terminal())

    def broken() -> None:
        with corpus_progress() as report:
            report("documents", 0, 3)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert "\x1b[?25h" in stream.getvalue()
