"""The reliability picture: one book, its numbers in words, and nothing hidden."""

import re
import struct
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, get_args

import pytest

from tests.tools.record.made_calls import DAYS, Made, seal_of
from tests.tools.record.reports import REPORTS, report_of
from tools.charts import Theme, reliability_chart, reliability_picture
from tools.charts.alt_text import MAX_ALT_CHARACTERS
from tools.charts.canvas import Canvas
from tools.charts.reliability import score_of
from tools.charts.theme import PALETTES
from tools.ledger.entries import Stated
from tools.phrases import written
from tools.record import Book
from tools.results import RecordReport

THEMES: tuple[Theme, ...] = get_args(Theme)
FOUR = REPORTS["four books"]
BOOKS = [(name, place) for name, report in REPORTS.items() for place in range(len(report.record.books))]


@dataclass
class Page:
    """What a picture was written and drawn with; texts as left, right, top, bottom."""

    texts: list[tuple[str, float, float, float, float]] = field(default_factory=list)
    dots: list[tuple[str, str]] = field(default_factory=list)
    size: tuple[int, int] = (0, 0)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    """A canvas that draws as usual and remembers."""
    page = Page()

    class RecordingCanvas(Canvas):
        def text(self, x: float, y: float, text: str, colour: str, size: float, **looks: Any) -> None:
            super().text(x, y, text, colour, size, **looks)
            page.size = (self.width, self.height)
            width = self.measure(text, size, looks.get("weight", "regular"))
            left = x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[looks.get("align", "left")]
            page.texts.append((text, left, left + width, y - 0.38 * size, y + 0.38 * size))

        def dot(self, x: float, y: float, radius: float, colour: str, inside: str, **looks: Any) -> None:
            super().dot(x, y, radius, colour, inside, **looks)
            page.dots.append((colour, inside))

    monkeypatch.setattr(reliability_picture, "Canvas", RecordingCanvas)
    return page


def book_of(name: str, place: int) -> tuple[RecordReport, Book]:
    report = REPORTS[name]
    return report, report.record.books[place]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("name", "place"), BOOKS)
def test_a_picture_is_a_png_of_the_size_it_says(name: str, place: int, theme: Theme) -> None:
    report, book = book_of(name, place)
    chart = reliability_chart(report, theme, book)
    assert struct.unpack(">II", chart.png[16:24]) == (chart.width, chart.height)
    assert chart.png == reliability_chart(report, theme, book).png
    assert len(chart.png) < 300_000
    assert 0 < len(chart.alt) <= MAX_ALT_CHARACTERS


@pytest.mark.parametrize(("name", "place"), BOOKS)
def test_the_text_says_every_number_of_every_point(name: str, place: int) -> None:
    """Edges, stated, observed, interval, calls and those apart; and no figure that is none of them."""
    report, book = book_of(name, place)
    said = reliability_chart(report, "dark", book).alt
    score = score_of(book, report.record.shown)
    left = said.replace(report.record.as_of.isoformat(), "")
    for one in score.stated.bins if score else ():
        edges, interval = (
            f"{written(low).removesuffix(' %')} to {written(high)}"
            for low, high in ((one.lower, one.upper), (one.low, one.high))
        )
        told = (
            f"{edges}: stated {written(one.stated)}, rose {written(one.observed)} ({interval}), "
            f"calls {written(one.count)}, apart {written(one.apart)}{', too few' if one.few else ''}."
        )
        assert told in said
        left = left.replace(told, "")
    if score:
        assert "of 30" not in said
        left = left.replace(score.stated.said.text, "").replace(written(score.length), "")
    assert re.findall(r"\d", left.replace(written(report.record.confidence), "")) == []


@pytest.mark.parametrize(("name", "place"), BOOKS)
def test_no_text_covers_another_or_leaves_the_picture(name: str, place: int, page: Page) -> None:
    report, book = book_of(name, place)
    reliability_chart(report, "light", book)
    texts = [one for one in page.texts if one[0] != "SIMULATED" or one[4] - one[3] < 30]
    covered = [
        (a[0], b[0])
        for a, b in combinations(texts, 2)
        if min(a[2], b[2]) > max(a[1], b[1]) and min(a[4], b[4]) > max(a[3], b[3])
    ]
    assert covered == []
    width, height = page.size
    assert [one[0] for one in texts if one[1] < 0 or one[2] > width or one[3] < 0 or one[4] > height] == []


@pytest.mark.parametrize(("name", "place"), BOOKS)
def test_every_point_has_its_number_and_is_hollow_with_too_few(name: str, place: int, page: Page) -> None:
    report, book = book_of(name, place)
    reliability_chart(report, "dark", book)
    score = score_of(book, report.record.shown)
    bins = score.stated.bins if score else ()
    ground = PALETTES["dark"].panel
    assert [inside == ground for _, inside in page.dots] == [one.few for one in bins]
    said = [one[0] for one in page.texts]
    for one in bins:
        assert f"n {written(one.count)}" in said
        assert f"{written(one.apart)} apart" in said


def test_the_title_says_which_calls_and_simulated_stands_first() -> None:
    titles = [reliability_chart(FOUR, "dark", book).title for book in FOUR.record.books]
    assert [title.partition(" · IWM")[0] for title in titles] == [
        "Forward calls",
        "Back-filled calls",
        "SIMULATED · Forward calls",
        "SIMULATED · Back-filled calls",
    ]
    for book, title in zip(FOUR.record.books, titles, strict=True):
        said = reliability_chart(FOUR, "dark", book).alt
        assert said.startswith("SIMULATED") == title.startswith("SIMULATED") == book.simulated


def test_simulated_stands_on_the_picture(page: Page) -> None:
    reliability_chart(FOUR, "dark", FOUR.record.books[2])
    assert sum(one[0] == "SIMULATED" for one in page.texts) == 2


def test_books_are_told_apart_by_colour_too(page: Page) -> None:
    for book in FOUR.record.books[:2]:
        reliability_chart(FOUR, "dark", book)
    assert {colour for colour, _ in page.dots} == {PALETTES["dark"].first, PALETTES["dark"].second}


def test_without_a_book_the_first_with_something_to_draw_is_taken() -> None:
    """The forward one where it can be, and its title says which it is."""
    assert reliability_chart(FOUR, "dark").title.startswith("Forward calls")
    late = Made()
    late.add(seal_of(DAYS[0], "bullish", kind="backfilled", stated=(Stated(10, 0.6, 0.5, 40),)), {10: 1.0})
    assert reliability_chart(report_of(late), "dark").title.startswith("Back-filled calls")


def test_an_empty_book_says_why(page: Page) -> None:
    chart = reliability_chart(REPORTS["nothing"], "dark")
    assert "no reliability (nothing has been sealed)" in chart.alt
    assert any("nothing has been sealed" in one[0] for one in page.texts)
    made = Made()
    made.add(seal_of(DAYS[0], "bullish"), {10: 1.0})
    assert "no probability was stated" in reliability_chart(report_of(made), "dark").alt


def test_eight_points_with_large_counts_fit_in_words() -> None:
    """Six thousand calls of several symbols."""
    made = Made()
    for place in range(2000):
        rises = (0.37, 0.42, 0.47, 0.52, 0.57, 0.62, 0.67, 0.74)
        stated = (Stated(1, rises[place % 8], 0.5, 40),)
        for symbol in ("IWM", "SPY", "QQQ"):
            made.add(seal_of(DAYS[place], "bullish", symbol=symbol, stated=stated), {1: (-1.0) ** place})
    chart = reliability_chart(report_of(made, symbol=None, shown=1), "light")
    assert chart.alt.count("stated ") >= 8
    assert "Brier score" in chart.alt
