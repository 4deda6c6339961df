"""Reports on made calls: for the picture, the terminal and the sentences."""

from tests.tools.record.made_calls import DAYS, Made, drawn, rules, seal_of
from tools.facts import FactSheet
from tools.ledger.entries import Stated
from tools.record import record_of
from tools.results import RecordReport

AS_OF = DAYS[-1]


def report_of(made: Made, *, symbol: str | None = "IWM", shown: int = 10) -> RecordReport:
    """A report with the shipped parameters and two chain heads."""
    sheet = FactSheet(symbol or "desk", AS_OF, "ledger")
    heads = tuple(
        sheet.text(f"record.head.{chain}", f"head of {chain}", hexed * 8, "hash of the last row")
        for chain, hexed in (("seals", "1f2e3d4c"), ("settlements", "a0b1c2d3"))
    )
    record = record_of(made.seals, made.settlements, rules(), AS_OF, symbol, shown=shown)
    return RecordReport(record, None, heads, "iwm", "2026.1")


def together(*parts: Made) -> Made:
    """Several ledgers as one."""
    return Made(
        [row for part in parts for row in part.seals], [row for part in parts for row in part.settlements]
    )


def unusual() -> Made:
    """Calls without a composite, without an ATR, without statements, and some that cannot be settled."""
    made = Made()
    certain = (Stated(10, 1.0, 1.0, 40), Stated(1, 0.0, 1.0, 40))
    made.add(seal_of(DAYS[0], "bullish", atr=None), {1: -3.0, 5: 0.0, 10: -2.5})
    made.add(seal_of(DAYS[1], None, stated=certain), {1: 1.0, 10: 4.0})
    made.add(seal_of(DAYS[2], "strong bearish", stated=certain), {1: "no bar of that session", 10: 6.0})
    made.add(seal_of(DAYS[3], "neutral"), {1: "no bar of that session", 5: "the symbol was renamed"})
    return made


REPORTS = {
    "nothing": report_of(Made()),
    "unusual": report_of(unusual()),
    "all symbols": report_of(drawn(420, 3, symbols=("IWM", "SPY")), symbol=None),
    "four books": report_of(
        together(
            drawn(60, 1),
            drawn(420, 2, kind="backfilled", first=100),
            drawn(400, 4, simulated=True),
            drawn(30, 5, kind="backfilled", simulated=True),
        )
    ),
}
"""One of every state: empty, odd, several symbols, every book."""
