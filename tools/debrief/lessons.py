"""One line for the next set-up: the situation of the call, and how it ended before, never from one case.

A situation is a state of rating and layers at a session; the same rule reads it from the seal and from the
columns of history. Counted are earlier sessions in it whose next session decided, all over before the
session that is judged.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tools.debrief.called import Called, side_of
from tools.debrief.outcome import NOISE_ATR
from tools.debrief.types import Lesson
from tools.facts import FactSheet
from tools.indicators.proportion import wilson_interval
from tools.phrases import say
from tools.types import ABSTAIN, BoolArray, Fact, FloatArray, Missing, Reading, Sentence, StateArray, Unit

_WORDS = {1: "bullish", -1: "bearish"}


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """The sessions before the one that is judged, as columns; the last row is the seal's session.

    Attributes:
        ratings: -2 (strong bearish) to +2.
        layers: Name -> states per session, `ABSTAIN` where there is none.
        rotation: +1, 0, -1, or `ABSTAIN`.
        moves: Close-to-close move of the next session in ATR of the row; NaN where that session is the
            judged one, later, or not known.
        caveat: What must be said with every count; empty without any.
    """

    ratings: StateArray
    layers: Mapping[str, StateArray]
    rotation: StateArray
    moves: FloatArray
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class Setup:
    """The call as a situation is read from it.

    Attributes:
        side: +1 bullish, -1 bearish.
        layers: As sealed.
        rotation: -1 to +1 or `ABSTAIN`, as sealed.
        rotation_word: The same for people.
    """

    side: int
    layers: tuple[Called, ...]
    rotation: int
    rotation_word: str


@dataclass(frozen=True, slots=True)
class Situation:
    """A state of rating and layers.

    Attributes:
        key: Of the rule that found it.
        words: After "Next time", e.g. "a bullish rating stands against bearish breadth".
        holds: Where it held, of the columns of history.
    """

    key: str
    words: str
    holds: Callable[[Past], BoolArray]


def _against_rotation(setup: Setup) -> Situation | None:
    if setup.rotation != -setup.side:
        return None
    return Situation(
        "rotation against the rating",
        f"a {_WORDS[setup.side]} rating stands against {setup.rotation_word}",
        lambda past: _sided(past, setup.side) & (past.rotation == -setup.side),
    )


def _against_layer(setup: Setup) -> Situation | None:
    """The layer with the largest score against the rating, among those whose state is against it."""
    against = [
        layer
        for layer in setup.layers
        if side_of(layer.state) == -setup.side and isinstance(layer.score, Fact)
    ]
    if not against:
        return None
    most = min(against, key=lambda layer: setup.side * _score(layer))
    return Situation(
        f"{most.said} against the rating",
        f"a {_WORDS[setup.side]} rating stands against {_WORDS[-setup.side]} {most.said}",
        lambda past: _sided(past, setup.side) & (past.layers[most.name] == -setup.side),
    )


def _half_hearted(setup: Setup) -> Situation | None:
    if not any(isinstance(layer.state, Fact) and side_of(layer.state) == 0 for layer in setup.layers):
        return None

    def holds(past: Past) -> BoolArray:
        against, neutral, _ = _tallied(past, setup.side)
        return np.asarray(_sided(past, setup.side) & (against == 0) & (neutral > 0))

    words = f"a {_WORDS[setup.side]} rating has a neutral layer and none against it"
    return Situation("a layer neutral, none against", words, holds)


def _agreed(setup: Setup) -> Situation | None:
    if not any(isinstance(layer.state, Fact) for layer in setup.layers):
        return None

    def holds(past: Past) -> BoolArray:
        against, neutral, agreed = _tallied(past, setup.side)
        return np.asarray(_sided(past, setup.side) & (against == 0) & (neutral == 0) & (agreed > 0))

    words = f"a {_WORDS[setup.side]} rating has every layer that speaks on its side"
    return Situation("all layers agree", words, holds)


def _rated(setup: Setup) -> Situation | None:
    words = f"the rating is {_WORDS[setup.side]}"
    return Situation("the rating alone", words, lambda past: _sided(past, setup.side))


RULES: tuple[Callable[[Setup], Situation | None], ...] = (
    _against_rotation,
    _against_layer,
    _half_hearted,
    _agreed,
    _rated,
)
"""In order: the first that gives a situation speaks."""


def situation_of(setup: Setup) -> Situation:
    """The situation of a call with a side, by the first rule that finds one."""
    return next(found for rule in RULES if (found := rule(setup)) is not None)


def read_lesson(setup: Setup, verdict: Reading, past: Past, sheet: FactSheet, *, least: int = 30) -> Lesson:
    """The line for the next set-up.

    Args:
        setup: The call.
        verdict: Of the close-to-close move.
        past: Before the session that is judged.
        sheet: Makes the facts of the session.
        least: Fewer cases than this are too few for a rate.
    """
    if isinstance(verdict, Missing):
        return _none("nothing to compare", "without a rating and a move there is nothing to compare", sheet)
    if setup.side == 0:
        return _none("no call", "a neutral rating made no call", sheet)
    situation = situation_of(setup)
    with np.errstate(invalid="ignore"):
        moved = np.abs(past.moves) >= NOISE_ATR
    decided = situation.holds(past) & moved
    went = moved & (past.moves * setup.side > 0)
    count, hits = int(decided.sum()), int((decided & went).sum())
    caveats = (past.caveat,) if past.caveat else ()
    method = "earlier sessions in this situation whose next session moved 0.25 ATR or more"
    cases = replace(
        sheet.fact("debrief.lesson.cases", "earlier cases", count, Unit.COUNT, method),
        notes=sheet.notes + caveats,
    )
    low, high = wilson_interval(hits, count)
    few = "too few cases"

    def share(key: str, label: str, value: float, how: str) -> Reading:
        given = value if count >= least else float("nan")
        return sheet.number(
            f"debrief.lesson.{key}", label, given, Unit.PERCENT, how, missing=few, notes=caveats
        )

    rate = share("rate", "next session with the rating", 100.0 * hits / max(count, 1), f"share of {method}")
    bounds = (
        share("low", "lower bound of that share", float(low), "95 % Wilson interval"),
        share("high", "upper bound of that share", float(high), "95 % Wilson interval"),
    )
    base = sheet.number(
        "debrief.lesson.base", "base of that share",
        100.0 * int(went.sum()) / int(moved.sum()) if count >= least else float("nan"), Unit.PERCENT,
        "share of all earlier sessions whose next session moved 0.25 ATR or more, in the rating's direction",
        missing=few,
    )  # fmt: skip
    said = _said(situation, verdict, cases, (rate, *bounds, base), past.caveat)
    return Lesson(situation.key, situation.words, said, cases, rate, *bounds, base)


def _said(
    situation: Situation,
    verdict: Fact,
    cases: Fact,
    shares: tuple[Reading, Reading, Reading, Reading],
    caveat: str,
) -> Sentence:
    here = "this one {verdict}" if verdict.value == "failed" else "this one: {verdict}"
    ending = f"; {here}." + (f" ({caveat[0].upper()}{caveat[1:]}.)" if caveat else "")
    rate, low, high, base = shares
    if isinstance(rate, Missing):
        return say(
            f"Next time {situation.words}: too few cases ({{cases}}) for a rate{ending}",
            cases=cases, verdict=verdict,
        )  # fmt: skip
    return say(
        f"Next time {situation.words}: the session after went with the rating in {{rate}} of {{cases}} "
        f"earlier cases that decided (95 % interval {{low}} to {{high}}; base {{base}}){ending}",
        rate=rate, cases=cases, low=low, high=high, base=base, verdict=verdict,
    )  # fmt: skip


def _none(rule: str, why: str, sheet: FactSheet) -> Lesson:
    cases, *shares = (
        sheet.missing(f"debrief.lesson.{key}", label, why)
        for key, label in (
            ("cases", "earlier cases"),
            ("rate", "next session with the rating"),
            ("low", "lower bound of that share"),
            ("high", "upper bound of that share"),
            ("base", "base of that share"),
        )
    )
    return Lesson(rule, "", Sentence(f"No lesson: {why}."), cases, *shares)


def _sided(past: Past, side: int) -> BoolArray:
    return np.asarray(np.sign(past.ratings) == side)


def _tallied(past: Past, side: int) -> tuple[StateArray, StateArray, StateArray]:
    """How many layers are against a side, neutral, and on it, per session."""
    states: Sequence[StateArray] = list(past.layers.values()) or [np.full(len(past.moves), ABSTAIN, np.int8)]
    stacked = np.stack(states)
    against, neutral, agreed = ((stacked == code).sum(axis=0).astype(np.int8) for code in (-side, 0, side))
    return against, neutral, agreed


def _score(layer: Called) -> float:
    return layer.score.number if isinstance(layer.score, Fact) else 0.0
