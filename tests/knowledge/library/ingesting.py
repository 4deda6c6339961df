"""A process that looks at a corpus, completes it, and adds documents until it is killed."""

import os
import signal
import sys
from pathlib import Path

from knowledge.library import Library
from knowledge.tenants import PUBLIC
from knowledge.types import Given
from tests.knowledge.library.made import TODAY, opened, text_of

PARAGRAPHS = 5


def text(number: int) -> str:
    """A report whose every paragraph has a word of its own document."""
    return "\n\n".join(f"mark{number} {part}" for part in text_of(number, PARAGRAPHS - 1, 30).split("\n\n"))


def look(library: Library) -> set[int]:
    """The documents that are found, each made sure of to be found whole: passages, words and vectors."""
    catalogue = library.catalogue(PUBLIC)
    found = set()
    if catalogue is None:
        return found
    whole = {}
    for entry in library.entries(PUBLIC):
        number = int(entry.cited.title.split()[-1])
        chunks = library.chunks(PUBLIC, entry.document)
        assert len(chunks) == entry.chunks == PARAGRAPHS, f"half of {number} is in the catalogue"
        assert "\n\n".join(chunk.text for chunk in chunks) == text(number)
        hits = {chunk for chunk, _ in catalogue.lexical(f"mark{number}", 99, as_of=TODAY)}
        assert hits == {chunk.id for chunk in chunks}, f"words of {number} are missing"
        windows = [
            f"{passage.id}#{window}"
            for passage in catalogue.passages(sorted(hits)).values()
            for window in range(passage.windows)
        ]
        assert library.vectors.ids(PUBLIC, entry.document) == set(windows), f"vectors of {number} are missing"
        whole[entry.document] = number
        found.add(number)
    vector = library.embedder.embed(["gamma hedging"])[0]
    near = library.vectors.near(PUBLIC, vector, 10_000, known_by=TODAY.toordinal())
    shown = catalogue.passages([hit.chunk for hit in near])
    assert {passage.document for passage in shown.values()} == set(whole), "a vector shows a half document"
    assert len(shown) == PARAGRAPHS * len(whole)
    return found


def tell(*said: object) -> None:
    """Say it at once: the next moment may be the last."""
    sys.stdout.write(" ".join(map(str, said)) + "\n")
    sys.stdout.flush()


def main(root: Path, acknowledged: set[int], stage: str, at: int) -> None:
    """Look, complete, look again, then add.

    Args:
        root: The corpus.
        acknowledged: Documents that were acknowledged before: they have to be there.
        stage: The stage before which to die; empty to go on for ever.
        at: In which document of this run, from 0.
    """
    with opened(root) as library:
        found = look(library)
        assert acknowledged <= found, f"acknowledged and lost: {acknowledged - found}"
        waiting = library.pending()
        resumed = library.resume()
        assert len(resumed) == waiting
        assert library.pending() == 0
        assert library.check() == []
        found = look(library)
        tell("ready", waiting, *sorted(found))
        begun = -1
        for number in range(max(found, default=-1) + 1, 100_000):
            begun += 1

            def die(what: str, done: int, _of: int) -> None:
                if f"{what} {done}" == stage and begun == at:  # noqa: B023 - called in this turn only
                    os.kill(os.getpid(), signal.SIGKILL)

            given = Given("report.txt", title=f"Report {number}", source="Apex", published=TODAY)
            library.add(text(number).encode(), given, PUBLIC, added=TODAY, progress=die)
            tell("added", number)


if __name__ == "__main__":
    main(Path(sys.argv[1]), {int(number) for number in sys.argv[2].split()}, sys.argv[3], int(sys.argv[4]))
