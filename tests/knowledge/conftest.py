"""Fixtures that the tests of the corpus share."""

from pathlib import Path

import pytest

from knowledge.embedding import DEFAULT_MODEL, open_embedder
from knowledge.ports import Embedder


@pytest.fixture(scope="session")
def embedding_cache(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the default model is kept, the same folder for all workers of one run."""
    base = tmp_path_factory.getbasetemp()
    is_worker = hasattr(request.config, "workerinput")
    return (base.parent if is_worker else base) / "embedding"


@pytest.fixture(scope="session")
def embedder(embedding_cache: Path) -> Embedder:
    """The default model; prepared once in a run, a quarter of a minute, by the first test that embeds."""
    return open_embedder(DEFAULT_MODEL, embedding_cache)
