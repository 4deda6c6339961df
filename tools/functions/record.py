"""Tool: how sealed signals have done."""

from tools.functions.asking import DATE_ARGUMENT, SYMBOL_ARGUMENT, asked
from tools.functions.context import BeltContext
from tools.functions.lines import fitted, once, sentences_in
from tools.functions.record_text import book_sentences, record_lines
from tools.functions.tool import DeskTool, called
from tools.grounds import Grounds
from tools.results import facts_of


def record(context: BeltContext, symbol: str, date: str) -> Grounds:
    """The score kept of sealed signals."""
    name, day = asked(context, symbol, date)
    report = context.record.record(name, day.session)
    heading = f"{name}, record up to session {day.session.isoformat()} (source: ledger)"
    notices = (day.notice,) if day.notice else ()
    told = tuple(said for book in report.record.books for said in book_sentences(book))
    return Grounds(
        "record",
        called(symbol=symbol, date=date),
        fitted([heading, *(f"note: {said}" for said in notices), *record_lines(report)]),
        facts=once(facts_of(report)),
        sentences=tuple(dict.fromkeys((*notices, *sentences_in(report), *told))),
        session=day.session,
    )


TOOL = DeskTool(
    "record",
    "How the desk's own sealed signals of a symbol have done so far: calls, hit rate against the base rate, "
    "Brier score, the worst calls; forward calls and back-filled ones apart. The only source for how often "
    "the desk has been right.",
    (SYMBOL_ARGUMENT, DATE_ARGUMENT),
    record,
)
