"""Which files are meant by paths: every readable one once, no hidden ones, and no way round in circles."""

import os
from pathlib import Path

import pytest

from bot.document_files import find_documents

SUFFIXES = (".md", ".txt", ".pdf")


def made(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def names(folder: Path, *paths: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find_documents(paths or [folder], SUFFIXES).files]


def test_a_folder_means_every_readable_file_below_it_in_order(tmp_path: Path) -> None:
    made(tmp_path, "b.md", "a/z.txt", "a/B.PDF", "c/d/e.md", "picture.png", "notes")
    assert names(tmp_path) == ["b.md", "a/B.PDF", "a/z.txt", "c/d/e.md"]
    assert find_documents([tmp_path], SUFFIXES).passed_over == 2


def test_hidden_files_and_folders_are_left_out_unless_named(tmp_path: Path) -> None:
    made(tmp_path, "seen.md", ".hidden.md", ".git/config.md")
    assert names(tmp_path) == ["seen.md"]
    assert names(tmp_path, tmp_path / ".hidden.md", tmp_path / ".git") == [".hidden.md", ".git/config.md"]


def test_a_named_file_is_taken_whatever_its_ending(tmp_path: Path) -> None:
    """Whether its kind is read is the reader's to say, with its reason."""
    made(tmp_path, "report.docx")
    assert names(tmp_path, tmp_path / "report.docx") == ["report.docx"]


def test_a_file_reached_twice_is_read_once(tmp_path: Path) -> None:
    made(tmp_path, "a/one.md")
    (tmp_path / "b.md").symlink_to(tmp_path / "a" / "one.md")
    assert names(tmp_path, tmp_path / "a" / "one.md", tmp_path, tmp_path / "a") == ["a/one.md"]


@pytest.mark.timeout(20)
def test_links_that_lead_round_end(tmp_path: Path) -> None:
    made(tmp_path, "a/one.md")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    found = find_documents([tmp_path, tmp_path / "self"], SUFFIXES)
    assert [path.name for path in found.files] == ["one.md"]
    assert found.refused == {tmp_path / "self": "not a file or folder."}


def test_a_linked_folder_that_is_named_is_taken(tmp_path: Path) -> None:
    made(tmp_path, "real/one.md")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert names(tmp_path, tmp_path / "link") == ["link/one.md"]


def test_a_link_out_of_the_folder_is_left_out_unless_it_is_named(tmp_path: Path) -> None:
    """What a folder was filled with by somebody else cannot lead to files that nobody meant."""
    made(tmp_path, "in/.kept/one.md", "in/two.md", "private.md")
    folder = tmp_path / "in"
    (folder / "near.md").symlink_to(folder / ".kept" / "one.md")
    (folder / "far.md").symlink_to(tmp_path / "private.md")
    (folder / "far.png").symlink_to("../private.md")
    found = find_documents([folder], SUFFIXES)
    assert [path.name for path in found.files] == ["near.md", "two.md"]
    assert (found.led_out, found.passed_over) == (2, 0)
    (tmp_path / "door").symlink_to(folder)
    assert find_documents([tmp_path / "door"], SUFFIXES).led_out == 2
    named = find_documents([folder / "far.md"], SUFFIXES)
    assert [path.name for path in named.files] == ["far.md"]
    assert named.led_out == 0


def test_what_is_not_there_or_no_file_is_said_and_nothing_is_read_from_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    made(tmp_path, "folder/picture.png")
    found = find_documents([tmp_path / "no.md", tmp_path / "pipe.md", tmp_path / "folder"], SUFFIXES)
    assert not found.files
    assert found.refused == {
        tmp_path / "no.md": "there is no such file.",
        tmp_path / "pipe.md": "not a file or folder.",
        tmp_path / "folder": "no document in this folder; read are .md, .pdf, .txt.",
    }
