"""What sealing, settling and back-filling did, in lines."""

from collections import Counter

from rich.console import Group, RenderableType

from bot.terminal.corpus_words import counted
from bot.terminal.words import ABSENT, STRONG, plain, said
from tools.desk.back_filling import BackFilled
from tools.desk.book import SealedCard
from tools.desk.settling import SettlingRun
from tools.types import EXCHANGE_ZONE

_SHOWN = 5
"""Reasons that are listed of those that horizons wait for."""

_KINDS = {
    "forward": "forward call, sealed before the next session opened",
    "backfilled": "back-filled: the next session had opened, so it counts in no forward record",
}


def sealed_lines(sealed: SealedCard) -> RenderableType:
    """What was sealed, or that it was sealed before, with what to note down."""
    row = sealed.row
    call = row.entry
    rating = call.rating or "no composite"
    score = "" if call.score is None else f" at {call.score:+.2f}"
    market = "SIMULATED  " if call.simulated else ""
    opens = call.next_open.astimezone(EXCHANGE_ZONE)
    done = "Sealed" if sealed.new else "Sealed before"
    lines = [said(notice) for notice in sealed.card.header.notices]
    lines += [
        plain(
            f"{market}{done}: {call.symbol} {call.session.isoformat()}, {rating}{score}, "
            f"close ${call.close:,.2f}.",
            STRONG,
        ),
        plain(f"{_KINDS[call.kind]} (it opens {opens:%Y-%m-%d %H:%M} New York)."),
        plain(f"row {row.number}  ·  hash {row.hash}", ABSENT),
    ]
    if not sealed.new and sealed.card.header.digest != call.digest:
        lines.append(
            plain(
                "Today's inputs of that session differ from the sealed ones (a restatement, other data or "
                "another profile). The seal stays as it is."
            )
        )
    return Group(*lines)


def settled_lines(run: SettlingRun) -> RenderableType:
    """What was settled, what can never be, what waits, and what failed."""
    lines = [plain(f"Settled {counted(run.written, 'horizon')}, {run.unable:,} of them as unable.", STRONG)]
    if run.open:
        nearest = Counter(one.reason for _, one in run.open)
        lines.append(plain(f"Open: {counted(len(run.open), 'horizon')}, whose last session has no bar yet."))
        lines += [
            plain(f"  {reason} ({count})", ABSENT) for reason, count in sorted(nearest.items())[:_SHOWN]
        ]
    lines += [plain(f"Not settled now: {symbol}: {reason}") for symbol, reason in run.failed]
    if not run.written and not run.open and not run.failed:
        lines.append(plain("Nothing waits to be settled."))
    return Group(*lines)


def back_filled_lines(done: BackFilled) -> RenderableType:
    """What a back-filled run wrote, and what it had to leave out, reason by reason."""
    written = (
        f"{counted(done.sealed, 'call')} sealed ({done.there:,} were there), "
        f"{counted(done.settled, 'horizon')} settled, {counted(done.debriefed, 'debrief')} written."
    )
    lines = [
        plain(
            f"{done.symbol}, {done.first.isoformat()} to {done.last.isoformat()}, back-filled: {written}",
            STRONG,
        ),
        plain("Back-filled calls are computed afterwards and counted in a book of their own.", ABSENT),
    ]
    for what, left_out in (("not sealed", done.skipped), ("not debriefed", done.undebriefed)):
        if left_out:
            days = f"{left_out[0][0].isoformat()} to {left_out[-1][0].isoformat()}"
            lines.append(
                plain(f"{counted(len(left_out), 'session')} {what}, {days}; the first: {left_out[0][1]}")
            )
    return Group(*lines)
