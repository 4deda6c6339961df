"""The record: how sealed calls did, one book after the other; and how the ledger's chains stand."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from bot.terminal.layout import PHRASE, Head, Row, Rows, section
from bot.terminal.reliability import reliability_parts
from bot.terminal.words import (
    ABSENT,
    NO_READING,
    STRONG,
    figure,
    listed,
    plain,
    said,
    state_of,
    told,
    value,
)
from tools.phrases import written
from tools.record import Book, HorizonScore, WorstCall
from tools.results import RecordReport
from tools.types import Missing, Reading

_OUTCOMES = (
    Head("Horizon", "right"),
    Head("Settled", "right"),
    Head("Open", "right"),
    Head("Unable", "right"),
    Head("Calls", "right"),
    Head("Independent", "right"),
    Head("Hits", "right"),
    Head("Mean", "right"),
    Head("Median", "right"),
)
_RATES = (
    Head("Horizon", "right"),
    Head("Hit rate", "right"),
    Head("Base", "right"),
    Head("Advantage", "right"),
    Head("Interval"),
)
_STATED = (
    Head("Horizon", "right"),
    Head("Stated", "right"),
    Head("Apart", "right"),
    Head("Brier", "right"),
    Head("Of base", "right"),
    Head("Skill", "right"),
)
_WORST = (
    Head("", "right"),
    Head("Session"),
    Head("Symbol"),
    Head("Rating"),
    Head("Return", "right"),
    Head("Against", "right"),
)


def record_card(report: RecordReport) -> Group:
    """Every book, each alone, and what makes the record checkable."""
    record = report.record
    return Group(
        said(record.said, STRONG),
        *(said(notice) for notice in report.notices),
        *(part for book in record.books for part in _book(book, record.shown)),
        _footer(report),
    )


def _book(book: Book, shown: int) -> Iterator[RenderableType]:
    heading = Panel(
        Group(said(book.heading, STRONG), said(book.said), *map(said, book.caveats)),
        box=box.HEAVY if book.simulated else box.ROUNDED,
    )
    yield heading
    if not book.horizons:
        return
    yield section(
        "What came of them", Rows(_OUTCOMES, [_outcomes(score) for score in book.horizons]), *_reasons(book)
    )
    yield section("Directional calls against their base rate", *_rates(book))
    yield section("Stated probabilities", *_stated(book), *reliability_parts(book, shown))
    yield section("Worst calls first", said(book.worst_said), *_worst(book.worst))


def _outcomes(score: HorizonScore) -> Row:
    counts = (score.settled, score.open, score.unable, score.calls, score.apart, score.hits)
    return Row((value(score.length), *map(figure, (*counts, score.mean, score.median))))


def _reasons(book: Book) -> Iterator[RenderableType]:
    """Why calls cannot be settled; one line per reason."""
    for reason in dict.fromkeys(reason for score in book.horizons for reason in score.reasons):
        counts = [
            told(f"{written(score.length)}:", score.reasons[reason])
            for score in book.horizons
            if reason in score.reasons
        ]
        yield Text.assemble(("unable ", ABSENT), plain(reason), "   ", listed(counts), overflow="fold")


def _rates(book: Book) -> Iterator[RenderableType]:
    """The rates of the horizons that have enough cases, and why the others have none."""
    known = [score for score in book.horizons if not isinstance(score.hit_rate, Missing)]
    rows = [
        Row(
            (
                value(score.length),
                value(score.hit_rate),
                value(score.base_rate),
                value(score.advantage),
                _interval(score),
            ),
            state_of(score.verdict),
        )
        for score in known
    ]
    if rows:
        yield Rows(_RATES, rows, "Verdict", least=PHRASE - 5)
    yield from (said(score.said) for score in book.horizons if score not in known)


def _interval(score: HorizonScore) -> Text:
    if isinstance(score.low, Missing) or isinstance(score.high, Missing):
        return plain(NO_READING, ABSENT)
    return plain(f"{written(score.low).removesuffix(' points')} to {written(score.high)}")


def _stated(book: Book) -> Iterator[RenderableType]:
    """Brier scores where there are any, and why there are none elsewhere."""
    known = [score for score in book.horizons if not isinstance(score.stated.brier, Missing)]
    rows = []
    for score in known:
        one = score.stated
        readings = (one.count, one.apart, one.brier, one.brier_base, one.skill)
        rows.append(Row((value(score.length), *map(figure, readings))))
    if rows:
        yield Rows(_STATED, rows)
    yield from (said(score.stated.said) for score in book.horizons if score not in known)


def _worst(calls: Sequence[WorstCall]) -> Iterator[RenderableType]:
    if calls:
        yield Rows(_WORST, [_call(call) for call in calls])
    unknown: dict[str, None] = {}
    for call in calls:
        if isinstance(call.against, Missing):
            unknown[call.against.reason] = None
    yield from (plain(f"? {NO_READING} {reason}", ABSENT) for reason in unknown)


def _call(call: WorstCall) -> Row:
    return Row(
        (
            value(call.rank, ABSENT),
            value(call.session),
            value(call.symbol, STRONG),
            state_of(call.rating),
            value(call.percent),
            figure(call.against, STRONG),
        )
    )


def _footer(report: RecordReport) -> Group:
    """What the figures rest on, and what shows that nothing was changed since."""
    record = report.record
    labels: list[Reading] = [record.confidence, record.least]
    heads = [Text.assemble(told(head.label, head), overflow="fold") for head in report.heads]
    return section(
        "Ledger and rules",
        *heads,
        listed(
            [told(reading.label, reading) for reading in labels]
            + [
                Text.assemble((f"{label} ", ABSENT), plain(text))
                for label, text in (("profile", report.profile), ("rules", report.rules))
            ]
        ),
        plain(report.disclaimer),
    )
