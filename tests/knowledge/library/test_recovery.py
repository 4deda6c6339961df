"""Damage is noticed when the corpus is opened or first used, and everything is made anew from the shelf."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import CorpusDamaged, CorpusMismatch, Refused
from knowledge.library import Library, NotRead
from knowledge.tenants import PUBLIC
from knowledge.types import Document, Given
from tests.knowledge.library.made import GUILD, TODAY, FakeEmbedder, add, opened, read, text_of

REBUILD = "python -m bot knowledge rebuild"
MANY = 1_200
"""Passages: past the thousand at which Chroma first writes its index to files."""


def fill(root: Path) -> None:
    """Two tenants; one report in two versions; enough vectors for Chroma to have index files."""
    with opened(root) as library:
        add(
            library,
            "\n\n".join(f"{n} {text_of(n, 1, 5)}" for n in range(MANY // 2)),
            published=date(2026, 4, 1),
        )
        old = add(library, "Old\n\nversion", GUILD, published=date(2026, 4, 1)).entry.document
        add(library, "New\n\nversion", GUILD, published=date(2026, 5, 1), replaces=old)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("filled") / "corpus"
    fill(root)
    return root


@pytest.fixture
def corpus(filled: Path, root: Path) -> Path:
    shutil.copytree(filled, root)
    return root


def state(library: Library) -> object:
    """All that can be asked of a corpus, apart from numbers that do not last."""
    found: dict[str, object] = {}
    for tenant in library.tenants():
        catalogue = library.catalogue(tenant)
        assert catalogue is not None
        entries = library.entries(tenant, superseded=True)
        chunks = [chunk for entry in entries for chunk in library.chunks(tenant, entry.document)]
        passages = catalogue.passages([chunk.id for chunk in chunks])
        vector = FakeEmbedder().embed(["gamma version hedging"])[0]
        near = library.vectors.near(tenant, vector, 20, known_by=TODAY.toordinal())
        found[tenant.name] = (
            sorted(entries, key=lambda entry: entry.document),
            sorted(chunks, key=lambda chunk: chunk.id),
            sorted(passages.values(), key=lambda passage: passage.id),
            sorted(library.vectors.ids(tenant)),
            [(hit.chunk, round(hit.cosine, 5)) for hit in near],
            sorted(catalogue.lexical("gamma OR version", 50, as_of=TODAY)),
        )
    return found


def overwrite(path: Path, content: bytes, at: int = 0) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def shorten(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def index_files(root: Path) -> Path:
    (folder,) = {path.parent for path in (root / "vectors").rglob("index_metadata.pickle")}
    return folder


DAMAGE: dict[str, Callable[[Path], object]] = {
    "catalogue header": lambda root: overwrite(root / "public" / "catalogue.sqlite", b"x" * 100),
    "catalogue empty": lambda root: os.truncate(root / "public" / "catalogue.sqlite", 0),
    "catalogue gone": lambda root: (root / "guild-42" / "catalogue.sqlite").unlink(),
    "catalogue half": lambda root: shorten(root / "public" / "catalogue.sqlite"),
    "vectors gone": lambda root: shutil.rmtree(root / "vectors"),
    "vectors' database gone": lambda root: (root / "vectors" / "chroma.sqlite3").unlink(),
    "vectors' database header": lambda root: overwrite(root / "vectors" / "chroma.sqlite3", b"x" * 100),
    "index folder gone": lambda root: shutil.rmtree(index_files(root)),
    "index header gone": lambda root: (index_files(root) / "header.bin").unlink(),
    "index header cut": lambda root: shorten(index_files(root) / "header.bin"),
    "index data cut": lambda root: shorten(index_files(root) / "data_level0.bin"),
    "index names empty": lambda root: os.truncate(index_files(root) / "index_metadata.pickle", 0),
    "rebuild cut short": lambda root: (root / "guild-42" / "rebuilding").write_bytes(b""),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_noticed_at_opening_and_mended_by_a_rebuild(corpus: Path, damage: str) -> None:
    with opened(corpus) as library:
        before = state(library)
    DAMAGE[damage](corpus)
    with pytest.raises(CorpusDamaged, match=REBUILD):
        opened(corpus)
    with opened(corpus, repair=True) as library:
        assert library.check()
        assert library.rebuild().documents == 3
        assert library.check() == []
        assert state(library) == before
    with opened(corpus) as library:
        assert state(library) == before


LATER: dict[str, Callable[[Path], object]] = {
    "vectors' database cut": lambda root: shorten(root / "vectors" / "chroma.sqlite3"),
    "vectors' database garbled": lambda root: overwrite(
        root / "vectors" / "chroma.sqlite3", os.urandom(200_000), 20_000
    ),
    "index names garbled": lambda root: overwrite(index_files(root) / "index_metadata.pickle", b"x" * 500),
    "index data garbled": lambda root: overwrite(
        index_files(root) / "data_level0.bin",
        b"\xff" * (index_files(root) / "data_level0.bin").stat().st_size,
    ),
    "another corpus's vectors": lambda root: (
        shutil.rmtree(root / "vectors"),
        (root / "vectors.json").unlink(),
        fill(root / "other"),
        shutil.copytree(root / "other" / "vectors", root / "vectors"),
        overwrite_rows(root / "vectors" / "chroma.sqlite3"),
        shutil.rmtree(root / "other"),
    ),
}


def overwrite_rows(database: Path) -> None:
    """Fewer vectors than there should be, in a sound file: a backup of another day."""
    connection = sqlite3.connect(database)
    connection.execute("delete from embeddings where id % 2 = 0")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("damage", LATER)
def test_damage_inside_the_vector_store_is_noticed_at_its_first_use(corpus: Path, damage: str) -> None:
    with opened(corpus) as library:
        before = state(library)
    LATER[damage](corpus)
    vector = FakeEmbedder().embed(["gamma"])[0]
    with opened(corpus) as library:
        assert len(library.entries(PUBLIC)) == 1, "what needs no vectors still answers"
        with pytest.raises(CorpusDamaged, match=REBUILD):
            library.vectors.near(PUBLIC, vector, 5, known_by=TODAY.toordinal())
        assert library.check()
        library.rebuild()
        assert library.check() == []
        assert state(library) == before


def garble_words(root: Path) -> None:
    connection = sqlite3.connect(root / "public" / "catalogue.sqlite")
    connection.execute("delete from words_data where id > 10")
    connection.commit()
    connection.close()


def lose_a_vector(root: Path) -> None:
    with opened(root) as library:
        vectors = library._vectors
        (row,) = sorted(vectors.ids(PUBLIC))[7:8]
        vectors._collections._known[PUBLIC].delete(ids=[row])
        vectors._collections._known[PUBLIC].upsert(
            ids=["nobody:0000#0"], embeddings=[[1.0] * 16], metadatas=[{"document": "nobody"}]
        )


CHECKED: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "a stored byte changed": (
        lambda root: overwrite(next(root.glob("guild-42/documents/*/source")), b"!"),
        ["the stored bytes of .* have changed"],
    ),
    "a description is gone": (
        lambda root: next(root.glob("guild-42/documents/*/about.json")).unlink(),
        ["a file of the stored document .* is missing"],
    ),
    "a document is gone": (
        lambda root: shutil.rmtree(next(root.glob("public/documents/*"))),
        ["is searchable and its bytes are missing"],
    ),
    "words are gone": (garble_words, ["the catalogue of public cannot be read"]),
    "one vector for another": (
        lose_a_vector,
        ["1 vectors are missing", "1 vectors belong to nothing, the first is nobody"],
    ),
}


@pytest.mark.parametrize("damage", CHECKED)
def test_a_complete_check_says_what_is_wrong_in_words(corpus: Path, damage: str) -> None:
    with opened(corpus) as library:
        assert library.check() == []
    break_it, said = CHECKED[damage]
    break_it(corpus)
    with opened(corpus) as library:
        problems = library.check()
    assert len(problems) == len(said), problems
    for problem, words in zip(problems, said, strict=True):
        with pytest.raises(AssertionError, match=words):
            raise AssertionError(problem)


@pytest.mark.parametrize(
    "changed",
    [
        {"embedder": FakeEmbedder(model="fake@2")},
        {"embedder": FakeEmbedder(dimension=8)},
        {"chunker": "other"},
    ],
)
def test_another_model_or_chunker_has_to_be_asked_for(corpus: Path, changed: dict[str, object]) -> None:
    with pytest.raises(CorpusMismatch, match=REBUILD):
        opened(corpus, **changed)  # type: ignore[arg-type]
    with opened(corpus, repair=True, **changed) as library:  # type: ignore[arg-type]
        assert all("was made with" in problem for problem in library.check())
        with pytest.raises(CorpusMismatch):
            add(library, text_of(1))
        with pytest.raises(CorpusMismatch):
            library.catalogue(PUBLIC)
        library.rebuild()
        assert library.check() == []
    opened(corpus, **changed).close()  # type: ignore[arg-type]


def test_one_tenant_can_be_rebuilt_alone(corpus: Path) -> None:
    overwrite(corpus / "public" / "catalogue.sqlite", b"x" * 100)
    with opened(corpus, repair=True) as library:
        guild = library.entries(GUILD)
        embedder = library.embedder
        assert isinstance(embedder, FakeEmbedder)
        assert library.rebuild(tenant=PUBLIC).documents == 1
        assert not any("version" in text for text in embedder.embedded)
        assert library.entries(GUILD) == guild
        assert library.check() == []


def test_what_cannot_be_read_again_is_named_and_kept(corpus: Path) -> None:
    def picky(data: bytes, given: Given) -> Document:
        if data.startswith(b"New"):
            raise Refused("no longer read")
        return read(data, given)

    with opened(corpus) as library:
        (new,) = library.entries(GUILD)
    with opened(corpus, read=picky) as library:
        rebuilt = library.rebuild()
        assert rebuilt.documents == 2
        assert rebuilt.refused == (NotRead(GUILD, new.document, "no longer read"),)
        assert [entry.cited.title for entry in library.entries(GUILD)] == ["Old"]
        assert library.pending() == 1
        assert library.resume() == []
        assert library.check() == [
            f"guild:42: {new.document} is stored and cannot be made searchable: no longer read"
        ]
    with opened(corpus) as library:
        (said,) = library.check()
        assert said.endswith(
            "is stored and not searchable; the next command that opens the corpus completes it"
        )
        assert [added.entry.document for added in library.resume()] == [new.document]
        assert library.entries(GUILD) == [new]
        assert library.check() == []


def test_a_rebuild_that_was_cut_short_goes_on_where_it_stopped(corpus: Path) -> None:
    class Stopped(Exception):  # noqa: N818
        pass

    with opened(corpus) as library:
        before = state(library)

    def stop(what: str, done: int, of: int) -> None:
        assert (what, of) == ("making documents searchable", 3)
        if done == 2:
            raise Stopped

    with opened(corpus) as library, pytest.raises(Stopped):
        library.rebuild(stop)
    with pytest.raises(CorpusDamaged, match="cut short"):
        opened(corpus)
    embedder = FakeEmbedder()
    with opened(corpus, embedder, repair=True) as library:
        with pytest.raises(CorpusDamaged, match="cut short"):
            library.catalogue(PUBLIC)
        assert library.rebuild().documents == 3
        assert len(embedder.embedded) >= MANY // 2
        assert not {"Old", "New", "version"} & set(embedder.embedded), "what was made before the stop is kept"
        assert state(library) == before
        assert library.check() == []


def test_a_rebuild_that_was_cut_short_begins_again_where_its_work_is_unsound(corpus: Path) -> None:
    with opened(corpus) as library:
        before = state(library)
    for tenant in ("public", "guild-42"):
        (corpus / tenant / "rebuilding").write_bytes(b"")
    DAMAGE["index data cut"](corpus)
    with opened(corpus, repair=True) as library:
        library.rebuild()
        assert state(library) == before


@pytest.mark.parametrize("marked", ["clearing", "rebuilding"])
def test_a_rebuild_stopped_while_clearing_begins_again(corpus: Path, marked: str) -> None:
    with opened(corpus) as library:
        before = state(library)
    (corpus / "public" / marked).write_bytes(b"")
    (corpus / "public" / "catalogue.sqlite").unlink()
    shutil.rmtree(corpus / "vectors")
    with pytest.raises(CorpusDamaged, match="cut short"):
        opened(corpus)
    with opened(corpus, repair=True) as library:
        library.rebuild()
        assert state(library) == before


def test_an_empty_corpus_can_be_looked_at_and_rebuilt(root: Path) -> None:
    with opened(root) as library:
        assert library.check() == []
        assert library.rebuild().documents == 0
        assert library.resume() == []
        assert library.pending() == 0
        assert library.rebuild(tenant=GUILD).documents == 0
        assert library.remove_tenant(GUILD) == 0
        assert library.tenants() == []


def test_a_corpus_put_back_from_its_shelf_alone_is_whole_again(corpus: Path, tmp_path: Path) -> None:
    with opened(corpus) as library:
        before = state(library)
    saved = tmp_path / "saved"
    for tenant in ("public", "guild-42"):
        shutil.copytree(corpus / tenant / "documents", saved / tenant / "documents")
    with pytest.raises(CorpusDamaged):
        opened(saved)
    with opened(saved, repair=True) as library:
        library.rebuild()
        assert state(library) == before


def test_the_shelf_is_plain_enough_to_be_read_without_us(corpus: Path) -> None:
    for folder in corpus.glob("*/documents/*"):
        about = json.loads((folder / "about.json").read_text())
        assert about["given"]["name"] == "report.txt"
        assert about["digest"].startswith(folder.name)
