"""What is stored, and what a refresh did, as tables."""

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.refresh import Refreshed
from bot.wiring import Services

_SHOWN = 40
_FAILURES_SHOWN = 10


def status_table(services: Services) -> RenderableType:
    """Every stored series with its span and how far behind it is; the most behind first."""
    if services.store is None:
        return Text(f"The source {services.market.name!r} is read as it is; nothing is stored for it.")
    kept = services.store.status()
    if not kept:
        return Text("Nothing is stored yet. `python -m bot data refresh` fetches what the cards read.")
    due = services.sessions.last_completed(services.clock())
    rows = sorted(
        ((services.sessions.count(status.last, due), status) for status in kept), key=lambda row: -row[0]
    )
    table = Table(box=box.SIMPLE, title=Text(f"{len(kept):,} series, against session {due.isoformat()}"))
    for heading, side in (("symbol", "left"), ("bars", "left"), ("first", "left"), ("last", "left")):
        table.add_column(heading, justify=side)  # type: ignore[arg-type]  # literals from the line above
    table.add_column("rows", justify="right")
    table.add_column("kB", justify="right")
    table.add_column("behind", justify="right")
    for behind, status in rows[:_SHOWN]:
        late = Text(
            f"{behind} sessions" if behind > 0 else "up to date", style="yellow" if behind > 0 else "green"
        )
        table.add_row(
            Text(status.symbol),
            status.interval,
            status.first.isoformat(),
            status.last.isoformat(),
            f"{status.rows:,}",
            f"{status.bytes / 1000:,.0f}",
            late,
        )
    if len(rows) <= _SHOWN:
        return table
    rest = sum(1 for behind, _ in rows[_SHOWN:] if behind > 0)
    return Group(table, Text(f"and {len(rows) - _SHOWN:,} more, {rest:,} of them behind"))


def refresh_summary(outcome: Refreshed) -> RenderableType:
    """How many are fresh, and why the others are not."""
    lines = [Text(f"{len(outcome.fresh):,} symbols up to date, {len(outcome.failed):,} not.")]
    if outcome.remark:
        lines.append(Text(outcome.remark, style="yellow"))
    lines += [Text(f"  {symbol}: {why}") for symbol, why in list(outcome.failed.items())[:_FAILURES_SHOWN]]
    if len(outcome.failed) > _FAILURES_SHOWN:
        causes = ", ".join(f"{count:,} {cause}" for cause, count in outcome.causes.items())
        lines.append(Text(f"  and {len(outcome.failed) - _FAILURES_SHOWN:,} more ({causes})"))
    return Group(*lines)
