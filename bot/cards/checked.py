"""The card of a message whose figures were checked: right, wrong or unknown, and against what."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.cards.blocks import Block, Card, Text
from bot.cards.conflicts import findings_of
from bot.cards.quoting import dotted, shortened
from bot.cards.request import Request
from bot.cards.sections import section
from bot.cards.words import escaped, footer_of, lines, notices_of, small, value
from bot.talking.checked_values import CheckedText, Standing, Stated
from tools.results import DISCLAIMER
from tools.types import Fact

_TITLES: Final[Mapping[Standing, str]] = {"wrong": "✗ Wrong", "right": "✓ Right", "unknown": "? Unknown"}
_EMPTY = "There is no figure in this message that could be checked."
_SENTENCE = 400


def checked_card(checked: CheckedText, request: Request | None) -> Card:
    """What is wrong first, then what is right, then what cannot be told."""
    simulated = any(header.simulated for header in checked.headers)
    symbols = ", ".join(checked.symbols) or "no symbol"
    return Card(
        f"{'SIMULATED · ' if simulated else ''}**Numbers checked** · {shortened(symbols, 80)} · "
        f"{checked.session.isoformat()}",
        tuple(_parts(checked)),
        _footer(checked),
        "warning" if checked.of("wrong") or checked.findings or simulated else "plain",
        request=request,
    )


def _parts(checked: CheckedText) -> Iterator[Block]:
    known = (line for header in checked.headers for line in notices_of(header).split("\n") if line)
    notices = dict.fromkeys((*(f"⚠ {escaped(notice)}" for notice in checked.notices), *known))
    if notices:
        yield Text(lines(notices))
    if not checked.statements:
        yield Text(_EMPTY)
    for standing, title in _TITLES.items():
        found = checked.of(standing)
        if found:
            yield section(title)
            yield from (Text(_statement(one)) for one in found)
    yield from findings_of(checked.findings)


def _statement(one: Stated) -> str:
    mark = _TITLES[one.standing].split()[0]
    return lines(
        (
            f"{mark} **{shortened(one.words)}** {one.standing}: {escaped(one.why)}",
            *(_fact(fact) for fact in one.facts),
            f"> {shortened(one.sentence, _SENTENCE)}",
        )
    )


def _fact(fact: Fact) -> str:
    where = dotted([fact.source, fact.as_of.isoformat(), fact.method])
    return f"- {escaped(fact.label)} **{value(fact)}** ({where})"


def _footer(checked: CheckedText) -> str:
    """Sources and terms of what it was held against; equal lines once."""
    told = (line for header in checked.headers for line in footer_of(header).split("\n"))
    against = small(f"held against session {checked.session.isoformat()}")
    return "\n".join(dict.fromkeys((against, *told, *(() if checked.headers else (small(DISCLAIMER),)))))
