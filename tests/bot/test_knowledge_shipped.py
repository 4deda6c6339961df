"""The shipped reports are put in once, again where they changed, and never against a person's will."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.shipped_reports import add_shipped_reports
from knowledge.errors import NotThere, Refused
from knowledge.ports import Progress, no_progress
from knowledge.tenants import PUBLIC, Tenant
from knowledge.types import Added, Citation, Entry, Given, Media, Published

TODAY = date(2026, 5, 17)


@dataclass
class FakeLibrary:
    """As much of a library as adding needs: entries by id, and a stop before a chosen document."""

    entries: dict[str, Entry] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    stop_before: str | None = None

    def add(
        self,
        data: bytes,
        given: Given,
        tenant: Tenant,
        *,
        added: date,
        replaces: str | None = None,
        progress: Progress = no_progress,
    ) -> Added:
        del progress
        if given.name == self.stop_before:
            raise KeyboardInterrupt
        if not data:
            raise Refused("it is empty.")
        self.calls.append(given.name)
        digest = hashlib.sha256(data).hexdigest()
        cited = Citation(digest[:16], given.name, "us", Published(), tenant)
        entry = Entry(digest[:16], cited, (), None, Media.MARKDOWN, added, 1, len(data))
        new = entry.document not in self.entries
        self.entries.setdefault(entry.document, entry)
        if replaces:
            self.entries[replaces] = replace(self.entries[replaces], superseded_by=entry.document)
        return Added(entry, new)

    def entry(self, tenant: Tenant, document: str) -> Entry:
        assert tenant == PUBLIC
        if document not in self.entries:
            raise NotThere(f"no document {document}.")
        return self.entries[document]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = tmp_path / "reports"
    for name in ("iwm/2020-02.md", "iwm/2020-03.md", "playbook/stops.md"):
        (reports / name).parent.mkdir(parents=True, exist_ok=True)
        (reports / name).write_text(f"# {name}", encoding="utf-8")
    (reports / "__init__.py").write_text("", encoding="utf-8")
    return reports


def put_in(library: Any, folder: Path) -> None:
    stamp = folder.parent / "shipped.json"
    add_shipped_reports(library, folder, stamp, today=TODAY, progress=no_progress)


def test_all_reports_are_put_in_once(folder: Path) -> None:
    library = FakeLibrary()
    put_in(library, folder)
    assert library.calls == ["2020-02.md", "2020-03.md", "stops.md"]
    put_in(library, folder)
    assert len(library.calls) == 3


def test_a_later_start_reads_no_report(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in(FakeLibrary(), folder)

    def forbidden(path: Path) -> bytes:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    put_in(FakeLibrary(), folder)


def test_a_changed_report_replaces_its_older_version(folder: Path) -> None:
    library = FakeLibrary()
    put_in(library, folder)
    (old,) = (entry for entry in library.entries.values() if entry.cited.title == "stops.md")
    (folder / "playbook" / "stops.md").write_text("# another text", encoding="utf-8")
    put_in(library, folder)
    assert library.calls[3:] == ["stops.md"]
    assert library.entries[old.document].superseded_by is not None


def test_a_file_that_was_only_written_again_is_left_as_it_is(folder: Path) -> None:
    """An update of the program gives every file a new time and most of them the same content."""
    library = FakeLibrary()
    put_in(library, folder)
    path = folder / "playbook" / "stops.md"
    path.touch()
    put_in(library, folder)
    assert len(library.calls) == 3


def test_a_removed_document_comes_back_only_with_a_new_text(folder: Path) -> None:
    library = FakeLibrary()
    put_in(library, folder)
    path = folder / "playbook" / "stops.md"
    del library.entries[hashlib.sha256(path.read_bytes()).hexdigest()[:16]]
    path.touch()
    put_in(library, folder)
    assert len(library.calls) == 3
    path.write_text("# another text", encoding="utf-8")
    put_in(library, folder)
    assert library.calls[3:] == ["stops.md"]


def test_a_report_that_is_gone_from_the_program_stays_in_the_corpus(folder: Path) -> None:
    library = FakeLibrary()
    put_in(library, folder)
    (folder / "playbook" / "stops.md").unlink()
    put_in(library, folder)
    assert len(library.entries) == 3


def test_an_interrupted_run_goes_on_where_it_stopped(folder: Path) -> None:
    library = FakeLibrary(stop_before="2020-03.md")
    with pytest.raises(KeyboardInterrupt):
        put_in(library, folder)
    library.stop_before = None
    put_in(library, folder)
    assert library.calls == ["2020-02.md", "2020-03.md", "stops.md"]


@pytest.mark.parametrize(
    "stamp", ["", "[]", "{", '{"iwm/2020-02.md": 1}', '{"iwm/2020-02.md": [1, 2]}', "\x00"]
)
def test_a_damaged_stamp_costs_a_reading_and_nothing_else(folder: Path, stamp: str) -> None:
    (folder.parent / "shipped.json").write_text(stamp, encoding="utf-8")
    library = FakeLibrary()
    put_in(library, folder)
    assert len(library.entries) == 3


def test_a_report_that_is_refused_stops_nobody_and_is_logged(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "iwm" / "2020-02.md").write_bytes(b"")
    library = FakeLibrary()
    put_in(library, folder)
    assert library.calls == ["2020-03.md", "stops.md"]
    assert "2020-02.md was refused: it is empty" in caplog.text
