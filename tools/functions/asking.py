"""What the tools that ask the desk share: resolving their words, and packing a result as grounds."""

from collections.abc import Sequence
from typing import Protocol

from tools.functions.context import BeltContext
from tools.functions.day_words import Day, day_of
from tools.functions.lines import SHORT, fitted, heading, notices, once, sentences_in
from tools.functions.symbol_words import symbol_in
from tools.functions.tool import DATE, SYMBOL, Argument
from tools.grounds import Grounds
from tools.results import Header, MarketResult, facts_of
from tools.types import Reading

SYMBOL_ARGUMENT = Argument(
    "symbol",
    SYMBOL,
    'Which fund, index or stock: a ticker ("IWM", "$IWM", "^VIX") or words ("Russell 2000", "small caps", '
    '"S&P 500", "Nasdaq 100"). Example: "IWM".',
)
DATE_ARGUMENT = Argument(
    "date",
    DATE,
    'Which session: "latest" (use it unless a day was asked for), an ISO date ("2025-05-15") or words '
    '("yesterday", "last Friday", "3 sessions ago", "a month ago", "end of March 2020", "last month"). A '
    'closed day means the session before it. Example: "latest".',
)


class Headed(Protocol):
    """Any result of the desk."""

    @property
    def header(self) -> Header:
        """What it begins with."""


def asked(context: BeltContext, symbol: str, date: str) -> tuple[str, Day]:
    """Symbol and session that words name.

    Raises:
        BadRequest: One is not understood.
    """
    return symbol_in(symbol), day_of(date, context.session, context.calendar)


def grounds_of(
    tool: str,
    arguments: tuple[tuple[str, str], ...],
    result: Headed,
    day: Day,
    lines: Sequence[str],
    *,
    card: MarketResult | None = None,
    more: tuple[Reading, ...] = (),
    limit: int = SHORT,
) -> Grounds:
    """A result of the desk as grounds: its heading and lines as text, and every fact and sentence of it.

    Args:
        tool: The tool's name.
        arguments: As it was called.
        result: What the desk gave.
        day: The date as resolved.
        lines: The text below the heading.
        card: The result, where there is a card for it.
        more: Readings that are not in the result.
        limit: Characters of the text.
    """
    return Grounds(
        tool,
        arguments,
        fitted([*heading(result.header, day), *lines], limit),
        facts=once((*facts_of(result), *more)),
        sentences=tuple(dict.fromkeys((*notices(result.header, day), *sentences_in(result)))),
        result=card,
        session=result.header.as_of,
        digest=result.header.digest,
    )
