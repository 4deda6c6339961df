"""The signal stack in lines: composite, layers with their flips and flags, overlays, posture."""

from collections.abc import Iterator

from tools.desk.layer_state import state_reading
from tools.facts import FactSheet
from tools.functions.lines import line
from tools.levels import Level
from tools.phrases import written
from tools.results import Analysis, Header, Price
from tools.stack import Composite
from tools.types import Absent, Fact, LayerReading, Reading


def state_facts(analysis: Analysis) -> tuple[Reading, ...]:
    """Each layer's state as a reading of its own, so that it can be named like any other."""
    return tuple(state_fact(analysis.header, layer) for layer in analysis.layers)


def state_fact(header: Header, layer: LayerReading) -> Reading:
    """A layer's state on a card."""
    known = layer.score if isinstance(layer.score, Fact) else None
    source, notes = (known.source, known.notes) if known else ("none", ())
    return state_reading(layer, FactSheet(header.symbol, header.as_of, source, notes))


def price_lines(price: Price) -> list[str]:
    """Close and change."""
    return [line(price.close), line(price.change_percent, "change on the day")]


def composite_lines(composite: Composite) -> list[str]:
    """Rating, points, letter and coverage, and why."""
    return [
        line(composite.rating),
        line(composite.points),
        line(composite.score),
        line(composite.letter),
        line(composite.rating_without_calendar),
        line(composite.coverage),
        str(composite.rationale),
    ]


def layer_lines(header: Header, layer: LayerReading, *, whole: bool) -> Iterator[str]:
    """One layer: state, score, why, what would change it, and the conditions that are on.

    Args:
        header: Of the card.
        layer: The layer.
        whole: With every fact and every condition, not only what stands out.
    """
    name = layer.title.lower()
    if isinstance(layer.state, Absent):
        yield f"{name} state: not known ({layer.state.reason})"
        return
    yield f"{line(state_fact(header, layer))}; {line(layer.score)}; {line(layer.weight)}"
    yield f"  {layer.rationale}"
    if whole:
        yield from (f"  {line(reading)}" for reading in layer.facts)
    for flip in layer.flips:
        yield f"  {name} turns {flip.to} at: {line(flip.reading)}; {line(flip.price)}"
    for flag in layer.flags:
        if flag.on or whole:
            yield f"  {flag.label}: {'yes' if flag.on else 'no'}. {flag.because}"


def evidence_lines(analysis: Analysis, subject: str) -> list[str]:
    """What followed the state in force of a layer, or of the composite; history, no forecast."""
    return [f"evidence: {one.said}" for one in analysis.evidence if one.subject == subject]


def stack_lines(analysis: Analysis) -> list[str]:
    """The whole card, the most important first."""
    found = [*price_lines(analysis.price), *composite_lines(analysis.composite)]
    found += evidence_lines(analysis, "composite")
    for layer in analysis.layers:
        found += layer_lines(analysis.header, layer, whole=False)
    sizing = analysis.sizing
    found += [
        f"rotation: {analysis.rotation.rationale}",
        f"credit: {analysis.credit.rationale}",
        f"macro calendar: {analysis.calendar.rationale}",
        line(sizing.posture),
        f"  {sizing.rationale}",
    ]
    for condition in sizing.conditions:
        if condition.met != "yes":
            found.append(
                f"  condition {condition.label}: {condition.met} ({condition.reading.label}: "
                f"{written(condition.reading)})"
            )
    fade = analysis.positioning.fade_risk
    found.append(f"{fade.label}: {'yes' if fade.on else 'no'}. {fade.because}")
    found.append(line(analysis.risk.atr))
    for side in (analysis.levels.resistance, analysis.levels.support):
        found.append("; ".join(line(one.price if isinstance(one, Level) else one) for one in side))
    found.append(line(analysis.votes.score))
    for horizon in analysis.horizons:
        state = "not known" if isinstance(horizon.state, Absent) else horizon.state
        found.append(f"{horizon.name} horizon ({horizon.span}): {state}; {line(horizon.score)}")
    return found
