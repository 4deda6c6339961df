"""Running an exported model: texts to tokens, tokens to vectors, batch by batch."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from knowledge.embedding.packaged import DIMENSION, READS
from knowledge.ports import Vectors

if TYPE_CHECKING:
    from tokenizers import Tokenizer

INPUTS: Final = ("ids", "mask")
OUTPUT: Final = "vectors"

WINDOW: Final = READS - 2
"""Tokens of a text, the two marks around it left out."""

_FIRST, _LAST = 101, 102
"""[CLS] and [SEP], which the model wants around every text."""

_TEXTS_AT_ONCE = 32

_TOKENS_AT_ONCE = 2_048
"""Of one batch, padding included: twice as many take 60 MB more and are no faster."""


def open_tokenizer(path: Path) -> "Tokenizer":
    """The tokenizer of a file, which counts everything: what the file says of cutting is undone."""
    from tokenizers import Tokenizer  # noqa: PLC0415 - importing this module must cost nothing

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def readable(text: str) -> str:
    """The text with halves of surrogate pairs, which no tokenizer takes, as question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


class OnnxModel:
    """An exported model in memory. Several threads may use it at once."""

    def __init__(self, onnx: Path, tokenizer: "Tokenizer", threads: int) -> None:
        """Load it: a tenth of a second, 170 MB.

        Args:
            onnx: The exported model.
            tokenizer: As `open_tokenizer` gives it.
            threads: Threads of one call.
        """
        import onnxruntime  # noqa: PLC0415 - a tenth of a second

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # waiting threads sleep: spinning gains half a millisecond and takes the cores from everything else
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # what goes wrong is raised; nothing is written to standard error beside
        options.log_severity_level = 4
        self._session = onnxruntime.InferenceSession(str(onnx), options, providers=["CPUExecutionProvider"])
        self._tokenizer = tokenizer

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One vector of unit length per text, in order; a text is read up to its 254th token."""
        ids = [self._ids(text) for text in texts]
        vectors = np.empty((len(ids), DIMENSION), dtype=np.float32)
        for batch in _batches([len(row) for row in ids]):
            longest = max(len(ids[index]) for index in batch)
            padded = np.zeros((len(batch), longest), dtype=np.int64)
            mask = np.zeros_like(padded)
            for row, index in enumerate(batch):
                padded[row, : len(ids[index])] = ids[index]
                mask[row, : len(ids[index])] = 1
            (vectors[batch],) = self._session.run([OUTPUT], dict(zip(INPUTS, (padded, mask), strict=True)))
        return vectors

    def _ids(self, text: str) -> list[int]:
        # one text at a time: the library's own batches start threads, which a later fork would not survive
        ids = self._tokenizer.encode(readable(text), add_special_tokens=False).ids
        return [_FIRST, *ids[:WINDOW], _LAST]


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices, the longest texts first, so that texts of like length share a batch and little is padding."""
    order = sorted(range(len(lengths)), key=lambda index: -lengths[index])
    start = 0
    while start < len(order):
        size = min(_TEXTS_AT_ONCE, max(1, _TOKENS_AT_ONCE // lengths[order[start]]))
        yield order[start : start + size]
        start += size
