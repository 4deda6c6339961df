"""What is removed is gone from every file, also when removing was cut short, and nobody else's with it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from knowledge.errors import CorpusBusy, CorpusDown, NotThere
from knowledge.library import Library, removal
from knowledge.library.chroma_vectors import ChromaVectors
from knowledge.library.database import Database
from knowledge.library.shelf import Shelf
from knowledge.tenants import PUBLIC, Tenant
from tests.knowledge.library.made import GUILD, OTHER, TODAY, FakeEmbedder, add, opened, text_of

CANARY = "Zanzibarquokka"
SECRET = f"{CANARY} title\n\nthe {CANARY} said {CANARY}hold ünd {CANARY}\n\nand no more"


def files_with(root: Path, *wanted: str) -> list[str]:
    """Files that contain one of these, in any case; every byte of every file is looked at."""
    needles = [text.lower().encode() for text in wanted]
    files = [path for path in root.rglob("*") if path.is_file()]
    assert files
    return [str(path) for path in files if any(needle in path.read_bytes().lower() for needle in needles)]


@pytest.fixture
def secret(library: Library) -> str:
    """A document among others, in a word index of several parts."""
    for number in range(4):
        add(library, text_of(number))
    document = add(
        library, SECRET, title=f"{CANARY} title", source=CANARY, name=f"{CANARY}.txt"
    ).entry.document
    for number in range(4, 8):
        add(library, text_of(number))
    return document


def test_no_byte_of_a_removed_document_is_left(library: Library, root: Path, secret: str) -> None:
    assert {Path(path).name for path in files_with(root, CANARY)} >= {"source", "about.json"}
    library.remove(PUBLIC, secret)
    assert files_with(root, CANARY) == []
    assert library.vectors.ids(PUBLIC, secret) == set()
    assert library.check() == []
    library.close()
    assert files_with(root, CANARY) == []
    with opened(root) as again:
        assert again.vectors.ids(PUBLIC, secret) == set()
        assert again.vectors.fetch(PUBLIC, [f"{secret}:0000#0"]) == {}
        assert len(again.vectors.ids(PUBLIC)) == 8 * 7
        assert len(again.entries(PUBLIC)) == 8
        with pytest.raises(NotThere):
            again.document(PUBLIC, secret)


def test_no_byte_of_a_removed_tenant_is_left(library: Library, root: Path, secret: str) -> None:
    private = add(library, SECRET.replace("title", "else"), GUILD).entry.document
    add(library, text_of(3), GUILD)
    assert library.remove_tenant(GUILD) == 2
    assert library.tenants() == [PUBLIC]
    assert library.entries(GUILD) == []
    assert library.catalogue(GUILD) is None
    assert library.vectors.ids(GUILD) == set()
    assert not (root / GUILD.slug).exists()
    assert files_with(root, private) == [str(root / "vectors" / "chroma.sqlite3")], "row ids, no text"
    library.remove(PUBLIC, secret)
    assert files_with(root, CANARY) == []
    assert library.check() == []
    assert library.remove_tenant(GUILD) == 0
    assert add(library, text_of(3), GUILD).new


def test_a_removed_document_is_found_by_nothing_at_once(library: Library, secret: str) -> None:
    catalogue = library.catalogue(PUBLIC)
    assert catalogue is not None
    library.remove(PUBLIC, secret[:8])
    assert catalogue.lexical(CANARY, 9, as_of=TODAY) == []
    assert catalogue.passages([f"{secret}:0000", f"{secret}:0001"]) == {}
    assert secret not in catalogue.documents(as_of=TODAY)
    assert catalogue.frequencies([CANARY]) == (0,)
    near = library.vectors.near(PUBLIC, FakeEmbedder().embed([SECRET])[0], 999, known_by=TODAY.toordinal())
    assert near
    assert secret not in {hit.document for hit in near}


def test_what_is_not_there_cannot_be_removed(library: Library, secret: str) -> None:
    with pytest.raises(NotThere):
        library.remove(GUILD, secret)
    library.remove(PUBLIC, secret)
    with pytest.raises(NotThere):
        library.remove(PUBLIC, secret)


STEPS = [
    "hide",
    "take_away",
    "delete_document",
    "pass_over",
    "delete",
    "forget_words",
    "truncate_log",
    "forget",
]


@contextmanager
def stopped_before(step: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if the process died before this step; nothing between the steps is undone."""

    class Died(Exception):  # noqa: N818
        pass

    def die(*_: object) -> None:
        raise Died

    for owner in (removal, Shelf, Database, ChromaVectors):
        if hasattr(owner, step):
            monkeypatch.setattr(owner, step, die)
    with pytest.raises(Died):
        yield
    monkeypatch.undo()


@pytest.mark.parametrize("step", STEPS)
def test_a_removal_that_was_cut_short_is_finished(
    library: Library, root: Path, secret: str, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    add(library, "Newer\n\nversion", replaces=secret)
    with stopped_before(step, monkeypatch):
        library.remove(PUBLIC, secret)
    library.close()
    with opened(root) as again:
        if step == "hide":
            assert (again.pending(), again.entry(PUBLIC, secret).document) == (0, secret)
            return
        assert again.pending() == 1
        catalogue = again.catalogue(PUBLIC)
        assert catalogue is not None
        assert catalogue.lexical(CANARY, 9, as_of=TODAY) == []
        (said,) = again.check()
        assert said.endswith(f"{secret} was cut short; the next command that opens the corpus completes it")
        assert again.resume() == []
        assert again.pending() == 0
        assert again.check() == []
        assert files_with(root, CANARY) == []
        assert again.vectors.ids(PUBLIC, secret) == set()
        assert all(
            "replaces" not in path.read_text() or secret not in path.read_text() for path in abouts(root)
        )


@pytest.mark.parametrize("step", STEPS[1:])
def test_a_rebuild_brings_no_removed_document_back(
    library: Library, root: Path, secret: str, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with stopped_before(step, monkeypatch):
        if step == "pass_over":
            add(library, "Newer\n\nversion", replaces=secret)
        library.remove(PUBLIC, secret)
    library.close()
    with opened(root, repair=True) as again:
        assert again.rebuild().documents >= 8
        assert files_with(root, CANARY) == []
        assert again.check() == []
        assert again.pending() == 0


@pytest.mark.parametrize("step", ["delete_tenant", "clear"])
def test_a_tenants_removal_that_was_cut_short_is_finished(
    library: Library, root: Path, secret: str, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with stopped_before(step, monkeypatch):
        library.remove_tenant(PUBLIC)
    library.close()
    with opened(root) as again:
        assert again.tenants() == []
        assert again.catalogue(PUBLIC) is None
        assert again.pending() == 1
        assert again.check() == [
            "public: its removal was cut short; the next command that opens the corpus completes it"
        ]
        again.resume()
        assert again.pending() == 0
        assert files_with(root, CANARY, secret) in ([], [str(root / "vectors" / "chroma.sqlite3")])
        assert files_with(root, CANARY) == []
        assert again.vectors.ids(PUBLIC) == set()


def test_a_document_whose_removal_was_cut_short_can_be_added_again(
    library: Library, root: Path, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stopped_before("delete", monkeypatch):
        library.remove(PUBLIC, secret)
    assert add(library, SECRET, title=f"{CANARY} title").new
    assert library.pending() == 0
    assert library.check() == []
    assert [path for path in root.rglob("removed/*") if path.is_dir()] == []


def test_who_comes_back_after_a_removal_that_was_cut_short_finds_nothing_of_it(
    library: Library, root: Path, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stopped_before("delete_tenant", monkeypatch):
        library.remove_tenant(PUBLIC)
    add(library, "New\n\nbeginning")
    assert [entry.cited.title for entry in library.entries(PUBLIC)] == ["New"]
    assert library.vectors.ids(PUBLIC, secret) == set()
    assert files_with(root, CANARY) == []
    assert library.check() == []


def test_a_reader_of_the_old_state_delays_the_last_step_only(
    library: Library, root: Path, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "_PATIENCE", 0.1)
    with library._store(PUBLIC).database.reading() as old:
        assert old.execute("select count(*) from documents").fetchone()[0] == 9
        with pytest.raises(CorpusBusy, match="no longer found"):
            library.remove(PUBLIC, secret)
        with pytest.raises(NotThere):
            library.entry(PUBLIC, secret)
    assert library.pending() == 1
    library.resume()
    assert (library.pending(), files_with(root, CANARY)) == (0, [])


def test_removing_waits_for_a_reader_that_is_about_to_go(library: Library, root: Path, secret: str) -> None:
    store = library._store(PUBLIC)
    began, go = threading.Event(), threading.Event()

    def read() -> None:
        with store.database.reading() as old:
            old.execute("select count(*) from documents").fetchone()
            began.set()
            go.wait(0.3)

    reader = threading.Thread(target=read)
    reader.start()
    began.wait()
    library.remove(PUBLIC, secret)
    go.set()
    reader.join()
    assert files_with(root, CANARY) == []


def test_one_tenants_documents_are_not_in_anothers_store(library: Library) -> None:
    """Words, vectors, lists, ids: asked for with another tenant's name, nothing is found."""
    texts = {PUBLIC: "Open\n\ngamma alpha", GUILD: "Guild\n\ngamma beta", OTHER: "User\n\ngamma delta"}
    ids = {tenant: add(library, text, tenant).entry.document for tenant, text in texts.items()}
    vector = FakeEmbedder().embed(["gamma beta"])[0]
    for tenant, own in ids.items():
        catalogue = library.catalogue(tenant)
        assert catalogue is not None
        assert [entry.document for entry in library.entries(tenant)] == [own]
        assert catalogue.documents(as_of=TODAY) == {own}
        hits = catalogue.lexical("gamma", 99, as_of=TODAY)
        assert {chunk.partition(":")[0] for chunk, _ in hits} == {own}
        near = library.vectors.near(tenant, vector, 99, known_by=TODAY.toordinal())
        assert {hit.document for hit in near} == {own}
        assert library.vectors.near(
            tenant, vector, 9, known_by=TODAY.toordinal(), documents=list(ids.values())
        )
        for other in set(ids.values()) - {own}:
            assert catalogue.passages([f"{other}:0000"]) == {}
            assert library.vectors.ids(tenant, other) == set()
            assert library.vectors.fetch(tenant, [f"{other}:0000#0"]) == {}
            assert (
                library.vectors.near(tenant, vector, 9, known_by=TODAY.toordinal(), documents=[other]) == []
            )
            for ask in (library.entry, library.document, library.chunks, library.remove):
                with pytest.raises(NotThere):
                    ask(tenant, other)
    assert library.catalogue(Tenant("guild:4")) is None, "a name that begins alike is another's"
    library.remove_tenant(GUILD)
    assert library.tenants() == [PUBLIC, OTHER]
    assert library.check() == []


def test_a_vector_store_that_is_down_leaves_the_removal_to_be_finished(
    library: Library, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object) -> None:
        raise CorpusDown("gone")

    monkeypatch.setattr(ChromaVectors, "delete_document", down)
    with pytest.raises(CorpusDown):
        library.remove(PUBLIC, secret)
    assert len(library.entries(PUBLIC)) == 8
    monkeypatch.undo()
    library.resume()
    assert library.check() == []


def abouts(root: Path) -> list[Path]:
    return list(root.rglob("about.json"))
