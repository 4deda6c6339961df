"""Conducting a debrief: the seal, the session that followed it, its replay, and the history of the lesson."""

from datetime import date

import numpy as np
import pandas as pd

from tools.bars import Bars
from tools.chart_prices import price_unit
from tools.debrief.call import Call, read_call
from tools.debrief.debrief import WORDING, write_debrief
from tools.debrief.lessons import Past, Setup, read_lesson
from tools.debrief.outcome import read_outcome
from tools.desk.desk import Desk
from tools.desk.session_replay import session_warning
from tools.desk.snapshot import Snapshot
from tools.errors import BadData, BadRequest, NoData
from tools.layers.base import Breadth
from tools.ledger.entries import Seal
from tools.ledger.port import Row
from tools.overlays.positioning import plain_atr
from tools.overlays.rotation import rotation_history, state_names
from tools.results import DebriefReport
from tools.types import ABSTAIN, Absent, FloatArray, Sentence, StateArray


def debrief_of(desk: Desk, row: Row[Seal], session: date) -> DebriefReport:
    """Judge a seal by the session after it.

    Only the seal says what was predicted. The bars of the session say what came, the calendar when; the
    lesson's history ends before the session.

    Args:
        desk: Over the market that the seal is of.
        row: The seal as the ledger keeps it.
        session: The session to judge it by: the one right after the seal's.

    Raises:
        BadRequest: The session is not the one after the seal's, or the seal is of the other market, simulated
            or real.
        BadData: The seal says that it is a forward call and was made after the open.
        NoData: The session is not over, or its bars or those of the session before are not there.
        SourceDown: The source did not serve the symbol.
    """
    seal = row.entry
    _check(desk, seal, session)
    shot = _session(desk, seal, session)
    before = desk.snapshot(seal.symbol, seal.session)
    sheet = shot.sheet
    call = read_call(seal, row.hash, float(shot.bars.close[-2]), price_unit(shot.bars))
    outcome = read_outcome(shot.bars, call.atr, call.rating, sheet, WORDING)
    written = write_debrief(
        call,
        session,
        outcome,
        session_warning(call, outcome, shot, before, desk.market.bars, desk.calendar),
        read_lesson(
            _setup(call, before),
            outcome.verdict_close,
            _past(before, call),
            sheet,
            least=before.profile.evidence.min_episodes,
        ),
        source=shot.bars.source,
        digest=shot.header.digest,
        notes=_notes(seal, shot),
    )
    return DebriefReport(shot.header, shot.price, written)


def _check(desk: Desk, seal: Seal, session: date) -> None:
    after = desk.calendar.next(seal.session)
    if session != after:
        raise BadRequest(
            f"The seal of {seal.session.isoformat()} is judged by the session after it, {after.isoformat()}, "
            f"not by {session.isoformat()}."
        )
    if seal.simulated != desk.market.simulated:
        sort = "simulated" if seal.simulated else "real"
        raise BadRequest(f"The seal is of a {sort} market; this one is not.")
    if seal.kind == "forward" and seal.sealed_at >= desk.calendar.open_time(session):
        raise BadData(
            f"The seal of {seal.session.isoformat()} says it is a forward call and was made after "
            f"{session.isoformat()} had opened."
        )


def _session(desk: Desk, seal: Seal, session: date) -> Snapshot:
    """The symbol at the session, from whole bars that hold the session before too."""
    try:
        shot = desk.snapshot(seal.symbol, session)
    except BadRequest as error:
        raise NoData(f"The session of {session.isoformat()} is not over.") from error
    bars = shot.bars
    if bars.last_session != session:
        raise NoData(
            f"{seal.symbol} has no bar of {session.isoformat()}: it is not over, or the source does not have "
            f"it; the newest bar is of {bars.last_session.isoformat()}."
        )
    if len(bars) < 2 or bars.index[-2].date() != seal.session:
        raise NoData(
            f"{seal.symbol} has no bar of {seal.session.isoformat()}, the session before "
            f"{session.isoformat()}."
        )
    return shot


def _notes(seal: Seal, shot: Snapshot) -> tuple[Sentence, ...]:
    if seal.source == shot.bars.source:
        return ()
    return (Sentence(f"Sealed from bars of {seal.source}, judged by bars of {shot.bars.source}."),)


def _setup(call: Call, before: Snapshot) -> Setup:
    names = {word: code for code, word in state_names(before.profile.rotation).items()}
    word = call.seal.rotation or ""
    return Setup(call.side, call.layers, names.get(word, ABSTAIN), word)


def _past(before: Snapshot, call: Call) -> Past:
    """The columns of history, up to the seal's session."""
    bars, multiples, stack = before.bars, before.inputs.multiples, before.stack
    silent = np.full(len(bars), ABSTAIN, np.int8)
    layers = {layer.name: silent for layer in call.layers}
    for name, history in stack.layers.items():
        layers[name] = silent if isinstance(history, Absent) else history.states(multiples)
    breadth = before.inputs.breadth
    late = isinstance(breadth, Breadth) and breadth.membership.as_of > bars.index[0].date()
    return Past(
        ratings=stack.ratings(before.profile.composite, multiples),
        layers=layers,
        rotation=_rotation(before),
        moves=_next_moves(bars, before.profile.risk.atr_period),
        caveat="breadth before its member list is survivorship-biased" if late else "",
    )


def _next_moves(bars: Bars, period: int) -> FloatArray:
    """Close-to-close move of the next session in ATR of the row, with dividends; NaN on the last row."""
    moves = np.full(len(bars), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = bars.close[:-1] * (bars.adj_close[1:] / bars.adj_close[:-1] - 1.0)
        atr = plain_atr(bars, period)[:-1]
        moves[:-1] = np.where(atr > 0, moved / atr, np.nan)
    return moves


def _rotation(before: Snapshot) -> StateArray:
    bars, benchmark = before.bars, before.other(before.profile.benchmark)
    states = np.full(len(bars), ABSTAIN, np.int8)
    if isinstance(benchmark, Absent) or benchmark.symbol == bars.symbol:
        return states
    past = rotation_history(bars, benchmark, before.profile.rotation)
    places = bars.index.get_indexer(pd.DatetimeIndex(past.index))
    states[places] = past.state
    return states
