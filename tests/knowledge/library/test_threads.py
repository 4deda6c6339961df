"""Several threads at once: nothing waits for a long addition, and nothing gets in its way."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.library import Library
from knowledge.ports import Vectors
from knowledge.tenants import PUBLIC
from knowledge.types import Added
from tests.knowledge.library.made import GUILD, OTHER, TODAY, FakeEmbedder, add, opened, text_of


@dataclass
class HeldEmbedder(FakeEmbedder):
    """Takes as long as the test wants over texts that say `slow`."""

    began: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def embed(self, texts: Sequence[str]) -> Vectors:
        if any("slow" in text for text in texts):
            self.began.set()
            assert self.go_on.wait(60)
        return super().embed(texts)


def together(*work: Callable[[], object]) -> list[object]:
    """The results of all, begun at the same moment; an error of any is raised."""
    results: list[object] = [None] * len(work)
    gate = threading.Barrier(len(work))

    def run(at: int) -> None:
        gate.wait(30)
        try:
            results[at] = work[at]()
        except Exception as error:  # noqa: BLE001 - handed to the test
            results[at] = error

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results


def search(library: Library) -> set[str]:
    """As a search does it: by words and by vectors, and only what the catalogue shows."""
    catalogue = library.catalogue(PUBLIC)
    assert catalogue is not None
    vector = FakeEmbedder().embed(["gamma hedging"])[0]
    near = library.vectors.near(PUBLIC, vector, 50, known_by=TODAY.toordinal())
    words = catalogue.lexical("gamma OR slow", 50, as_of=TODAY)
    shown = catalogue.passages([*(hit.chunk for hit in near), *(chunk for chunk, _ in words)])
    return {passage.document for passage in shown.values()}


def test_reading_and_writing_go_on_while_a_document_is_embedded(root: Path) -> None:
    embedder = HeldEmbedder()
    with opened(root, embedder) as library:
        there = {add(library, text_of(number)).entry.document for number in range(3)}
        slow = threading.Thread(target=lambda: add(library, "Slow\n\na slow document about gamma"))
        slow.start()
        assert embedder.began.wait(30)
        began = time.monotonic()
        assert search(library) == there
        other = add(library, text_of(9)).entry.document
        assert library.remove(PUBLIC, other).document == other
        assert add(library, text_of(9), GUILD).new
        assert len(library.entries(PUBLIC)) == 3
        assert library.pending() == 1
        assert time.monotonic() - began < 10
        assert slow.is_alive()
        embedder.go_on.set()
        slow.join(30)
        assert len(search(library)) == 4
        assert library.check() == []


def test_the_same_document_from_several_threads_is_new_once(library: Library) -> None:
    results = together(*[lambda: add(library, text_of(1)) for _ in range(6)])
    assert sorted(result.new for result in results if isinstance(result, Added)) == [False] * 5 + [True]
    assert len(library.entries(PUBLIC)) == 1
    assert library.check() == []


def test_versions_from_several_threads_make_one_chain(library: Library) -> None:
    """Each replaces the one that was stored before it, also where that was not searchable yet."""
    together(
        *[
            lambda n=n: add(library, f"Weekly\n\nversion {n}", source="Apex", published=TODAY)
            for n in range(6)
        ]
    )
    assert len(library.entries(PUBLIC)) == 1
    replaced = [
        entry.superseded_by for entry in library.entries(PUBLIC, superseded=True) if entry.superseded_by
    ]
    assert len(set(replaced)) == len(replaced) == 5
    before = library.entries(PUBLIC, superseded=True)
    library.rebuild()
    assert {(e.document, e.superseded_by) for e in library.entries(PUBLIC, superseded=True)} == {
        (e.document, e.superseded_by) for e in before
    }


def test_many_of_everything_at_once(library: Library) -> None:
    """Additions to three tenants, removals, lists and searches; what is left is sound and complete."""
    first = [add(library, text_of(number)).entry.document for number in range(4)]
    errors: list[Exception] = []
    done = threading.Event()

    def watch() -> int:
        looks = 0
        while not done.is_set():
            for document in search(library):
                if document not in first:
                    chunks = library.chunks(PUBLIC, document)
                    if len(chunks) != 4:
                        errors.append(AssertionError(f"half of {document} was seen"))
            looks += 1
        return looks

    def write() -> None:
        try:
            together(
                *[lambda at=at: [add(library, text_of(n)) for n in range(10 + at, 30, 3)] for at in range(3)],
                lambda: [add(library, text_of(n), GUILD) for n in range(6)],
                lambda: [add(library, text_of(n), OTHER) for n in range(6)],
                lambda: [library.remove(PUBLIC, document) for document in first[:2]],
            )
        finally:
            done.set()

    looks, _ = together(watch, write)
    assert errors == []
    assert isinstance(looks, int)
    assert looks > 0
    assert len(library.entries(PUBLIC)) == 22
    assert [len(library.entries(tenant)) for tenant in (GUILD, OTHER)] == [6, 6]
    assert library.pending() == 0
    assert library.check() == []


def test_a_document_removed_with_its_tenant_while_it_is_added_does_not_come_back(root: Path) -> None:
    embedder = HeldEmbedder()
    with opened(root, embedder) as library:
        add(library, text_of(1))
        failed: list[Exception] = []

        def slow() -> None:
            try:
                add(library, "Slow\n\na slow document")
            except Exception as error:  # noqa: BLE001 - looked at below
                failed.append(error)

        thread = threading.Thread(target=slow)
        thread.start()
        assert embedder.began.wait(30)
        assert library.remove_tenant(PUBLIC) == 2
        embedder.go_on.set()
        thread.join(30)
        assert "removed while it was being added" in str(failed[0])
        assert library.tenants() == []
        assert library.vectors.ids(PUBLIC) == set()
        assert not (root / "public").exists()
        assert add(library, text_of(1)).new
