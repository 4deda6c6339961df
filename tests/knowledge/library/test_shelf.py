"""The shelf keeps bytes exactly, takes no name from a person, and notices what changed."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import CorpusDamaged, NotThere
from knowledge.library.about import About, digest_of
from knowledge.library.shelf import Mark, Shelf
from knowledge.types import Given
from tests.knowledge.library.made import GUILD, TODAY

DATA = b"\x00bytes\r\n as they came \xff"
GIVEN = Given("../../etc/passwd\n", "Títle", "Apex", date(2026, 5, 1), ("IWM", "SPY"), "MIT")
ABOUT = About(GUILD, digest_of(DATA), GIVEN, TODAY, report="a report")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "guild-42")


def test_what_is_put_comes_back_as_it_was(shelf: Shelf) -> None:
    assert not shelf.ids()
    shelf.put(ABOUT, DATA)
    assert shelf.ids() == {ABOUT.document}
    assert shelf.data(ABOUT.document) == DATA
    assert shelf.about(ABOUT.document) == ABOUT


def test_every_path_is_made_of_our_own_names(shelf: Shelf) -> None:
    shelf.put(ABOUT, DATA)
    paths = {path.relative_to(shelf.folder).as_posix() for path in shelf.folder.rglob("*")}
    at = f"documents/{ABOUT.document}"
    assert paths == {"documents", at, f"{at}/source", f"{at}/about.json"}


@given(
    st.builds(
        Given,
        name=st.text() | st.just("report\udcff.txt"),
        title=st.none() | st.text(),
        source=st.none() | st.text(),
        published=st.none() | st.dates(),
        symbols=st.lists(st.text()).map(tuple),
        licence=st.none() | st.text(),
    )
)
def test_whatever_was_said_is_read_back(said: Given) -> None:
    about = replace(ABOUT, given=said)
    assert About.of(about.as_bytes()) == about


def test_putting_it_again_gives_it_the_new_description(shelf: Shelf) -> None:
    shelf.put(ABOUT, DATA)
    newer = replace(ABOUT, replaces="f" * 16)
    shelf.put(newer, DATA)
    assert shelf.about(ABOUT.document) == newer
    assert shelf.data(ABOUT.document) == DATA


def test_changed_bytes_are_noticed(shelf: Shelf) -> None:
    shelf.put(ABOUT, DATA)
    (shelf.folder / "documents" / ABOUT.document / "source").write_bytes(DATA + b"!")
    with pytest.raises(CorpusDamaged, match="have changed"):
        shelf.data(ABOUT.document)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"given": 1}', b"\xff"])
def test_a_broken_description_is_noticed(shelf: Shelf, content: bytes) -> None:
    shelf.put(ABOUT, DATA)
    (shelf.folder / "documents" / ABOUT.document / "about.json").write_bytes(content)
    with pytest.raises(CorpusDamaged):
        shelf.about(ABOUT.document)


def test_another_documents_description_is_noticed(shelf: Shelf) -> None:
    shelf.put(ABOUT, DATA)
    path = shelf.folder / "documents" / ABOUT.document / "about.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"digest": "0" * 64}))
    with pytest.raises(CorpusDamaged, match="that of 0000000000000000"):
        shelf.about(ABOUT.document)


def test_what_is_not_there_is_said_to_be_not_there(shelf: Shelf) -> None:
    with pytest.raises(NotThere):
        shelf.data("0" * 16)


def test_half_written_documents_are_none_and_go_with_the_next(shelf: Shelf) -> None:
    partial = shelf.folder / "documents" / ".0000000000000000.abc.partial"
    partial.mkdir(parents=True)
    (partial / "source").write_bytes(b"half")
    assert not shelf.ids()
    shelf.put(ABOUT, DATA)
    assert not partial.exists()


def test_a_document_that_leaves_is_known_until_it_is_forgotten(shelf: Shelf) -> None:
    shelf.put(replace(ABOUT, replaces="a" * 16), DATA)
    shelf.take_away(ABOUT.document)
    assert not shelf.ids()
    assert shelf.leaving() == {ABOUT.document: "a" * 16}
    shelf.take_away(ABOUT.document)
    shelf.forget(ABOUT.document)
    assert not shelf.leaving()


def test_a_leaving_document_whose_description_is_gone_already_still_leaves(shelf: Shelf) -> None:
    shelf.put(ABOUT, DATA)
    shelf.take_away(ABOUT.document)
    (shelf.folder / "removed" / ABOUT.document / "about.json").unlink()
    assert shelf.leaving() == {ABOUT.document: None}


def test_a_mark_stays_until_it_is_taken_away(shelf: Shelf) -> None:
    assert not shelf.marked(Mark.REBUILDING)
    shelf.mark(Mark.REBUILDING)
    assert Shelf(shelf.folder).marked(Mark.REBUILDING)
    shelf.unmark(Mark.REBUILDING)
    assert not shelf.marked(Mark.REBUILDING)
