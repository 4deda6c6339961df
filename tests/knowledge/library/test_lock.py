"""A corpus on disk is one process's at a time; what holds it is named, and a dead holder holds nothing."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from knowledge.errors import CorpusBusy
from knowledge.library.lock import CorpusLock, tenant_lock
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


def gone() -> int:
    """The pid of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait(20)
    return process.pid


@pytest.mark.parametrize("left", [None, b"", b"12", b"no number\n", b"of a dead one"])
def test_a_holder_that_has_not_yet_said_who_it_is_is_waited_for(root: Path, left: bytes | None) -> None:
    """The moment between taking the lock and writing the pid; the dead one's was killed before."""
    with holder(root) as process:
        note = root / "lock.holder"
        if left is None:
            note.unlink()
        else:
            note.write_bytes(b"%d\n" % gone() if left == b"of a dead one" else left)
        late = threading.Timer(0.2, note.write_bytes, [b"%d\n" % process.pid])
        late.start()
        with pytest.raises(CorpusBusy, match=f"pid {process.pid}"):
            opened(root)
        late.join()
        process.communicate("\n", timeout=20)


def test_a_holder_that_never_says_who_it_is_is_not_guessed_at(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.library.lock._INTRODUCTION", 0.1)
    first = CorpusLock(root)
    (root / "lock.holder").write_bytes(b"%d\n" % gone())
    with pytest.raises(CorpusBusy, match="its pid cannot be known"):
        CorpusLock(root)
    first.release()


def test_a_holder_that_lets_go_meanwhile_is_followed(root: Path) -> None:
    first = CorpusLock(root)
    (root / "lock.holder").unlink()
    going = threading.Timer(0.1, first.release)
    going.start()
    CorpusLock(root).release()
    going.join()


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
