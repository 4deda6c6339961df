"""A home in which nothing can be kept is a setting to change; a bug stays a bug."""

from pathlib import Path

import pytest

from bot.home import nothing_kept
from tests.bot.conftest import Run


@pytest.mark.parametrize("home", ["{tmp}/file/home", "/proc/nohome", "/proc/no/home", "{tmp}/" + "x" * 300])
@pytest.mark.parametrize("command", ["list", "check"])
def test_a_home_that_takes_nothing_is_a_setting_to_change(
    knowledge: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str, command: str
) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("PLUMB_HOME", home.format(tmp=tmp_path))
    code, _, errors = knowledge(command)
    assert code == 78
    assert errors.startswith("plumbline: PLUMB_HOME: nothing can be kept in ")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyError("x"), 70),
        (OSError("no number and no file"), 70),
        (FileNotFoundError(2, "No such file or directory", "elsewhere.csv"), 70),
        (FileNotFoundError(2, "No such file or directory", "/proc/nohome/x"), 78),
        (FileNotFoundError(2, "No such file or directory", "/proc/nohome"), 78),
        (OSError(5, "Input/output error", "/proc/nohome/x"), 78),
    ],
)
def test_only_an_error_of_the_home_is_no_bug(
    knowledge: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    """Where even the traceback cannot be kept, the home is named instead of a class of ours."""

    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setenv("PLUMB_HOME", "/proc/nohome")
    monkeypatch.setattr("bot.knowledge_keep.tickers", broken)
    done, _, errors = knowledge("add", "x.md")
    assert done == code
    assert "nothing can be kept in /proc/nohome (" in errors
    assert ("internal error" in errors) is (code == 70)
    assert "FileNotFoundError" not in errors


def test_a_missing_file_in_a_sound_home_is_not_the_homes_fault(tmp_path: Path) -> None:
    missing = FileNotFoundError(2, "No such file or directory", str(tmp_path / "home" / "x"))
    assert nothing_kept(tmp_path / "home", missing) is None
    assert nothing_kept(tmp_path, BrokenPipeError(32, "Broken pipe")) is None
