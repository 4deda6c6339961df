"""The composite: rating, score and the sentence why; and the posture it leads to."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.cards.words import NO_READING, escaped, lines, said, score_bar, small, told, value
from bot.state_marks import mark
from tools.phrases import written
from tools.sizing import Condition, Sizing
from tools.stack import Composite
from tools.types import Fact, Missing, Unit

_MET: Final[Mapping[str, str]] = {"yes": "✓ yes", "no": "✗ no", "not known": "? not known"}


def composite_text(composite: Composite, sizing: Sizing) -> str:
    """Rating, points and letter, bar, why, and size."""
    present = small(told(composite.coverage.label, composite.coverage))
    return lines((*_decision(composite), present, f"**Size** · {said(sizing.rationale)}"))


def conditions_text(sizing: Sizing) -> str:
    """Each condition for full size, whether it is met, and what it was decided on."""
    rows = (f"{_MET[one.met]} · {escaped(one.label)}\n{small(_decided_on(one))}" for one in sizing.conditions)
    return lines(("**Conditions for full size**", *rows))


def _decision(composite: Composite) -> Iterator[str]:
    if isinstance(composite.rating, Missing):
        yield f"{NO_READING} **No composite**"
        yield said(composite.rationale)
        return
    rating = written(composite.rating)
    points, letter = value(composite.points), value(composite.letter)
    yield f"{mark(rating)} **{escaped(rating.capitalize())}** · **{points}** of 100 · **{letter}**"
    yield f"{score_bar(composite.score)} **{value(composite.score)}**"
    yield said(composite.rationale)
    if composite.rating != composite.rating_without_calendar:
        plain = composite.rating_without_calendar
        if isinstance(plain, Missing) or plain.value != rating:
            yield told(plain.label, plain)


def _decided_on(condition: Condition) -> str:
    reading = condition.reading
    if isinstance(reading, Fact):
        # a flag's own value would read as a second answer; what it was decided on has the numbers
        return escaped(reading.method) if reading.unit is Unit.FLAG else value(reading)
    return escaped(reading.reason)
