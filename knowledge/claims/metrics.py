"""The table of metrics: what can be claimed, in which units, in which words (`metrics.toml`)."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from knowledge.claims.extract_tokens import Hit, Phrases, Token, longest
from knowledge.claims.model import Measure

Of = Literal["fund", "constituents", "either", "economy", "fed"]
"""Whose figure it is."""

Time = Literal["daily", "slow", "structural", "window", "plan"]
"""How it changes with time; `metrics.toml` says what each means."""

BEHIND = ">"
"""Before a phrase in the table, and before a metric's key in a hit: these words stand behind the number."""

_AROUND = frozenset({"breadth", "sma_distance", "high_distance", "low_distance"})
"""Metrics whose wording has another metric's in it: "below its 52-week high"."""

SECTOR = "sector_weight"
"""The metric whose words are the sectors' names."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing that reports measure.

    Attributes:
        key: Its name in claims.
        label: Its name for people.
        units: Units that fit, the usual one first.
        of: Whose figure it is.
        time: How it changes with time.
        low: Smallest size that makes sense, the sign left aside.
        high: Largest.
        side: On which side of the number its words stand; None: either.
        near: How far its words may be from the number, in words or so.
        needs: One of these must be said nearby; empty: nothing is needed.
        unless: None of these may be said nearby.
        tolerance: How much two rough figures may differ, as a share of the figure.
        period: Whether "20-day" beside it makes the variant.
        default: The period that is meant where none is said.
        denominator: What it is a share of, unless the text says otherwise.
        ahead: How many words before the wording may show the variant.
        behind: How many words behind the number may show it.
        whole: Whether it is counted in whole numbers, so that nothing is rounded.
        basis: Whether the variants are definitions of one figure, not figures of different things.
        joint: Whether a fund's figure and its index's may be held against each other.
        groups: Groups of variants: their names, the stronger first, and the patterns that show them.
    """

    key: str
    label: str
    units: tuple[Measure, ...]
    of: Of
    time: Time
    low: float
    high: float
    side: Literal["before", "after"] | None
    near: float
    needs: tuple[str, ...]
    unless: tuple[str, ...]
    tolerance: float
    period: bool
    default: str | None
    denominator: str | None
    ahead: int
    behind: int
    whole: bool
    basis: bool
    joint: bool
    groups: tuple[tuple[tuple[str, ...], Phrases], ...]

    def variant(self, words: Sequence[Token]) -> str | None:
        """The variant that these words show, the earlier in the table first; the groups' findings joined."""
        found = []
        for names, phrases in self.groups:
            shown = {name for hit in longest(phrases.find(words)) for name in hit.names}
            found.extend([name for name in names if name in shown][:1])
        return " ".join(found) or None


@cache
def metrics() -> Mapping[str, Metric]:
    """All metrics by key, in the table's order."""
    return {key: _metric(key, entry) for key, entry in _table("metrics.toml").items()}


@cache
def sectors() -> Phrases:
    """The words for sectors, each with the sector's one name."""
    return Phrases((word, name) for name, words in _table("sectors.toml").items() for word in words)


@cache
def _phrases() -> Phrases:
    table = _table("metrics.toml")
    return Phrases(
        (phrase.removeprefix(BEHIND).strip(), BEHIND + key if phrase.startswith(BEHIND) else key)
        for key, entry in table.items()
        for phrase in entry["phrases"]
    )


def metric_hits(words: Sequence[Token], context: str) -> list[Hit]:
    """Where metrics are named among the words, the longest wording of each place.

    Args:
        words: Of a sentence.
        context: Lower-case text in which the words that a metric needs are looked for.
    """
    table = metrics()
    hits = []
    for hit in _phrases().find(words):
        names = tuple(name for name in hit.names if needed(table[name.removeprefix(BEHIND)], context))
        if names:
            hits.append(Hit(hit.first, hit.last, names))
    around = [hit for hit in hits if _AROUND.issuperset(name.removeprefix(BEHIND) for name in hit.names)]
    return sorted(
        longest([hit for hit in hits if hit not in around]) + longest(around),
        key=lambda hit: (hit.first, hit.last, hit.names),
    )


def needed(metric: Metric, context: str) -> bool:
    """Whether one of the words that the metric needs stands in the context, and none that rules it out."""
    if any(word in context for word in metric.unless):
        return False
    return not metric.needs or any(word in context for word in metric.needs)


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("knowledge.claims") / name).read_text(encoding="utf-8"))


def _metric(key: str, entry: Mapping[str, Any]) -> Metric:
    return Metric(
        key=key,
        label=entry["label"],
        units=tuple(Measure(unit) for unit in entry["units"]),
        of=entry["of"],
        time=entry["time"],
        low=float(entry.get("low", 0.0)),
        high=float(entry.get("high", float("inf"))),
        side=entry.get("side"),
        near=float(entry.get("near", 9)),
        needs=tuple(entry.get("needs", ())),
        unless=tuple(entry.get("unless", ())),
        tolerance=float(entry.get("tolerance", 0.03)),
        period=bool(entry.get("period", False)),
        default=entry.get("default"),
        denominator=entry.get("denominator"),
        ahead=int(entry.get("ahead", 4)),
        behind=int(entry.get("behind", 3)),
        whole=bool(entry.get("whole", False)),
        basis=bool(entry.get("basis", False)),
        joint=bool(entry.get("joint", False)),
        groups=tuple(
            (tuple(group), Phrases((word, name) for name, words in group.items() for word in words))
            for group in entry.get("variants", ())
        ),
    )
