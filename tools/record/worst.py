"""The calls that went wrong, the worst first."""

import math
from collections.abc import Sequence
from typing import Final

from tools.phrases import say
from tools.record.calls import Outcome
from tools.record.making import Making
from tools.record.results import WorstCall
from tools.types import Fact, Sentence, Unit

MOST: Final = 10
"""Calls listed."""


def worst_calls(
    chosen: Sequence[Outcome], length: Fact, making: Making
) -> tuple[tuple[WorstCall, ...], Sentence]:
    """Directional calls whose return went against them, by that return in ATR of the sealed session.

    Those whose ATR was not known come after the others, by the return alone; equal ones by session.

    Returns:
        At most `MOST` calls, and how they are ranked, or why there are none.
    """
    if not chosen:
        return (), say("No directional call is settled over {length}.", length=length)
    wrong = sorted((one for one in chosen if one.gain < 0), key=_order)
    if not wrong:
        return (), say("No directional call went against its direction over {length}.", length=length)
    listed = tuple(_worst(rank, one, length, making) for rank, one in enumerate(wrong[:MOST], start=1))
    return listed, say(
        "Directional calls over {length}, by the return against the call in ATR of the sealed session.",
        length=length,
    )


def against_in_atr(outcome: Outcome) -> float:
    """The return against the call over the sealed ATR as a share of the close; NaN without an ATR."""
    seal = outcome.seal
    return -outcome.gain / (100.0 * seal.atr / seal.close) if seal.atr else math.nan


def _order(outcome: Outcome) -> tuple[bool, float, str, str]:
    against, seal = against_in_atr(outcome), outcome.seal
    unknown = math.isnan(against)
    return unknown, outcome.gain if unknown else -against, seal.session.isoformat(), seal.symbol


def _worst(rank: int, outcome: Outcome, length: Fact, making: Making) -> WorstCall:
    made = making.within(f"worst.{rank}", "worst calls")
    seal, against = outcome.seal, against_in_atr(outcome)
    place = made.count("rank", "rank", rank, "by the return against the call in ATR")
    session = made.day("session", "session of a call", seal.session, "as sealed")
    symbol = made.text("symbol", "symbol of a call", seal.symbol, "as sealed")
    rating = made.text("rating", "rating of a call", seal.rating or "", "as sealed")
    percent = made.number(
        "percent",
        "return after a call",
        outcome.settled.percent,
        Unit.PERCENT,
        f"from the open of {outcome.settled.entered} to the close of {outcome.settled.left}, adjusted",
    )
    move = made.given("the ATR of the sealed session was not known" if math.isnan(against) else "")(
        "against",
        "return against a call",
        against,
        Unit.ATR,
        "return against the call over ATR 14 as a share of the close, both as sealed",
    )
    said = say(
        "{symbol} {session}: {rating}; return {percent} over {length}, against the call {move}.",
        symbol=symbol,
        session=session,
        rating=rating,
        percent=percent,
        length=length,
        move=move,
    )
    return WorstCall(place, symbol, session, rating, percent, move, said)
