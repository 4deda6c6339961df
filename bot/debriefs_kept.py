"""Debriefs that the ledger keeps, put into the corpus."""
# ruff: noqa: PLC0415 - the corpus is opened when there is something to put in

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.wiring import Services


def keep_debriefs(services: "Services", symbol: str, first: date, last: date, *, quiet: bool = False) -> int:
    """Put the debriefs of a period in; one that is there already stays as it is.

    Args:
        services: Of this run; only debriefs of its market, simulated or real, are taken.
        symbol: Whose.
        first: The first judged session.
        last: The last one, included.
        quiet: Show no progress: the output is read by a program.

    Returns:
        How many were new.

    Raises:
        PlumbError: As the ledger and the corpus.
    """
    from bot.debrief_documents import add_debrief
    from bot.knowledge_command import bare_corpus
    from tools.debrief.codec import from_text
    from tools.ledger.port import Wanted

    wanted = Wanted(symbol, simulated=services.market.simulated, first=first, last=last)
    # of a corrected debrief the newest row stands
    newest = {row.entry.seal: row.entry for row in services.book.ledger.debriefs(wanted)}
    new = 0
    with bare_corpus(quiet=quiet) as opened:
        for entry in newest.values():
            added = add_debrief(
                opened.library, from_text(entry.body), added=opened.today, progress=opened.progress
            )
            new += added.new
    return new
