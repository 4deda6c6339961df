"""The signal of a report: the month, the composite with its layers, and what would flip them."""

from tools.monthly.month import Month
from tools.monthly.prose import joined, sentence, told
from tools.phrases import say, written
from tools.results import Analysis
from tools.sizing import Sizing
from tools.types import Absent, Fact, Flag, Flip, LayerReading, Missing, Reading, Unit

_LOWER, _UPPER = 100.0 / 3, 200.0 / 3

_EVEN = 0.05
"""Points: what is written as 0.0 is nobody's lead."""


def month_part(analysis: Analysis, month: Month) -> str:
    """Return, range, and the best and the worst session."""
    symbol, other = month.symbol, month.benchmark_symbol
    against = f" (adjusted closes); {other}: {{benchmark}}"
    if isinstance(month.difference, Fact):
        points = month.difference.number
        word = "kept up with" if abs(points) < _EVEN else "led" if points > 0 else "lagged"
        against = f" and {other} {{benchmark}}, so {symbol} {word} {other} ({{difference}}; adjusted closes)"
    moved = say(
        f"In {month.name} {symbol} returned {{move}} over {{sessions}}{against}.",
        move=month.move,
        sessions=month.sessions,
        benchmark=month.benchmark,
        difference=month.difference,
    )
    ranged = say(
        "As quoted it traded between {low} ({low_day}) and {high} ({high_day}) and closed the month at "
        f"{{close}}{_placed(month.place)}.",
        low=month.low.value,
        low_day=month.low.day,
        high=month.high.value,
        high_day=month.high.day,
        close=analysis.price.close,
        place=month.place,
    )
    best, worst = month.best, month.worst
    if isinstance(best, Missing) or isinstance(worst, Missing):
        return joined(moved, ranged)
    extremes = say(
        "Its best session was {best_day} ({best}), its worst {worst_day} ({worst}).",
        best=best.value,
        best_day=best.day,
        worst=worst.value,
        worst_day=worst.day,
    )
    return joined(moved, ranged, extremes)


def _placed(place: Reading) -> str:
    if isinstance(place, Missing):
        return ""
    third = "lower" if place.number < _LOWER else "upper" if place.number > _UPPER else "middle"
    return f", {{place}} of the way up that range, in its {third} third"


def stack_part(analysis: Analysis) -> str:
    """The composite, each layer with its reason, the conditions that hold, and the posture."""
    composite = analysis.composite
    said = [composite.rationale]
    if isinstance(composite.points, Fact):
        said.append(
            say("That is {points} of 100, letter {letter}.", points=composite.points, letter=composite.letter)
        )
    if any(isinstance(layer.state, Absent) for layer in analysis.layers):
        said.append(say("Layers with {coverage} of the weight speak.", coverage=composite.coverage))
    if written(composite.rating) != written(composite.rating_without_calendar):
        said.append(
            say("Without the event window it would be {plain}.", plain=composite.rating_without_calendar)
        )
    layers = "\n".join(f"- {_layer(layer)}" for layer in analysis.layers)
    flags = [flag for layer in analysis.layers for flag in layer.flags]
    flags += [
        flag for flag in (analysis.positioning.fade_risk, analysis.votes.spike) if isinstance(flag, Flag)
    ]
    on = "; ".join(flag.label for flag in flags if flag.on) or "none"
    return f"{joined(*said)}\n\n{layers}\n\nFlags on: {on}. {_size(analysis.sizing)}"


def _size(sizing: Sizing) -> str:
    """The posture, and the conditions for full size that keep it from being full."""
    parts = [say("Size: {posture}", posture=sizing.posture).text]
    for met, words in (("no", "not met"), ("not known", "not known")):
        labels = ", ".join(condition.label for condition in sizing.conditions if condition.met == met)
        if labels:
            parts.append(f"{words}: {labels}")
    return f"{'; '.join(parts if len(parts) > 1 else [*parts, 'every condition is met'])}."


def _layer(layer: LayerReading) -> str:
    if isinstance(layer.state, Absent):
        return f"{layer.title} abstains. {sentence(layer.state.reason)}"
    stated = say(f"{layer.title} is {layer.state} at {{score}}.", score=layer.score).text
    return f"{stated} {_reason(layer)}"


def _reason(layer: LayerReading) -> str:
    """The layer's own sentence, unless it quotes dollars of the adjusted scale.

    Dividends paid since then have moved that scale away from every price people saw, so an average of it
    beside a quoted close misleads. The layer's facts without a scale say the same.
    """
    facts = [fact for fact in layer.facts if isinstance(fact, Fact)]
    if not any(fact.unit is Unit.USD for fact in facts if fact.id in layer.rationale.facts):
        return layer.rationale.text
    return sentence("; ".join(told(fact) for fact in facts if fact.unit is not Unit.USD))


def flips_part(analysis: Analysis) -> str:
    """The numbers at which each layer's state would change, and the next close that would do it."""
    lines = [
        f"- {layer.title}: {'; '.join(_flip(layer, flip) for flip in layer.flips)}."
        for layer in analysis.layers
        if layer.flips
    ]
    if not lines:
        return "No layer has a reading to flip."
    return "Everything else held, it turns:\n\n" + "\n".join(lines)


def _flip(layer: LayerReading, flip: Flip) -> str:
    # the label says for which layer and state the threshold is; the line has said so already
    measure = flip.reading.label.partition(" for ")[0].removeprefix(f"{layer.title.lower()} ")
    turns = f"{flip.to} at a {measure} of {{reading}}"
    if isinstance(flip.price, Missing):
        return say(f"{turns} ({flip.price.reason})", reading=flip.reading).text
    return say(f"{turns} (next close {{price}})", reading=flip.reading, price=flip.price).text
