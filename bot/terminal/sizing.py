"""Conditions for full size as a checklist, each with what it was decided on."""

from rich.console import Group
from rich.text import Text

from bot.terminal.layout import PHRASE, Head, Row, Rows, section
from bot.terminal.words import ABSENT, plain, value
from tools.sizing import Condition, Sizing
from tools.types import Fact, Unit

_MARKS = {"yes": ("✓ yes", "green"), "no": ("✗ no", "red"), "not known": ("? not known", "")}


def sizing_section(sizing: Sizing) -> Group:
    """Each condition as it must be, whether it is met, and the number."""
    rows = [Row((plain(*_MARKS[one.met]), plain(one.label)), _decided_on(one)) for one in sizing.conditions]
    return section("Conditions for full size", Rows((Head(""), Head("")), rows, least=PHRASE))


def _decided_on(condition: Condition) -> Text:
    reading = condition.reading
    if isinstance(reading, Fact):
        # a flag's own value would read as a second answer; what it was decided on has the numbers
        return plain(reading.method) if reading.unit is Unit.FLAG else value(reading)
    return plain(reading.reason, ABSENT)
