"""The store from the command line: how it stands, whether it holds, backup and restore."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.community.values import Feedback
from bot.store import open_store
from tests.bot.store.attacks import attack
from tests.tools.ledger.made import seal, settlement

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with two seals and their settlements."""
    home = tmp_path / "home"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLUMB_HOME", str(home))
    monkeypatch.delenv("PLUMB_STATE_URL", raising=False)
    with open_store(f"sqlite:///{home}/answers.sqlite") as store:
        rows = store.ledger.seal([seal(0), seal(1)])
        store.ledger.settle([settlement(row) for row in rows])
    return home


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `plumbline store …`, or `record verify`, in this process; exit code, output and errors."""
    del home

    def command(*arguments: object) -> tuple[int, str, str]:
        group = "record" if arguments[0] == "verify" else "store"
        code = main([group, *(str(argument) for argument in arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def heads(out: str) -> list[str]:
    return re.findall(r"\b(?:seals|settlements|debriefs):[0-9a-f]{64}\b", out)


def test_status_says_where_what_and_which_heads(run: Run, home: Path) -> None:
    code, out, _ = run("status")
    assert code == 0
    assert str(home / "answers.sqlite") in out
    assert re.search(r"^Schema  0004$", out, re.MULTILINE)
    assert re.search(r"^  seals +2$", out, re.MULTILINE)
    assert re.search(r"^  settlements +2  settlements:[0-9a-f]{64}$", out, re.MULTILINE)
    assert len(heads(out)) == 3


def test_feedback_is_read_by_the_operator_on_one_line_each(run: Run, home: Path) -> None:
    """Newest last, without the person's id, and inert whatever was typed."""
    assert "Nobody" in run("feedback")[1]
    with open_store(f"sqlite:///{home}/answers.sqlite") as store:
        for day, text in ((1, "first"), (2, "the close\n\x1b[31mis wrong")):
            at = datetime(2026, 11, day, tzinfo=UTC)
            store.feedback.add(Feedback("guild:7", 42_424_242, "wrong", text, "abc", at))
    code, out, _ = run("feedback", "--since", "2026-11-02")
    assert code == 0
    assert out.startswith("2026-11-02 00:00  guild:7  wrong, answer abc: the close")
    assert len(out.splitlines()) == 1
    assert "\x1b" not in out
    assert "42424242" not in out


def test_status_of_nothing_makes_nothing(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMB_HOME", str(home / "other"))
    code, _, errors = run("status")
    assert code == 66
    assert "nothing is kept in" in errors
    assert not (home / "other" / "answers.sqlite").exists()


def test_a_published_head_is_found_again_after_more_was_written(run: Run, home: Path) -> None:
    noted = heads(run("status")[1])
    with open_store(f"sqlite:///{home}/answers.sqlite") as store:
        store.ledger.seal([seal(2)])
    code, out, _ = run("verify", *(part for head in noted for part in ("--head", head)))
    assert code == 0
    assert out.splitlines() == [
        "seals: whole, 3 rows; the head given is that of row 2.",
        "settlements: whole, 2 rows; the head given is that of row 2.",
        "debriefs: whole, 0 rows; the head given is that of row 0.",
    ]


def test_what_is_broken_is_said_and_ends_with_65(run: Run, home: Path) -> None:
    noted = heads(run("status")[1])
    attack(f"sqlite:///{home}/answers.sqlite", "DELETE FROM settlements WHERE number = 2")
    assert run("verify")[0] == 0
    code, out, _ = run("verify", "--head", noted[1])
    assert code == 65
    assert "settlements: broken, 1 row." in out
    assert "rows were cut off or rewritten" in out


@pytest.mark.parametrize(
    "head", ["", "seals", "seals:", "seals:12", "answers:" + "a" * 64, "seals:" + "g" * 64]
)
def test_what_is_no_head_is_refused(run: Run, head: str) -> None:
    code, _, errors = run("verify", "--head", head)
    assert code == 64
    assert "write CHAIN:HASH" in errors


def test_a_backup_is_restored_only_over_nothing_or_when_asked(run: Run, home: Path, tmp_path: Path) -> None:
    before = heads(run("status")[1])
    code, out, _ = run("backup", tmp_path / "b.sqlite")
    assert (code, heads(out)) == (0, before)
    assert run("backup", tmp_path / "b.sqlite")[0] == 64
    with open_store(f"sqlite:///{home}/answers.sqlite") as store:
        store.ledger.seal([seal(2)])
    code, _, errors = run("restore", tmp_path / "b.sqlite")
    assert code == 64
    assert "holds 5 rows already" in errors
    code, out, _ = run("restore", "--replace", tmp_path / "b.sqlite")
    assert (code, heads(out)) == (0, before)
    (aside,) = home.glob("answers.sqlite.replaced-*")
    assert f"What was there before is kept as {aside}." in out


def test_a_broken_ledger_is_backed_up_with_65_and_not_restored(run: Run, home: Path, tmp_path: Path) -> None:
    attack(f"sqlite:///{home}/answers.sqlite", "UPDATE seals SET symbol = 'SPY' WHERE number = 1")
    assert run("backup", tmp_path / "b.sqlite")[0] == 65
    code, _, errors = run("restore", "--replace", tmp_path / "b.sqlite")
    assert code == 65
    assert "nothing was restored: seals, row 1: symbol does not agree with its text." in errors


def test_the_help_says_that_conversations_are_not_part_of_it(run: Run) -> None:
    for command in ((), ("backup",), ("restore",)):
        said = " ".join(run(*command, "--help")[1].split())
        assert re.search("What conversations remember is (kept elsewhere|not in)", said)
