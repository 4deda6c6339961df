"""One process of the embedding benchmark: tells the first vector, then its figures as JSON."""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from knowledge.embedding import open_embedder
from knowledge.ports import no_progress

QUESTION = "is breadth confirming the small-cap rally"


def main(name: str, cache: Path, vectors: Path) -> None:
    """Measure one model; `vectors` gets what it made of the varied texts."""
    embedder = open_embedder(name, cache, no_progress)
    embedder.embed([QUESTION])
    sys.stdout.write("first\n")
    sys.stdout.flush()
    figures = {"resident after the first vector": _resident()}
    import numpy as np

    from tests.knowledge.embedding.texts import varied

    passage = "The index closed at 213.45, up 1.2 % on the day, as small caps led. " * 30
    while embedder.tokens(passage) > 250:
        passage = passage[:-1]
    texts = varied()
    figures["short question"] = _milliseconds(lambda: embedder.embed([QUESTION]), 30)
    figures["passage of 250 tokens"] = _milliseconds(lambda: embedder.embed([passage]), 15)
    figures["64 such passages, each"] = _milliseconds(lambda: embedder.embed([passage] * 64), 2) / 64
    began = time.perf_counter()
    np.save(vectors, embedder.embed(texts))
    figures["varied texts, each"] = (time.perf_counter() - began) * 1_000 / len(texts)
    figures["count of 250 tokens"] = _milliseconds(lambda: embedder.tokens(passage), 100)
    figures["resident after all"] = _resident()
    figures["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    sys.stdout.write(json.dumps(figures) + "\n")


def _milliseconds(work: Callable[[], object], runs: int) -> float:
    """Median of so many runs, after one that does not count."""
    work()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1_000


def _resident() -> float:
    """Megabytes this process has in memory now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1_048_576


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
