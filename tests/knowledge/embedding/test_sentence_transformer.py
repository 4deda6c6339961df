"""Any other model: from a folder, from the hub's cache, or refused in a sentence; never a silent download."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import open_embedder
from knowledge.embedding.packaged import packaged_folder
from knowledge.embedding.sentence_transformer import SentenceTransformerEmbedder
from knowledge.errors import CorpusMismatch
from knowledge.ports import Embedder
from tests.knowledge.embedding.texts import varied

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that averages a vector per word, of eight coordinates and four words."""
    import torch  # noqa: PLC0415 - seconds
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding  # noqa: PLC0415
    from tokenizers import Tokenizer  # noqa: PLC0415
    from tokenizers.models import WordLevel  # noqa: PLC0415
    from tokenizers.pre_tokenizers import Whitespace  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("models") / "static"
    words = Tokenizer(WordLevel({"[UNK]": 0, "up": 1, "down": 2, "flat": 3}, unk_token="[UNK]"))  # noqa: S106
    words.pre_tokenizer = Whitespace()  # type: ignore[assignment]
    weights = torch.linspace(-1, 1, 32).reshape(4, 8).sin()
    model = SentenceTransformer(modules=[StaticEmbedding(words, embedding_weights=weights)], device="cpu")
    model.save(str(folder))
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformer of one layer with a window of 24 tokens, two of which are its own marks."""
    import torch  # noqa: PLC0415
    from transformers import BertConfig, BertModel, BertTokenizerFast  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("models") / "small"
    folder.mkdir()
    words = "[PAD] [UNK] [CLS] [SEP] [MASK] up down flat ##ward"
    (folder / "vocab.txt").write_text("\n".join(words.split()), encoding="utf-8")
    torch.manual_seed(7)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=9, max_position_embeddings=24, **sizes)).save_pretrained(folder)
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


def test_the_packaged_weights_as_a_folder_give_the_default_models_vectors(
    embedder: Embedder, tmp_path: Path
) -> None:
    folder = open_embedder(str(packaged_folder()), tmp_path)
    texts = varied()[::8]
    assert (folder.dimension, folder.window) == (embedder.dimension, embedder.window)
    assert [folder.tokens(text) for text in texts] == [embedder.tokens(text) for text in texts]
    vectors = folder.embed(texts)
    assert vectors.dtype == np.float32
    assert np.abs(vectors - embedder.embed(texts)).max() < 1e-5
    assert list(tmp_path.iterdir()) == []


def test_a_small_transformer_is_read_up_to_its_window(small: Path, tmp_path: Path) -> None:
    embedder = open_embedder(str(small), tmp_path)
    assert (embedder.dimension, embedder.window) == (16, 22)
    full = ["up"] * 22
    whole, cut, changed = embedder.embed(
        [" ".join(full), " ".join([*full, "down"]), " ".join([*full[:-1], "down"])]
    )
    assert np.abs(whole - cut).max() < 1e-6 < np.abs(whole - changed).max()
    assert embedder.tokens("upward " * 30) == 60
    assert embedder.tokens("") == 0


def test_a_model_without_limit_has_a_window_of_512(static: Path, tmp_path: Path) -> None:
    embedder = open_embedder(str(static), tmp_path)
    assert (embedder.dimension, embedder.window) == (8, 512)
    assert embedder.tokens("up, up and down") == 5
    vectors = embedder.embed(["up", "up up", "down", "up \ud83d"])
    assert np.abs(vectors[0] - vectors[1]).max() < 1e-6
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-6


def test_no_texts_give_no_rows_and_a_text_without_words_is_near_nothing(static: Path, tmp_path: Path) -> None:
    embedder = open_embedder(str(static), tmp_path)
    assert embedder.embed([]).shape == (0, 8)
    assert not embedder.embed([""]).any()


def test_threads_take_turns(small: Path, tmp_path: Path) -> None:
    embedder = open_embedder(str(small), tmp_path)
    texts = [" ".join(["up", "down", "flat"][: 1 + n % 3] * (1 + n % 11)) for n in range(64)]
    expected = SentenceTransformerEmbedder(str(small)).embed(texts)
    with ThreadPoolExecutor(8) as pool:
        counts = pool.map(embedder.tokens, texts)
        parts = list(pool.map(lambda start: embedder.embed(texts[start : start + 8]), range(0, 64, 8)))
    assert np.abs(np.concatenate(parts) - expected).max() < 1e-6
    assert list(counts) == [len(text.split()) for text in texts]


def test_a_folder_is_known_by_its_name_and_what_decides_its_vectors(static: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "a" / "static", tmp_path / "b" / "static"
    for folder in (here, there):
        shutil.copytree(static, folder)
    name = SentenceTransformerEmbedder(str(here)).model
    assert name.startswith("static@")
    assert len(name) == len("static@") + 16
    (there / "README.md").write_text("other words about the same model", encoding="utf-8")
    assert SentenceTransformerEmbedder(str(there)).model == name
    weights = bytearray((there / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (there / "model.safetensors").write_bytes(weights)
    assert SentenceTransformerEmbedder(str(there)).model != name


def test_a_model_whose_vectors_are_no_numbers_is_refused(static: Path, tmp_path: Path) -> None:
    import torch  # noqa: PLC0415
    from safetensors.torch import load_file, save_file  # noqa: PLC0415

    folder = tmp_path / "broken"
    shutil.copytree(static, folder)
    weights = load_file(folder / "model.safetensors")
    save_file(
        {name: torch.full_like(w, float("nan")) for name, w in weights.items()}, folder / "model.safetensors"
    )
    with pytest.raises(CorpusMismatch, match="gives vectors that are no numbers"):
        open_embedder(str(folder), tmp_path).embed(["up"])


def test_a_folder_without_a_model_is_refused_in_one_sentence(tmp_path: Path) -> None:
    embedder = open_embedder(str(tmp_path), tmp_path)
    with pytest.raises(CorpusMismatch, match=r"could not be loaded: allowed are all-MiniLM-L6-v2") as caught:
        embedder.embed(["up"])
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 78


def test_a_hub_model_comes_from_the_cache_without_a_network_and_is_else_told_and_refused(
    static: Path, tmp_path: Path
) -> None:
    """In a process whose every look at the network is an error; nothing is written to standard error."""
    commit = "0123456789abcdef0123456789abcdef01234567"
    model = tmp_path / "hub" / "models--somebody--static"
    shutil.copytree(static, model / "snapshots" / commit)
    (model / "refs").mkdir()
    (model / "refs" / "main").write_text(commit, encoding="utf-8")
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "asked = []\n"
        "def watch(event, arguments):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo'):\n"
        "        asked.append(arguments)\n"
        "        raise OSError('no network here')\n"
        "sys.addaudithook(watch)\n"
        "from knowledge.embedding import open_embedder\n"
        "from knowledge.errors import CorpusMismatch\n"
        "told = []\n"
        "def open_it(name):\n"
        "    return open_embedder(name, Path('unused'), lambda *step: told.append(step))\n"
        "known = open_it('somebody/static')\n"
        "print(known.model, known.embed(['up', 'down']).shape, told, asked)\n"
        "try:\n"
        "    open_it('somebody/unknown').embed(['up'])\n"
        "except CorpusMismatch as error:\n"
        "    print(error)\n"
        "print(told)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "HF_HUB_CACHE": str(tmp_path / "hub"), "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert (done.returncode, done.stderr) == (0, "")
    known, refused, told = done.stdout.splitlines()
    assert known == "somebody/static (2, 8) [] []"
    assert refused.startswith("The embedding model 'somebody/unknown' could not be loaded: allowed are ")
    assert told == "[('downloading the embedding model somebody/unknown', 0, 1)]"
