"""Text to vectors: the packaged default model, or any other that sentence-transformers can load."""

from pathlib import Path

from knowledge.embedding.onnx_minilm import OnnxMiniLM
from knowledge.embedding.packaged import NAME
from knowledge.embedding.sentence_transformer import SentenceTransformerEmbedder
from knowledge.ports import Embedder, Progress, no_progress

DEFAULT_MODEL = NAME

_DEFAULT = frozenset({NAME, f"sentence-transformers/{NAME}"})
"""The second is its name on the hub: who writes it means the weights that are here already."""


def open_embedder(
    name: str, cache: Path, progress: Progress = no_progress, *, threads: int | None = None
) -> Embedder:
    """An embedder by the name of its model. Cheap: nothing is read or imported before its first use.

    Args:
        name: `DEFAULT_MODEL`; or a folder with a model; or the name of a model on the Hugging Face hub, which
            is downloaded at its first use unless the hub's own cache has it.
        cache: Where the default model is kept in the form in which it is run (90 MB); made when needed.
        progress: Told of the one preparation of the default model, and of a download.
        threads: Threads of one call of the default model; None: as many as the machine has cores, 4 at most.

    Raises:
        CorpusMismatch: The name is neither a folder that is there nor the form of a model's name. That the
            model cannot be had or run is said by the first use of the embedder.
    """
    if name in _DEFAULT:
        return OnnxMiniLM(cache, progress, threads=threads)
    return SentenceTransformerEmbedder(name, progress)
