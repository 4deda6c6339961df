"""Putting a debrief together: the call, what the session made of it, the warning and the lesson."""

from datetime import date
from typing import Final

from tools.debrief.blame import read_blame
from tools.debrief.call import Call
from tools.debrief.outcome import Outcome, Wording
from tools.debrief.types import Debrief, Lesson, Warned
from tools.types import Sentence

WORDING: Final = Wording(
    "debrief", "resolved as predicted", "The sealed composite", "the sealed ATR of the session before"
)


def write_debrief(
    call: Call,
    session: date,
    outcome: Outcome,
    warning: Warned,
    lesson: Lesson,
    *,
    source: str,
    digest: str,
    notes: tuple[Sentence, ...] = (),
) -> Debrief:
    """The debrief of a session.

    Args:
        call: The seal in facts.
        session: The session that is judged.
        outcome: What it made of the call.
        warning: The earliest one.
        lesson: For the next set-up.
        source: Where the bars that judge it came from.
        digest: Of the session's card.
        notes: What must be known beside the call's own.
    """
    blame = read_blame(call.layers, outcome.close_to_close, outcome.noise)
    seal = call.seal
    return Debrief(
        seal=call.hash,
        kind=seal.kind,
        simulated=seal.simulated,
        symbol=seal.symbol,
        session=session,
        before=seal.session,
        sealing=call.sealing,
        sealed_at=call.sealed_at,
        next_open=call.next_open,
        rating=call.rating,
        score=call.score,
        points=call.points,
        layers=tuple(layer.then for layer in call.layers),
        atr=call.atr,
        open_to_close=outcome.open_to_close,
        close_to_close=outcome.close_to_close,
        verdict_open=outcome.verdict_open,
        verdict_close=outcome.verdict_close,
        outcome=outcome.said,
        most_right=tuple(layer.said for layer in blame.right),
        most_wrong=tuple(layer.said for layer in blame.wrong),
        blamed=blame.said,
        warning=warning,
        lesson=lesson,
        notes=(*call.notes, *notes),
        facts=(outcome.noise, *call.facts),
        source=source,
        digest=digest,
    )
