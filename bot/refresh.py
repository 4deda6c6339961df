"""Bringing the store up to date: what the cards read, and the members of the index."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.wiring import Services
from tools.bars import Bars
from tools.errors import BadRequest, NoData, PlumbError, SourceDown
from tools.market.ports import Progress
from tools.market.sample import UNIVERSE
from tools.market.symbols import symbol_of

CORE = ("IWM", "SPY", "QQQ", "HYG", "IEF", "KRE", "^VIX", "^TNX")
"""What the cards of the shipped profiles read."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did.

    Attributes:
        fresh: Symbols that are up to date now.
        failed: Symbol -> why not; stored bars of these are as they were.
        causes: Why, counted.
        remark: What kept the members from being refreshed, or empty.
    """

    fresh: tuple[str, ...]
    failed: Mapping[str, str]
    causes: Mapping[str, int]
    remark: str


def refresh(services: Services, symbols: Sequence[str], *, members: bool, progress: Progress) -> Refreshed:
    """Fetch what is new; every symbol is stored as it arrives.

    Args:
        services: With a store.
        symbols: What to fetch; empty for what the cards read.
        members: Whether to fetch the members of the index as well, when no symbols are named.
        progress: Told of each symbol.

    Raises:
        BadRequest: The source keeps nothing on disk, or a symbol is not one.
        SourceDown: The source as a whole is gone; what had arrived is kept.
    """
    if services.store is None:
        raise BadRequest(
            f"The source {services.market.name!r} is read as it is and stores nothing; "
            "refresh works with --data yfinance."
        )
    wanted = [symbol_of(symbol) for symbol in symbols] or list(CORE)
    remark = ""
    if members and not symbols:
        try:
            listed = services.market.panels.membership(
                UNIVERSE, services.sessions.last_completed(services.clock())
            )
            wanted += [symbol for symbol in listed.symbols if symbol not in wanted]
        except (NoData, SourceDown) as error:
            remark = f"Members were left out: {error}"
    answers = services.store.batch(wanted, progress=progress)
    failed = {symbol: str(answer) for symbol, answer in answers.items() if isinstance(answer, PlumbError)}
    causes = Counter(type(answer).__name__ for answer in answers.values() if isinstance(answer, PlumbError))
    fresh = tuple(symbol for symbol, answer in answers.items() if isinstance(answer, Bars))
    return Refreshed(fresh, failed, dict(causes), remark)
