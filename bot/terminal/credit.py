"""Credit and curve: the components with their votes, and what is not known."""

from collections.abc import Iterator
from datetime import date

from rich.console import Group, RenderableType
from rich.text import Text

from bot.terminal.layout import Head, Row, Rows, section
from bot.terminal.words import ABSENT, listed, plain, state_of, told, value, vote
from tools.overlays.credit import Credit, CreditComponent
from tools.types import Fact, Missing, Reading

_HEADS = (Head("Component"), Head("Vote"), Head("Date"))


def credit_section(credit: Credit, session: date) -> Group:
    """State, mean vote, components, and what is missing.

    Args:
        credit: The overlay.
        session: Of the card; a component with an older date is marked.
    """
    return section("Credit and curve", *_parts(credit, session))


def _parts(credit: Credit, session: date) -> Iterator[RenderableType]:
    if isinstance(credit.state, Missing):
        yield plain(f"abstains: {credit.state.reason}", ABSENT)
    else:
        yield Text.assemble(
            state_of(credit.state), ("   mean vote ", ABSENT), value(credit.mean_vote), overflow="fold"
        )
    if credit.components:
        yield Rows(_HEADS, [_component(one, session) for one in credit.components], "Readings")
    for gone in credit.missing:
        yield told(f"? {gone.label}:", gone)


def _component(component: CreditComponent, session: date) -> Row:
    title = component.title
    readings = [told(reading.label.removeprefix(f"{title}: "), reading) for reading in component.facts]
    return Row((plain(title), vote(component.vote), _date(component.vote, session)), listed(readings))


def _date(reading: Reading, session: date) -> Text:
    if not isinstance(reading, Fact):
        return Text()
    day = reading.as_of.isoformat()
    return plain(f"{day} older") if reading.as_of < session else plain(day, ABSENT)
