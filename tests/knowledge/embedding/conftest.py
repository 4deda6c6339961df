"""The original, to compare with."""

from typing import TYPE_CHECKING

import pytest

from knowledge.embedding.packaged import packaged_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


@pytest.fixture(scope="session")
def original() -> "SentenceTransformer":
    """The packaged model as sentence-transformers runs it."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - six seconds

    return SentenceTransformer(str(packaged_folder()), device="cpu", local_files_only=True)
