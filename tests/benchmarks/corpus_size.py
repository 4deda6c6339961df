"""A corpus of 10,000 passages: ingest, size, memory, and how fast it answers, in fresh processes.

`python -m tests.benchmarks.corpus_size [PASSAGES]`. The texts are the judged finance passages, shuffled into
reports of thirty with their figures changed, so that no two are the same and all are like real text.
"""

import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from knowledge.embedding import DEFAULT_MODEL, open_embedder
from knowledge.library import open_library
from knowledge.search import search
from knowledge.tenants import PUBLIC
from knowledge.types import Given, Query
from tests.benchmarks.judged import read

PASSAGES = 10_000
PER_REPORT = 30
FIRST = date(2000, 1, 3)
TODAY = date(2026, 1, 2)
QUESTIONS = 500


def reports(data: Path, passages: int) -> Iterator[tuple[str, date, str]]:
    """Name, day and text of reports that have about so many passages."""
    texts, _, _ = read(data)
    chosen = random.Random(1)  # noqa: S311 - the same reports every time
    bodies = [text for text in texts.values() if 150 < len(text) < 1_200 and "|" not in text]
    for number in range(passages // PER_REPORT):
        parts = []
        for section in range(PER_REPORT):
            body = re.sub(r"\d", lambda _: str(chosen.randint(1, 9)), chosen.choice(bodies))
            parts.append(f"## Section {section}\n\n{body}")
        day = FIRST + timedelta(days=28 * number)
        yield f"report-{number}.md", day, f"# Report {number}\n\n" + "\n\n".join(parts) + "\n"


def fill(data: Path, root: Path, passages: int) -> dict[str, float]:
    """Ingest everything; seconds and passages."""
    embedder = open_embedder(DEFAULT_MODEL, root / "models")
    embedder.embed(["the model is made ready before the clock runs"])
    library = open_library(root / "knowledge", embedder)
    began = time.perf_counter()
    for name, day, text in reports(data, passages):
        library.add(text.encode(), Given(name=name, published=day), PUBLIC, added=TODAY)
    spent = time.perf_counter() - began
    catalogue = library.catalogue(PUBLIC)
    assert catalogue is not None
    count = catalogue.counts()[1]
    library.close()
    return {"passages": count, "seconds": spent, "memory": _memory()}


def ask(data: Path, root: Path) -> dict[str, float]:
    """Open, first answer, then many: milliseconds, with and without embedding the question."""
    began = time.perf_counter()
    embedder = open_embedder(DEFAULT_MODEL, root / "models")
    library = open_library(root / "knowledge", embedder)
    _, questions, _ = read(data)
    chosen = random.Random(2)  # noqa: S311 - the same questions every time
    asked = chosen.sample(sorted(questions.values()), QUESTIONS + 20)
    search(library, Query(asked[0], TODAY), PUBLIC)
    first = time.perf_counter() - began
    for question in asked[1:20]:
        search(library, Query(question, TODAY), PUBLIC)
    halfway = FIRST + timedelta(days=28 * 150)
    spent: dict[str, list[float]] = {"today": [], "past": [], "embedding": []}
    for question in asked[20:]:
        once = time.perf_counter()
        embedder.embed([question])
        spent["embedding"].append(time.perf_counter() - once)
        for name, as_of in (("today", TODAY), ("past", halfway)):
            once = time.perf_counter()
            search(library, Query(question, as_of), PUBLIC)
            spent[name].append(time.perf_counter() - once)
    library.close()
    figures = {"first": first, "memory": _memory()}
    for name, times in spent.items():
        times.sort()
        figures[f"{name} p50"] = times[len(times) // 2] * 1000
        figures[f"{name} p99"] = times[int(len(times) * 0.99)] * 1000
    return figures


def _memory() -> float:
    """Most memory this process ever had, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _measured(step: str, data: Path, root: Path, passages: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.corpus_size", step, str(data), str(root), str(passages)],
        capture_output=True,
        text=True,
        check=True,
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> int:
    """Fill and ask, each in a process of its own, and print one table."""
    if len(sys.argv) > 2:
        step, data, root, passages = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
        sys.stdout.write(json.dumps(fill(data, root, passages) if step == "fill" else ask(data, root)) + "\n")
        return 0
    default = Path(__file__).resolve().parents[3] / "shared" / "data"
    data = Path(os.environ.get("PLUMB_TEST_DATA", default))
    passages = int(sys.argv[1]) if len(sys.argv) > 1 else PASSAGES
    console = Console(width=100)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        filled = _measured("fill", data, root, passages)
        table = Table(title=f"{filled['passages']:,.0f} passages")
        table.add_column("figure")
        table.add_column("value", justify="right")
        rate = filled["passages"] / filled["seconds"]
        table.add_row("ingest, passages a second", f"{rate:.0f}")
        table.add_row("ingest, most memory, MB", f"{filled['memory']:.0f}")
        for name in ("vectors", "public"):
            table.add_row(f"on disk, {name}, MB", f"{_size(root / 'knowledge' / name):.0f}")
        asked = _measured("ask", data, root, passages)
        table.add_row("cold start to the first answer, s", f"{asked['first']:.2f}")
        table.add_row("asking, most memory, MB", f"{asked['memory']:.0f}")
        for name in ("embedding p50", "embedding p99", "today p50", "today p99", "past p50", "past p99"):
            table.add_row(f"{name}, ms", f"{asked[name]:.1f}")
        console.print(table)
        console.print(
            "today and past include the embedding of the question; past also counts what came later"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
