"""What the desk asks of a market. Adapters keep these contracts; the docstrings are what they are tested on.

For every port:

- What does not exist raises `NoData`, never an empty result: an empty answer from a vendor is a
  question, not a fact.
- Trouble raises a `SourceDown`, after the adapter has done its own bounded back-off. No call
  waits without a limit.
- Refused content raises `BadData`, and says which rows and why.
- Results have passed the gate, so they are sorted, unique and positive, and carry an audit.
- Calls are thread-safe and have no effect that a caller can see, except speed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tools.bars import Bars, Interval, MemberPanel, Membership, Positioning, RateSeries
from tools.calendar import Event
from tools.errors import PlumbError
from tools.types import Absent


class Progress(Protocol):
    """Told how far a long job is; must be cheap and must not raise."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Report `done` of `total`; `what` is the item just finished, for people."""


def no_progress(done: int, total: int, what: str) -> None:
    """A `Progress` for callers that do not watch."""


class BarSource(Protocol):
    """Bars by symbol."""

    @property
    def name(self) -> str:
        """What facts give as their source, e.g. "yfinance"."""

    def bars(
        self,
        symbol: str,
        *,
        interval: Interval = "1d",
        start: date | None = None,
        end: date | None = None,
    ) -> Bars:
        """Bars of one symbol, oldest first, `start` and `end` inclusive; without them all there is.

        Only finished sessions and the running one: a bar of a running session is returned as it stands,
        the caller drops it. Indices carry a caret (`^VIX`).

        Raises:
            NoData: The symbol, the interval or the dates are not in this source.
            BadData: The gate refused the content.
            SourceDown: Unreachable, slow, limited or garbled, after back-off.
        """

    def batch(
        self,
        symbols: Sequence[str],
        *,
        start: date | None = None,
        end: date | None = None,
        progress: Progress = no_progress,
    ) -> Mapping[str, Bars | PlumbError]:
        """Daily bars of many symbols; one symbol's trouble does not stop the rest.

        Returns:
            For every symbol asked, its bars or the error that `bars` would have raised, in the order asked.

        Raises:
            SourceDown: When the source as a whole is gone (the adapter stops instead of failing
                thousands of times). What was fetched before is not lost where a store is underneath.
        """


class PanelSource(Protocol):
    """Members of an index and their closes."""

    def membership(self, universe: str, as_of: date) -> Membership:
        """The newest list dated at or before `as_of`; where there is none, the earliest after it.

        Raises:
            NoData: The universe is unknown here.
        """

    def panel(self, universe: str, as_of: date) -> MemberPanel:
        """Closes of the members for a card at `as_of`, over all history the source has to `as_of` or later.

        The list is the newest dated at or before `as_of` among those that have prices there, else the
        earliest after it, and then `biased` is set. The caller cuts the future off.

        Raises:
            NoData: The universe is unknown, or no panel has prices at `as_of`.
        """

    def panels(self, universe: str) -> Sequence[MemberPanel]:
        """Every panel of the universe, each of its own list, the one with the oldest list first.

        For what compares lists: a card asks `panel`. No two have a list of the same date. `biased` is set
        where a panel has prices from before its own list; the caller cuts the future off.

        Raises:
            NoData: The universe is unknown, or has lists and no prices.
            SourceDown: The prices could not be fetched.
        """


class RateSource(Protocol):
    """Rates and spreads by FRED id: DGS2, DGS10, T10Y2Y, BAMLH0A0HYM2."""

    def rate(self, name: str) -> RateSeries:
        """The whole series.

        Raises:
            NoData: The series is not in this source.
            SourceDown: It could not be fetched.
        """


class PositioningSource(Protocol):
    """Short interest, shares outstanding and options, where a source has them."""

    def positioning(self, symbol: str, as_of: date) -> Positioning:
        """What is known at `as_of`; each part absent with its reason. Never raises `NoData`."""


class Events(Protocol):
    """Dated events, with coverage per kind so that "none" and "not known" stay apart."""

    def between(self, start: date, end: date, kinds: Iterable[str]) -> Sequence[Event]:
        """Events on or between two days, by day."""

    def next(self, kind: str, after: date) -> Event | Absent:
        """The first event after a day, or why it is not known."""

    def gap(self, kind: str, start: date, end: date) -> Absent | None:
        """Why the days between are not known in full; None when they are."""


@dataclass(frozen=True, slots=True)
class Market:
    """One market, assembled: what the desk reads from.

    Attributes:
        name: What people call it, e.g. "folder".
        simulated: Whether everything read from it must be labelled SIMULATED.
        terms: One sentence on whose data they are and on what terms, for cards and `about`.
        banner: A sentence to show above every result, or None.
    """

    name: str
    bars: BarSource
    panels: PanelSource
    rates: RateSource
    positioning: PositioningSource
    simulated: bool
    terms: str
    banner: str | None = None
