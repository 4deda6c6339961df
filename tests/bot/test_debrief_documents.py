"""Debriefs in the corpus: once each, corrected ones as new versions, simulated ones apart."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.debrief_documents import add_debrief
from knowledge.library import Library, open_library
from knowledge.search.search import search
from knowledge.tenants import PUBLIC, Tenant
from knowledge.types import Query
from tests.knowledge.library.made import FakeEmbedder
from tests.tools.debrief.test_document import made_debrief
from tools.types import Sentence

TODAY = date(2025, 9, 27)
FOUND = made_debrief(rating="bullish")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path, FakeEmbedder()) as made:
        yield made


def test_it_is_there_with_title_source_day_and_symbol(library: Library) -> None:
    added = add_debrief(library, FOUND, added=TODAY)
    assert added.new
    (entry,) = library.entries(PUBLIC)
    assert entry.cited.title == "IWM debrief, session 2025-09-26"
    assert entry.cited.source == "Plumbline debrief"
    assert entry.cited.published.day == date(2025, 9, 26)
    assert entry.symbols == ("IWM",)
    told = " ".join(one.text for one in library.chunks(PUBLIC, entry.document))
    assert "A forward call: sealed at" in told
    assert added.notes == ()


def test_the_same_debrief_again_changes_nothing(library: Library) -> None:
    first = add_debrief(library, FOUND, added=TODAY)
    again = add_debrief(library, replace(FOUND), added=date(2026, 1, 1))
    assert (again.new, again.entry) == (False, first.entry)
    assert len(library.entries(PUBLIC, superseded=True)) == 1


def test_a_correction_replaces_the_older_version_and_keeps_it(library: Library) -> None:
    first = add_debrief(library, FOUND, added=TODAY)
    changed = replace(FOUND, outcome=Sentence("Corrected: the source repaired its close."))
    second = add_debrief(library, changed, added=TODAY)
    assert second.supersedes is not None
    assert second.supersedes.document == first.entry.document
    assert [one.document for one in library.entries(PUBLIC)] == [second.entry.document]
    assert len(library.entries(PUBLIC, superseded=True)) == 2


def test_back_filled_and_simulated_ones_replace_nothing(library: Library) -> None:
    """A simulated debrief says so in title and source; none is a version of another."""
    for one in (FOUND, replace(FOUND, kind="backfilled"), replace(FOUND, simulated=True)):
        assert add_debrief(library, one, added=TODAY).supersedes is None
    titles = {entry.cited.title: entry.cited.source for entry in library.entries(PUBLIC)}
    assert len(titles) == 3
    assert titles["SIMULATED IWM debrief, session 2025-09-26"] == "Plumbline debrief (SIMULATED)"


def test_it_can_be_a_tenants_own(library: Library) -> None:
    owner = Tenant("guild:7")
    add_debrief(library, FOUND, added=TODAY, tenant=owner)
    assert len(library.entries(owner)) == 1
    assert library.entries(PUBLIC) == []


def titles_as_of(library: Library, day: date) -> set[str]:
    result = search(library, Query("debrief earliest warning lesson", day, limit=20), PUBLIC)
    return {passage.cited.title for passage in result.passages}


def test_a_back_filled_one_is_not_found_before_the_day_it_was_put_in(library: Library) -> None:
    """A forward one was there on its session; a back-filled one keeps the session in its title alone."""
    written_on = date(2026, 3, 2)
    forward, late = "IWM debrief, session 2025-09-26", "IWM back-filled debrief, session 2025-09-26"
    add_debrief(library, FOUND, added=TODAY)
    entry = add_debrief(library, replace(FOUND, kind="backfilled"), added=written_on).entry
    assert entry.cited.published.day == written_on
    assert titles_as_of(library, date(2025, 9, 25)) == set()
    assert titles_as_of(library, date(2026, 3, 1)) == {forward}
    # of two passages in the same words a search shows one
    assert late in titles_as_of(library, written_on)


def test_a_back_filled_one_again_or_corrected_on_another_day_stays_one(library: Library) -> None:
    late = replace(FOUND, kind="backfilled")
    first = add_debrief(library, late, added=TODAY)
    again = add_debrief(library, late, added=date(2026, 1, 1))
    assert (again.new, again.entry) == (False, first.entry)
    changed = replace(late, outcome=Sentence("Corrected: the source repaired its close."))
    second = add_debrief(library, changed, added=date(2026, 1, 2))
    assert second.supersedes is not None
    assert second.supersedes.document == first.entry.document
    assert [one.document for one in library.entries(PUBLIC)] == [second.entry.document]
    assert second.entry.cited.published.day == date(2026, 1, 2)
