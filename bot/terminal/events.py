"""The event window: what moves the thresholds now, what is ahead, and what is not known."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from bot.terminal.layout import Head, Row, Rows, section
from bot.terminal.words import ABSENT, STRONG, listed, plain, said, told, value
from tools.overlays.calendar_window import CalendarWindow, DatedEvent
from tools.stack import Composite
from tools.types import Missing

_HEADS = (Head("Event"), Head("Date"), Head("Time"), Head("Away", "right"))


def events_section(window: CalendarWindow, composite: Composite) -> Group:
    """The window with both readings, its events and their sources."""
    return section("Event window", *_parts(window, composite))


def _parts(window: CalendarWindow, composite: Composite) -> Iterator[RenderableType]:
    yield said(window.rationale)
    if isinstance(composite.rating, Missing):
        yield told("threshold multiple", window.multiple)
    else:
        yield listed(
            [
                told("threshold multiple", window.multiple),
                told("rating with the window", composite.rating),
                told("without it", composite.rating_without_calendar),
            ]
        )
    # an event in force may also be the next of its kind
    shown = dict.fromkeys((*window.in_force, *window.ahead))
    rows = [_event(item, in_force=item in window.in_force) for item in shown]
    if rows:
        yield Rows(_HEADS, rows, "Source")
    for gone in window.unknown:
        yield told(f"? {gone.label}:", gone)


def _event(item: DatedEvent, *, in_force: bool) -> Row:
    event = item.event
    until = f"to {event.until.isoformat()}; " if event.until else ""
    style = STRONG if in_force else ""
    away = value(item.away, style)
    if item.past:
        away.append(" ago")
    return Row(
        (
            Text.assemble(("● " if in_force else "  ", style), plain(event.label, style)),
            value(item.day),
            plain(event.time or ""),
            away,
        ),
        plain(f"{until}{event.source}", ABSENT),
    )
