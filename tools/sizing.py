"""Sizing posture: an impersonal rule over conditions, never advice on anybody's position."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tools.facts import FactSheet
from tools.layers.base import Inputs
from tools.overlays.credit import Credit
from tools.overlays.rotation import Rotation
from tools.phrases import say, written
from tools.stack import Composite
from tools.types import Absent, Fact, LayerReading, Missing, Reading, Sentence, Unit

Posture = Literal["full", "half", "stand aside / protect"]
BULLISH_RATINGS = frozenset({"bullish", "strong bullish"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition for full size.

    Attributes:
        label: In words, as it must be.
        met: "yes", "no" or "not known"; what is not known does not count as met.
        reading: What it was decided on.
    """

    label: str
    met: Literal["yes", "no", "not known"]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Sizing:
    """The posture, every condition behind it, and the share of members that full size needs."""

    posture: Reading
    conditions: tuple[Condition, ...]
    unmet: Reading
    rationale: Sentence
    breadth_needed: Reading


def size(
    inputs: Inputs,
    composite: Composite,
    readings: tuple[LayerReading, ...],
    rotation: Rotation,
    credit: Credit,
    tightening: Reading,
    sheet: FactSheet,
) -> Sizing:
    """Full when every condition is met, half when one is not, else stand aside.

    A composite that is not bullish stands aside whatever else holds. A condition that cannot be decided
    counts as unmet: nobody sizes up on what is not known.
    """
    window = inputs.profile.breadth.short_window
    share = _fact(
        readings,
        sheet.id(f"breadth.above_sma{window}"),
        f"members above their {window}-session average",
        sheet,
    )
    limit = sheet.number(
        "sizing.breadth_full",
        "breadth needed",
        inputs.profile.sizing.breadth_full,
        Unit.PERCENT,
        "profile key",
    )
    conditions = (
        _condition(
            "composite bullish or better", composite.rating, lambda fact: fact.value in BULLISH_RATINGS
        ),
        _condition(
            f"breadth at least {written(limit)}",
            share,
            lambda fact: fact.number >= inputs.profile.sizing.breadth_full,
        ),
        _flag_is_off(
            "no breadth divergence warning", readings, sheet.id("breadth.divergence_warning"), sheet
        ),
        _condition(
            f"rotation: not {inputs.profile.rotation.lagging}",
            rotation.state,
            lambda fact: fact.value != inputs.profile.rotation.lagging,
        ),
        _condition("credit not stressed", credit.state, lambda fact: fact.value != "stressed"),
        _flag_is_off("momentum not weak", readings, sheet.id("momentum.weak"), sheet),
        _condition("no event window tightening", tightening, lambda fact: not fact.value),
    )
    unmet = [condition for condition in conditions if condition.met != "yes"]
    count = sheet.number(
        "sizing.unmet",
        "conditions unmet",
        len(unmet),
        Unit.COUNT,
        "conditions for full size that are not met",
    )
    posture: Posture = "full" if not unmet else "half" if len(unmet) == 1 else "stand aside / protect"
    if conditions[0].met != "yes":
        posture = "stand aside / protect"
    fact = sheet.text(
        "sizing.posture", "sizing posture", posture, "full: all met; half: one unmet; else stand aside"
    )
    if not unmet:
        met = say("{posture}: every condition is met.", posture=fact)
        return Sizing(fact, conditions, count, met, limit)
    reasons = "; ".join(
        f"{condition.label}: {'not known' if condition.met == 'not known' else 'no'}" for condition in unmet
    )
    said = say(
        f"{{posture}}: {{count}} of the conditions unmet ({reasons}).",
        posture=fact,
        count=count,
    )
    return Sizing(fact, conditions, count, said, limit)


def _condition(label: str, reading: Reading, holds: Callable[[Fact], bool]) -> Condition:
    if isinstance(reading, Missing):
        return Condition(label, "not known", reading)
    return Condition(label, "yes" if holds(reading) else "no", reading)


def _fact(readings: tuple[LayerReading, ...], fact_id: str, label: str, sheet: FactSheet) -> Reading:
    """A layer's fact by id, or why it is not there."""
    for layer in readings:
        for fact in layer.facts:
            if fact.id == fact_id:
                return fact
    key = fact_id.split(".", 1)[1]
    return sheet.missing(key, label, _silence(readings, key))


def _silence(readings: tuple[LayerReading, ...], key: str) -> str:
    for layer in readings:
        if key.startswith(f"{layer.name}.") and isinstance(layer.state, Absent):
            return layer.state.reason
    return "its inputs are not known"


def _flag_is_off(label: str, readings: tuple[LayerReading, ...], flag_id: str, sheet: FactSheet) -> Condition:
    key = flag_id.split(".", 1)[1]
    for layer in readings:
        for flag in layer.flags:
            if flag.id == flag_id:
                fact = sheet.flag(key, flag.label, flag.on, flag.because.text)
                return Condition(label, "no" if flag.on else "yes", fact)
    return Condition(label, "not known", sheet.missing(key, label, _silence(readings, key)))
