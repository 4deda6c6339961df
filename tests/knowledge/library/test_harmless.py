"""Looking changes nothing, and nothing is thrown away for a rebuild that cannot be done."""

import shutil
import socket
from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.errors import CorpusDamaged, CorpusDown
from knowledge.library import Library
from knowledge.library.about import digest_of
from knowledge.library.chroma_vectors import ChromaVectors
from knowledge.ports import Vectors
from knowledge.tenants import PUBLIC, Tenant
from tests.knowledge.library.made import GUILD, TODAY, FakeEmbedder, add, opened, text_of

REBUILD = "`python -m bot knowledge rebuild`"
ANEW = f"make it anew from the stored documents with {REBUILD}."


@pytest.fixture
def corpus(root: Path) -> Path:
    """Two tenants' documents, on disk and let go of."""
    with opened(root) as library:
        add(library, text_of(1))
        add(library, text_of(2), GUILD)
    return root


def files(root: Path) -> dict[str, bytes]:
    """Every file with its bytes, and every folder; but for the lock, which opening makes."""
    return {
        str(path.relative_to(root)): path.read_bytes() if path.is_file() else b""
        for path in sorted(root.rglob("*"))
        if not path.name.startswith("lock")
    }


def found(library: Library) -> list[str]:
    vector = FakeEmbedder().embed([text_of(1)])[0]
    return [hit.document for hit in library.vectors.near(PUBLIC, vector, 5, known_by=TODAY.toordinal())]


@pytest.fixture
def nobody() -> str:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize("tenant", [None, PUBLIC])
def test_a_rebuild_towards_a_server_that_does_not_answer_changes_nothing(
    corpus: Path, nobody: str, tenant: Tenant | None
) -> None:
    before = files(corpus)
    with (
        opened(corpus, repair=True, chroma_url=nobody) as library,
        pytest.raises(CorpusDown, match=nobody),
    ):
        library.rebuild(tenant=tenant)
    assert files(corpus) == before
    with opened(corpus) as library:
        assert len(found(library)) == 4
        assert library.check() == []


class BrokenEmbedder(FakeEmbedder):
    """Its model cannot be loaded."""

    def embed(self, _texts: Sequence[str]) -> Vectors:
        raise CorpusDown("the model cannot be loaded.")


def test_a_rebuild_with_a_model_that_does_not_work_changes_nothing(corpus: Path) -> None:
    before = files(corpus)
    with opened(corpus, BrokenEmbedder()) as library, pytest.raises(CorpusDown, match="model"):
        library.rebuild()
    assert files(corpus) == before
    with opened(corpus) as library:
        assert library.check() == []


def test_a_rebuild_of_one_tenant_in_a_store_that_cannot_be_read_changes_nothing(corpus: Path) -> None:
    (corpus / "vectors" / "chroma.sqlite3").write_bytes(b"x" * 5_000)
    before = files(corpus)
    with opened(corpus, repair=True) as library:
        with pytest.raises(CorpusDamaged, match=REBUILD):
            library.rebuild(tenant=GUILD)
        assert files(corpus) == before
        assert library.rebuild().documents == 2
        assert library.check() == []


@pytest.mark.parametrize("also", ["chroma.sqlite3", "*"])
def test_a_check_makes_no_vector_store_where_it_is_missing(corpus: Path, also: str) -> None:
    for path in (corpus / "vectors").glob(also):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    before = files(corpus)
    said = [f"{tenant}: the vectors of {tenant} are missing; {ANEW}" for tenant in (GUILD, PUBLIC)]
    for _ in range(2):
        with opened(corpus, repair=True) as library:
            assert library.check() == said
        assert files(corpus) == before
    with pytest.raises(CorpusDamaged, match=REBUILD):
        opened(corpus)
    with opened(corpus, repair=True) as library:
        with pytest.raises(CorpusDamaged, match="are missing"):
            add(library, text_of(3))
        stored = digest_of(text_of(3).encode())[:16]
        library.rebuild()
        assert library.check() == []
        assert library.vectors.ids(PUBLIC, stored), "what was stored while the vectors were missing is in"


def test_a_check_of_an_empty_corpus_makes_no_vector_store(root: Path) -> None:
    with opened(root, repair=True) as library:
        assert library.check() == []
        assert library.vectors.ids(PUBLIC) == set()
    assert not (root / "vectors").exists()


def test_what_only_a_rebuild_completes_is_said_so_and_waits_for_nothing_else(corpus: Path) -> None:
    (corpus / "guild-42" / "rebuilding").write_bytes(b"")
    (corpus / "public" / "catalogue.sqlite").unlink()
    with opened(corpus, repair=True) as library:
        cut, missing = library.check()
        assert cut.endswith(f"is being rebuilt, or that was cut short; {REBUILD} completes it.")
        assert missing == f"public: the catalogue of public is missing; {ANEW}"
        assert library.pending() == 0


def test_an_addition_that_was_cut_short_waits_for_a_rebuild_where_the_vectors_are_missing_too(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object) -> None:
        raise CorpusDown("gone")

    monkeypatch.setattr(ChromaVectors, "upsert", down)
    with opened(corpus) as library, pytest.raises(CorpusDown):
        add(library, text_of(3))
    monkeypatch.undo()
    with opened(corpus) as library:
        (said,) = library.check()
        assert said.endswith("not searchable; the next command that opens the corpus completes it")
    shutil.rmtree(corpus / "vectors")
    with opened(corpus, repair=True) as library:
        assert [said for said in library.check() if f"not searchable; {REBUILD} completes it" in said]
