"""What stands beside the signal in a report: rotation, credit, breadth, levels, risk and the calendar."""

from collections.abc import Sequence
from datetime import date

from tools.levels import Level
from tools.monthly.month import Month
from tools.monthly.prose import joined, sentence, told
from tools.overlays.credit import Credit, CreditComponent
from tools.overlays.positioning import PositioningReading
from tools.overlays.rotation import Rotation
from tools.phrases import say, written
from tools.results import Analysis
from tools.types import Absent, Fact, LayerReading, Missing, Sentence, Unit


def overlays_part(analysis: Analysis) -> str:
    """Rotation, credit, and what the breadth layer's line above leaves out."""
    breadth = next(layer for layer in analysis.layers if layer.name == "breadth")
    parts = [_rotation(analysis.rotation), _credit(analysis.credit)]
    parts.append(_breadth(breadth, analysis.header.symbol, analysis.header.as_of))
    if analysis.positioning.fade_risk.on:
        parts.append(_fade(analysis.positioning))
    return "\n\n".join(parts)


def _rotation(rotation: Rotation) -> str:
    said = [rotation.rationale]
    for flip in rotation.flips:
        if isinstance(flip.ratio, Missing):
            said.append(Sentence(f"A next ratio that would flip it: {flip.ratio.reason}."))
            continue
        does = "stays" if isinstance(rotation.state, Fact) and flip.to == rotation.state.value else "turns"
        said.append(
            say(
                f"It {does} {flip.to} at a next ratio of {{ratio}}, {{change}} from here.",
                ratio=flip.ratio,
                change=flip.change,
            )
        )
    return joined(*said)


def _credit(credit: Credit) -> str:
    if isinstance(credit.state, Missing):
        return credit.rationale.text
    said = say("Credit is {state} (mean vote {mean}): ", state=credit.state, mean=credit.mean_vote).text
    said += "; ".join(_component(component) for component in credit.components)
    gone = ", ".join(missing.label for missing in credit.missing)
    return f"{said}." + (f" Not known: {gone}." if gone else "")


def _component(component: CreditComponent) -> str:
    """The vote in a word and what it was cast on; not a ratio's level, which means nothing by itself."""
    title, readings = component.title, []
    for fact in component.facts:
        if not isinstance(fact, Fact) or fact.unit is Unit.RATIO:
            continue
        label = fact.label.removeprefix(f"{title}: ")
        words = written(fact) if label == title else f"{label} {written(fact)}"
        # a rate may be older than the card
        old = "older than the session" in fact.notes
        readings.append(f"{words} of {fact.as_of.isoformat()}" if old else words)
    return f"{title} {written(component.word)} ({', '.join(readings)})"


def _fade(positioning: PositioningReading) -> str:
    """A rally that may fade, and how often such ones did."""
    flag = positioning.fade_risk
    rate = positioning.fade_rate
    often = sentence(told(rate))
    if isinstance(rate, Fact):
        span = "95 % interval {low} to {high}"
        often = say(
            f"{rate.label.capitalize()}: {{rate}} of {{cases}} settled episodes ({span}).",
            rate=rate,
            cases=positioning.fade_cases,
            low=positioning.fade_low,
            high=positioning.fade_high,
        ).text
    return f"{flag.label.capitalize()}: {flag.because.text} {often}"


def _breadth(layer: LayerReading, symbol: str, session: date) -> str:
    """The longer average, the list, and the conditions; why there is nothing where the layer abstains."""
    if isinstance(layer.state, Absent):
        return "Breadth abstains: no share of members is known for this session."
    key = f"{symbol.lower()}.breadth."
    facts = {fact.id.removeprefix(key): fact for fact in layer.facts}
    shares = [fact for name, fact in facts.items() if name.startswith("above_sma")]
    listed = facts["list_date"]
    biased = isinstance(listed, Fact) and listed.as_of > session
    tail = ", later than this session, so these shares are survivorship-biased" if biased else ""
    said = [
        Sentence(sentence(told(shares[-1]))),
        say(f"The list of {{members}} members is of {{day}}{tail}.", members=facts["members"], day=listed),
    ]
    said += [Sentence(f"{flag.label.capitalize()}: {flag.because.text}") for flag in layer.flags if flag.on]
    return joined(*said)


def levels_part(analysis: Analysis, month: Month) -> str:
    """Resistance and support, the risk of holding, and the month's and the next events."""
    levels, risk = analysis.levels, analysis.risk
    spots = "\n".join(
        f"- {name}: {_levels(side)}"
        for name, side in (("Resistance", levels.resistance), ("Support", levels.support))
    )
    year = say("52-week high {high}, low {low}.", high=levels.year_high, low=levels.year_low).text
    readings = (risk.atr, *risk.volatility[:1], risk.beta, risk.current_drawdown)
    held = f"Risk: {'; '.join(told(reading) for reading in readings)}; {told(risk.stop)}{_stopped(analysis)}."
    return f"{spots}\n\n{year} {held}\n\n{_calendar(analysis, month)} {_made(analysis)}"


def _levels(side: Sequence[Level | Missing]) -> str:
    """The levels that are there, nearest first, then why there are no more."""
    parts = [
        say("{price} ({away})", price=level.price, away=level.distance_percent).text
        for level in side
        if isinstance(level, Level)
    ]
    gone = next((level.reason for level in side if isinstance(level, Missing)), None)
    return "; ".join([*parts, *([gone] if gone else [])]) + "."


def _stopped(analysis: Analysis) -> str:
    """A stop above the price is one that a long position has left behind."""
    stop, close = analysis.risk.stop, analysis.price.close
    above = isinstance(stop, Fact) and isinstance(close, Fact) and stop.number >= close.number
    return ", which the close is below" if above else ""


def _calendar(analysis: Analysis, month: Month) -> str:
    window = analysis.calendar
    events = ", ".join(f"{event.label} {written(event)}" for event in month.events) or "nothing on file"
    said = [Sentence(f"Scheduled this month: {events}."), window.rationale]
    # the window's sentence names the kinds that are not known around the session
    named = window.rationale.text
    gone = ", ".join(kind.label for kind in month.unknown if kind.label not in named)
    if gone:
        said.append(Sentence(f"Dates not known for all of the month: {gone}."))
    return joined(*said)


def _made(analysis: Analysis) -> str:
    """Which rules made it, and what it is not."""
    header = analysis.header
    return f"Rules {header.rules}, profile {header.profile}. {header.disclaimer}"
