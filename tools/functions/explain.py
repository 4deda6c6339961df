"""Tool: what a term of the desk means."""

import re
from datetime import date
from functools import partial

from knowledge.tenants import PUBLIC
from knowledge.types import Passage, Query, SearchMode
from tools.errors import NoData
from tools.functions.context import BeltContext
from tools.functions.lines import LONG, fitted
from tools.functions.quoted import passage_line
from tools.functions.reading_reports import read_reports
from tools.functions.tool import Argument, DeskTool, Words, called
from tools.grounds import Grounds

PLAYBOOK = "Plumbline playbook"
RULES = frozenset(
    {
        "Breadth divergence, repair and thrust",
        "Composite, rating and coverage",
        "Data quality: adjustment, bias and staleness",
        "Debrief: how a call is sealed and scored",
        "Glossary",
        "How the desk reasons, and what it will not say",
        "Levels, pivots and retracements",
        "Rotation: leadership, parity and flight",
        "Sizing and risk",
        "The breadth layer",
        "The credit and curve overlay",
        "The momentum layer",
        "The relative-strength layer",
        "The trend layer",
    }
)
"""Pages that state the rules every card is computed with, whatever session it is of. The others hold dates,
results and what people wrote, and are quoted only from the day they were known."""

_MOST = 3
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def explain(context: BeltContext, term: str) -> Grounds:
    """Passages of the shipped playbook about a term."""
    lines = [f"definitions in the {PLAYBOOK}; cite a passage by its tag"]
    passages = _definitions(context, term)
    if not passages:
        passages = _rules(context, term)
        lines.append("note: these pages are newer than the session; they state today's rules, not the market")
    if not passages:
        raise NoData(f"The {PLAYBOOK} has no definition of {term!r}.")
    lines += [passage_line(passage) for passage in passages]
    return Grounds("explain", called(term=term), fitted(lines, LONG), passages=passages)


def _definitions(context: BeltContext, term: str) -> tuple[Passage, ...]:
    """As known at the session."""
    return _found(context, term, context.session, _MOST)[:_MOST]


def _rules(context: BeltContext, term: str) -> tuple[Passage, ...]:
    """Of pages written after the session: those that state rules, and name no year that was not over."""
    late = _found(context, term, date.max, 3 * _MOST)
    year = context.session.year
    timeless = [
        one
        for one in late
        if one.cited.title in RULES and all(int(named) < year for named in _YEAR.findall(one.text))
    ]
    return tuple(timeless[:_MOST])


def _found(context: BeltContext, term: str, as_of: date, most: int) -> tuple[Passage, ...]:
    """By meaning; for a name without a page of its own, such as MACD, where the word stands.

    Shipped pages alone: a document that somebody added under the playbook's name is not one.
    """
    for text, mode in ((f"What is {term}?", SearchMode.FUSED), (term, SearchMode.LEXICAL)):
        query = Query(text, as_of=as_of, source=PLAYBOOK, limit=most, mode=mode)
        found = read_reports(partial(context.corpus.search, query)).passages
        shipped = [one for one in found if one.cited.tenant == PUBLIC and one.cited.source == PLAYBOOK]
        if shipped:
            return tuple(shipped)
    return ()


TOOL = DeskTool(
    "explain",
    "What a term, rule or threshold of this desk means (parity, composite, rating, breadth divergence, "
    "sizing, ATR, RSI, coverage, ...), quoted from the shipped playbook. Call it for any question of what "
    "something is or how it is computed.",
    (
        Argument(
            "term",
            Words(120),
            'The term, in the field\'s words, up to 120 characters. Example: "parity".',
        ),
    ),
    explain,
)
