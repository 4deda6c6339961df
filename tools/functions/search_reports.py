"""Tool: what stored reports say."""

from knowledge.types import Query
from tools.functions.context import BeltContext
from tools.functions.day_words import day_of
from tools.functions.lines import LONG, fitted
from tools.functions.quoted import passage_line
from tools.functions.reading_reports import read_reports
from tools.functions.symbol_words import symbol_or_any
from tools.functions.tool import DATE, QUESTION, SYMBOL, Argument, DeskTool, called
from tools.grounds import Grounds
from tools.types import Sentence

_MOST = 5


def search_reports(context: BeltContext, question: str, symbol: str, since: str, before: str) -> Grounds:
    """Passages of stored reports as they were known at a session."""
    name = symbol_or_any(symbol)
    last = day_of(before, context.session, context.calendar).meant
    first = None if since.lower() == "any" else day_of(since, context.session, context.calendar).meant
    query = Query(question, as_of=last, symbol=name, since=first, limit=_MOST)
    found = read_reports(lambda: context.corpus.search(query))
    lines = [f"stored reports as known on {last.isoformat()}, best first; cite a passage by its tag"]
    lines += [passage_line(passage) for passage in found.passages] or [f"nothing found: {found.nothing}"]
    arguments = called(question=question, symbol=symbol, since=since, before=before)
    said = (Sentence(found.nothing),) if found.nothing else ()
    return Grounds("search_reports", arguments, fitted(lines, LONG), sentences=said, passages=found.passages)


TOOL = DeskTool(
    "search_reports",
    "Searches the stored reports and notes (published research, monthly reports, what people added) and "
    "gives quoted passages with title, source and date. Call it for what somebody wrote, said or forecast, "
    "and for background; never for readings of the market itself.",
    (
        Argument(
            "question", QUESTION,
            'What to look for, in a sentence or a few words, up to 400 characters. Example: "floating-rate '
            'debt of small caps".',
        ),
        Argument(
            "symbol", SYMBOL,
            'Only documents about this ticker, or "any". Example: "any".',
        ),
        Argument(
            "since", DATE,
            'Only documents published on or after this day (ISO or words), or "any". Example: "any".',
        ),
        Argument(
            "before", DATE,
            'As the reports were known on this day: "latest", or an earlier day, ISO or words. Example: '
            '"latest".',
        ),
    ),
    search_reports,
)  # fmt: skip
