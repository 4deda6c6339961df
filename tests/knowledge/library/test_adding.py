"""Adding: the same bytes once, new versions in the place of old ones, and nothing kept of what is refused."""

import errno
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import BadQuery, CorpusDown, NotThere, Refused
from knowledge.library import Library
from knowledge.tenants import PUBLIC
from knowledge.types import Entry, Given
from tests.knowledge.library.made import GUILD, OTHER, TODAY, FakeEmbedder, add, chunk, opened, text_of

DAY, NEXT, LATER = date(2026, 4, 1), date(2026, 4, 2), date(2026, 5, 1)


def current(library: Library) -> list[str]:
    return sorted(entry.document for entry in library.entries(PUBLIC))


def seen(library: Library, as_of: date) -> set[str]:
    catalogue = library.catalogue(PUBLIC)
    assert catalogue is not None
    ids = {passage for passage, _ in catalogue.lexical("body", 99, as_of=as_of)}
    documents = {passage.document for passage in catalogue.passages(list(ids)).values()}
    assert documents == catalogue.documents(as_of=as_of)
    assert documents == {p.document for p in catalogue.passages(everything(library), as_of=as_of).values()}
    return documents


def everything(library: Library) -> list[str]:
    entries = library.entries(PUBLIC, superseded=True)
    return [part.id for entry in entries for part in library.chunks(PUBLIC, entry.document)]


def test_what_was_given_is_in_the_entry_and_the_document(library: Library) -> None:
    added = add(
        library, text_of(1), title="T", source="S", published=DAY, symbols=("IWM", "SPY"), licence="MIT"
    )
    assert added.new
    entry = added.entry
    assert (entry.cited.title, entry.cited.source, entry.cited.published.day) == ("T", "S", DAY)
    assert entry.cited.tenant == PUBLIC
    assert (entry.symbols, entry.licence, entry.added, entry.chunks) == (("IWM", "SPY"), "MIT", TODAY, 4)
    document = library.document(PUBLIC, entry.document)
    assert (document.text, entry.characters) == (text_of(1), len(text_of(1)))
    assert [part.text for part in library.chunks(PUBLIC, entry.document)] == [
        part.text for part in chunk(document, FakeEmbedder())
    ]


def test_the_same_bytes_again_change_nothing(library: Library) -> None:
    first = add(library, text_of(1), title="T", published=DAY)
    again = add(library, text_of(1), title="Another", published=LATER, added=LATER)
    assert not again.new
    assert again.entry == first.entry
    assert library.entries(PUBLIC) == [first.entry]
    assert library.chunks(PUBLIC, first.entry.document)


def test_the_same_bytes_are_another_document_to_another_tenant(library: Library) -> None:
    assert [add(library, text_of(1), tenant).new for tenant in (PUBLIC, GUILD, OTHER)] == [True] * 3
    assert library.tenants() == sorted([PUBLIC, GUILD, OTHER])


@pytest.mark.parametrize(("text", "name"), [("%broken", "a.txt"), ("", "a.txt"), (" \n\n ", "a.txt")])
def test_nothing_is_kept_of_what_is_refused(library: Library, root: Path, text: str, name: str) -> None:
    with pytest.raises(Refused):
        add(library, text, name=name)
    assert library.pending() == 0
    assert library.entries(PUBLIC) == []
    assert not list(root.rglob("source"))


def test_a_full_disk_is_said_and_leaves_nothing_half(
    library: Library, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(library, text_of(1))

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("knowledge.library.durable.os.fsync", full)
    with pytest.raises(CorpusDown, match="No space left"):
        add(library, text_of(2))
    monkeypatch.undo()
    assert library.pending() == 0
    assert not list(root.rglob("*.partial"))
    assert add(library, text_of(2)).new
    assert library.check() == []


def test_a_name_that_is_no_text_is_refused_unless_there_is_a_title(library: Library) -> None:
    with pytest.raises(Refused, match="give it a title"):
        add(library, "Title\n\nbody", name="report\udcff.txt")
    assert add(library, "Title\n\nbody", name="report\udcff.txt", source="S").new


def test_the_same_title_source_and_day_is_a_newer_version(library: Library) -> None:
    old = add(library, "Weekly\n\nbody one", source="Apex", published=DAY)
    new = add(library, "WEEKLY \n\nbody two", source="apex", published=DAY)
    assert new.supersedes is not None
    assert new.supersedes.document == old.entry.document
    assert new.supersedes.superseded_by == new.entry.document
    assert current(library) == [new.entry.document]
    assert {e.document: e.superseded_by for e in library.entries(PUBLIC, superseded=True)} == {
        old.entry.document: new.entry.document,
        new.entry.document: None,
    }
    assert seen(library, TODAY) == {new.entry.document}


@pytest.mark.parametrize(
    "other",
    [
        {"source": "Apex", "published": NEXT},
        {"source": "Else", "published": DAY},
        {"source": "Apex", "published": None},
        {"source": "Apex", "published": DAY, "title": "Monthly"},
    ],
)
def test_another_day_title_or_source_is_no_version(library: Library, other: dict[str, object]) -> None:
    add(library, "Weekly\n\nbody one", source="Apex", published=DAY)
    assert add(library, "Weekly\n\nbody two", **other).supersedes is None
    assert len(library.entries(PUBLIC)) == 2


def test_undated_documents_are_never_taken_for_versions_of_each_other(library: Library) -> None:
    add(library, "Weekly\n\nbody one", source="Apex")
    assert add(library, "Weekly\n\nbody two", source="Apex").supersedes is None


def test_other_tenants_documents_are_not_replaced(library: Library) -> None:
    old = add(library, "Weekly\n\nbody one", GUILD, source="Apex", published=DAY)
    assert add(library, "Weekly\n\nbody two", source="Apex", published=DAY).supersedes is None
    with pytest.raises(NotThere):
        add(library, "Weekly\n\nbody three", replaces=old.entry.document)


def test_the_old_version_is_seen_until_the_newer_one_is_known(library: Library) -> None:
    old = add(library, "Old\n\nbody", published=DAY).entry.document
    new = add(library, "New\n\nbody", published=LATER, replaces=old[:6]).entry.document
    assert seen(library, date(2026, 3, 31)) == set()
    assert seen(library, DAY) == {old}
    assert seen(library, date(2026, 4, 30)) == {old}
    assert seen(library, LATER) == {new}
    catalogue = library.catalogue(PUBLIC)
    assert catalogue is not None
    (passage,) = catalogue.passages([f"{old}:0001"]).values()
    assert passage.superseded_since == LATER


def test_what_replaces_a_replaced_version_replaces_the_current_one(library: Library) -> None:
    first = add(library, "One\n\nbody", published=DAY).entry.document
    second = add(library, "Two\n\nbody", published=NEXT, replaces=first).entry.document
    third = add(library, "Three\n\nbody", published=LATER, replaces=first)
    assert third.supersedes is not None
    assert third.supersedes.document == second
    assert "had been replaced already" in third.notes[0]
    assert [seen(library, day) for day in (DAY, NEXT, LATER)] == [{first}, {second}, {third.entry.document}]


def test_a_newer_version_known_earlier_hides_the_old_one_always(library: Library) -> None:
    old = add(library, "Old\n\nbody", published=LATER).entry.document
    new = add(library, "New\n\nbody", published=DAY, replaces=old).entry.document
    assert seen(library, DAY) == {new} == seen(library, LATER)


def test_a_document_cannot_replace_itself(library: Library) -> None:
    document = add(library, text_of(1)).entry.document
    with pytest.raises(BadQuery, match="cannot replace itself"):
        add(library, text_of(1), replaces=document)
    other = add(library, text_of(2)).entry
    again = add(library, text_of(1), replaces=other.document)
    assert not again.new
    assert "nothing changed" in again.notes[0]
    assert current(library) == sorted([document, other.document])


@pytest.mark.parametrize(("replaces", "error"), [("ffff", NotThere), ("zz", BadQuery), ("", BadQuery)])
def test_what_is_to_be_replaced_has_to_be_there(
    library: Library, root: Path, replaces: str, error: type[Exception]
) -> None:
    add(library, text_of(1))
    with pytest.raises(error):
        add(library, text_of(2), replaces=replaces)
    assert len(list(root.rglob("source"))) == 1
    assert library.pending() == 0


@pytest.fixture
def versions(library: Library) -> list[Entry]:
    """Three versions of one report, the oldest first."""
    first = add(library, "One\n\nbody", published=DAY).entry
    second = add(library, "Two\n\nbody", published=NEXT, replaces=first.document).entry
    return [first, second, add(library, "Three\n\nbody", published=LATER, replaces=second.document).entry]


@pytest.mark.parametrize("reopened", ["as it is", "rebuilt"])
@pytest.mark.parametrize("removed", [0, 1, 2])
def test_removing_a_version_lets_its_neighbours_join(
    library: Library, versions: list[Entry], removed: int, reopened: str
) -> None:
    days = [DAY, NEXT, LATER]
    library.remove(PUBLIC, versions[removed].document)
    if reopened == "rebuilt":
        library.rebuild()
    left = [number for number in range(3) if number != removed]
    for day in days:
        known = [number for number in left if days[number] <= day]
        assert seen(library, day) == ({versions[known[-1]].document} if known else set())
    assert current(library) == [versions[left[-1]].document]
    entry = library.entry(PUBLIC, versions[left[0]].document)
    assert entry.superseded_by == versions[left[1]].document


def test_a_removed_document_can_come_back(library: Library, versions: list[Entry]) -> None:
    library.remove(PUBLIC, versions[0].document)
    back = add(library, "One\n\nbody", published=DAY, replaces=versions[2].document)
    assert back.new
    assert current(library) == [versions[0].document]


def test_progress_tells_of_each_stage_and_every_window(library: Library) -> None:
    told: list[tuple[str, int, int]] = []
    library.add(
        "\n\n".join(text_of(number) for number in range(40)).encode(),
        Given("report.txt"),
        PUBLIC,
        added=TODAY,
        progress=lambda what, done, of: told.append((what, done, of)),
    )
    embedding = [(done, of) for what, done, of in told if what == "embedding"]
    assert embedding[0] == (0, 280)
    assert embedding[-1] == (280, 280)
    assert len(embedding) == 6
    assert list(dict.fromkeys(what for what, _, _ in told)) == [
        "reading",
        "storing",
        "cutting into passages",
        "embedding",
        "storing vectors",
        "making it searchable",
    ]
    assert told[-1] == ("making it searchable", 1, 1)


def test_all_of_it_is_there_after_reopening(root: Path) -> None:
    with opened(root) as library:
        entries = {add(library, text_of(number)).entry for number in range(5)}
    with opened(root) as library:
        assert set(library.entries(PUBLIC)) == entries
        assert library.check() == []
        near = library.vectors.near(
            PUBLIC, FakeEmbedder().embed(["gamma dealers"])[0], 3, known_by=TODAY.toordinal()
        )
        assert len(near) == 3
