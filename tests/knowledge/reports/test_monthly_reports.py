"""The shipped monthly reports: complete, dated, and with the future kept apart."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from knowledge.documents import read_document
from knowledge.types import BlockKind, Given
from tools.market.sessions import Sessions

FOLDER = Path(__file__).resolve().parents[3] / "knowledge" / "reports" / "iwm"
REPORTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))}
CALENDAR = Sessions(end=date(2026, 12, 31))
SECTIONS = [
    "The month",
    "Composite and layers",
    "What would flip it",
    "Rotation, credit and breadth",
    "Levels, risk and calendar",
]
OUTCOME = re.compile(r"^What happened over the next (\d+) sessions$")


def front(text: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in text.split("---\n")[1].splitlines())


def sections(text: str) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_there_is_a_report_for_every_month_from_2007_to_august_2025() -> None:
    months = [f"{year}-{month:02d}" for year in range(2007, 2026) for month in range(1, 13)]
    assert list(REPORTS) == months[: months.index("2025-08") + 1]


def test_each_is_dated_by_the_last_session_of_its_month() -> None:
    for stem, text in REPORTS.items():
        header, first = front(text), date.fromisoformat(f"{stem}-01")
        last = CALENDAR.previous(date(first.year + first.month // 12, first.month % 12 + 1, 1))
        assert header == {
            "title": f"IWM, month of {first:%B %Y}",
            "source": "Plumbline monthly reports",
            "published": last.isoformat(),
            "symbols": "IWM, SPY",
            "licence": "MIT",
        }
        assert f"\n# {header['title']}\n" in text


def test_each_has_its_sections_and_the_horizons_that_had_passed() -> None:
    passed = {
        stem: [name for name in sections(text) if OUTCOME.match(name)] for stem, text in REPORTS.items()
    }
    for stem, text in REPORTS.items():
        assert list(sections(text)) == [*SECTIONS, *passed[stem]]
    assert [len(passed[stem]) for stem in ("2025-05", "2025-06", "2025-07", "2025-08")] == [3, 2, 2, 1]
    assert all(len(names) == 3 for stem, names in passed.items() if stem < "2025-06")


def test_what_came_later_is_marked_with_the_session_it_was_known_from() -> None:
    for stem, text in REPORTS.items():
        published = date.fromisoformat(front(text)["published"])
        for name, body in sections(text).items():
            outcome = OUTCOME.match(name)
            marks = re.findall(r"<!-- known from: (\S+) -->", body)
            if outcome is None:
                assert marks == []
                continue
            until = CALENDAR.next(published, int(outcome[1]))
            assert marks == [until.isoformat()], stem
            assert body.startswith(f"\n\n<!-- known from: {until.isoformat()} -->\n\n")


def test_nothing_in_the_first_part_is_dated_after_the_report_but_the_calendar_and_the_list() -> None:
    for stem, text in REPORTS.items():
        published = front(text)["published"]
        for name, body in list(sections(text).items())[: len(SECTIONS)]:
            later = {day for day in re.findall(r"\d{4}-\d{2}-\d{2}", body) if day > published}
            if name == "Rotation, credit and breadth":
                assert later <= {"2016-02-26", "2024-03-08"}, stem
            elif name != "Levels, risk and calendar":
                assert later == set(), (stem, name)


def test_they_are_small_and_hold_no_series() -> None:
    for stem, text in REPORTS.items():
        assert 3_000 < len(text.encode()) < 5_200, stem
        assert max(len(line) for line in text.splitlines()) < 700, stem
        assert text.count("|") == 0, stem


@pytest.mark.parametrize("word", ["nan", "None", "inf", "SIMULATED", "{", "Missing", "Fact("])
def test_no_report_has_a_trace_of_what_was_not_written_out(word: str) -> None:
    assert [
        stem for stem, text in REPORTS.items() if re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text)
    ] == []


def test_no_two_reports_say_the_same_of_their_month() -> None:
    openings = [sections(text)["The month"] for text in REPORTS.values()]
    assert len(set(openings)) == len(openings)
    assert all(one != other for one, other in pairwise(openings))


def test_the_corpus_reads_them_with_the_future_apart() -> None:
    """What a reader makes of the bytes: title, day, and a later day on exactly the outcomes' paragraphs."""
    for stem, text in REPORTS.items():
        document = read_document(text.encode(), Given(f"{stem}.md"))
        published = date.fromisoformat(front(text)["published"])
        assert (document.title, document.symbols) == (front(text)["title"], ("IWM", "SPY"))
        assert (document.published.day, document.published.known_by) == (published, "front matter")
        assert document.notes == ()
        for block in document.blocks:
            outcome = OUTCOME.match(block.section[-1])
            if outcome and block.kind is not BlockKind.HEADING:
                assert block.known_from == CALENDAR.next(published, int(outcome[1]))
            else:
                assert block.known_from is None
