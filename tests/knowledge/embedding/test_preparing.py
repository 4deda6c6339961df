"""The one preparation of the default model: killed, doubled, damaged, refused."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding.export import TOLERANCE, check_same
from knowledge.embedding.onnx_minilm import OnnxMiniLM
from knowledge.embedding.packaged import packaged_folder
from knowledge.embedding.prepared import Prepared
from knowledge.embedding.preparing import prepare
from knowledge.errors import CorpusMismatch
from knowledge.ports import Embedder

ROOT = Path(__file__).resolve().parents[3]
TEXT = "breadth narrows while the index stands"


class Told:
    """A progress that remembers, and breaks off at a step of the test's choice."""

    def __init__(self, break_off: int | None = None) -> None:
        self.steps: list[tuple[int, int]] = []
        self._break_off = break_off

    def __call__(self, what: str, done: int, of: int) -> None:
        assert what == "preparing the embedding model, once"
        self.steps.append((done, of))
        if done == self._break_off:
            raise KeyboardInterrupt


def test_what_a_kill_left_is_made_up_for_and_removed(tmp_path: Path, embedder: Embedder) -> None:
    """Who breaks off kills the exporting process with signal 9; here between the export and its check."""
    told = Told(break_off=2)
    with pytest.raises(KeyboardInterrupt):
        OnnxMiniLM(tmp_path, told).embed([TEXT])
    assert told.steps == [(0, 3), (1, 3), (2, 3)]
    assert not Prepared.in_cache(tmp_path).folder.exists()
    assert len(list(tmp_path.glob("*.partial/model.onnx"))) == 1

    again = Told()
    vectors = OnnxMiniLM(tmp_path, again).embed([TEXT])
    assert again.steps == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert np.abs(vectors - embedder.embed([TEXT])).max() < 1e-6
    assert list(tmp_path.glob("*.partial")) == []


def test_two_processes_that_find_a_truncated_model_make_it_once(
    tmp_path: Path, embedding_cache: Path, embedder: Embedder
) -> None:
    expected = embedder.embed([TEXT])
    prepared = Prepared.in_cache(tmp_path)
    shutil.copytree(Prepared.in_cache(embedding_cache).folder, prepared.folder)
    size = prepared.onnx.stat().st_size
    with prepared.onnx.open("r+b") as file:
        file.truncate(size // 2)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from knowledge.embedding.onnx_minilm import OnnxMiniLM\n"
        "steps = []\n"
        f"vectors = OnnxMiniLM(Path(sys.argv[1]), lambda *told: steps.append(told[1])).embed([{TEXT!r}])\n"
        "print(vectors.tobytes().hex())\n"
        "print(steps)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    pair = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = [process.communicate(timeout=100)[0].splitlines() for process in pair]
    for vector, _ in answers:
        got = np.frombuffer(bytes.fromhex(vector), dtype=np.float32)
        assert np.abs(got - expected[0]).max() < 1e-6
    assert sorted(steps for _, steps in answers) == ["[0, 1, 2, 3]", "[0, 3]"]
    assert prepared.is_sound()
    assert prepared.onnx.stat().st_size == size


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_other_weights_or_another_tokenizer_are_refused_in_words(tmp_path: Path, name: str) -> None:
    source = tmp_path / "weights"
    source.mkdir()
    for file in ("model.safetensors", "tokenizer.json"):
        (source / file).symlink_to(packaged_folder() / file)
    (source / name).unlink()
    (source / name).write_bytes((packaged_folder() / name).read_bytes()[:-1])
    with pytest.raises(CorpusMismatch) as caught:
        OnnxMiniLM(tmp_path / "cache", source=lambda: source).embed([TEXT])
    said = str(caught.value)
    assert said.startswith("The embedding model all-MiniLM-L6-v2 is not the one that is meant: ")
    assert name in said
    assert "\n" not in said
    assert not Prepared.in_cache(tmp_path / "cache").folder.exists()


def test_weights_that_are_gone_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(CorpusMismatch, match=r"incomplete: .* cannot be read \(No such file or directory\)"):
        OnnxMiniLM(tmp_path, source=lambda: tmp_path / "nowhere").tokens(TEXT)


def test_a_cache_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(
        CorpusMismatch, match=r"cannot be kept in .*file: (File exists|Not a directory); a fol"
    ):
        OnnxMiniLM(tmp_path / "file").embed([TEXT])


@pytest.mark.parametrize("missing", ["torch", "sentence_transformers", "onnx"])
def test_without_torch_it_says_what_to_install(tmp_path: Path, missing: str) -> None:
    script = (
        "import sys\n"
        f"sys.modules[{missing!r}] = None\n"
        "from knowledge.embedding.export import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(packaged_folder()), str(tmp_path / "model-1")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    last = done.stderr.splitlines()[-1]
    assert done.returncode == CorpusMismatch.exit_code
    assert f"{missing} is missing" in last
    assert "install sentence-transformers, torch and onnx" in last
    assert {path.name for path in tmp_path.iterdir()} == {"model-1.lock"}


def test_a_crash_of_the_process_is_told_in_one_sentence_and_kept_for_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho Traceback: out of luck >&2\nkill -9 $$\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    with pytest.raises(CorpusMismatch, match=r"once, was killed by signal 9; it needs about 1 GB") as caught:
        prepare(tmp_path, Prepared(tmp_path / "model-1"), Told())
    assert "Traceback" not in str(caught.value)
    assert caught.value.__notes__ == ["Traceback: out of luck"]


def test_a_sound_file_that_onnxruntime_cannot_run_is_refused_in_words(tmp_path: Path) -> None:
    Prepared.in_cache(tmp_path).make(lambda path: path.write_bytes(b"no model") and None)
    with pytest.raises(CorpusMismatch, match="cannot be run by the installed onnxruntime"):
        OnnxMiniLM(tmp_path).embed([TEXT])


@pytest.mark.parametrize("wrong", [2 * TOLERANCE, -1.0, float("nan")])
def test_an_export_that_is_not_the_original_is_refused(wrong: float) -> None:
    theirs = np.full((2, 3), 0.5, dtype=np.float32)
    ours = theirs.copy()
    check_same(ours, theirs)
    ours[1, 2] += wrong
    with pytest.raises(CorpusMismatch, match="its vectors differ by"):
        check_same(ours, theirs)
