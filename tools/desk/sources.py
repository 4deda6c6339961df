"""The inputs of a result, as its header lists them: span, rows, what the gate dropped, and a hash."""

from datetime import date

import numpy as np

from tools.bars import Bars, MemberPanel, RateSeries, digest_of
from tools.facts import FactSheet
from tools.layers.base import Breadth
from tools.results import SourceLine
from tools.types import Absent, Unit


def bars_line(symbol: str, bars: Bars, sheet: FactSheet) -> SourceLine:
    """Bars as a line of the header."""
    slug = symbol.lower().lstrip("^").replace(" ", "_")
    return SourceLine(
        symbol,
        bars.source,
        bars.index[0].date(),
        bars.last_session,
        sheet.number(f"data.{slug}.rows", "bars read", len(bars), Unit.COUNT, "rows up to the session"),
        sheet.number(
            f"data.{slug}.dropped",
            "rows dropped",
            bars.audit.rows_dropped,
            Unit.COUNT,
            "rows the gate dropped, all dates",
        ),
        tuple(f"{reason}: {count}" for reason, count in bars.audit.dropped.items()) + bars.audit.warnings,
        bars.digest,
    )


def rate_line(name: str, series: RateSeries, sheet: FactSheet) -> SourceLine:
    """A rate as a line of the header."""
    slug = name.lower()
    return SourceLine(
        series.name,
        series.source,
        series.index[0].date(),
        series.index[-1].date(),
        sheet.number(
            f"data.{slug}.rows", "days read", len(series.index), Unit.COUNT, "days up to the session"
        ),
        sheet.number(
            f"data.{slug}.dropped", "rows dropped", 0, Unit.COUNT, "empty days are left out, not counted"
        ),
        (),
        series.digest,
    )


def panel_line(panel: MemberPanel, digest: str, sheet: FactSheet, *, key: str = "members") -> SourceLine:
    """A member panel as a line of the header.

    Args:
        panel: Which.
        digest: Names what was read of it.
        sheet: Makes the facts.
        key: Where a header has several panels, different for each.
    """
    read = panel.until(sheet.as_of).index
    return SourceLine(
        panel.membership.universe,
        panel.source,
        panel.index[0].date(),
        (read if len(read) else panel.index)[-1].date(),
        sheet.number(
            f"data.{key}.rows", "members with prices", len(panel.symbols), Unit.COUNT, "columns of the panel"
        ),
        sheet.number(
            f"data.{key}.dropped",
            "prices dropped",
            panel.audit.rows_dropped,
            Unit.COUNT,
            "prices the gate dropped",
        ),
        tuple(f"{reason}: {count}" for reason, count in panel.audit.dropped.items()) + panel.audit.warnings,
        digest,
    )


def counts_digest(panel: MemberPanel, breadth: Breadth | Absent, session: date) -> str:
    """Hash of the counts up to the session: what the card reads, whatever the panel holds after it."""
    if isinstance(breadth, Absent):
        return panel.digest
    stop = int(panel.index.searchsorted(np.datetime64(session), side="right"))
    counts = {
        f"{name}{window}": column[:stop]
        for name, columns in (("above", breadth.counts.above), ("eligible", breadth.counts.eligible))
        for window, column in columns.items()
    }
    counts |= {"advancing": breadth.counts.advancing[:stop], "declining": breadth.counts.declining[:stop]}
    listed = f"{panel.membership.universe} {panel.membership.as_of} {len(panel.membership.symbols)}"
    return digest_of(listed, panel.index[:stop], counts)
