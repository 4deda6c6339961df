"""Looking after the corpus from the command line: adding, removing, rebuilding, checking, with real parts."""

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.bot.conftest import Run
from tests.bot.test_command_line import csv_folder

ROOT = Path(__file__).resolve().parents[2]

RATES = """---
title: Rates and small caps
source: A Desk
published: 2025-12-03
symbols: IWM, SPY
---
# Floating debt

About 43 % of the debt of Russell 2000 companies is floating-rate, so a cut in rates reaches their interest
expense within a quarter.

# Levels

| Level | Price |
|---|---|
| support | $231.50 |
| resistance | $248.00 |
"""

UNDATED = """# Breadth

Fewer than half of the members were above their 50-session average when the index made its high.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents, and files that are none."""
    folder = tmp_path / "reports"
    (folder / "deeper").mkdir(parents=True)
    (folder / "rates.md").write_text(RATES, encoding="utf-8")
    (folder / "deeper" / "breadth.txt").write_text(UNDATED, encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / ".hidden.md").write_text("# Hidden", encoding="utf-8")
    return folder


def listed(knowledge: Run, *options: str) -> list[dict[str, object]]:
    code, out, _ = knowledge("list", "--json", *options)
    assert code == 0
    documents = json.loads(out)["documents"]
    assert isinstance(documents, list)
    return documents


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_folder_is_added_and_every_outcome_is_said(knowledge: Run, folder: Path) -> None:
    code, out, errors = knowledge("add", folder)
    assert code == 0, errors
    said = words(out)
    assert "added" in said
    assert "Rates and small caps" in said
    assert "published 2025-12-03" in said
    assert "1 passage · day unknown" in said
    assert "1 document has no day" in said
    assert "--date YYYY-MM-DD" in said
    assert "2 added; 1 file of other kinds left out." in said
    assert len(listed(knowledge)) == 2


def test_what_is_there_already_is_not_added_again(knowledge: Run, folder: Path) -> None:
    knowledge("add", folder)
    code, out, _ = knowledge("add", folder)
    assert code == 0
    assert "2 already there" in out
    assert "has no day" not in out
    assert len(listed(knowledge)) == 2


def test_a_new_version_replaces_the_old_one(knowledge: Run, folder: Path) -> None:
    knowledge("add", folder / "rates.md")
    (old,) = listed(knowledge)
    (folder / "rates.md").write_text(RATES.replace("43 %", "41 %"), encoding="utf-8")
    code, out, errors = knowledge("add", folder / "rates.md", "--replaces", str(old["document"])[:8])
    assert code == 0, errors
    assert f"replaces {old['document']}" in words(out)
    (new,) = listed(knowledge)
    assert new["document"] != old["document"]
    both = {entry["document"]: entry for entry in listed(knowledge, "--all")}
    assert both[old["document"]]["superseded_by"] == new["document"]


def test_what_a_person_says_wins_over_the_document(knowledge: Run, folder: Path) -> None:
    code, _, errors = knowledge(
        "add", folder / "rates.md", "--date", "2025-12-05", "--source", "Another Desk", "--title", "Mine",
        "--symbol", "iwm", "--symbol", "$kre", "--licence", "CC BY 4.0",
    )  # fmt: skip
    assert code == 0, errors
    (entry,) = listed(knowledge)
    assert entry["cited"] == {
        "document": entry["document"],
        "title": "Mine",
        "source": "Another Desk",
        "published": {"day": "2025-12-05", "known_by": "given"},
        "tenant": "public",
    }
    assert entry["licence"] == "CC BY 4.0"
    assert {"IWM", "KRE"} <= set(entry["symbols"])  # type: ignore[call-overload]  # a list of texts


def test_one_bad_file_does_not_stop_the_good_ones(knowledge: Run, folder: Path) -> None:
    (folder / "a.pdf").write_bytes(b"not a PDF")
    (folder / "b.md").write_bytes(b"")
    (folder / "c.txt").write_bytes(b"\x00\x01\x02" * 100)
    code, out, _ = knowledge("add", folder, folder / "missing.md", folder / "picture.png")
    assert code == 65
    said = words(out)
    assert "2 added, 5 refused" in said
    for name in ("a.pdf", "b.md", "c.txt", "missing.md", "picture.png"):
        assert name in said
    assert len(listed(knowledge)) == 2


def test_the_outcomes_are_json_too(knowledge: Run, folder: Path) -> None:
    code, out, errors = knowledge("add", folder, folder / "missing.md", "--json")
    assert code == 65
    result = json.loads(out)
    assert (result["kind"], result["taken"], result["refused"]) == ("added", 2, 1)
    assert [file["outcome"] for file in result["files"]] == ["refused", "added", "added"]
    assert result["files"][1]["added"]["entry"]["chunks"] >= 1
    assert not errors


def test_a_file_name_cannot_steer_the_terminal(knowledge: Run, folder: Path) -> None:
    names = ("\x1b[31m[red]x.md", "bell\x07.pdf")
    for name in names:
        (folder / name).write_text(f"Words of {name!r}.", encoding="utf-8")
    code, out, errors = knowledge("add", folder)
    assert code == 65
    assert "\x1b" not in out + errors
    assert "\x07" not in out + errors
    assert "[red]" in out
    _, out, _ = knowledge("list")
    assert "\x1b" not in out


def test_a_name_that_is_no_text_is_added_all_the_same(knowledge: Run, folder: Path) -> None:
    path = os.fsencode(folder) + b"/caf\xe9.md"
    Path(os.fsdecode(path)).write_text("Some words on small caps.", encoding="utf-8")
    code, _, errors = knowledge("add", Path(os.fsdecode(path)))
    assert code == 0, errors
    assert len(listed(knowledge)) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("add", "x.md", "--date", "yesterday"), 64, "--date 'yesterday' is not a date"),
        (("add", "x.md", "--date", "2999-01-01"), 64, "in the future"),
        (("add", "x.md", "--symbol", "not a ticker"), 64, "is not a symbol"),
        (("add", "x.md", "--tenant", "everybody"), 64, "guild:<id>"),
        (("add", "x.md", "--replaces", "ffffffff"), 66, "ffffffff"),
        (("list", "--tenant", "guild:"), 64, "guild:<id>"),
        (("list", "--symbol", "../etc"), 64, "is not a symbol"),
        (("show", "ffffffff"), 66, "ffffffff"),
        (("show", "../../etc/passwd"), 66, "no document"),
        (("remove",), 64, "--everything"),
        (("remove", "ffffffff", "--everything"), 64, "--everything"),
        (("remove", "ffffffff", "--yes"), 66, "ffffffff"),
        (("rebuild", "--tenant", "\x1b[31m"), 64, "guild:<id>"),
        (("search", "rates", "--before", "soon"), 64, "--before 'soon' is not a date"),
        (("search", "rates", "--since", "2025"), 64, "--since '2025' is not a date"),
        (("search", "rates", "--limit", "0"), 64, "1 to 50"),
        (("search", ""), 64, "few words"),
        (("search", "x" * 3000), 64, "2,000"),
        (("conflicts", "--data", "sample"), 64, "simulated"),
        (("conflicts", "--data", "folder:nowhere"), 78, "nowhere"),
        (("regenerate", "--data", "sample"), 64, "real bars"),
        (("regenerate", "--first", "2020"), 64, "YYYY-MM"),
        (("regenerate", "--first", "2020-13"), 64, "2020-13"),
    ],
)
def test_what_cannot_be_served_is_one_clear_sentence(
    knowledge: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    (tmp_path / "x.md").write_text("Some words.", encoding="utf-8")
    done, _, errors = knowledge(*arguments)
    assert done == code, errors
    assert says in errors
    assert errors.startswith("plumbline: ")
    assert "Traceback" not in errors
    assert "\x1b" not in errors
    assert len(errors) < 500


def test_monthly_reports_are_written_where_they_are_wanted(knowledge: Run, tmp_path: Path) -> None:
    bars = csv_folder(tmp_path / "bars")
    asked = ("regenerate", "--data", bars, "--first", "2023-04", "--last", "2023-07", "--out")
    code, out, errors = knowledge(*asked, tmp_path / "out")
    assert code == 0, errors
    written = sorted(path.name for path in (tmp_path / "out" / "iwm").iterdir())
    assert written == ["2023-04.md", "2023-05.md"]
    assert "2 reports on file, 2 of them new or changed." in out
    assert "No report of 2023-07" in words(out)
    assert "0 of them new or changed" in knowledge(*asked, tmp_path / "out")[1]
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    code, _, errors = knowledge(*asked, tmp_path / "file")
    assert code == 64
    assert "cannot be written" in errors


def test_a_title_is_for_one_file(knowledge: Run, folder: Path) -> None:
    code, _, errors = knowledge("add", folder, "--title", "All of them")
    assert code == 64
    assert "single file" in errors
    assert not listed(knowledge)


def test_removing_asks_and_without_a_person_refuses(knowledge: Run, folder: Path) -> None:
    knowledge("add", folder)
    first = str(listed(knowledge)[0]["document"])
    code, _, errors = knowledge("remove", first)
    assert code == 64
    assert "1 document of public would be removed for good; say --yes" in errors
    assert len(listed(knowledge)) == 2
    code, out, _ = knowledge("remove", first[:10], "--yes")
    assert code == 0
    assert "Removed 1 document of public." in out
    assert len(listed(knowledge)) == 1
    assert knowledge("show", first)[0] == 66


def test_one_wrong_id_removes_nothing(knowledge: Run, folder: Path) -> None:
    knowledge("add", folder)
    first = str(listed(knowledge)[0]["document"])
    assert knowledge("remove", first, "ffffffff", "--yes")[0] == 66
    assert len(listed(knowledge)) == 2


def test_tenants_keep_to_themselves_and_leave_without_a_trace(knowledge: Run, folder: Path) -> None:
    knowledge("add", folder / "rates.md", "--tenant", "guild:1")
    knowledge("add", folder / "deeper", "--tenant", "guild:2")
    assert not listed(knowledge)
    assert len(listed(knowledge, "--tenant", "guild:1")) == 1
    (theirs,) = listed(knowledge, "--tenant", "guild:2")
    assert knowledge("show", theirs["document"], "--tenant", "guild:1")[0] == 66
    code, _, errors = knowledge("remove", "--tenant", "guild:1", "--everything")
    assert code == 64
    assert "--yes" in errors
    code, out, _ = knowledge("remove", "--tenant", "guild:1", "--everything", "--yes")
    assert code == 0
    assert "Removed 1 document of guild:1." in out
    assert not listed(knowledge, "--tenant", "guild:1")
    assert len(listed(knowledge, "--tenant", "guild:2")) == 1
    code, out, _ = knowledge("remove", "--tenant", "guild:1", "--everything", "--yes")
    assert code == 0
    assert "There was nothing of guild:1 to remove." in out


def test_a_rebuilt_index_answers_as_before(knowledge: Run, folder: Path) -> None:
    knowledge("add", folder)
    before = knowledge("search", "floating debt", "--before", "2026-12-31", "--json")
    code, out, errors = knowledge("rebuild")
    assert code == 0, errors
    assert "2 documents" in out
    assert knowledge("search", "floating debt", "--before", "2026-12-31", "--json") == before


def test_a_sound_corpus_says_so(knowledge: Run, folder: Path) -> None:
    knowledge("add", folder)
    code, out, _ = knowledge("check")
    assert code == 0
    assert "public: 2 documents" in out
    assert "agree" in out


def test_a_damaged_corpus_is_said_and_rebuilt_from_the_documents(
    knowledge: Run, corpus_home: Path, folder: Path
) -> None:
    knowledge("add", folder)
    for path in (corpus_home / "knowledge").rglob("catalogue.sqlite*"):
        path.write_bytes(b"not a database" * 1000)
    for command in (("list",), ("search", "rates"), ("check",)):
        code, out, errors = knowledge(*command)
        assert code == 76, command
        assert "knowledge rebuild" in words(out + errors)
    assert knowledge("rebuild")[0] == 0
    assert len(listed(knowledge)) == 2
    assert knowledge("check")[0] == 0


def test_a_person_at_a_terminal_is_asked_before_anything_is_removed(
    knowledge: Run, corpus_home: Path, folder: Path
) -> None:
    del corpus_home
    knowledge("add", folder)
    command = [sys.executable, "-W", "ignore", "-m", "bot", "knowledge", "remove", "--everything"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for said, code, left in ((b"n\n", 1, 2), (b"y\n", 0, 0)):
        ours, theirs = pty.openpty()
        try:
            with subprocess.Popen(
                command, env=environment, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE
            ) as process:
                shown = b""
                while b"[y/N]" not in shown:
                    shown += os.read(ours, 1024)
                os.write(ours, said)
                process.communicate(timeout=60)
        finally:
            os.close(ours)
            os.close(theirs)
        assert process.returncode == code
        assert b"2 documents of public" in shown
        assert len(listed(knowledge)) == left


def test_an_empty_corpus_says_so_everywhere(knowledge: Run) -> None:
    assert "knowledge add PATH" in knowledge("list")[1]
    code, out, _ = knowledge("search", "rates")
    assert (code, words(out)) == (0, "The corpus is empty.")
    for command in ("claims", "conflicts"):
        said = words(knowledge(command)[1])
        assert "No document was added yet. `python -m bot knowledge add PATH`" in said
        assert "--shipped looks at the reports that come with the program" in said
    assert "The corpus is empty." in knowledge("check")[1]


@pytest.mark.usefixtures("corpus_home")
def test_an_interrupted_add_keeps_what_is_in_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """SIGINT in the middle: exit code 130, what is in stays, the same command takes the rest."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(25):
        text = f"# Report {number}\n\n" + f"Words of report {number} on small caps and rates. " * 8
        (folder / f"{number:02d}.md").write_text(text, encoding="utf-8")
    assert main(["knowledge", "check"]) == 0
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "bot",
        "knowledge",
        "add",
        str(folder),
        "--date",
        "2026-01-02",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    ) as process:
        assert process.stdout is not None
        first = [process.stdout.readline() for _ in range(5)]
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert all(line.startswith("added") for line in first)
    assert process.returncode == 130, errors
    assert "interrupted" in errors
    assert "of 25 documents. What is in the corpus stays" in errors
    assert "Traceback" not in errors
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=100
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    kept = sum(line.startswith("already there") for line in lines)
    assert kept >= len(first)
    assert sum(line.startswith("added") for line in lines) == 25 - kept
    assert main(["knowledge", "check"]) == 0
    assert "public: 25 documents" in capsys.readouterr().out
