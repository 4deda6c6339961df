"""What happened after a report, in words; each section says from which day it could be known."""

from collections.abc import Mapping

from tools.monthly.outcome import Call, Outcome
from tools.phrases import say
from tools.stack import Composite
from tools.types import Fact, Missing, Sentence


def outcome_part(outcome: Outcome, composite: Composite) -> tuple[str, str]:
    """Heading and text of one horizon; the marker keeps it from whoever asks from an earlier day.

    Args:
        outcome: What happened.
        composite: The call it is held against.
    """
    heading = say("What happened over the next {horizon}", horizon=outcome.horizon).text
    marker = f"<!-- known from: {outcome.known_from.isoformat()} -->"
    said = (_returns(outcome), _way(outcome), _verdict(outcome, composite))
    return heading, f"{marker}\n\n{' '.join(sentence.text for sentence in said)}"


def _returns(outcome: Outcome) -> Sentence:
    symbol, other = outcome.symbol, outcome.benchmark_symbol
    against = f"; {other}: {{benchmark}}"
    if isinstance(outcome.difference, Fact):
        against = f" and {other} {{benchmark}} ({{difference}}; adjusted closes)"
    return say(
        f"By the close of {outcome.known_from.isoformat()} {symbol} had returned {{move}}{against}.",
        move=outcome.move,
        benchmark=outcome.benchmark,
        difference=outcome.difference,
    )


def _way(outcome: Outcome) -> Sentence:
    """How far it closed from where it began, both ways."""
    low, high = outcome.lowest, outcome.highest
    if low.value.number >= 0:
        text = "It never closed below the start; its highest close on the way: {high} ({high_day})."
    elif high.value.number <= 0:
        text = "It never closed above the start; its lowest close on the way: {low} ({low_day})."
    else:
        text = "On the way its closes stood between {low} ({low_day}) and {high} ({high_day})."
    return say(text, low=low.value, low_day=low.day, high=high.value, high_day=high.day)


_ENDINGS: Mapping[Call, str] = {
    "right": "right by the sign of the return",
    "wrong": "wrong by the sign of the return",
    "undecided": "neither right nor wrong, since the price ended where it began",
}


def _verdict(outcome: Outcome, composite: Composite) -> Sentence:
    if isinstance(composite.rating, Missing):
        return Sentence("There was no composite, and so no call.")
    ending = "made no call" if outcome.call == "none" else f"was {_ENDINGS[outcome.call]}"
    return say(
        f"The {{rating}} composite ({{score}}) {ending}.", rating=composite.rating, score=composite.score
    )
