"""The record in lines: each book by itself, its horizons, its stated probabilities, its worst calls."""

from collections.abc import Iterator

from tools.record.results import Book
from tools.results import RecordReport

_WORST = 3
"""Calls that are named; the command line lists more."""


def record_lines(report: RecordReport) -> list[str]:
    """Whose record it is, then book by book; books are never added up."""
    return [str(report.record.said), *(said for book in report.record.books for said in _book(book))]


def _book(book: Book) -> Iterator[str]:
    yield f"{book.heading} {book.said}"
    for score in book.horizons:
        yield f"  {score.said}"
        yield f"  {score.stated.said}"
    if book.worst:
        yield f"  {book.worst_said}"
    for call in book.worst[:_WORST]:
        yield f"  {call.said}"
