"""Having the default model prepared by a process of its own, and saying what went wrong in our words."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from knowledge.embedding.prepared import STEPS, Prepared
from knowledge.errors import CorpusMismatch
from knowledge.ports import Progress

_WHAT = "preparing the embedding model, once"
_ROOT = Path(__file__).resolve().parents[2]
_KEPT = 4_000
"""Characters of the other process's last words that a log may want."""


def prepare(source: Path, prepared: Prepared, progress: Progress) -> None:
    """Have the model exported and verified; returns when it is there.

    Args:
        source: The folder with the weights.
        prepared: What to make.
        progress: Told before and after each step.

    Raises:
        CorpusMismatch: It cannot be made here; says why.
    """
    done = 0
    progress(_WHAT, done, STEPS)
    command = [sys.executable, "-m", f"{__package__}.export", str(source), str(prepared.folder)]
    with tempfile.TemporaryFile() as said:
        # started in the folder above `knowledge`, so that it is found from wherever this process was started
        with subprocess.Popen(  # noqa: S603 - this interpreter, our own module
            command, cwd=_ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, text=True
        ) as process:
            try:
                for line in process.stdout or ():
                    if line.strip().isdecimal():
                        done = int(line)
                        progress(_WHAT, done, STEPS)
                code = process.wait()
            except BaseException:
                process.kill()
                raise
        if code != 0:
            raise _refusal(code, _last_words(said))
    if done < STEPS:  # another process made it, and this one only waited
        progress(_WHAT, STEPS, STEPS)


def _last_words(said: IO[bytes]) -> str:
    said.seek(0)
    return said.read().decode("utf-8", "replace").strip()[-_KEPT:]


def _refusal(code: int, words: str) -> CorpusMismatch:
    if code == CorpusMismatch.exit_code and words:
        return CorpusMismatch(words.splitlines()[-1])
    how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
    error = CorpusMismatch(
        f"The embedding model could not be prepared: the process that does it, once, {how}; it needs about "
        "1 GB of memory and 200 MB on the disk."
    )
    # for a log, not for the person who asked
    error.add_note(words)
    return error
