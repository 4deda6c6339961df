"""`plumbline discord`: what it says before anything runs, and how its clock is set."""

import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from bot.__main__ import main
from bot.settings import Settings

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWsQ1x"  # noqa: S105 - a made-up one


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLUMB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLUMB_DATA", "sample")


@pytest.mark.parametrize("arguments", [["discord"], ["discord", "--check"]])
def test_without_a_token_it_is_one_sentence_and_78(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 78
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert said[0].startswith("plumbline: PLUMB_DISCORD_TOKEN is not set")


def test_a_check_that_reaches_nothing_says_so_without_the_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLUMB_DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("PLUMB_DISCORD_API", "http://127.0.0.1:9")
    monkeypatch.setattr("discord.http.Route.BASE", "http://127.0.0.1:9")
    assert main(["discord", "--check"]) == 69
    said = capsys.readouterr()
    assert "Discord could not be reached" in said.err
    assert TOKEN not in said.err + said.out


def test_it_runs_the_surface_with_what_the_command_line_gave(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The surface itself is stood in for: it is told data and clock."""
    given: list[Settings] = []

    async def run(settings: Settings) -> None:
        given.append(settings)

    surface = ModuleType("bot.discord_wiring")
    surface.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bot.discord_wiring", surface)
    monkeypatch.setenv("PLUMB_DISCORD_TOKEN", TOKEN)
    assert main(["discord", "--data", "folder:x", "--as-of", "2024-03-08"]) == 0
    assert (given[0].data, given[0].as_of) == ("folder:x", date(2024, 3, 8))


def test_a_wrong_day_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PLUMB_DISCORD_TOKEN", TOKEN)
    assert main(["discord", "--as-of", "yesterday"]) == 64
    assert "--as-of" in capsys.readouterr().err
