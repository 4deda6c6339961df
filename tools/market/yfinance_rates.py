"""Rates from Yahoo: it has the ten-year yield, as an index."""

from tools.bars import RateSeries, digest_of
from tools.errors import NoData
from tools.market.ports import BarSource
from tools.market.yfinance_wire import VENDOR

_INDICES = {"DGS10": "^TNX"}
"""FRED's series to the Cboe index of the same yield, per cent; taken at 15:00 New York, so a few basis
points from the Treasury's par yield."""


class YFinanceRates:
    """`RateSource` over the yield indices of a `BarSource` that reads Yahoo.

    Args:
        bars: Where the indices are read from.
    """

    def __init__(self, bars: BarSource) -> None:
        self._bars = bars

    def rate(self, name: str) -> RateSeries:
        """The whole series; during a session its last value is the running one.

        Raises:
            NoData: Any series but DGS10.
            SourceDown: Yahoo did not serve.
        """
        index = _INDICES.get(name)
        if index is None:
            known = ", ".join(_INDICES)
            raise NoData(f"{VENDOR} does not publish {name}; of the rates it has {known} only.")
        bars = self._bars.bars(index)
        return RateSeries(
            name=name,
            index=bars.index,
            level=bars.close,
            source=f"{self._bars.name} ({index})",
            simulated=False,
            digest=digest_of(name, bars.index, {"level": bars.close}),
        )
