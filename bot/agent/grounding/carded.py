"""The words and conditions that cards give: states of layers and horizons, ratings, regimes, flags."""

from collections.abc import Sequence
from datetime import date

from bot.agent.grounding.known import Known, StateOf
from bot.agent.grounding.result_parts import parts
from bot.agent.grounding.vocabulary import key_of
from tools.grounds import Grounds
from tools.horizons import Horizon
from tools.types import Absent, Flag, LayerReading, Missing, Unit

_OWNERS = {
    "composite.rating": "composite",
    "composite.rating_plain": "rating_plain",
    "composite.letter": "letter",
    "rotation.state": "rotation",
    "credit.state": "credit",
    "relative_strength.quadrant": "quadrant",
    "sizing.posture": "sizing",
    "breadth.verdict": "verdict",
    "swing.direction": "swing",
}
"""Facts in words, and the thing whose state each is."""


def states(
    grounds: Sequence[Grounds], known: Sequence[Known], missing: Sequence[tuple[str, str, Missing]]
) -> list[StateOf]:
    """The states that facts tell, those that are missing, and those that results carry."""
    found = []
    for one in known:
        owner = _owner(one)
        if owner is not None and isinstance(one.fact.value, str):
            symbol = one.fact.id.partition(".")[0].upper()
            found.append(StateOf(owner, symbol, one.fact.value, one.fact.id, one.session))
    for symbol, key, gone in missing:
        if key in _OWNERS:
            found.append(StateOf(_OWNERS[key], symbol, None, gone.id, None))
        elif key.endswith(".state"):
            found.append(StateOf(key.removesuffix(".state"), symbol, None, gone.id, None))
    for ground in grounds:
        for part in parts(ground.result):
            if isinstance(part, LayerReading):
                symbol = part.weight.id.partition(".")[0].upper()
                found.append(_state(part.name, symbol, part, ground.session))
            elif isinstance(part, Horizon):
                symbol = part.score.id.partition(".")[0].upper()
                found.append(_state(f"horizon.{part.name}", symbol, part, ground.session))
    return found


def flags(grounds: Sequence[Grounds], known: Sequence[Known]) -> list[tuple[str, str, bool, date | None]]:
    """The conditions that facts and results tell: key, symbol, whether it is on, session."""
    found: list[tuple[str, str, bool, date | None]] = [
        (one.key, one.fact.id.partition(".")[0].upper(), bool(one.fact.value), one.session)
        for one in known
        if one.fact.unit is Unit.FLAG
    ]
    for ground in grounds:
        for part in parts(ground.result):
            if isinstance(part, Flag):
                symbol, key = key_of(part.id)
                found.append((key, symbol, part.on, ground.session))
    return found


def _owner(one: Known) -> str | None:
    """The thing a fact gives a word to; None where it gives none."""
    if one.key in _OWNERS:
        return _OWNERS[one.key]
    if one.key.endswith(".vote_word"):
        return one.key.removesuffix(".vote_word")
    if one.key.endswith(".state") and one.fact.unit is Unit.TEXT:
        return one.key.removesuffix(".state")
    return None


def _state(owner: str, symbol: str, part: LayerReading | Horizon, session: date | None) -> StateOf:
    word = None if isinstance(part.state, Absent) else part.state
    return StateOf(owner, symbol, word, part.score.id, session)
