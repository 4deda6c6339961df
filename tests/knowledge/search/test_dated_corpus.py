"""A real corpus of dated texts: 160 statements of the Federal Open Market Committee, 1994 to 2016."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from knowledge.library import Library, open_library
from knowledge.ports import Embedder
from knowledge.search import search
from knowledge.tenants import PUBLIC
from knowledge.types import Given, Query, SearchMode

pytestmark = pytest.mark.data

ADDED = date(2020, 1, 1)
QUESTIONS = (
    "Did the Committee raise the target for the federal funds rate?",
    "What was said about inflation and energy prices?",
    "How are labor market conditions?",
    "purchases of agency mortgage-backed securities and longer-term Treasury securities",
    "Which way do the risks to the outlook lean?",
)


@pytest.fixture(scope="module")
def statements(data_dir: Path) -> dict[date, bytes]:
    folder = data_dir / "events" / "fomc_statements"
    return {
        date.fromisoformat(f"{path.name[:4]}-{path.name[4:6]}-{path.name[6:8]}"): path.read_bytes()
        for path in sorted(folder.iterdir())
    }


@pytest.fixture(scope="module")
def library(
    statements: dict[date, bytes], tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
) -> Iterator[Library]:
    opened = open_library(tmp_path_factory.mktemp("statements"), embedder)
    for day, text in statements.items():
        given = Given(name=f"{day}.txt", title="FOMC statement", source="Federal Reserve", published=day)
        opened.add(text, given, PUBLIC, added=ADDED)
    yield opened
    opened.close()


def test_all_statements_are_taken(library: Library, statements: dict[date, bytes]) -> None:
    assert len(library.entries(PUBLIC)) == len(set(statements.values())) == 160


@pytest.mark.parametrize("mode", SearchMode)
def test_nothing_later_than_the_day_asked_from_is_ever_quoted(
    library: Library, statements: dict[date, bytes], mode: SearchMode
) -> None:
    """From the day before and the day of every sixth statement."""
    for day in list(statements)[::6]:
        for as_of in (day - timedelta(days=1), day):
            for question in QUESTIONS[:3]:
                result = search(library, Query(question, as_of, limit=20, mode=mode), PUBLIC)
                late = [p.known_from for p in result.passages if p.known_from > as_of]
                assert not late, (as_of, question, late)
                assert all(p.age is not None and p.age >= 0 for p in result.passages)


def test_a_statement_speaks_from_its_own_day_on(library: Library, statements: dict[date, bytes]) -> None:
    """Asked with its own words, it is absent the day before and found on its day."""
    for day in list(statements)[8::12]:
        text = " ".join(statements[day].decode("utf-8", "replace").split())[:600]
        quoted = {
            as_of: {p.known_from for p in search(library, Query(text, as_of, limit=50), PUBLIC).passages}
            for as_of in (day - timedelta(days=1), day)
        }
        assert day not in quoted[day - timedelta(days=1)]
        assert day in quoted[day]


def test_before_the_first_statement_nothing_was_known(library: Library) -> None:
    result = search(library, Query(QUESTIONS[0], date(1994, 1, 1)), PUBLIC)
    assert result.passages == ()
    assert result.later == 5
    assert result.nothing


def test_since_leaves_older_ones_out(library: Library) -> None:
    result = search(library, Query(QUESTIONS[2], ADDED, since=date(2015, 1, 1), limit=20), PUBLIC)
    assert result.passages
    assert all(p.known_from >= date(2015, 1, 1) for p in result.passages)
