"""A claim about decisions of the central bank: what moves on their day goes on."""

from collections.abc import Mapping

import numpy as np

from tools.evidence.claims.claim import Claim, ClaimInputs, Group, Term, Trial
from tools.evidence.claims.columns import ahead
from tools.indicators.momentum import roc
from tools.profile import Profile
from tools.types import Absent, FloatArray, Unit

_HORIZONS = (1, 3, 5)
_LASTS = 3


def _go_on(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    days, bars = inputs.decisions, inputs.market.bars
    if isinstance(days, Absent):
        return days
    decided = np.isin(bars.index, days)
    move = roc(bars.adj_close, 1)
    moved = np.isfinite(move) & (move != 0)
    # the base begins with the decisions on file; where it ends must not depend on those to come
    within = np.logical_or.accumulate(decided)
    trials = []
    for horizon in _HORIZONS:
        went_on = _same_way(move, ahead(bars, horizon, bars.index))
        case = Group("decision days", decided & moved, went_on)
        base = Group("all sessions", within & moved, went_on)
        trials.append(Trial(horizon, bars.symbol, case, base, horizon == _LASTS))
    return tuple(trials)


def _same_way(move: FloatArray, returns: FloatArray) -> FloatArray:
    with np.errstate(invalid="ignore"):
        same = np.sign(move) == np.sign(returns)
    return np.where(np.isfinite(returns), same.astype(np.float64), np.nan)


def _terms(profile: Profile) -> Mapping[str, Term]:
    del profile
    return {"horizon": Term("horizon of the verdict", _LASTS, Unit.SESSIONS)}


CLAIMS = (
    Claim(
        "decision_moves_go_on",
        "moves after a Fed decision go on",
        "Once a decision of the central bank is out, a move is more likely to persist.",
        "Sessions of scheduled decisions against all: share in which the move of the session and that of the "
        "{horizon} after the next open have the same sign.",
        "went on",
        _go_on,
        _terms,
    ),
)
