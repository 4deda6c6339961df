"""Vectors in Chroma: each chunk once, nothing too late, nothing of others, no text, and errors of ours."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import CorpusDamaged, CorpusDown, CorpusMismatch
from knowledge.library.chroma_vectors import ChromaVectors
from knowledge.library.entries import Expected
from knowledge.library.schema import MadeWith
from knowledge.ports import VectorRow, Vectors
from knowledge.tenants import PUBLIC, Tenant
from tests.knowledge.library.made import GUILD, WORDS, FakeEmbedder

MADE_WITH = MadeWith("fake@1", 16, "plain-1")
ALL = 10_000


def anything(_tenant: Tenant) -> Expected:
    return Expected(0, (), settled=False)


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[ChromaVectors]:
    store = ChromaVectors(tmp_path / "vectors", MADE_WITH, anything)
    yield store
    store.close()


def made(count: int, windows: int = 1, seed: int = 0) -> tuple[list[VectorRow], Vectors]:
    """Rows of made texts; every chunk has so many windows, every ten chunks are a document."""
    draw = np.random.default_rng(seed)
    rows = [
        VectorRow(f"d{n // 10}:{n % 10}#{window}", f"d{n // 10}:{n % 10}", f"d{n // 10}", 100 + n % 50)
        for n in range(count)
        for window in range(windows)
    ]
    texts = [" ".join(draw.choice(WORDS, size=8)) for _ in rows]
    return rows, FakeEmbedder().embed(texts)


def plainly(
    rows: list[VectorRow],
    stored: Vectors,
    vector: Vectors,
    limit: int,
    known_by: int,
    documents: set[str] | None,
) -> dict[str, float]:
    """The best cosine of each chunk that may be found, by brute force."""
    best: dict[str, float] = {}
    for row, cosine in zip(rows, stored @ vector, strict=True):
        if row.known_from <= known_by and (documents is None or row.document in documents):
            best[row.chunk] = max(float(cosine), best.get(row.chunk, -1.0))
    return dict(sorted(best.items(), key=lambda item: -item[1])[:limit])


@pytest.fixture(scope="module")
def filled(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[ChromaVectors, list[VectorRow], Vectors]]:
    store = ChromaVectors(tmp_path_factory.mktemp("filled") / "vectors", MADE_WITH, anything)
    rows, stored = made(400, windows=3)
    store.upsert(PUBLIC, rows, stored)
    yield store, rows, stored
    store.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6),
    st.integers(1, 60),
    st.integers(95, 155),
    st.none() | st.sets(st.sampled_from([f"d{n}" for n in range(42)]), max_size=8),
)
def test_near_gives_what_brute_force_gives(
    filled: tuple[ChromaVectors, list[VectorRow], Vectors],
    words: list[str],
    limit: int,
    known_by: int,
    documents: set[str] | None,
) -> None:
    store, rows, stored = filled
    vector = FakeEmbedder().embed([" ".join(words)])[0]
    near = store.near(PUBLIC, vector, limit, known_by=known_by, documents=documents)
    wanted = plainly(rows, stored, vector, limit, known_by, documents)
    assert [hit.cosine for hit in near] == sorted((hit.cosine for hit in near), reverse=True)
    assert [hit.cosine for hit in near] == pytest.approx(list(wanted.values()), abs=1e-5)
    assert len({hit.chunk for hit in near}) == len(near) == len(wanted)
    for hit in near:
        best = max(c for row, c in zip(rows, stored @ vector, strict=True) if row.chunk == hit.chunk)
        assert hit.cosine == pytest.approx(float(best), abs=1e-5)
        assert hit.document == hit.chunk.partition(":")[0]


def test_a_tenant_without_rows_has_none(vectors: ChromaVectors) -> None:
    vector = FakeEmbedder().embed(["gamma"])[0]
    assert vectors.near(GUILD, vector, 5, known_by=ALL) == []
    assert vectors.fetch(GUILD, ["a#0"]) == {}
    assert vectors.ids(GUILD) == set()
    vectors.delete_document(GUILD, "d0")
    vectors.delete_tenant(GUILD)
    vectors.upsert(GUILD, [], np.empty((0, 16), dtype=np.float32))
    assert vectors.ids(GUILD) == set()


def test_writing_again_replaces_and_removing_leaves_the_rest(vectors: ChromaVectors) -> None:
    rows, stored = made(30)
    vectors.upsert(PUBLIC, rows, stored)
    vectors.upsert(PUBLIC, rows, stored)
    vectors.upsert(GUILD, rows, stored)
    assert vectors.ids(PUBLIC) == {row.id for row in rows}
    assert vectors.ids(PUBLIC, "d1") == {f"d1:{n}#0" for n in range(10)}
    got = vectors.fetch(PUBLIC, ["d2:9#0", "nowhere#0", "d0:0#0"])
    assert set(got) == {"d2:9#0", "d0:0#0"}
    np.testing.assert_allclose(got["d0:0#0"], stored[0], atol=1e-6)
    vectors.upsert(PUBLIC, rows[:1], stored[7:8])
    np.testing.assert_allclose(vectors.fetch(PUBLIC, ["d0:0#0"])["d0:0#0"], stored[7], atol=1e-6)
    vectors.delete_document(PUBLIC, "d1")
    assert vectors.ids(PUBLIC) == {row.id for row in rows if row.document != "d1"}
    vectors.delete_tenant(PUBLIC)
    assert vectors.ids(PUBLIC) == set()
    assert len(vectors.ids(GUILD)) == 30


def test_more_rows_than_chroma_takes_at_once(vectors: ChromaVectors) -> None:
    """One document of 6,000 rows: written, read and removed in parts."""
    rows = [VectorRow(f"d:{n}#0", f"d:{n}", "d", 1) for n in range(6_000)]
    stored = FakeEmbedder().embed(
        [" ".join((WORDS[n % 40], WORDS[n // 40 % 40], str(n))) for n in range(6_000)]
    )
    vectors.upsert(PUBLIC, rows, stored)
    assert vectors._collections._batch < 6_000, "the test means nothing otherwise"
    got = vectors.fetch(PUBLIC, [row.id for row in rows])
    assert len(got) == 6_000
    np.testing.assert_allclose(got["d:5999#0"], stored[-1], atol=1e-6)
    vectors.delete_document(PUBLIC, "d")
    assert vectors.ids(PUBLIC) == set()


def test_everything_is_there_after_reopening(tmp_path: Path) -> None:
    rows, stored = made(1_500)
    first = ChromaVectors(tmp_path / "vectors", MADE_WITH, anything)
    first.upsert(PUBLIC, rows, stored)
    vector = FakeEmbedder().embed(["gamma hedging"])[0]
    before = first.near(PUBLIC, vector, 20, known_by=ALL)
    first.close()
    again = ChromaVectors(tmp_path / "vectors", MADE_WITH, anything)
    assert again.near(PUBLIC, vector, 20, known_by=ALL) == before
    assert again.ids(PUBLIC) == {row.id for row in rows}
    again.close()


@pytest.mark.parametrize(
    "other",
    [
        MadeWith("fake@2", 16, "plain-1"),
        MadeWith("fake@1", 32, "plain-1"),
        MadeWith("fake@1", 16, "plain-2"),
    ],
)
def test_vectors_of_another_model_or_chunker_are_not_mixed_in(tmp_path: Path, other: MadeWith) -> None:
    store = ChromaVectors(tmp_path / "vectors", MADE_WITH, anything)
    store.upsert(PUBLIC, *made(3))
    store.close()
    changed = ChromaVectors(tmp_path / "vectors", other, anything)
    with pytest.raises(CorpusMismatch, match="python -m bot knowledge rebuild"):
        changed.ids(PUBLIC)
    changed.close()


@pytest.mark.parametrize(
    ("expected", "sound"),
    [
        (Expected(30, ("d0:0#0", "d2:9#0"), settled=True), True),
        (Expected(31, (), settled=True), False),
        (Expected(31, (), settled=False), False),
        (Expected(29, (), settled=True), False),
        (Expected(29, (), settled=False), True),
        (Expected(30, ("d9:0#0",), settled=True), False),
    ],
)
def test_the_first_use_compares_with_the_catalogue(
    tmp_path: Path, expected: Expected, *, sound: bool
) -> None:
    store = ChromaVectors(tmp_path / "vectors", MADE_WITH, anything)
    store.upsert(PUBLIC, *made(30))
    store.close()
    again = ChromaVectors(tmp_path / "vectors", MADE_WITH, lambda _: expected)
    if sound:
        assert len(again.ids(PUBLIC)) == 30
    else:
        with pytest.raises(CorpusDamaged, match="python -m bot knowledge rebuild"):
            again.near(PUBLIC, FakeEmbedder().embed(["gamma"])[0], 3, known_by=ALL)
    again.close()


def test_a_missing_collection_is_damage_where_vectors_are_expected(tmp_path: Path) -> None:
    def expected(tenant: Tenant) -> Expected:
        return Expected(5, ("a#0",), settled=True) if tenant == PUBLIC else anything(tenant)

    store = ChromaVectors(tmp_path / "vectors", MADE_WITH, expected)
    question = FakeEmbedder().embed(["gamma"])[0]
    with pytest.raises(CorpusDamaged, match="the vectors of public are missing"):
        store.near(PUBLIC, question, 3, known_by=ALL)
    assert not (tmp_path / "vectors").exists(), "no empty store is made in its place"
    store.upsert(GUILD, *made(3))
    with pytest.raises(CorpusDamaged, match="has 0 vectors of public and the catalogue 5"):
        store.near(PUBLIC, question, 3, known_by=ALL)
    store.close()


def test_somebody_writing_between_two_counts_is_no_damage(tmp_path: Path) -> None:
    """The catalogue is asked before and after the vectors are counted, until it says the same twice."""
    store = ChromaVectors(tmp_path / "vectors", MADE_WITH, anything)
    store.upsert(PUBLIC, *made(30))
    store.close()
    answers = iter([Expected(20, (), settled=True), *[Expected(30, ("d0:0#0",), settled=True)] * 2])
    again = ChromaVectors(tmp_path / "vectors", MADE_WITH, lambda _: next(answers))
    assert len(again.ids(PUBLIC)) == 30
    again.close()


@pytest.mark.parametrize("content", [b"x" * 5_000, b"SQLite format 3\0" + b"x" * 5_000])
def test_a_store_that_cannot_be_read_is_said_to_be_damaged_until_it_is_discarded(
    tmp_path: Path, content: bytes
) -> None:
    folder = tmp_path / "vectors"
    store = ChromaVectors(folder, MADE_WITH, anything)
    store.upsert(PUBLIC, *made(3))
    store.close()
    (folder / "chroma.sqlite3").write_bytes(content)
    again = ChromaVectors(folder, MADE_WITH, anything)
    for _ in range(2):
        with pytest.raises(CorpusDamaged, match="python -m bot knowledge rebuild"):
            again.ids(PUBLIC)
    again.discard()
    assert not folder.exists()
    again.upsert(PUBLIC, *made(3))
    assert len(again.ids(PUBLIC)) == 3
    again.close()


def test_a_vector_in_use_while_the_store_is_closed_is_no_bug_of_the_caller(
    vectors: ChromaVectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors.upsert(PUBLIC, *made(3))
    stored = vectors._collections._known[PUBLIC]
    vectors.close()
    monkeypatch.setattr(vectors._collections, "get", lambda *_, **__: stored)
    with pytest.raises(CorpusDown, match="closed while"):
        vectors.ids(PUBLIC)


def test_no_text_and_no_titles_are_given_to_chroma(vectors: ChromaVectors, tmp_path: Path) -> None:
    vectors.upsert(PUBLIC, *made(3))
    got = vectors._collections._known[PUBLIC].get(include=["metadatas", "documents"])
    assert got["documents"] == [None] * 3
    assert all(set(metadata) == {"chunk", "document", "known_from"} for metadata in got["metadatas"] or [])
    assert vectors._collections._known[PUBLIC].name == "plumb-public"
    assert tmp_path.name.encode() not in b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())


def test_what_chroma_lays_out_has_nothing_of_this_processs_memory(tmp_path: Path) -> None:
    """Chroma writes the room for vectors to come as it got it from memory, in which texts have stood."""
    folder = tmp_path / "vectors"

    def laid_out() -> list[Path]:
        return [path for path in folder.rglob("*.bin") if path.name in ("data_level0.bin", "length.bin")]

    for life in range(2):
        store = ChromaVectors(folder, MADE_WITH, anything)
        rows, stored = made(10, seed=life)
        store.near(PUBLIC, stored[0], 3, known_by=ALL)
        for tenant in (PUBLIC, GUILD):
            store.upsert(tenant, rows, stored)
            assert store.near(tenant, stored[0], 3, known_by=ALL)
        assert len(laid_out()) == 4
        assert not any(any(path.read_bytes()) for path in laid_out())
        store.close()
        assert not any(any(path.read_bytes()) for path in laid_out())
        for path in laid_out():
            path.write_bytes(b"Q" * path.stat().st_size)
    store = ChromaVectors(folder, MADE_WITH, anything)
    assert len(store.near(PUBLIC, stored[0], 99, known_by=ALL)) == 10, "Chroma reads none of it"
    store.close()


def test_an_index_that_is_written_is_left_as_it_is(tmp_path: Path) -> None:
    store = ChromaVectors(tmp_path / "vectors", MADE_WITH, anything)
    rows, stored = made(1_500)
    store.upsert(PUBLIC, rows, stored)
    store.close()
    (data,) = (tmp_path / "vectors").rglob("data_level0.bin")
    before = data.read_bytes()
    again = ChromaVectors(tmp_path / "vectors", MADE_WITH, anything)
    assert len(again.fetch(PUBLIC, [row.id for row in rows])) == 1_500
    again.close()
    assert data.read_bytes() == before


def test_chroma_is_not_imported_before_a_vector_is_wanted(tmp_path: Path) -> None:
    script = f"""
import sys
from datetime import date
from pathlib import Path
from knowledge.tenants import PUBLIC
from tests.knowledge.library.made import opened
with opened(Path({str(tmp_path / "corpus")!r})) as library:
    library.entries(PUBLIC), library.catalogue(PUBLIC), library.tenants(), library.pending()
print(sorted(set(sys.modules) & {{"chromadb", "onnxruntime", "torch", "pypdf", "httpx"}}))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "[]\n"
