"""Tool: what was answered before in this conversation."""

from datetime import date

from tools.errors import BadRequest
from tools.functions.context import BeltContext
from tools.functions.day_words import day_of
from tools.functions.lines import LONG, fitted
from tools.functions.quoted import said_line
from tools.functions.tool import DATE, Argument, DeskTool, called
from tools.grounds import Grounds


def earlier_answers(context: BeltContext, since: str, until: str) -> Grounds:
    """Earlier answers to the same person in the same place, read at this session or before."""
    newest = context.session
    first = date.min if since.lower() == "any" else day_of(since, newest, context.calendar).meant
    last = day_of(until, newest, context.calendar).meant
    if first > last:
        raise BadRequest(f"since ({first.isoformat()}) lies after until ({last.isoformat()}).")
    # an answer is dated by the day it was given, which may be long after the session it looks from
    end = date.max if last == newest else last
    found = tuple(said for said in context.earlier.between(first, end) if said.session <= newest)
    lines = ["earlier answers in this conversation, newest first; their figures are of their own sessions"]
    lines += [said_line(said) for said in found] or ["none in that time"]
    return Grounds("earlier_answers", called(since=since, until=until), fitted(lines, LONG), said=found)


TOOL = DeskTool(
    "earlier_answers",
    "What this desk answered earlier to the same person in the same place: question, answer, day, and the "
    "session its figures are of. Call it when they refer to an earlier answer, or ask what changed since.",
    (
        Argument(
            "since", DATE,
            'First day of the answers, ISO or words ("a week ago"), or "any". Example: "any".',
        ),
        Argument(
            "until", DATE,
            'Last day of the answers, ISO or words. Example: "latest".',
        ),
    ),
    earlier_answers,
)  # fmt: skip
