"""Questions to real reports, by a hand that knew neither index nor threshold."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.library import Library, open_library
from knowledge.ports import Embedder
from knowledge.search import search
from knowledge.tenants import PUBLIC
from knowledge.types import Given, Passage, Query

pytestmark = pytest.mark.data

TODAY = date(2026, 11, 21)
GOLDEN = Path(__file__).parents[1] / "golden" / "questions.toml"


@pytest.fixture(scope="module")
def library(
    data_dir: Path, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
) -> Iterator[Library]:
    opened = open_library(tmp_path_factory.mktemp("seeds"), embedder)
    for path in sorted((data_dir.parent / "seeds").glob("0*.txt")):
        given = Given(name=path.name, source=path.name[:3])
        opened.add(path.read_bytes(), given, PUBLIC, added=TODAY)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def answers(library: Library) -> list[tuple[dict[str, Any], tuple[Passage, ...]]]:
    questions = tomllib.loads(GOLDEN.read_text(encoding="utf-8"))["question"]
    return [(q, search(library, Query(q["text"], TODAY), PUBLIC).passages) for q in questions]


def is_right(question: dict[str, Any], passage: Passage) -> bool:
    text = re.sub(r"\s+", " ", passage.text.replace("\u2011", "-"))
    return any(
        answer["doc"] == passage.cited.source and answer["anchor"].replace("\u2011", "-") in text
        for answer in question["answers"]
    )


def test_most_questions_meet_their_passage_first(
    answers: list[tuple[dict[str, Any], tuple[Passage, ...]]],
) -> None:
    """They use other words than the reports. The figures are what the search reaches, not its aim."""
    asked: Counter[str] = Counter()
    first: Counter[str] = Counter()
    listed: Counter[str] = Counter()
    for question, passages in answers:
        if "answers" not in question:
            continue
        asked[question["kind"]] += 1
        first[question["kind"]] += bool(passages) and is_right(question, passages[0])
        listed[question["kind"]] += any(is_right(question, passage) for passage in passages)
    assert asked == {"trader": 10, "further": 20}
    assert first["trader"] >= 7
    assert first.total() >= 19
    assert listed.total() >= 22


def test_questions_that_are_not_about_this_get_nothing(
    answers: list[tuple[dict[str, Any], tuple[Passage, ...]]],
) -> None:
    silent = Counter(q["kind"] for q, passages in answers if not passages)
    assert silent["off topic"] == 13
    assert silent["finance elsewhere"] >= 12
    assert silent["trader"] + silent["further"] == 0
