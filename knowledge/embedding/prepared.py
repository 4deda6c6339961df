"""The exported default model in the cache: there whole and verified, or not there."""

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from knowledge.embedding.packaged import NAME, WEIGHTS, digest_of

VERSION = 1
"""Raised by any change to what is exported, so that nobody runs what an older version left."""

STEPS = 3
"""Of making it: load the weights, export, verify."""

_PARTIAL = ".partial"


@dataclass(frozen=True, slots=True)
class Prepared:
    """The folder of one exported model, and the rule by which it is believed.

    Attributes:
        folder: `<cache>/<model>-<weights>-<version>`.
    """

    folder: Path

    @classmethod
    def in_cache(cls, cache: Path) -> "Prepared":
        """Where a cache has the default model."""
        return cls(cache.expanduser().resolve() / f"{NAME}-{WEIGHTS[:8]}-{VERSION}")

    @property
    def onnx(self) -> Path:
        """The model as onnxruntime reads it."""
        return self.folder / "model.onnx"

    def is_sound(self) -> bool:
        """Whether the model is there and is, to the byte, what was verified when it was made."""
        try:
            said = _digest_beside(self.onnx).read_text(encoding="ascii").strip()
            return said == digest_of(self.onnx)
        except (OSError, UnicodeDecodeError):
            return False

    def make(self, fill: Callable[[Path], None]) -> None:
        """Make the model unless it is sound. Processes that come at once wait for the first one's.

        A kill at any moment leaves the folder as it was, or as it should be; what a killed process left
        beside it is removed by the next one that makes the model.

        Args:
            fill: Writes the model to the path it is given, and raises when it is not what it should be.
        """
        from filelock import FileLock  # noqa: PLC0415 - only who makes the model pays for it

        cache, name = self.folder.parent, self.folder.name
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f"{name}.lock"):
            if self.is_sound():
                return
            for left in cache.glob(f"{name}.*{_PARTIAL}"):
                shutil.rmtree(left)
            partial = cache / f"{name}.{secrets.token_hex(6)}{_PARTIAL}"
            partial.mkdir()
            try:
                model = partial / self.onnx.name
                fill(model)
                _digest_beside(model).write_text(digest_of(model) + "\n", encoding="ascii")
                self._put_in_place(partial)
            finally:
                shutil.rmtree(partial, ignore_errors=True)

    def _put_in_place(self, partial: Path) -> None:
        # a folder cannot be renamed over another one that is not empty: the damaged one steps aside first
        if self.folder.exists():
            aside = self.folder.with_name(f"{self.folder.name}.{secrets.token_hex(6)}{_PARTIAL}")
            self.folder.rename(aside)
            partial.rename(self.folder)
            shutil.rmtree(aside)
        else:
            partial.rename(self.folder)


def _digest_beside(model: Path) -> Path:
    return model.with_name(f"{model.name}.sha256")
