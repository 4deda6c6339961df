"""The search that people use, over real parts: the real model, SQLite and Chroma."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import BadQuery
from knowledge.library import Library, open_library
from knowledge.ports import Embedder
from knowledge.search import search
from knowledge.tenants import PUBLIC, Tenant
from knowledge.types import Added, Given, Query, SearchMode

ADDED = date(2026, 1, 5)
TODAY = date(2026, 1, 6)
GUILD = Tenant("guild:1")


@pytest.fixture
def library(tmp_path: Path, embedder: Embedder) -> Iterator[Library]:
    opened = open_library(tmp_path, embedder)
    yield opened
    opened.close()


def put(
    library: Library,
    text: str,
    name: str,
    published: date | None = None,
    tenant: Tenant = PUBLIC,
    **said: object,
) -> Added:
    given = Given(name=name, published=published, **said)  # type: ignore[arg-type]  # keys of Given
    return library.add(text.encode(), given, tenant, added=ADDED)


def found(library: Library, text: str, tenant: Tenant = PUBLIC, **said: object) -> list[str]:
    query = Query(text, **({"as_of": TODAY} | said))  # type: ignore[arg-type]  # keys of Query
    return [passage.cited.title for passage in search(library, query, tenant).passages]


STOP = "The stop belongs at 250 dollars, ten per cent under the last price of the small-cap fund."
BREADTH = "Fewer than half of the members of the index trade above their 50-session average."


def test_a_question_finds_the_passage_that_answers_it_with_all_that_a_citation_needs(
    library: Library,
) -> None:
    put(library, f"# Plan\n\n## Exit\n\n{STOP}\n\n## Breadth\n\n{BREADTH}\n", "plan.md", date(2025, 12, 7))
    first = search(library, Query("Where is the stop loss?", TODAY), PUBLIC).passages[0]
    assert first.text == STOP
    assert (first.cited.title, first.cited.source) == ("Plan", "plan.md")
    assert first.cited.published.day == date(2025, 12, 7)
    assert first.age == 30
    assert first.place == "Plan > Exit, passage 1 of 2"
    document = library.document(PUBLIC, first.cited.document)
    assert document.text[first.start : first.end] == first.text


def test_what_the_words_miss_the_meaning_finds_and_the_other_way_round(library: Library) -> None:
    put(library, STOP, "stop.txt", title="stop")
    put(library, BREADTH, "breadth.txt", title="breadth")
    put(library, "Order number QX-4417 was filled in two parts.", "order.txt", title="order")
    assert found(library, "how few stocks take part", mode=SearchMode.DENSE)[0] == "breadth"
    assert found(library, "QX-4417", mode=SearchMode.LEXICAL) == ["order"]
    assert found(library, "QX-4417")[0] == "order"


def test_nobody_quotes_tomorrows_report(library: Library) -> None:
    put(library, f"{STOP} Note 5.", "may.txt", date(2025, 5, 17), title="may")
    put(library, f"{STOP} Note 12.", "december.txt", date(2025, 12, 7), title="december")
    assert set(found(library, "where is the stop", as_of=date(2025, 12, 7))) == {"may", "december"}
    assert found(library, "where is the stop", as_of=date(2025, 12, 6)) == ["may"]
    nothing = search(library, Query("where is the stop", date(2025, 5, 16)), PUBLIC)
    assert not nothing.passages
    assert nothing.later == 2
    assert nothing.nothing
    assert "2 relevant passages became known later" in nothing.nothing


def test_an_undated_document_counts_from_the_day_it_was_added(library: Library) -> None:
    put(library, STOP, "undated.txt", title="undated")
    assert found(library, "where is the stop", as_of=ADDED) == ["undated"]
    assert found(library, "where is the stop", as_of=date(2026, 1, 4)) == []


def test_what_happened_later_is_told_only_from_that_day(library: Library) -> None:
    put(
        library,
        f"---\ntitle: Month\npublished: 2020-03-31\n---\n\n# Month\n\n{BREADTH}\n\n## What followed\n\n"
        "<!-- known from: 2020-04-30 -->\n\nThe fund gained thirteen per cent over the next sessions.\n",
        "month.md",
    )
    before = search(library, Query("What gained the fund over the next sessions?", date(2020, 4, 29)), PUBLIC)
    after = search(library, Query("What gained the fund over the next sessions?", date(2020, 4, 30)), PUBLIC)
    assert not any("thirteen" in passage.text for passage in before.passages)
    assert "thirteen" in after.passages[0].text
    assert after.passages[0].known_from == date(2020, 4, 30)


def test_a_superseded_version_speaks_only_for_the_time_before_the_newer_one(library: Library) -> None:
    day = date(2025, 6, 2)
    put(library, f"{STOP} First edition.", "a.txt", day, title="Sheet", source="House")
    newer = library.add(
        f"{STOP} Second edition.".encode(),
        Given(name="a.txt", title="Sheet", source="House", published=date(2025, 7, 1)),
        PUBLIC,
        added=ADDED,
        replaces=library.entries(PUBLIC)[0].document,
    )
    assert newer.supersedes is not None
    for as_of, edition in ((date(2025, 6, 30), "First"), (date(2025, 7, 1), "Second")):
        (passage,) = search(library, Query("where is the stop", as_of), PUBLIC).passages
        assert edition in passage.text


def test_filters_by_symbol_source_and_first_day(library: Library) -> None:
    put(
        library, f"{STOP} Note 1.", "1.txt", date(2025, 1, 2), title="one", source="House A", symbols=("IWM",)
    )
    put(
        library, f"{STOP} Note 2.", "2.txt", date(2025, 3, 3), title="two", source="House B", symbols=("QQQ",)
    )
    put(library, f"{STOP} Note 3.", "3.txt", None, title="three", source="House A", symbols=("IWM", "QQQ"))
    ask = "where is the stop"
    assert set(found(library, ask, symbol="IWM")) == {"one", "three"}
    assert set(found(library, ask, source="house a")) == {"one", "three"}
    assert found(library, ask, since=date(2025, 2, 1)) == ["two"]
    assert found(library, ask, symbol="QQQ", source="House A") == ["three"]
    assert found(library, ask, symbol="TLT") == []


@pytest.mark.parametrize("mode", SearchMode)
def test_filters_hold_in_every_mode(library: Library, mode: SearchMode) -> None:
    put(library, f"{STOP} Note 1.", "1.txt", date(2025, 1, 2), title="one", symbols=("IWM",))
    put(library, f"{STOP} Note 2.", "2.txt", date(2025, 3, 3), title="two", symbols=("QQQ",))
    assert found(library, "stop of the fund", symbol="QQQ", mode=mode) == ["two"]
    assert found(library, "stop of the fund", as_of=date(2025, 2, 1), mode=mode) == ["one"]


def test_an_off_topic_question_gets_an_honest_nothing(library: Library) -> None:
    put(library, STOP, "stop.txt")
    put(library, BREADTH, "breadth.txt")
    result = search(library, Query("How long does a sourdough loaf rest?", TODAY), PUBLIC)
    assert result.passages == ()
    assert result.nothing == "Nothing relevant to this question is in the corpus."


def test_an_empty_corpus_says_that_it_is_empty(library: Library) -> None:
    assert search(library, Query("stop", TODAY), PUBLIC).nothing == "The corpus is empty."


def test_a_report_copied_elsewhere_is_shown_once_and_both_places_are_named(library: Library) -> None:
    put(library, STOP, "original.txt", date(2025, 1, 2), title="original")
    put(library, STOP + " ", "copy.txt", date(2025, 1, 3), title="copy")
    (passage,) = search(library, Query("where is the stop", TODAY), PUBLIC).passages
    titles = {passage.cited.title, *(cited.title for cited in passage.also_in)}
    assert titles == {"original", "copy"}


def test_of_passages_that_answer_alike_the_newer_is_first(library: Library) -> None:
    """Words alone score the three the same; their numbers make them three statements."""
    for year in (2021, 2024, 2023):
        text = f"The stop belongs at 250 dollars in {year}."
        put(library, text, f"{year}.txt", date(year, 6, 1), title="Note")
    query = Query("where is the stop", TODAY, mode=SearchMode.LEXICAL)
    days = [passage.known_from.year for passage in search(library, query, PUBLIC).passages]
    assert days == [2024, 2023, 2021]


def test_one_document_does_not_fill_the_list(library: Library) -> None:
    long = "\n\n".join(f"## Part {i}\n\n{STOP} Remark {i}." for i in range(8))
    put(library, f"# Long\n\n{long}", "long.md", title="long")
    put(library, BREADTH + " The stop is near.", "other.txt", title="other")
    titles = found(library, "where is the stop", limit=3)
    assert titles.count("long") == 2
    assert "other" in titles


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"text": "  "}, "empty question"),
        ({"text": "x" * 2001}, "2,000 are allowed"),
        ({"text": "stop", "limit": 0}, "1 to 50"),
        ({"text": "stop", "limit": 51}, "1 to 50"),
        ({"text": "stop", "symbol": "iwm; drop table"}, "no ticker"),
        ({"text": "stop", "since": date(2027, 1, 1)}, "lies after"),
    ],
)
def test_a_wrong_question_says_what_is_allowed(library: Library, said: dict[str, object], words: str) -> None:
    with pytest.raises(BadQuery, match=words):
        search(library, Query(**({"as_of": TODAY} | said)), PUBLIC)  # type: ignore[arg-type]  # keys of Query


@pytest.mark.parametrize("text", ['" OR *', "NEAR(a b)", "stop AND NOT", "*", "ﷺ 🦊", "a" * 2000, "-" * 2000])
def test_no_question_breaks_the_search(library: Library, text: str) -> None:
    put(library, STOP, "stop.txt")
    search(library, Query(text, TODAY), PUBLIC)
