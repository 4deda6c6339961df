"""Real reports, block by block: headings are headings, tables tables, sections right."""

import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from knowledge.documents import load
from knowledge.types import Document, Published
from tests.knowledge.documents.reads import H, L, P, T, read, sections, shape

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def seeds(data_dir: Path) -> dict[str, Document]:
    folder = data_dir.parent / "seeds"
    if not folder.is_dir():
        pytest.skip(f"no seeds in {folder}")
    return {path.name[:3]: read(load(path), path.name) for path in sorted(folder.glob("0*.txt"))}


def kinds(document: Document) -> Counter[str]:
    return Counter(kind for kind, _ in shape(document))


def test_a_generated_report_in_markdown_with_tab_tables(seeds: dict[str, Document]) -> None:
    document = seeds["000"]
    assert document.media == "markdown"
    assert document.published == Published(date(2026, 5, 17), "text")
    assert document.symbols[0] == "IWM"
    assert kinds(document)[T] == 6
    tables = [text.split("\n") for kind, text in shape(document) if kind is T]
    assert [len(rows) for rows in tables] == [7, 7, 3, 7, 7, 11]
    assert {row.count("\t") for row in tables[0]} == {3}
    assert tables[0][-1].endswith("43.8/100")
    assert all(row.count("\t") == 2 for row in tables[1])
    assert sections(document)[-1][-2:] == ("Entry/Exit Strategy", "Catalyst Calendar")
    assert "\\$" not in document.text
    assert "<b>" not in document.text
    assert "$277.60" in document.text


def test_an_article_page_pasted_to_text(seeds: dict[str, Document]) -> None:
    document = seeds["001"]
    assert document.media == "text"
    assert document.published == Published()
    assert document.symbols == ("IWM", "SPY", "QQQ")
    assert kinds(document) == {H: 4, P: 8}
    assert {len(section) for section in sections(document)[1:]} == {2}
    assert document.title == sections(document)[0][0]


def test_a_news_article_with_plain_headings_and_bullets(seeds: dict[str, Document]) -> None:
    document = seeds["002"]
    assert document.published == Published(date(2025, 12, 7), "text")
    assert document.symbols[0] == "IWM"
    assert kinds(document) == {H: 23, L: 22, P: 61}
    nested = [section for section in sections(document) if len(section) == 2]
    assert len(nested) == 2
    assert sections(document)[-1] == ("References",)
    assert all(
        line.startswith("- ") for kind, text in shape(document) if kind is L for line in text.split("\n")
    )


def test_a_product_page_with_prompts(seeds: dict[str, Document]) -> None:
    document = seeds["003"]
    assert kinds(document) == {H: 9, L: 3, P: 28}
    assert sections(document)[0] == (document.title,)
    assert {section[0] for section in sections(document)} == {document.title}
    assert document.published == Published()


def test_statements_have_paragraphs_and_no_day_of_their_own(data_dir: Path) -> None:
    """Their own day is in the file name only; days of other events inside them are not taken for it."""
    paths = sorted((data_dir / "events" / "fomc_statements").glob("*.txt"))
    assert len(paths) > 150
    for path in paths:
        document = read(load(path), path.name)
        assert document.published == Published(), path.name
        assert kinds(document)[P] >= 1
        assert kinds(document)[H] <= 3, shape(document)


def test_two_hundred_kilobytes_of_markdown_take_less_than_a_second(data_dir: Path) -> None:
    """0.3 s on a quiet machine; the bound leaves room for a busy one."""
    report = (data_dir.parent / "seeds").glob("000*")
    text = next(iter(report)).read_text() * 10
    read("# Warm\n\nup", "a.md")
    before = time.process_time()
    document = read(text[:200_000], "a.md")
    assert time.process_time() - before < 1
    assert len(document.blocks) > 300
