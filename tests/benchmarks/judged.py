"""Judged retrieval: how well the right passage is found, by the search that people use.

`python -m tests.benchmarks.judged [DOCUMENTS]` indexes the judged finance passages through the product's own
ingest and asks every question in each of the three modes.
"""

import json
import math
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from knowledge.embedding import DEFAULT_MODEL, open_embedder
from knowledge.library import Library, open_library
from knowledge.search import search
from knowledge.tenants import PUBLIC
from knowledge.types import Given, Query, SearchMode

TODAY = date(2026, 1, 2)
DEPTH = 50
"""Passages asked for: what a search gives at most."""


def read(data: Path) -> tuple[dict[str, str], dict[str, str], dict[str, set[str]]]:
    """Texts, questions, and which texts answer which question."""
    folder = data / "retrieval" / "tatqa"
    texts = {row["_id"]: row["text"] for row in _lines(folder / "corpus.jsonl")}
    questions = {row["_id"]: row["text"] for row in _lines(folder / "queries.jsonl")}
    answers: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text().splitlines()[1:]:
        question, text, grade = line.split("\t")
        if int(grade) > 0:
            answers[question].add(text)
    return texts, questions, answers


def _lines(path: Path) -> Iterable[dict[str, str]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def fill(library: Library, texts: dict[str, str]) -> dict[str, str]:
    """Add every text as a document; gives the text's name by document id."""
    names: dict[str, str] = {}
    for name, text in track(texts.items(), description="indexing", console=Console(stderr=True)):
        # the name stands in the bytes of no document, so two equal texts are one document: as in the product
        added = library.add(text.encode(), Given(name=f"{name}.txt", published=TODAY), PUBLIC, added=TODAY)
        names.setdefault(added.entry.document, name)
    return names


def ranking(library: Library, question: str, mode: SearchMode) -> list[str]:
    """Documents in the order in which the search names them, folded repetitions after their head."""
    found = search(library, Query(question, TODAY, limit=DEPTH, mode=mode), PUBLIC)
    order: dict[str, None] = {}
    for passage in found.passages:
        order.setdefault(passage.cited.document)
        for copy in passage.also_in:
            order.setdefault(copy.document)
    return list(order)


def ndcg(order: Sequence[str], right: set[str], depth: int = 10) -> float:
    """Normalised discounted cumulative gain of a ranking, 0 to 1, every right text worth the same."""
    gain = sum(1 / math.log2(at + 2) for at, name in enumerate(order[:depth]) if name in right)
    return gain / sum(1 / math.log2(at + 2) for at in range(min(depth, len(right))))


def recall(order: Sequence[str], right: set[str], depth: int = 10) -> float:
    """Share of the right texts among the first."""
    return len(right & set(order[:depth])) / len(right)


def main() -> int:
    """Index, ask, print one table."""
    default = Path(__file__).resolve().parents[3] / "shared" / "data"
    data = Path(os.environ.get("PLUMB_TEST_DATA", default))
    texts, questions, answers = read(data)
    if len(sys.argv) > 1:
        kept = set(list(texts)[: int(sys.argv[1])])
        texts = {name: texts[name] for name in texts if name in kept}
        questions = {q: text for q, text in questions.items() if answers[q] <= kept}
    console = Console(width=100)
    with tempfile.TemporaryDirectory() as folder:
        embedder = open_embedder(DEFAULT_MODEL, Path(folder) / "models")
        library = open_library(Path(folder) / "knowledge", embedder)
        started = time.perf_counter()
        names = fill(library, texts)
        rate = len(texts) / (time.perf_counter() - started)
        same = {text: library_id for library_id, text in names.items()}
        by_content = {texts[name]: document for name, document in same.items()}
        table = Table(title=f"{len(texts):,} texts ({rate:.0f} a second), {len(questions):,} questions")
        for heading in ("side", "nDCG@10", "recall@10", "no answer", "median ms", "99 % ms"):
            table.add_column(heading, justify="right" if heading != "side" else "left")
        for mode in (SearchMode.LEXICAL, SearchMode.DENSE, SearchMode.FUSED):
            gains, recalls, spent, silent = [], [], [], 0
            for question, text in track(
                questions.items(), description=mode.value, console=Console(stderr=True)
            ):
                began = time.perf_counter()
                order = ranking(library, text, mode)
                spent.append((time.perf_counter() - began) * 1000)
                right = {by_content[texts[name]] for name in answers[question]}
                silent += not order
                gains.append(ndcg(order, right))
                recalls.append(recall(order, right))
            spent.sort()
            table.add_row(
                mode.value,
                f"{sum(gains) / len(gains):.4f}",
                f"{sum(recalls) / len(recalls):.4f}",
                f"{silent / len(questions):.1%}",
                f"{spent[len(spent) // 2]:.1f}",
                f"{spent[int(len(spent) * 0.99)]:.1f}",
            )
        console.print(table)
        library.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
