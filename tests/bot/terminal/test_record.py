"""The record in the terminal: every figure a fact, every book by its name, nothing wider than the page."""

import re

import pytest
from rich.cells import cell_len

from bot.terminal.reliability import CELLS
from tests.bot.terminal.rendered import card_text, words
from tests.bot.terminal.test_figures import _check
from tests.tools.record.reports import REPORTS
from tools.ledger.port import Link
from tools.phrases import written

LINKS = (
    Link("seals", 1251, "ab" * 32, ()),
    Link("settlements", 17, "cd" * 32, ("row 3: its hash is not that of its content", "row 9: no such seal")),
    Link("debriefs", 0, "00" * 32, ()),
)
FOUR = REPORTS["four books"]


@pytest.mark.parametrize("width", [60, 72, 80, 96, 100, 140])
@pytest.mark.parametrize("name", REPORTS)
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    assert max(cell_len(line) for line in card_text(REPORTS[name], width).splitlines()) <= width


@pytest.mark.parametrize("width", [1, 10, 20, 40])
def test_an_absurdly_narrow_terminal_does_not_crash(width: int) -> None:
    assert card_text(FOUR, width)


@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_is_a_fact_as_written(name: str) -> None:
    """At every width; the ends of the diagram's scale are none."""
    _check(REPORTS[name], (80, 100, 140))


def test_every_book_has_its_heading_before_its_figures() -> None:
    text = card_text(FOUR)
    places = [text.index(book.heading.text) for book in FOUR.record.books]
    assert places == sorted(places)
    assert text.count("SIMULATED") == 2
    for book, start, end in zip(FOUR.record.books, places, [*places[1:], len(text)], strict=True):
        part = text[start:end]
        assert f"Calls sealed {written(book.sealed)}" in words(part)
        for call in book.worst:
            assert re.search(f"{written(call.session)}.*{re.escape(written(call.against))}", part)


def test_rates_stand_with_their_interval_and_without_enough_cases_not_at_all() -> None:
    text = words(card_text(FOUR, 100))
    for score in FOUR.record.books[1].horizons:
        if written(score.verdict) == "too few cases":
            assert words(score.said.text) in text
        else:
            low = written(score.low).removesuffix(" points")
            assert (
                f"{written(score.hit_rate)} {written(score.base_rate)} {written(score.advantage)} "
                f"{low} to {written(score.high)} {written(score.verdict)}"
            ) in text


def test_the_diagram_puts_shares_where_they_belong() -> None:
    """Hollow with too few cases, filled otherwise, at its per cent of the scale."""
    text = card_text(FOUR, 100)
    rows = [line for line in text.splitlines() if re.search("[●○]", line) and "·" in line]
    score = [book.horizons[2] for book in FOUR.record.books]
    bins = [one for each in score for one in each.stated.bins]
    assert len(rows) == len(bins)
    for row, one in zip(rows, bins, strict=True):
        drawn = row.rstrip()[-CELLS:]
        assert drawn.index("○" if one.few else "●") == round(one.observed.number / 100 * (CELLS - 1))


def test_nothing_sealed_is_said_with_heads_and_disclaimer() -> None:
    text = words(card_text(REPORTS["nothing"]))
    assert "Nothing has been sealed." in text
    for head in REPORTS["nothing"].heads:
        assert f"{head.label} {written(head)}" in text
    assert "not financial advice" in text


def test_reasons_stand_with_their_counts() -> None:
    text = words(card_text(REPORTS["unusual"]))
    assert "unable no bar of that session 1 session: 2" in text
    assert "the ATR of the sealed session was not known" in text
