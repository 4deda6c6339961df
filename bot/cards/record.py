"""The card of the record: how sealed calls did, each book alone, and what makes it checkable."""

from collections.abc import Iterator

from bot.cards.blocks import Block, Button, Card, Picture, Rule, Text
from bot.cards.chart import picture
from bot.cards.request import Request
from bot.cards.sections import between, section
from bot.cards.states import state_of
from bot.cards.words import escaped, figure, lines, said, small, told, value
from tools.charts import Chart
from tools.phrases import say
from tools.record import Book, HorizonScore, ReliabilityBin, WorstCall
from tools.results import RecordReport
from tools.types import Fact, Missing, Reading

_KEY = "○ too few cases to judge by"


def record_card(report: RecordReport, request: Request, *, chart: Chart | Picture | None = None) -> Card:
    """Every book, each alone, and the chain heads.

    Args:
        report: The record.
        request: What the card answers.
        chart: Stated probabilities against what happened, as a picture.
    """
    shown = picture(chart, request) if isinstance(chart, Chart) else chart
    record = report.record
    whose = escaped(record.symbol or "All symbols")
    symbol = record.symbol or ""
    return Card(
        f"**{whose}** · record · {record.as_of.isoformat()}",
        (
            Text(lines((said(record.said), *(f"⚠ {said(notice)}" for notice in report.notices)))),
            *([shown] if shown else []),
            *(part for book in record.books for part in _book(book, record.shown)),
            _ledger(report),
        ),
        small(escaped(report.disclaimer)),
        buttons=(
            *([Button("Debrief", Request("debrief", symbol, request.as_of))] if symbol else []),
            Button("How it is kept", Request("help", more="record")),
        ),
        request=request,
    )


def _book(book: Book, shown: int) -> Iterator[Block]:
    """One book; books are never added up."""
    yield Rule()
    mark = "SIMULATED · " if book.simulated and "SIMULATED" not in book.heading.text else ""
    yield section(f"{mark}{book.heading.text}", said(book.said), *(small(said(one)) for one in book.caveats))
    if not book.horizons:
        return
    yield Text(lines(("**What came of them**", *map(_outcomes, book.horizons), *_reasons(book))))
    yield Text(lines(("**Directional calls against their base rate**", *map(_rates, book.horizons))))
    yield Text(lines(("**Stated probabilities**", *map(_stated, book.horizons), *_reliability(book, shown))))
    yield Text(lines(("**Worst calls first**", said(book.worst_said), *map(_worst, book.worst))))


def _outcomes(score: HorizonScore) -> str:
    counts = (("settled", score.settled), ("open", score.open), ("unable", score.unable))
    calls = (("directional", score.calls), ("independent", score.apart), ("hits", score.hits))
    moves = (("mean", score.mean), ("median", score.median))
    shown = ", ".join(f"{name} {figure(reading)}" for name, reading in (*counts, *calls, *moves))
    return f"- {value(score.length)}: {shown}"


def _reasons(book: Book) -> Iterator[str]:
    """Why calls cannot be settled; one line per reason."""
    for reason in dict.fromkeys(reason for score in book.horizons for reason in score.reasons):
        counts = (
            f"{value(score.length)}: {figure(score.reasons[reason])}"
            for score in book.horizons
            if reason in score.reasons
        )
        yield small(f"unable: {escaped(reason)} ({', '.join(counts)})")


def _rates(score: HorizonScore) -> str:
    """The rates where there are enough cases; elsewhere why there are none."""
    if isinstance(score.hit_rate, Missing):
        return f"- {value(score.length)}: {said(score.said)}"
    interval = between(score.low, score.high, bare=True)
    advantage = f"advantage {value(score.advantage)}" + (f" ({interval})" if interval else "")
    return (
        f"- {value(score.length)}: **{value(score.verdict)}**\n"
        f"  hit **{value(score.hit_rate)}**, base {value(score.base_rate)}, {advantage}"
    )


def _stated(score: HorizonScore) -> str:
    one = score.stated
    if isinstance(one.brier, Missing):
        return f"- {value(score.length)}: {said(one.said)}"
    return (
        f"- {value(score.length)}: Brier **{value(one.brier)}**, of base {figure(one.brier_base)}, "
        f"skill {figure(one.skill)} ({figure(one.count)} stated, {figure(one.apart)} independent)"
    )


def _reliability(book: Book, shown: int) -> Iterator[str]:
    """Stated probabilities as they came, bin by bin; nothing where none was stated."""
    score = next((one for one in book.horizons if one.horizon == shown), None)
    if score is None or not score.stated.bins:
        return
    yield said(say("Probabilities of a rise over {length}, as stated and as it came.", length=score.length))
    yield from map(_bin, score.stated.bins)
    if any(one.few for one in score.stated.bins):
        yield small(_KEY)


def _bin(one: ReliabilityBin) -> str:
    mark = "○" if one.few else "●"
    return (
        f"- {mark} stated {between(one.lower, one.upper)} (mean {value(one.stated)}): "
        f"rose **{value(one.observed)}** ({between(one.low, one.high)}), "
        f"{value(one.count)} calls, {value(one.apart)} independent"
    )


def _worst(call: WorstCall) -> str:
    rating = state_of(call.rating)
    head = f"{value(call.rank)}: {value(call.session)} **{value(call.symbol)}** {rating}"
    return f"- {head}, return {value(call.percent)}, against {_against(call.against)}"


def _against(reading: Reading) -> str:
    return value(reading) if isinstance(reading, Fact) else f"not known ({escaped(reading.reason)})"


def _ledger(report: RecordReport) -> Text:
    """What the figures rest on, and what shows that nothing was changed since."""
    record = report.record
    heads = (f"{escaped(head.label)} `{value(head)}`" for head in report.heads)
    readings: tuple[Reading, ...] = (record.confidence, record.least)
    rules = f"profile {escaped(report.profile)} · rules {escaped(report.rules)}"
    return section("Ledger and rules", *heads, *(told(one.label, one) for one in readings), small(rules))
