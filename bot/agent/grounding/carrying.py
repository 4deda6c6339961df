"""What one statement lends the next: "IWM closed at 203. It is below its average" speaks of IWM twice."""

from bot.agent.grounding.known import Index
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried, session_day
from bot.agent.grounding.statements import Statement
from bot.agent.grounding.subjects import SECONDS, subject
from bot.agent.grounding.symbols import SymbolAt


def enter(statement: Statement, carried: Carried) -> None:
    """Forget, before a statement is read, what does not cross into another paragraph.

    Its words do not; a report goes on into the next paragraph, but not past it.

    Args:
        statement: The one about to be read.
        carried: Changed in place.
    """
    if statement.block != carried.block:
        carried.words = frozenset()
        carried.marks = []
        carried.passages = carried.passages if statement.block == carried.block + 1 else []
    carried.block = statement.block


def carry(read: Read, carried: Carried, index: Index) -> None:
    """Remember of a statement what the next one may lean on.

    A table's cell lends nothing but its words: the cell beside it speaks of another column.

    Args:
        read: The statement.
        carried: Changed in place.
        index: What the tools gave.
    """
    carried.words |= {word.norm for word in read.words}
    if read.statement.cell:
        return
    if read.mentions:
        carried.mentions = read.mentions
    own = [symbol for symbol in read.symbols if symbol.start >= 0 and subject(symbol, read)]
    if own and _leads(own[0], index):
        carried.symbol = own[0].symbol
    spoken = [day for day in read.days if session_day(day, index)]
    if spoken:
        last = [session for session in index.sessions if spoken[-1].is_day(session)]
        if len(last) == 1:
            carried.day = last[0]
        carried.days = frozenset(
            session for session in index.sessions for day in spoken if day.is_day(session)
        )


def _leads(symbol: SymbolAt, index: Index) -> bool:
    """Whether what follows is about a symbol too: one of the run, or a stranger that is no mere benchmark."""
    name = symbol.symbol
    return name in index.symbols or name[0] == "?" or (len(name) > 1 and name not in SECONDS)
