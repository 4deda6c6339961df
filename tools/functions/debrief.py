"""Tool: the debrief of a session, or hindsight where nothing was sealed."""

from dataclasses import replace

from tools.errors import NoData
from tools.functions.asking import DATE_ARGUMENT, SYMBOL_ARGUMENT, asked, grounds_of
from tools.functions.context import BeltContext
from tools.functions.debrief_text import debrief_lines
from tools.functions.hindsight_text import hindsight_lines
from tools.functions.tool import DeskTool, called
from tools.grounds import Grounds
from tools.types import Sentence


def debrief(context: BeltContext, symbol: str, date: str) -> Grounds:
    """The debrief; without a seal that sentence, and what can be said with hindsight."""
    name, day = asked(context, symbol, date)
    arguments = called(symbol=symbol, date=date)
    try:
        report = context.record.debrief(name, day.session)
    except NoData as gone:
        why = Sentence(str(gone))
    else:
        return grounds_of("debrief", arguments, report, day, debrief_lines(report), card=report)
    found = context.desk.hindsight(name, day.session)
    lines = [str(why), *hindsight_lines(found)]
    grounds = grounds_of("debrief", arguments, found, day, lines)
    return replace(grounds, sentences=(why, *grounds.sentences))


TOOL = DeskTool(
    "debrief",
    "How the last call did: the sealed signal of the session before against what the session did. Where "
    "nothing was sealed it says so and gives hindsight instead: what that stack reads today, the "
    "session's moves in ATR, which layer was most right and most wrong, the earliest warning, and a lesson. "
    "The date is the session that is judged, not the one before it.",
    (SYMBOL_ARGUMENT, DATE_ARGUMENT),
    debrief,
)
