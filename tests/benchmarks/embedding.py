"""The embedding model beside sentence-transformers: `python -m tests.benchmarks.embedding`.

Each run is two new processes in turn, one with the exported model and one with the library that it was
exported from, both with the same weights and the same texts. The machine's file cache is warm.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from knowledge.embedding import DEFAULT_MODEL, open_embedder
from knowledge.embedding.packaged import packaged_folder

RUNS = 5
UNITS = {
    "first vector": "s",
    "short question": "ms",
    "passage of 250 tokens": "ms",
    "64 such passages, each": "ms",
    "varied texts, each": "ms",
    "count of 250 tokens": "ms",
    "resident after the first vector": "MB",
    "resident after all": "MB",
    "peak": "MB",
}


def main() -> int:
    """Print lowest and median of both; 0 when all ran."""
    console = Console(width=100)
    measured: dict[str, list[dict[str, float]]] = {"onnxruntime": [], "sentence-transformers": []}
    with tempfile.TemporaryDirectory() as cache:
        began = time.perf_counter()
        open_embedder(DEFAULT_MODEL, Path(cache)).embed(["prepared once"])
        console.print(f"prepared, once: {time.perf_counter() - began:.1f} s")
        names = {"onnxruntime": DEFAULT_MODEL, "sentence-transformers": str(packaged_folder())}
        with Progress(console=console, transient=True) as progress:
            task = progress.add_task("runs", total=RUNS * len(names))
            vectors: dict[str, Path] = {}
            for _ in range(RUNS):
                for candidate, name in names.items():
                    figures, path = _run(name, Path(cache), candidate)
                    measured[candidate].append(figures)
                    vectors[candidate] = path
                    progress.advance(task)
        difference = _largest_difference(*vectors.values())
    _show(console, measured)
    console.print(f"largest difference in any coordinate, over the varied texts: {difference:.1g}")
    return 0


def _run(name: str, cache: Path, candidate: str) -> tuple[dict[str, float], Path]:
    vectors = cache / f"{candidate}.npy"
    command = [sys.executable, "-m", "tests.benchmarks.embedding_process", name, str(cache), str(vectors)]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()  # written when the first vector is there
        first = time.perf_counter() - began
        figures = json.loads(process.stdout.readline())
    return {"first vector": first, **figures}, vectors


def _largest_difference(ours: Path, theirs: Path) -> float:
    import numpy as np

    return float(np.abs(np.load(ours) - np.load(theirs)).max())


def _show(console: Console, measured: dict[str, list[dict[str, float]]]) -> None:
    table = Table(title=f"embedding, {RUNS} processes each: lowest / median", title_justify="left")
    table.add_column("what")
    for candidate in measured:
        table.add_column(candidate, justify="right")
    for what, unit in UNITS.items():
        cells = []
        for runs in measured.values():
            values = [figures[what] for figures in runs]
            cells.append(f"{min(values):,.3g} / {statistics.median(values):,.3g} {unit}".rstrip())
        table.add_row(what, *cells)
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
