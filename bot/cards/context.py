"""What stands beside the layers: rotation, credit, the event window, positioning."""

from collections.abc import Iterator
from datetime import date

from bot.cards.facts import facts_lines, listed, unknown
from bot.cards.states import state_of, vote
from bot.cards.words import escaped, lines, said, small, state, told, value
from tools.overlays.calendar_window import CalendarWindow, DatedEvent
from tools.overlays.credit import Credit, CreditComponent
from tools.overlays.positioning import PositioningReading
from tools.overlays.rotation import Rotation, RotationFlip
from tools.types import Fact, Missing, Reading


def rotation_line(rotation: Rotation) -> str:
    """The state and its sentence."""
    return lines(
        (
            f"**Rotation** {state_of(rotation.state)}"
            if isinstance(rotation.state, Fact)
            else "**Rotation**",
            small(said(rotation.rationale)),
        )
    )


def rotation_text(rotation: Rotation) -> str:
    """The state, its sentence, and the ratios that would change it."""
    return lines((rotation_line(rotation), *(_flip(rotation, flip) for flip in rotation.flips)))


def rotation_figures(rotation: Rotation, session: date) -> str:
    """What the state was decided on."""
    figures = (rotation.ratio, rotation.mean, rotation.band, rotation.slope, rotation.sessions_in_state)
    return facts_lines([one for one in figures if isinstance(one, Fact)], session, methods=True)


def credit_line(credit: Credit) -> str:
    """The state and its mean vote."""
    if isinstance(credit.state, Missing):
        return f"**Credit and curve** abstains: {escaped(credit.state.reason)}"
    return f"**Credit and curve** {state_of(credit.state)} · {told(credit.mean_vote.label, credit.mean_vote)}"


def credit_text(credit: Credit, session: date) -> str:
    """State, mean vote, components with their readings, and what is not known.

    Args:
        credit: The overlay.
        session: Of the card; a component with an older date says so.
    """
    return lines(
        (
            credit_line(credit),
            *(_component(one, session) for one in credit.components),
            *unknown(credit.missing),
        )
    )


def events_line(window: CalendarWindow) -> str:
    """The window in force, or what is next."""
    return lines(("**Events**", small(said(window.rationale))))


def events_text(window: CalendarWindow, *ratings: Reading) -> str:
    """The window with both readings, its events and their sources, and the dates that are not known.

    Args:
        window: The overlay.
        *ratings: The rating with the window and without it; none without a composite.
    """
    # an event in force may also be the next of its kind
    shown = dict.fromkeys((*window.in_force, *window.ahead))
    return lines(
        (
            "**Event window**",
            said(window.rationale),
            listed((window.multiple, *ratings)),
            *(_event(item, in_force=item in window.in_force) for item in shown),
            *unknown(window.unknown),
        )
    )


def positioning_text(known: PositioningReading, session: date) -> str:
    """Holdings with their own dates, the short-covering flag, and its measured rate with its cases."""
    flag = known.fade_risk
    rate = [known.fade_rate]
    if not isinstance(known.fade_rate, Missing):
        rate += [known.fade_low, known.fade_high]
    return lines(
        (
            "**Positioning**",
            facts_lines(known.holdings, session),
            f"{'● on' if flag.on else '○ off'} · {escaped(flag.label)}: {said(flag.because)}",
            listed((*rate, known.fade_cases)),
        )
    )


def _flip(rotation: Rotation, flip: RotationFlip) -> str:
    if isinstance(flip.ratio, Missing):
        return told(flip.ratio.label, flip.ratio)
    stays = isinstance(rotation.state, Fact) and flip.to == rotation.state.value
    return (
        f"{'Stays' if stays else 'Flips to'} {state(flip.to)} at a ratio of **{value(flip.ratio)}**, "
        f"{value(flip.change)} from today's"
    )


def _component(component: CreditComponent, session: date) -> str:
    title = component.title
    readings = (told(one.label.removeprefix(f"{title}: "), one) for one in component.facts)
    older = "".join(_older(component.vote, session))
    return f"{vote(component.vote)} · {escaped(title)}{older}\n{small(' · '.join(readings))}"


def _older(reading: Reading, session: date) -> Iterator[str]:
    if isinstance(reading, Fact) and reading.as_of < session:
        yield f" ({reading.as_of.isoformat()}, older)"


def _event(item: DatedEvent, *, in_force: bool) -> str:
    event = item.event
    when = " ".join(part for part in (value(item.day), escaped(event.time or "")) if part)
    until = f" to {event.until.isoformat()}" if event.until else ""
    away = f"{value(item.away)}{' ago' if item.past else ''}"
    name = f"● **{escaped(event.label)}**" if in_force else escaped(event.label)
    return f"{name} · {when}{until} · {away}\n{small(escaped(event.source))}"
