"""Both sides together find more than either alone, on judged questions: a part of the benchmark's set."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.library import Library, open_library
from knowledge.ports import Embedder
from knowledge.types import SearchMode
from tests.benchmarks.judged import fill, ndcg, ranking, read

pytestmark = pytest.mark.data

TEXTS = 500
EVERY = 2
"""Of the questions, one in so many is asked."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    opened = open_library(tmp_path_factory.mktemp("judged"), embedder)
    yield opened
    opened.close()


def test_words_and_meaning_together_are_ahead_of_both(data_dir: Path, library: Library) -> None:
    texts, questions, answers = read(data_dir)
    texts = dict(list(texts.items())[:TEXTS])
    documents = {text: document for document, text in fill(library, texts).items()}
    by_content = {texts[name]: document for name, document in documents.items()}
    asked = [q for q in questions if answers[q] <= set(texts)][::EVERY]
    assert len(asked) > 150
    gain = {}
    for mode in SearchMode:
        scores = []
        for question in asked:
            right = {by_content[texts[name]] for name in answers[question]}
            scores.append(ndcg(ranking(library, questions[question], mode), right))
        gain[mode] = sum(scores) / len(scores)
    assert gain[SearchMode.FUSED] > gain[SearchMode.LEXICAL] > 0.5
    assert gain[SearchMode.FUSED] > gain[SearchMode.DENSE]
