"""The composite stack: the layers' weighted mean, its rating and its letter.

The composite is code: nothing outside this file sets, moves or rounds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tools.errors import SettingsError
from tools.facts import FactSheet
from tools.layers.base import STATE_NAMES, Inputs, Layer, LayerHistory
from tools.layers.registry import LAYERS
from tools.phrases import say
from tools.profile import CompositeProfile
from tools.types import (
    Absent,
    Fact,
    FloatArray,
    LayerReading,
    Rating,
    Reading,
    Sentence,
    StateArray,
    Unit,
)

RATING_NAMES: Mapping[int, Rating] = {
    2: "strong bullish",
    1: "bullish",
    0: "neutral",
    -1: "bearish",
    -2: "strong bearish",
}


@dataclass(frozen=True, slots=True, eq=False)
class StackHistory:
    """The composite over whole history.

    Attributes:
        layers: Layer name -> its history, or why it is absent throughout.
        score: Weighted mean in [-1, +1], NaN below the minimum coverage.
        coverage: Per cent of the weight that is present.
    """

    layers: Mapping[str, LayerHistory | Absent]
    score: FloatArray
    coverage: FloatArray

    def ratings(self, profile: CompositeProfile, multiples: FloatArray) -> StateArray:
        """-2 (strong bearish) to +2 (strong bullish) per session; 0 also where there is no score."""
        size = np.abs(self.score)
        with np.errstate(invalid="ignore"):
            steps = (size >= profile.bullish * multiples).astype(np.int8) + (
                size >= profile.strong * multiples
            )
        return np.asarray(np.where(np.isnan(self.score), 0, np.sign(self.score) * steps), np.int8)


@dataclass(frozen=True, slots=True)
class Composite:
    """The composite at one session.

    Attributes:
        score: In [-1, +1], or why there is none.
        points: The same on 0-100.
        rating: The rating in force, with the calendar's multiple on the thresholds.
        rating_without_calendar: The rating with plain thresholds.
        letter: A to F.
        coverage: Per cent of the weight that is present.
        rationale: One sentence.
        min_coverage: The coverage below which there is no composite.
    """

    score: Reading
    points: Reading
    rating: Reading
    rating_without_calendar: Reading
    letter: Reading
    coverage: Reading
    rationale: Sentence
    min_coverage: Reading


def stack_history(inputs: Inputs, layers: tuple[Layer, ...] = LAYERS) -> StackHistory:
    """Every layer over whole history, and their weighted mean.

    Args:
        inputs: What the layers read.
        layers: The registry.

    Raises:
        SettingsError: The profile weighs a layer that does not exist, or leaves one out.
    """
    weights = inputs.profile.composite.weights
    names = {layer.name for layer in layers}
    for name in sorted(names ^ set(weights)):
        trouble = "no such layer" if name in weights else "missing"
        raise SettingsError(
            f"profile {inputs.profile.name}: composite.weights.{name}: {trouble}; "
            f"the layers are {', '.join(sorted(names))}"
        )
    histories = {layer.name: layer.history(inputs) for layer in layers}
    total = np.zeros(len(inputs.bars))
    present = np.zeros(len(inputs.bars))
    for name, history in histories.items():
        if isinstance(history, Absent):
            continue
        there = np.isfinite(history.score)
        total += weights[name] * np.where(there, history.score, 0.0)
        present += weights[name] * there
    coverage = 100.0 * present / sum(weights.values())
    with np.errstate(divide="ignore", invalid="ignore"):
        # a hair of tolerance: 0.15 + 0.45 of weight must count as 60 %
        score = np.where(coverage >= inputs.profile.composite.min_coverage - 1e-9, total / present, np.nan)
    return StackHistory(histories, score, coverage)


def read_layers(
    inputs: Inputs, history: StackHistory, sheet: FactSheet, layers: tuple[Layer, ...] = LAYERS
) -> tuple[LayerReading, ...]:
    """Each layer's last session in facts and words, abstentions included."""
    weights = inputs.profile.composite.weights
    everything = sum(weights.values())
    readings = []
    for layer in layers:
        past = history.layers[layer.name]
        weight = sheet.number(
            f"{layer.name}.weight",
            f"{layer.title.lower()} weight",
            100.0 * weights[layer.name] / everything,
            Unit.PERCENT,
            "profile key composite.weights, before renormalising",
        )
        reason = past.reason if isinstance(past, Absent) else past.silence
        if isinstance(past, Absent) or not np.isfinite(past.score[-1]):
            silent = sheet.missing(f"{layer.name}.score", f"{layer.title.lower()} score", reason)
            said = Sentence(f"Abstains: {reason}.")
            readings.append(LayerReading(layer.name, layer.title, weight, Absent(reason), silent, said, ()))
            continue
        state = STATE_NAMES[int(past.states(inputs.multiples)[-1])]
        words = layer.read(inputs, past, state, sheet)
        score = sheet.number(
            f"{layer.name}.score",
            f"{layer.title.lower()} score",
            past.score[-1],
            Unit.SCORE,
            layer.method,
        )
        readings.append(
            LayerReading(
                layer.name,
                layer.title,
                weight,
                state,
                score,
                words.rationale,
                words.facts,
                words.flips,
                words.flags,
            )
        )
    return tuple(readings)


def read_composite(
    inputs: Inputs, history: StackHistory, readings: tuple[LayerReading, ...], sheet: FactSheet
) -> Composite:
    """The composite's last session."""
    profile = inputs.profile.composite
    score, coverage = float(history.score[-1]), float(history.coverage[-1])
    limit = sheet.number(
        "composite.min_coverage", "coverage needed", profile.min_coverage, Unit.PERCENT, "profile key"
    )
    covered = sheet.number(
        "composite.coverage",
        "layers present",
        coverage,
        Unit.PERCENT,
        "weight of the layers that did not abstain",
    )
    silent = [reading.title.lower() for reading in readings if isinstance(reading.state, Absent)]
    if not np.isfinite(score):
        said = say(
            f"No composite: {_listed(silent)} abstain{'s' if len(silent) == 1 else ''}, which leaves "
            "{covered} of the weight; {limit} is needed.",
            covered=covered,
            limit=limit,
        )
        why = "too few layers have data"
        gone = [
            sheet.missing(f"composite.{key}", label, why)
            for key, label in (
                ("score", "composite score"),
                ("points", "composite of 100"),
                ("rating", "rating"),
                ("rating_plain", "rating without the calendar"),
                ("letter", "letter"),
            )
        ]
        return Composite(gone[0], gone[1], gone[2], gone[3], gone[4], covered, said, limit)
    multiple = inputs.multiples
    rating = RATING_NAMES[int(history.ratings(profile, multiple)[-1])]
    plain = RATING_NAMES[int(history.ratings(profile, np.ones_like(multiple))[-1])]
    points = 50.0 + 50.0 * score
    score_fact = sheet.number(
        "composite.score",
        "composite score",
        score,
        Unit.SCORE,
        "weighted mean of the layers that did not abstain",
    )
    points_fact = sheet.number(
        "composite.points", "composite of 100", points, Unit.POINTS_100, "50 + 50 x score"
    )
    rating_fact = sheet.text(
        "composite.rating", "rating", rating, "score against composite.bullish and .strong"
    )
    plain_fact = sheet.text(
        "composite.rating_plain", "rating without the calendar", plain, "the same with plain thresholds"
    )
    letter_fact = sheet.text(
        "composite.letter", "letter", letter(points, profile), "points against composite.letter_*"
    )
    scores = [(_score(reading), reading) for reading in readings if isinstance(reading.score, Fact)]
    top, bottom = max(score for score, _ in scores), min(score for score, _ in scores)
    strongest = [reading for value, reading in scores if value == top]
    weakest = [reading for value, reading in scores if value == bottom]
    ending = f"; {_listed(silent)} abstain{'s' if len(silent) == 1 else ''}" if silent else ""
    said = say(
        f"{{rating}} at {{score}}: {_ranked(strongest)} strongest ({{high}}), "
        f"{_ranked(weakest)} weakest ({{low}}){ending}.",
        rating=rating_fact,
        score=score_fact,
        high=strongest[0].score,
        low=weakest[0].score,
    )
    said = Sentence(said.text[0].upper() + said.text[1:], said.facts)
    return Composite(score_fact, points_fact, rating_fact, plain_fact, letter_fact, covered, said, limit)


def _listed(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _ranked(tied: list[LayerReading]) -> str:
    """Layers that share a rank, all named."""
    return f"{_listed([reading.title.lower() for reading in tied])} {'is' if len(tied) == 1 else 'are'}"


def _score(reading: LayerReading) -> float:
    return reading.score.number if isinstance(reading.score, Fact) else float("nan")


def letter(points: float, profile: CompositeProfile) -> str:
    """A to F from the unrounded 0-100 composite."""
    for name, least in (
        ("A", profile.letter_a),
        ("B", profile.letter_b),
        ("C", profile.letter_c),
        ("D", profile.letter_d),
    ):
        if points >= least:
            return name
    return "F"
