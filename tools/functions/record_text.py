"""The record in lines: each book by itself, its horizons, its stated probabilities, its worst calls."""

from collections.abc import Iterator

from tools.phrases import say
from tools.record.results import Book, HorizonScore
from tools.results import RecordReport
from tools.types import Fact, Sentence

_WORST = 3
"""Calls that are named; the command line lists more."""


def record_lines(report: RecordReport) -> list[str]:
    """Whose record it is, then book by book; books are never added up."""
    lines = [str(report.record.said)]
    for book in report.record.books:
        lines.append(f"{book.heading} {book.said}")
        lines += [f"  {said}" for said in book_sentences(book)]
    return lines


def book_sentences(book: Book) -> tuple[Sentence, ...]:
    """What a book holds beyond its counts; horizons at which nothing is known share a sentence."""
    return tuple(_sentences(book))


def _sentences(book: Book) -> Iterator[Sentence]:
    yield from book.caveats
    called = [score for score in book.horizons if _some(score)]
    yield from (score.said for score in called)
    without = [score for score in book.horizons if not _some(score)]
    if without:
        lengths = {f"at{place}": score.length for place, score in enumerate(without)}
        listed = ", ".join(f"{{{name}}}" for name in lengths)
        yield say(f"No directional call is settled yet over {listed}.", **lengths)
    stated = [score.stated for score in book.horizons if isinstance(score.stated.brier, Fact)]
    yield from (one.said for one in stated)
    if book.horizons and not stated:
        yield Sentence("Stated probabilities: too few independent cases for a Brier score at any horizon.")
    if book.worst:
        yield book.worst_said
    yield from (call.said for call in book.worst[:_WORST])


def _some(score: HorizonScore) -> bool:
    return isinstance(score.calls, Fact) and score.calls.number > 0
