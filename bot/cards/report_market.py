"""The sections of a report that are computed: decision, layers, breadth, rotation, levels, risk, events."""

from collections.abc import Iterator

from bot.cards.blocks import Text
from bot.cards.claims import verdict_of
from bot.cards.evidence import titled
from bot.cards.sections import flags, section, told_all, unknown
from bot.cards.words import escaped, figure, lines, said, score_bar, state, told, value
from tools.levels import Level
from tools.overlays.calendar_window import DatedEvent
from tools.overlays.credit import Credit
from tools.overlays.rotation import RotationFlip
from tools.phrases import written
from tools.results import Analysis, BreadthReport, ClaimsReport
from tools.sizing import Condition
from tools.types import Fact, Flip, LayerReading, Missing, Reading, Unit

_MET = {"yes": "✓", "no": "✗", "not known": "?"}


def decision(card: Analysis) -> Text:
    """Rating, posture and why, with the conditions for full size."""
    composite, sizing = card.composite, card.sizing
    head = f"Composite {value(composite.rating)}"
    if isinstance(composite.rating, Fact):
        score = f"{value(composite.points)} of 100, {value(composite.letter)}"
        head = f"**{state(written(composite.rating))}** · {score}\n{score_bar(composite.score)}"
    return section(
        "Decision",
        head,
        said(composite.rationale),
        told("Size", sizing.posture),
        said(sizing.rationale),
        *map(_condition, sizing.conditions),
        told("Layers present", composite.coverage),
    )


def layers(card: Analysis) -> Text:
    """Each layer with its reason and what would flip it, then the conditions beside them."""
    every = [flag for layer in card.layers for flag in layer.flags]
    return section(
        "Layers",
        *map(_layer, card.layers),
        flags((*every, card.positioning.fade_risk, card.votes.spike)),
    )


def indicators(card: Analysis) -> Text:
    """The horizons, and the votes of eight indicators."""
    horizons = (
        f"- **{escaped(one.name)}** {state(one.state)} {figure(one.score)}: "
        f"{escaped(one.span)}. {said(one.because)}"
        for one in card.horizons
    )
    votes = (f"- {escaped(one.title)} {figure(one.vote)}: {said(one.because)}" for one in card.votes.votes)
    totals = (card.votes.score, card.votes.total, card.votes.cast, card.votes.volume_band)
    return section("Horizons and votes", *horizons, told_all(totals), *votes)


def breadth(report: BreadthReport) -> Text:
    """Whether the members carry the move."""
    verdict = (
        f"**{state(written(report.verdict))}**" if isinstance(report.verdict, Fact) else value(report.verdict)
    )
    return section(
        "Breadth",
        verdict,
        said(report.rationale),
        told(report.threshold.label, report.threshold),
        told_all(report.layer.facts),
    )


def rotation(card: Analysis) -> Text:
    """Rotation with its flips, and credit beside it."""
    found = card.rotation
    head = f"**{state(written(found.state))}**" if isinstance(found.state, Fact) else ""
    flips = (_rotation_flip(flip, found.state) for flip in found.flips)
    return section("Rotation and credit", head, said(found.rationale), *flips, *_credit(card.credit))


def levels(card: Analysis) -> Text:
    """The ladder around the close, then reward against risk and the figures of risk."""
    found = card.levels
    above = [_rung(f"R{rank}", level) for rank, level in enumerate(found.resistance, start=1)]
    below = [_rung(f"S{rank}", level) for rank, level in enumerate(found.support, start=1)]
    here = [f"- ▶ price **{value(card.price.close)}**"]
    if found.at_price is not None:
        here.append(_rung("at price", found.at_price))
    rewards = (said(row.arithmetic) for row in card.reward_risk)
    return section(
        "Levels and risk",
        *reversed(above),
        *here,
        *below,
        *unknown(found.left_out),
        *rewards,
        told_all(card.risk.facts()),
    )


def positioning(card: Analysis) -> Text:
    """Who holds the symbol, and how often a rally like this one faded."""
    known = card.positioning
    rates = (known.fade_rate, known.fade_low, known.fade_high, known.fade_cases)
    return section("Positioning", told_all((*known.holdings, *rates)))


def events(card: Analysis) -> Text:
    """What moves the thresholds now, what is ahead, and what is not known."""
    window, composite = card.calendar, card.composite
    # an event in force may also be the next of its kind
    shown = dict.fromkeys((*window.in_force, *window.ahead))
    return section(
        "Events",
        said(window.rationale),
        told("threshold multiple", window.multiple),
        told("rating without the window", composite.rating_without_calendar),
        *(_event(item, in_force=item in window.in_force) for item in shown),
        *unknown(window.unknown),
    )


def evidence(card: Analysis) -> Text:
    """What followed the states in force."""
    told_ = (f"- **{escaped(titled(line.subject))}** {said(line.said)}" for line in card.evidence)
    return section("Evidence for the states in force", *told_)


def tested(report: ClaimsReport) -> Text:
    """What other systems claim, and whether it held."""
    verdicts = (f"- {escaped(one.title)}: **{escaped(verdict_of(one))}**" for one in report.claims)
    return section("Claims of other systems", said(report.said), *verdicts)


def _condition(one: Condition) -> str:
    if isinstance(one.reading, Missing):
        why = escaped(one.reading.reason)
    elif one.reading.unit is Unit.FLAG:
        # a flag's own value would read as a second answer; what it was decided on has the numbers
        why = escaped(one.reading.method)
    else:
        why = value(one.reading)
    return f"- {_MET[one.met]} {escaped(one.label)}: {one.met} ({why})"


def _layer(layer: LayerReading) -> str:
    head = f"**{escaped(layer.title)}** {state(layer.state)} {score_bar(layer.score)} {figure(layer.score)}"
    return lines((head, said(layer.rationale), *map(_flip, layer.flips)))


def _flip(flip: Flip) -> str:
    why = "; ".join(one.reason for one in (flip.reading, flip.price) if isinstance(one, Missing))
    at = f"{escaped(flip.reading.label)} {figure(flip.reading)}"
    close = f"next close {figure(flip.price)}"
    return f"- to {state(flip.to)} at {at}, {close}{f' ({escaped(why)})' if why else ''}"


def _rotation_flip(flip: RotationFlip, now: Reading) -> str:
    if isinstance(flip.ratio, Missing):
        return told(flip.ratio.label, flip.ratio)
    verb = "stays" if isinstance(now, Fact) and flip.to == now.value else "flips to"
    return (
        f"- {verb} {state(flip.to)} at a ratio of **{value(flip.ratio)}**, {value(flip.change)} from today's"
    )


def _credit(credit: Credit) -> Iterator[str]:
    if isinstance(credit.state, Missing):
        yield f"Credit and curve abstain: {escaped(credit.state.reason)}"
    else:
        yield f"Credit and curve **{state(written(credit.state))}**, mean vote {value(credit.mean_vote)}"
    for one in credit.components:
        readings = (
            f"{escaped(each.label.removeprefix(f'{one.title}: '))} {value(each)}" for each in one.facts
        )
        day = f", {one.vote.as_of.isoformat()}" if isinstance(one.vote, Fact) else ""
        yield f"- {escaped(one.title)} vote {figure(one.vote)}{day}: {', '.join(readings)}"
    yield from unknown(credit.missing)


def _rung(name: str, level: Level | Missing) -> str:
    if isinstance(level, Missing):
        return f"- {name} – {escaped(level.reason)}"  # noqa: RUF001 - the dash of what is not known
    distance = f"{figure(level.distance)}, {figure(level.distance_percent)}"
    touched = f"{figure(level.touches)} touches, last {figure(level.last_touch)}"
    return f"- {name} **{value(level.price)}** ({distance}), {touched}: {escaped(', '.join(level.made_of))}"


def _event(item: DatedEvent, *, in_force: bool) -> str:
    event = item.event
    when = " ".join(part for part in (value(item.day), escaped(event.time or "")) if part)
    until = f" to {event.until.isoformat()}" if event.until else ""
    away = f"{value(item.away)}{' ago' if item.past else ''}"
    mark = "● " if in_force else ""
    return f"- {mark}**{escaped(event.label)}** {when}{until}, {away} ({escaped(event.source)})"
