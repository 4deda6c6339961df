"""Facts as plain tables: with how each was made, or short."""

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.text import Text

from bot.terminal.layout import Head, Row, Rows
from bot.terminal.words import ABSENT, STRONG, plain, value
from tools.types import Fact, Missing, Reading

_HEADS = (Head("Reading"), Head("Value", "right"))


def facts_table(readings: Sequence[Reading], session: date) -> Group:
    """One row per fact with how it was made, those not known, and each caveat once.

    Args:
        readings: In the order of the table.
        session: Of the card; a reading of another day says its date.
    """
    facts = [one for one in readings if isinstance(one, Fact)]
    rows = [Row((_dated(fact, session), value(fact, STRONG)), plain(fact.method, ABSENT)) for fact in facts]
    caveats = dict.fromkeys(note for fact in facts for note in fact.notes)
    return Group(
        *([Rows(_HEADS, rows, "Made from")] if rows else []),
        *_unknown(readings),
        *(plain(f"! {caveat}") for caveat in caveats),
    )


def facts_list(readings: Sequence[Reading], session: date) -> Group:
    """Label and value, with the date where it is not the session's; those not known below."""
    facts = [one for one in readings if isinstance(one, Fact)]
    rows = [Row((_dated(fact, session), value(fact, STRONG))) for fact in facts]
    return Group(*([Rows((Head(""), Head("", "right")), rows)] if rows else []), *_unknown(readings))


def _dated(fact: Fact, session: date) -> Text:
    """The label, with the day of a fact that is not of the session."""
    if fact.as_of == session:
        return plain(fact.label)
    return Text.assemble(plain(fact.label), (f"  {fact.as_of.isoformat()}", ABSENT))


def _unknown(readings: Sequence[Reading]) -> Iterator[RenderableType]:
    """Readings that are not there; those that share a reason share a line."""
    gone = [one for one in readings if isinstance(one, Missing)]
    for reason in dict.fromkeys(one.reason for one in gone):
        labels = ", ".join(one.label for one in gone if one.reason == reason)
        yield Text.assemble(
            "? ", plain(labels), ": ", plain(f"not known ({reason})", ABSENT), overflow="fold"
        )
