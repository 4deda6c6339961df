"""Every state and flag that the card can show, as a condition over history."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from tools.bars import Bars
from tools.desk.snapshot import Snapshot
from tools.evidence.condition import Condition, Side
from tools.layers.base import STATE_NAMES, Breadth, LayerHistory
from tools.layers.registry import LAYERS
from tools.overlays.credit import STATE_NAMES as CREDIT_NAMES
from tools.overlays.credit import credit_history
from tools.overlays.positioning import short_covering
from tools.overlays.rotation import on_bars, rotation_history, state_names
from tools.stack import RATING_NAMES
from tools.types import ABSTAIN, Absent, BoolArray, StateArray

FAMILIES = ("composite", *(layer.name for layer in LAYERS), "rotation", "credit", "positioning")
"""What conditions are states or flags of, in the order of a report."""

_WARNINGS = frozenset({"breadth.divergence_warning"})
"""Flags of layers that warn of a fall; the others have no direction, or warn of a rise."""


def conditions_of(shot: Snapshot) -> tuple[Condition, ...]:
    """Conditions on the rows of the symbol's bars, from the columns that the card is read from.

    Layer states and flags, composite ratings, rotation, credit and positioning. A family without data is
    left out; `absent_families` says why.

    Args:
        shot: The symbol at its session.
    """
    caveats = breadth_caveats(shot)
    return tuple(
        condition
        for make in (_composite, _layers, _rotation, _credit, _positioning)
        for condition in make(shot, caveats)
    )


def absent_families(shot: Snapshot, conditions: Sequence[Condition]) -> Mapping[str, str]:
    """Families without a condition -> why.

    Args:
        shot: The symbol at its session.
        conditions: All of `conditions_of`.
    """
    benchmark = shot.other(shot.profile.benchmark)
    reasons = {
        "composite": "too few layers have data",
        "rotation": benchmark.reason if isinstance(benchmark, Absent) else "it needs more sessions",
        "credit": "fewer than two components have data",
        "positioning": "neither breadth nor the volume check is known",
    }
    if isinstance(benchmark, Bars) and benchmark.symbol == shot.bars.symbol:
        reasons["rotation"] = f"{benchmark.symbol} is the benchmark itself"
    for name, history in shot.stack.layers.items():
        reasons[name] = history.reason if isinstance(history, Absent) else history.silence
    there = {one.family for one in conditions}
    return {name: reasons[name] for name in FAMILIES if name not in there}


def breadth_caveats(shot: Snapshot) -> tuple[str, ...]:
    """What figures that rest on the history of breadth must carry: in words, without a full stop."""
    counted, history = shot.inputs.breadth, shot.stack.layers["breadth"]
    if not isinstance(counted, Breadth) or isinstance(history, Absent):
        return ()
    known = np.isfinite(history.score)
    listed = counted.membership.as_of
    notes = []
    if counted.biased or (known & (shot.bars.index.date < listed)).any():
        notes.append(
            f"survivorship-biased: the member list is of {listed.isoformat()}, later than sessions it counts"
        )
    with np.errstate(invalid="ignore"):
        sampled = known & (history.columns["coverage"] < shot.profile.breadth.min_coverage)
    if sampled.any():
        notes.append("breadth is an estimate from a sample at some of the sessions")
    return tuple(notes)


def _layers(shot: Snapshot, caveats: tuple[str, ...]) -> Iterator[Condition]:
    for layer in LAYERS:
        history = shot.stack.layers[layer.name]
        if isinstance(history, Absent):
            continue
        own = caveats if layer.name == "breadth" else ()
        codes = history.states(shot.inputs.multiples)
        title = layer.title.lower()
        yield from _states(layer.name, title, codes, STATE_NAMES, own)
        found = {**layer.flags(shot.inputs, history), **_weak(history)}
        known = codes != ABSTAIN
        for name, holds in found.items():
            key, state = f"{layer.name}.{name}", name.replace("_", " ")
            side: Side = "fall" if key in _WARNINGS else "rise"
            # the volume check is not known wherever the score is
            there = np.isfinite(history.columns["weak"]) if name == "weak" else known
            yield Condition(key, layer.name, state, f"{title} {state}", side, holds & there, there, own)


def _weak(history: LayerHistory) -> Mapping[str, BoolArray]:
    """The volume check of momentum, which is a column of its own."""
    weak = history.columns.get("weak")
    return {} if weak is None or not np.isfinite(weak).any() else {"weak": weak == 1.0}


def _composite(shot: Snapshot, caveats: tuple[str, ...]) -> Iterator[Condition]:
    ratings = shot.stack.ratings(shot.profile.composite, shot.inputs.multiples)
    codes = np.where(np.isfinite(shot.stack.score), ratings, ABSTAIN).astype(np.int8)
    yield from _states("composite", "composite", codes, RATING_NAMES, caveats)


def _rotation(shot: Snapshot, caveats: tuple[str, ...]) -> Iterator[Condition]:
    del caveats
    benchmark, rules = shot.other(shot.profile.benchmark), shot.profile.rotation
    if isinstance(benchmark, Absent) or benchmark.symbol == shot.bars.symbol:
        return
    codes, _ = on_bars(rotation_history(shot.bars, benchmark, rules), shot.bars)
    yield from _states("rotation", "rotation", codes, state_names(rules), ())


def _credit(shot: Snapshot, caveats: tuple[str, ...]) -> Iterator[Condition]:
    del caveats
    history = credit_history(shot.gathered.credit, shot.bars.index, shot.profile.credit)
    yield from _states("credit", "credit", history.state, CREDIT_NAMES, ())


def _positioning(shot: Snapshot, caveats: tuple[str, ...]) -> Iterator[Condition]:
    percent, weak = shot.column("breadth", "percent"), shot.column("momentum", "weak")
    known = np.isfinite(percent) | np.isfinite(weak)
    if not known.any():
        return
    holds = short_covering(shot.bars, percent, weak, shot.profile)
    state = "short-covering fade risk"
    yield Condition(
        "positioning.short_covering", "positioning", state, state, "fall", holds & known, known, caveats
    )


def _states(
    family: str, title: str, codes: StateArray, names: Mapping[int, str], caveats: tuple[str, ...]
) -> Iterator[Condition]:
    """One condition per state; nothing where none was ever known."""
    known = codes != ABSTAIN
    if not known.any():
        return
    for code in sorted(names, reverse=True):
        name = names[code]
        side: Side = "fall" if code < 0 else "rise"
        key = f"{family}.{name.replace(' ', '_').replace('-', '_')}"
        yield Condition(key, family, name, f"{title} {name}", side, codes == code, known, caveats)
