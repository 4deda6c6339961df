"""What unrelated texts have in common with a model."""

from collections.abc import Sequence

import numpy as np
import pytest

from knowledge.embedding.background import background
from knowledge.ports import Embedder, Vectors


def test_the_known_figure_of_the_default_model_is_the_measured_one(embedder: Embedder) -> None:
    assert embedder.background == pytest.approx(background(embedder.embed), abs=0.005)


def test_a_model_that_finds_everything_alike_has_a_high_background() -> None:
    def alike(texts: Sequence[str]) -> Vectors:
        rows = np.full((len(texts), 2), [0.8, 0.6], dtype=np.float32)
        rows[: len(texts) // 2] = [0.6, 0.8]
        return rows

    assert 0.9 < background(alike) < 1


def test_a_model_that_knows_no_difference_still_leaves_a_scale() -> None:
    def same(texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), 2), [0.8, 0.6], dtype=np.float32)

    assert background(same) == 0.99
