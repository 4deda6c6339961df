"""Numbers of evidence on disk."""

import logging
import os
from pathlib import Path

import pytest

from bot.evidence_files import EvidenceFiles


def test_what_was_put_comes_back_from_another_process(tmp_path: Path) -> None:
    """A second instance stands for the next run."""
    EvidenceFiles(tmp_path / "evidence").put("ab12", b"numbers")
    assert EvidenceFiles(tmp_path / "evidence").get("ab12") == b"numbers"
    assert EvidenceFiles(tmp_path / "evidence").get("ab13") is None


def test_opening_makes_nothing(tmp_path: Path) -> None:
    """A folder appears with the first study."""
    assert EvidenceFiles(tmp_path / "evidence").get("ab12") is None
    assert not (tmp_path / "evidence").exists()


@pytest.mark.parametrize("harm", [lambda whole: whole[:-1], lambda whole: b"x" + whole[1:], lambda _: b""])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, harm: object) -> None:
    """Cut short, altered, or empty."""
    files = EvidenceFiles(tmp_path)
    files.put("ab12", b"numbers")
    (path,) = tmp_path.iterdir()
    path.write_bytes(harm(path.read_bytes()))  # type: ignore[operator]
    assert files.get("ab12") is None
    files.put("ab12", b"numbers")
    assert files.get("ab12") == b"numbers"


def test_a_folder_that_takes_nothing_is_logged_and_no_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The numbers are there all the same."""
    (tmp_path / "file").write_text("in the way")
    with caplog.at_level(logging.WARNING):
        EvidenceFiles(tmp_path / "file").put("ab12", b"numbers")
    assert "not kept" in caplog.text


def test_the_oldest_make_room(tmp_path: Path) -> None:
    """As many stay as were asked for."""
    files = EvidenceFiles(tmp_path, kept=3)
    for place in range(5):
        files.put(f"k{place}", b"numbers")
        os.utime(tmp_path / f"k{place}.study", (place, place))
    files.put("k5", b"numbers")
    assert sorted(path.stem for path in tmp_path.iterdir()) == ["k3", "k4", "k5"]
