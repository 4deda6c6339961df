"""The default model, run by onnxruntime: half a second to the first vector, and no PyTorch in the process."""

import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.embedding.onnx_model import WINDOW, OnnxModel, open_tokenizer, readable
from knowledge.embedding.packaged import DIMENSION, NAME, TOKENIZER, WEIGHTS, checked, packaged_folder
from knowledge.embedding.prepared import Prepared
from knowledge.embedding.preparing import prepare
from knowledge.errors import CorpusMismatch
from knowledge.ports import Progress, Vectors, no_progress

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_BACKGROUND = 0.01
"""What `background` gives for these weights, to two decimals."""

_THREADS = 4
"""Texts are short: more threads wait for each other."""


class OnnxMiniLM:
    """An `Embedder` of the packaged weights; several threads may use one.

    The first `embed` on a machine has the model prepared (a quarter of a minute, once, in a process of its
    own); the first of every process loads what was prepared. A prepared file that was damaged since is made
    again. `tokens` needs neither.
    """

    def __init__(
        self,
        cache: Path,
        progress: Progress = no_progress,
        *,
        threads: int | None = None,
        source: Callable[[], Path] = packaged_folder,
    ) -> None:
        """Set up; nothing is read yet.

        Args:
            cache: Where the prepared model is kept.
            progress: Told of the preparation.
            threads: Threads of one call; None: as many as the machine has cores, 4 at most.
            source: Where the weights are.
        """
        self._cache = cache
        self._progress = progress
        self._threads = threads or min(_THREADS, os.cpu_count() or 1)
        self._source = source
        self._reading = threading.Lock()
        self._loading = threading.Lock()
        self._tokenizer: Tokenizer | None = None
        self._model: OnnxModel | None = None

    @property
    def model(self) -> str:
        """The model's name and the first 16 digits of its weights' SHA-256."""
        return f"{NAME}@{WEIGHTS[:16]}"

    @property
    def dimension(self) -> int:
        """384."""
        return DIMENSION

    @property
    def window(self) -> int:
        """254: the model reads 256, two of which are its own marks."""
        return WINDOW

    @property
    def background(self) -> float:
        """As `Embedder.background`; known for these weights."""
        return _BACKGROUND

    def tokens(self, text: str) -> int:
        """As `Embedder.tokens`: 0.2 ms for a paragraph.

        Raises:
            CorpusMismatch: The model is not installed, or is another one.
        """
        return len(self._open_tokenizer().encode(readable(text), add_special_tokens=False))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """As `Embedder.embed`. A text's vector does not depend on its neighbours by more than 1e-6.

        Raises:
            CorpusMismatch: The model is not installed, is another one, or cannot be prepared or run here.
        """
        if not texts:
            return np.empty((0, DIMENSION), dtype=np.float32)
        return self._load().embed(texts)

    def _open_tokenizer(self) -> "Tokenizer":
        with self._reading:
            if self._tokenizer is None:
                self._tokenizer = open_tokenizer(checked(self._source() / "tokenizer.json", TOKENIZER))
            return self._tokenizer

    def _load(self) -> OnnxModel:
        # a second caller waits for the first one's model instead of loading its own
        with self._loading:
            if self._model is None:
                prepared = Prepared.in_cache(self._cache)
                tokenizer = self._open_tokenizer()
                if not prepared.is_sound():
                    prepare(self._source(), prepared, self._progress)
                try:
                    self._model = OnnxModel(prepared.onnx, tokenizer, self._threads)
                except Exception as error:  # onnxruntime's errors share no base
                    raise CorpusMismatch(
                        f"The embedding model {NAME} cannot be run by the installed onnxruntime: install the "
                        f"version of constraints.txt, or delete {prepared.folder} to have it prepared again."
                    ) from error
            return self._model
