"""The earliest warning of a failed rating in words: from 5-minute bars, else from the four prices."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from tools.bars import Bars
from tools.chart_prices import CHART
from tools.debrief.call import Call
from tools.debrief.called import Called, side_of
from tools.debrief.daily_warning import NO_TIME, NOT_FAILED, daily_warning
from tools.debrief.outcome import INCONCLUSIVE, NO_CALL, Outcome
from tools.debrief.replay import Ground, Moved, first_move, why_silent
from tools.debrief.types import Warned
from tools.facts import FactSheet
from tools.phrases import say
from tools.types import EXCHANGE_ZONE, Missing, Reading, Sentence, State, Unit

_NONE: Final[Mapping[str, Sentence]] = {
    INCONCLUSIVE: Sentence("No earliest warning: the move from close to close decided nothing."),
    NO_CALL: Sentence("No earliest warning: a neutral rating has nothing to be warned of."),
}


@dataclass(frozen=True, slots=True)
class _Watch:
    """Which layers are replayed, and what is said of the others."""

    states: Mapping[str, State]
    notes: tuple[Sentence, ...]


def no_warning(outcome: Outcome, sheet: FactSheet) -> Warned:
    """For a rating that did not fail.

    Args:
        outcome: What the session made of the call.
        sheet: Makes the facts of the session.
    """
    verdict = outcome.verdict_close
    if isinstance(verdict, Missing):
        said = Sentence("No earliest warning: without a rating and a move nothing can fail.")
    else:
        said = _NONE.get(str(verdict.value), NOT_FAILED)
    return Warned(said, (), *_nothing(sheet, "the rating did not fail"))


def warning_from_day(
    bars: Bars, call: Call, reason: str, sheet: FactSheet, closed: Mapping[str, State] | None = None
) -> Warned:
    """From the session's four prices and the sealed levels; no time can be given.

    Args:
        bars: Up to the session.
        call: The seal.
        reason: Why the session cannot be replayed, inside a sentence.
        sheet: Makes the facts of the session.
        closed: States of the layers at the session's close, where they can be compared with the sealed ones.
    """
    found = daily_warning(bars, call.layers, call.side, sheet, closed or {})
    time, price = _nothing(sheet, NO_TIME)
    if found.price is not None:
        price = sheet.fact(
            "debrief.warning.price", "price at the warning", found.price.number, found.price.unit,
            f"{found.price.label} of the session, {CHART}",
        )  # fmt: skip
    notes = (Sentence(f"The session is not replayed: {reason.rstrip('.')}."),)
    return Warned(found.said, found.layers, time, price, notes, found.facts)


def warning_from_replay(ground: Ground, call: Call, unit: Unit, sheet: FactSheet) -> Warned:
    """From the session's 5-minute bars, as a daily bar that grows.

    Args:
        ground: What to replay.
        call: The seal, whose states are what a layer leaves.
        unit: Of the price.
        sheet: Makes the facts of the session.
    """
    watch = _watched(ground, call)
    moved = first_move(ground, watch.states, call.side)
    counted, notes = _of_bars(ground, sheet)
    row = len(ground.day) - 1 if moved is None else moved.row
    ended = ground.day.ends[row].tz_convert(EXCHANGE_ZONE)
    time = sheet.text(
        "debrief.warning.time", "time of the warning" if moved else "end of the last 5-minute bar",
        f"{ended:%H:%M} ET", "end of the 5-minute bar, exchange time",
    )  # fmt: skip
    price = sheet.fact(
        "debrief.warning.price", "price at the warning" if moved else "price at the last 5-minute bar",
        float(ground.day.close[row]), unit, f"close of the 5-minute bar, {CHART}",
    )  # fmt: skip
    notes = (*watch.notes, *notes)
    if moved is not None:
        said = say(
            f"Earliest warning: at {{time}}, with the price at {{price}}, {_turned(call, moved)}.",
            time=time, price=price,
        )  # fmt: skip
        layers = tuple(layer.said for layer in call.layers if layer.name in moved.layers)
        return Warned(said, layers, time, price, (*_of_themselves(ground, call, moved), *notes), counted)
    if not watch.states:
        said = Sentence("No earliest warning can be given: no sealed layer can be replayed.")
    else:
        names = " nor ".join(layer.said for layer in call.layers if layer.name in watch.states)
        one = "" if len(watch.states) == 1 else "neither "
        said = say(
            f"No warning from the layers: {one}{names} {'did not turn' if not one else 'turned'} against the "
            "rating in 5-minute bars up to {time}, at {price}.",
            time=time, price=price,
        )  # fmt: skip
    return Warned(said, (), *_nothing(sheet, "no layer warned"), notes, (time, price, *counted))


def _watched(ground: Ground, call: Call) -> _Watch:
    """The layers whose sealed state the replay can follow."""
    today, last = ground.states_before(), ground.states(len(ground.day) - 1)
    states: dict[str, State] = {}
    notes: list[Sentence] = []
    for layer in call.layers:
        state = _state(layer)
        if state is None:
            continue
        if layer.name not in last:
            why = why_silent(ground, layer.name)
            notes.append(Sentence(f"{layer.title} keeps its sealed state in the replay: {why}."))
        elif today.get(layer.name) != state:
            notes.append(
                Sentence(f"{layer.title} is not replayed: the bars of today no longer give its sealed state.")
            )
        else:
            states[layer.name] = state
    if "momentum" in states and np.isfinite(ground.volume_check):
        notes.append(
            Sentence(
                "Momentum's volume check is held as it was at the session before: the volume of an "
                "unfinished session cannot be compared with whole ones."
            )
        )
    return _Watch(states, tuple(notes))


def _of_themselves(ground: Ground, call: Call, moved: Moved) -> tuple[Sentence, ...]:
    """That a layer would have turned at an unchanged price too: then the session's move did not do it."""
    still = ground.states_unmoved()
    names = [
        layer.said
        for layer in call.layers
        if layer.name in moved.layers and still.get(layer.name) == moved.layers[layer.name]
    ]
    if not names:
        return ()
    who = " and ".join(names)
    said = f"At an unchanged price {who} would have turned too: its look-back moved on, or its threshold did."
    return (Sentence(said),)


def _of_bars(ground: Ground, sheet: FactSheet) -> tuple[tuple[Reading, ...], tuple[Sentence, ...]]:
    """What is odd about the bars themselves, with the counts it is said with."""
    day = ground.day
    facts: list[Reading] = []
    notes: list[Sentence] = []
    if len(day) != day.expected:
        have = sheet.fact(
            "debrief.warning.bars", "5-minute bars there", len(day), Unit.COUNT, "bars within the session"
        )
        expected = sheet.fact(
            "debrief.warning.bars_expected", "5-minute bars of a whole session", day.expected, Unit.COUNT,
            "from the open to the close of the exchange calendar",
        )  # fmt: skip
        facts += [have, expected]
        gaps = "what happened in a gap is seen at the next bar"
        notes.append(
            say(f"{{have}} of {{expected}} 5-minute bars are there: {gaps}.", have=have, expected=expected)
        )
    if day.outside:
        outside = sheet.fact(
            "debrief.warning.bars_outside", "5-minute bars outside the session", day.outside, Unit.COUNT,
            "before the open or after the close",
        )  # fmt: skip
        facts.append(outside)
        ending = "bar outside the session was" if day.outside == 1 else "bars outside the session were"
        notes.append(say(f"{{outside}} 5-minute {ending} left out.", outside=outside))
    return tuple(facts), tuple(notes)


def _turned(call: Call, moved: Moved) -> str:
    """As "momentum turned from bullish to neutral, and trend from bullish to neutral"."""
    parts = [
        f"{layer.said} {{turned}}from {_state(layer)} to {moved.layers[layer.name]}"
        for layer in call.layers
        if layer.name in moved.layers
    ]
    first, *others = parts
    return " and ".join([first.format(turned="turned "), *(one.format(turned="") for one in others)])


def _state(layer: Called) -> State | None:
    if isinstance(layer.state, Missing):
        return None
    side = side_of(layer.state)
    return "bullish" if side > 0 else "bearish" if side < 0 else "neutral"


def _nothing(sheet: FactSheet, reason: str) -> tuple[Reading, Reading]:
    return (
        sheet.missing("debrief.warning.time", "time of the warning", reason),
        sheet.missing("debrief.warning.price", "price at the warning", reason),
    )
