"""Closes of an index's members put together from a source of bars, one symbol at a time."""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

import pandas as pd

from tools.bars import Bars, MemberPanel, Membership
from tools.errors import NoData, SourceDown
from tools.market.gate import validate_panel
from tools.market.ports import BarSource, Progress, no_progress

_ENOUGH = 0.60
"""Below this share of members the specification allows no composite, so a panel would only mislead."""

_AT_ONCE = 100
"""Members asked for at a time: the full bars of 2,000 would be half a gigabyte, their closes are not."""


class Lists(Protocol):
    """Whatever has the lists of members."""

    def membership(self, universe: str, as_of: date) -> Membership:
        """As `tools.market.ports.PanelSource.membership`."""


class MarketPanels:
    """A `PanelSource` over any `BarSource`: the members of the list in force, each fetched as bars.

    The panel last made is kept for the next card of the same session. Thread-safe; a second caller waits
    for the first one's panel instead of fetching it again.
    """

    def __init__(self, universe: Lists, bars: BarSource, progress: Progress = no_progress) -> None:
        """Set up; nothing is fetched yet.

        Args:
            universe: Where the lists come from.
            bars: Where the closes come from; with a store underneath, only what is new is fetched.
            progress: Told of each member, since a first panel takes minutes.
        """
        self._universe = universe
        self._bars = bars
        self._progress = progress
        self._lock = threading.Lock()
        self._last: tuple[Membership, date, MemberPanel] | None = None

    def membership(self, universe: str, as_of: date) -> Membership:
        """As the list source has it."""
        return self._universe.membership(universe, as_of)

    def panel(self, universe: str, as_of: date) -> MemberPanel:
        """Closes of the members at `as_of`, adjusted, over all history.

        Raises:
            NoData: The universe is unknown, or no member has a price at `as_of`.
            SourceDown: 60 % of the members or fewer arrived.
        """
        membership = self.membership(universe, as_of)
        with self._lock:
            if self._last and self._last[:2] == (membership, as_of):
                return self._last[2]
            panel = self._made(membership, as_of)
            first, last = panel.index[0].date(), panel.index[-1].date()
            if first > as_of:
                raise NoData(f"The closes of {universe} begin on {first}, after {as_of}.")
            if last >= as_of:
                # a panel that ends before its session may grow; it is not kept
                self._last = (membership, as_of, panel)
            return panel

    def panels(self, universe: str) -> Sequence[MemberPanel]:
        """One panel, of the newest list: a vendor serves today's tickers, so older lists have no prices.

        The panel last made is taken where it is of that list.

        Raises:
            NoData: The universe is unknown.
            SourceDown: 60 % of the members or fewer arrived.
        """
        membership = self.membership(universe, date.max)
        with self._lock:
            if self._last and self._last[0] == membership:
                panel = self._last[2]
            else:
                panel = self._made(membership, date.max)
        return (replace(panel, biased=membership.as_of > panel.index[0].date()),)

    def _made(self, membership: Membership, as_of: date) -> MemberPanel:
        frame, simulated = self._closes(membership.symbols)
        return validate_panel(
            frame,
            membership=membership,
            biased=membership.as_of > as_of,
            source=self._bars.name,
            simulated=simulated,
        )

    def _closes(self, symbols: Sequence[str]) -> tuple[pd.DataFrame, bool]:
        """A column of adjusted closes for each member that arrived, and whether any is simulated."""
        closes: dict[str, pd.Series] = {}
        errors: Counter[str] = Counter()
        simulated = False
        for start in range(0, len(symbols), _AT_ONCE):
            answers = self._bars.batch(
                symbols[start : start + _AT_ONCE],
                progress=lambda done, _, what, before=start: self._progress(
                    before + done, len(symbols), what
                ),
            )
            for symbol, answer in answers.items():
                if isinstance(answer, Bars):
                    closes[symbol] = pd.Series(answer.adj_close, answer.index)
                    simulated |= answer.simulated
                else:
                    errors[str(answer)] += 1
        if len(closes) <= _ENOUGH * len(symbols):
            most = f" Most often: {errors.most_common(1)[0][0]}" if errors else ""
            raise SourceDown(
                f"Only {len(closes):,} of {len(symbols):,} members have bars; "
                f"more than {_ENOUGH:.0%} are needed.{most}"
            )
        return pd.DataFrame(closes), simulated
