"""The reliability picture: stated probabilities of a rise against what happened, for one book of calls."""

from typing import Protocol

from tools.charts.alt_text import MAX_ALT_CHARACTERS, MAX_NAME, shortened
from tools.charts.data import Chart, Theme
from tools.phrases import say, written
from tools.record import Book, HorizonScore, Record, ReliabilityBin


class ScoredReport(Protocol):
    """What the picture is drawn from: the record, and what must stand below it."""

    @property
    def record(self) -> Record:
        """The books."""

    @property
    def disclaimer(self) -> str:
        """Always there."""


def reliability_chart(report: ScoredReport, theme: Theme, book: Book | None = None) -> Chart:
    """Draw one book's reliability at the record's shown horizon; books never share a picture.

    Args:
        report: A report of the record.
        theme: Colours for a dark or a light page.
        book: One of the record's; None takes the first that has something to draw, or the first of all.
    """
    from tools.charts.reliability_picture import paint  # noqa: PLC0415 - matplotlib takes 0.6 s

    record = report.record
    chosen = book or next((one for one in record.books if _bins(one, record.shown)), record.books[0])
    score = score_of(chosen, record.shown)
    heading = title(record, chosen)
    png, width, height = paint(record, chosen, heading, report.disclaimer, theme)
    return Chart(png, _alt(record, chosen, score), heading, width, height)


def score_of(book: Book, horizon: int) -> HorizonScore | None:
    """The book's score at a horizon; None where nothing was sealed."""
    return next((score for score in book.horizons if score.horizon == horizon), None)


def title(record: Record, book: Book) -> str:
    """One line: which calls, of what, over which horizon, as of when; "SIMULATED" first."""
    score = score_of(book, record.shown)
    marks = ["SIMULATED"] if book.simulated else []
    length = [written(score.length)] if score else []
    return " · ".join([*marks, kind_of(book), whose_of(record), *length, record.as_of.isoformat()])


def kind_of(book: Book) -> str:
    """The kind of the calls in words."""
    return {"forward": "Forward calls", "backfilled": "Back-filled calls"}[book.kind]


def whose_of(record: Record) -> str:
    """Whose calls, short enough for a title."""
    return shortened(written(record.whose), MAX_NAME)


def why_empty(score: HorizonScore | None) -> str:
    """Why there is nothing to draw."""
    return "nothing has been sealed" if score is None else "no probability was stated with a settled call"


def _bins(book: Book, horizon: int) -> tuple[ReliabilityBin, ...]:
    score = score_of(book, horizon)
    return score.stated.bins if score else ()


def _alt(record: Record, book: Book, score: HorizonScore | None) -> str:
    """What the picture says; a sentence that no longer fits is left out whole."""
    whose = f"{'SIMULATED: ' if book.simulated else ''}{kind_of(book)} of {whose_of(record)}"
    if score is None or not score.stated.bins:
        return f"{whose}, {record.as_of.isoformat()}: no reliability ({why_empty(score)})."
    opening = say(
        "over {length}, as of {day}: stated probability of a rise, share that rose with its "
        "{confidence} interval, calls, and those apart in time.",
        length=score.length,
        day=record.day,
        confidence=record.confidence,
    )
    text = f"{whose} {opening.text}"
    for sentence in (*(_said(one) for one in score.stated.bins), score.stated.said.text):
        if len(text) + 1 + len(sentence) <= MAX_ALT_CHARACTERS:
            text = f"{text} {sentence}"
    return text


def _said(one: ReliabilityBin) -> str:
    edges, interval = (
        f"{written(low).removesuffix(' %')} to {written(high)}"
        for low, high in ((one.lower, one.upper), (one.low, one.high))
    )
    return say(
        f"{edges}: stated {{stated}}, rose {{observed}} ({interval}), calls {{count}}, apart {{apart}}"
        f"{', too few' if one.few else ''}.",
        stated=one.stated,
        observed=one.observed,
        count=one.count,
        apart=one.apart,
    ).text
