"""Any other model, through sentence-transformers: six seconds and a gigabyte, for who wants another one."""

import hashlib
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.embedding.background import background
from knowledge.embedding.onnx_model import readable
from knowledge.embedding.packaged import NAME, digest_of
from knowledge.errors import CorpusMismatch
from knowledge.ports import Progress, Vectors, no_progress

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_ON_THE_HUB = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")

_DECIDE = frozenset({".safetensors", ".bin", ".model", ".json", ".txt"})
"""Kinds of files by which a folder's vectors are decided: weights, vocabulary, settings."""

_WITHOUT_LIMIT = 512
"""The window of a model that reads any length: an average over more words says little of any of them."""

_PATIENCE = 10.0
"""Seconds the hub may take to say that it has a model."""

_ABSURD = 1_000_000
"""Tokens from which a limit is only a way to say that there is none."""

_ALLOWED = (
    f"allowed are {NAME}, a folder with a sentence-transformers model, and the name of one on the Hugging "
    "Face hub that can be downloaded or was before"
)


@dataclass(frozen=True, slots=True)
class _Loaded:
    encoder: "SentenceTransformer"
    count: Callable[[str], int]
    dimension: int
    window: int


class SentenceTransformerEmbedder:
    """An `Embedder` of a model in a folder or on the Hugging Face hub; threads take turns.

    `dimension` and `window` are the model's own: asking for them loads it. A model that reads texts of any
    length has a window of 512. A text of which the model knows no word may give a row of zeros, which is
    near nothing.
    """

    def __init__(self, name: str, progress: Progress = no_progress) -> None:
        """Set up; nothing is loaded or looked up on a network yet.

        Args:
            name: A folder, or a name on the hub. A folder that is there goes first.
            progress: Told of a download.

        Raises:
            CorpusMismatch: It is neither a folder nor the form of a name.
        """
        folder = Path(name).expanduser()
        self._folder = folder.resolve() if name and folder.is_dir() else None
        if self._folder is None and not _ON_THE_HUB.fullmatch(name):
            raise CorpusMismatch(f"There is no embedding model {name[:200]!r}: {_ALLOWED}.")
        self._name = name
        self._progress = progress
        self._lock = threading.RLock()
        self._loaded: _Loaded | None = None
        self._identity: str | None = None
        self._background: float | None = None

    @property
    def model(self) -> str:
        """A folder's name with 16 digits of a digest of its files; a hub model's name alone.

        Raises:
            CorpusMismatch: The folder cannot be read.
        """
        if self._folder is None:
            return self._name
        with self._lock:
            if self._identity is None:
                try:
                    self._identity = f"{self._folder.name}@{_digest_of_folder(self._folder)[:16]}"
                except OSError as error:
                    raise self._refusal() from error
            return self._identity

    @property
    def dimension(self) -> int:
        """Length of a vector; loads the model."""
        return self._load().dimension

    @property
    def window(self) -> int:
        """Tokens of one text that the model reads, its own marks left out; loads the model."""
        return self._load().window

    @property
    def background(self) -> float:
        """As `Embedder.background`; measured once, loads the model."""
        with self._lock:
            if self._background is None:
                self._background = background(self.embed)
            return self._background

    def tokens(self, text: str) -> int:
        """As `Embedder.tokens`.

        Raises:
            CorpusMismatch: The model cannot be found or loaded.
        """
        return self._load().count(readable(text))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """As `Embedder.embed`.

        Raises:
            CorpusMismatch: The model cannot be found or loaded, or gives what is no number.
        """
        loaded = self._load()
        if not texts:
            return np.empty((0, loaded.dimension), dtype=np.float32)
        # its tokenizer is set to cut and pad for each call: two calls at once would break each other
        with self._lock:
            vectors = loaded.encoder.encode(
                [readable(text) for text in texts], normalize_embeddings=True, show_progress_bar=False
            )
        rows = np.asarray(vectors, dtype=np.float32)
        if not np.isfinite(rows).all():
            raise CorpusMismatch(f"The embedding model {self._name} gives vectors that are no numbers.")
        return rows

    def _load(self) -> _Loaded:
        with self._lock:
            if self._loaded is None:
                try:
                    self._loaded = self._open()
                except Exception as error:  # it passes on whatever its many libraries raise
                    raise self._refusal() from error
            return self._loaded

    def _refusal(self) -> CorpusMismatch:
        return CorpusMismatch(f"The embedding model {self._name!r} could not be loaded: {_ALLOWED}.")

    def _open(self) -> _Loaded:
        from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415 - seconds

        disable_progress_bar()  # type: ignore[no-untyped-call]
        encoder = self._encoder()
        tokenizer: Any = encoder.tokenizer
        count, marks = _counting(tokenizer)
        reads = encoder.max_seq_length
        return _Loaded(
            encoder=encoder,
            count=count,
            dimension=encoder.encode([NAME], show_progress_bar=False).shape[1],
            window=_WITHOUT_LIMIT if reads is None or reads > _ABSURD else reads - marks,
        )

    def _encoder(self) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds

        where = self._name if self._folder is None else str(self._folder)
        try:
            # what is on this machine is not asked for on the network, not even whether there is a newer one
            return SentenceTransformer(where, device="cpu", local_files_only=True)
        except Exception:
            if self._folder is not None:
                raise
        from huggingface_hub import HfApi  # noqa: PLC0415 - seconds

        what = f"downloading the embedding model {self._name}"
        self._progress(what, 0, 1)
        # one short question first: the download itself asks an unreachable hub for over a minute
        HfApi().model_info(where, timeout=_PATIENCE)
        encoder = SentenceTransformer(where, device="cpu")
        self._progress(what, 1, 1)
        return encoder


def _counting(tokenizer: Any) -> tuple[Callable[[str], int], int]:  # noqa: ANN401 - each kind of model has its own
    """How to count a model's tokens without cutting, and how many marks it puts around a text."""
    from tokenizers import Tokenizer  # noqa: PLC0415

    bare = isinstance(tokenizer, Tokenizer)
    fast = tokenizer if bare else getattr(tokenizer, "backend_tokenizer", None)
    if fast is None:
        return lambda text: len(tokenizer.tokenize(text)), 0
    # a copy of its own: counting goes on while the model's tokenizer cuts and pads
    own = Tokenizer.from_str(fast.to_str())
    own.no_truncation()
    own.no_padding()
    marks = 0 if bare else own.num_special_tokens_to_add(is_pair=False)
    return lambda text: len(own.encode(text, add_special_tokens=False)), marks


def _digest_of_folder(folder: Path) -> str:
    """SHA-256 over names and digests of the files that decide the vectors; hidden ones are left out."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.suffix in _DECIDE and path.is_file() and not any(p.startswith(".") for p in inside.parts):
            whole.update(f"{inside.as_posix()} {digest_of(path)}\n".encode())
    return whole.hexdigest()
