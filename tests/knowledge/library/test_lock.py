"""A corpus on disk is one process's at a time; what holds it is named, and a dead holder holds nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.errors import CorpusBusy
from knowledge.library.lock import tenant_lock
from tests.knowledge.library.made import GUILD, OTHER, add, opened

HOLD = """
import sys
from pathlib import Path
from tests.knowledge.library.made import add, opened
library = opened(Path(sys.argv[1]))
add(library, "Title\\n\\nbody")
print("open", flush=True)
sys.stdin.readline()
library.close()
"""


def holder(root: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def test_a_second_process_is_told_who_has_it_and_what_can_be_done(root: Path) -> None:
    with holder(root) as process:
        with pytest.raises(CorpusBusy) as refused:
            opened(root)
        for said in (f"pid {process.pid}", "stop that one", "chroma run", "PLUMB_CHROMA_URL"):
            assert said in str(refused.value)
        with pytest.raises(CorpusBusy, match=str(process.pid)):
            opened(root)
        process.communicate("\n", timeout=20)
    with opened(root) as library:
        assert len(library.tenants()) == 1


def test_a_killed_process_holds_nothing(root: Path) -> None:
    with holder(root) as process:
        process.kill()
        process.wait(20)
        with opened(root) as library:
            assert library.check() == []


def test_the_same_process_cannot_open_it_twice_either(root: Path) -> None:
    first = opened(root)
    with pytest.raises(CorpusBusy):
        opened(root)
    first.close()
    opened(root).close()


def test_a_library_that_could_not_be_opened_lets_go(root: Path) -> None:
    with opened(root) as library:
        add(library, "Title\n\nbody")
    with pytest.raises(Exception, match="rebuild"):
        opened(root, chunker="other")
    opened(root).close()


def test_writers_of_one_tenant_wait_and_of_another_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.library.lock._PATIENCE", 0.05)
    with tenant_lock(tmp_path, GUILD):
        with tenant_lock(tmp_path, OTHER):
            pass
        with pytest.raises(CorpusBusy, match="writing to guild:42"), tenant_lock(tmp_path, GUILD):
            pass
    with tenant_lock(tmp_path, GUILD):
        pass
