"""The default model gives what the original gives, whatever it is asked, in whatever company."""

import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from knowledge.embedding.onnx_minilm import OnnxMiniLM
from knowledge.embedding.packaged import READS, packaged_folder
from knowledge.ports import Embedder, Vectors
from tests.knowledge.embedding.texts import varied

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

ROOT = Path(__file__).resolve().parents[3]


def largest(ours: Vectors, theirs: Vectors) -> float:
    assert ours.shape == theirs.shape
    return float(np.abs(ours - theirs).max())


def by_original(original: "SentenceTransformer", texts: Sequence[str]) -> Vectors:
    vectors = original.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


def test_vectors_are_those_of_the_original(embedder: Embedder, original: "SentenceTransformer") -> None:
    texts = varied()
    assert len(texts) >= 200
    assert largest(embedder.embed(texts), by_original(original, texts)) < 1e-5


@pytest.mark.data
def test_vectors_of_real_passages_are_those_of_the_original(
    embedder: Embedder, original: "SentenceTransformer", data_dir: Path
) -> None:
    path = data_dir / "retrieval" / "tatqa" / "corpus.jsonl"
    if not path.is_file():
        pytest.skip(f"no passages at {path}")
    lines = path.read_text(encoding="utf-8").splitlines()[::40]
    texts = [json.loads(line)["text"] for line in lines]
    assert len(texts) >= 50
    assert largest(embedder.embed(texts), by_original(original, texts)) < 1e-5


def test_tokens_are_counted_as_the_original_counts_them(
    embedder: Embedder, original: "SentenceTransformer"
) -> None:
    for text in varied():
        theirs = original.tokenizer(text, add_special_tokens=False, truncation=False, verbose=False)
        assert embedder.tokens(text) == len(theirs["input_ids"]), text[:60]


def test_rows_are_float32_of_unit_length(embedder: Embedder) -> None:
    vectors = embedder.embed(varied())
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(varied()), embedder.dimension)
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-6


def test_no_texts_give_no_rows(tmp_path: Path) -> None:
    assert OnnxMiniLM(tmp_path).embed([]).shape == (0, 384)
    assert list(tmp_path.iterdir()) == []


def test_the_window_is_what_the_model_was_made_for(embedder: Embedder) -> None:
    said = json.loads((packaged_folder() / "sentence_bert_config.json").read_text(encoding="utf-8"))
    assert said["max_seq_length"] == READS
    assert embedder.window == READS - 2


def test_the_last_token_of_the_window_is_seen_and_the_next_is_not(embedder: Embedder) -> None:
    full = ["market"] * embedder.window
    whole, cut, changed = embedder.embed(
        [" ".join(full), " ".join([*full, "crash"]), " ".join([*full[:-1], "crash"])]
    )
    assert embedder.tokens(" ".join(full)) == embedder.window
    assert np.abs(whole - cut).max() < 1e-6
    assert np.abs(whole - changed).max() > 1e-3


def test_like_meanings_are_nearer_than_like_words(embedder: Embedder) -> None:
    question, near, far = embedder.embed(
        [
            "the central bank cut rates",
            "the Fed lowered its policy rate",
            "the barber on the river bank cut hair",
        ]
    )
    assert question @ near > question @ far


@settings(max_examples=8, phases=[Phase.generate])  # an example takes half a second: nothing is made smaller
@given(data=st.data())
def test_a_vector_depends_neither_on_order_nor_on_company(embedder: Embedder, data: st.DataObject) -> None:
    texts = data.draw(st.permutations(varied()[::9]))
    size = data.draw(st.integers(1, len(texts)))
    together = embedder.embed(texts)
    parts = [embedder.embed(texts[start : start + size]) for start in range(0, len(texts), size)]
    alone = embedder.embed([texts[0]])
    assert largest(np.concatenate(parts), together) < 1e-6
    assert largest(alone, together[:1]) < 1e-6


def test_the_same_call_gives_the_same_bytes(embedder: Embedder) -> None:
    assert embedder.embed(varied()[:40]).tobytes() == embedder.embed(varied()[:40]).tobytes()


def test_threads_share_one_embedder(embedding_cache: Path, embedder: Embedder) -> None:
    """Eight threads meet a model that is not loaded yet; each gets its own texts' vectors."""
    texts = varied()[34:114]
    expected = embedder.embed(texts)
    fresh = OnnxMiniLM(embedding_cache, threads=1)
    with ThreadPoolExecutor(8) as pool:
        parts = list(pool.map(lambda start: fresh.embed(texts[start : start + 10]), range(0, 80, 10)))
    assert largest(np.concatenate(parts), expected) < 1e-6


def test_half_a_surrogate_pair_is_read_as_a_question_mark(embedder: Embedder) -> None:
    broken, mended = embedder.embed(["up \ud83d now", "up ? now"])
    assert np.array_equal(broken, mended)
    assert embedder.tokens("up \ud83d now") == 3


def test_a_prepared_model_is_run_without_torch_and_tokens_without_onnxruntime(
    embedding_cache: Path, embedder: Embedder
) -> None:
    embedder.embed(["prepared by now"])
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from knowledge.embedding import DEFAULT_MODEL, open_embedder\n"
        "embedder = open_embedder(DEFAULT_MODEL, Path(sys.argv[1]))\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'filelock', 'onnxruntime'}\n"
        "assert embedder.tokens('breadth narrows') == 2\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        "embedder.embed(['breadth narrows'])\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(embedding_cache)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["[]", "['onnxruntime']"]
