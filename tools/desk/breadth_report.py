"""Breadth alone: is the move of the price carried by the members, and what would change that?"""

from tools.desk.snapshot import Snapshot
from tools.facts import FactSheet
from tools.indicators.momentum import roc
from tools.indicators.rolling import rolling_max
from tools.phrases import say
from tools.results import BreadthReport
from tools.types import Absent, Fact, Flip, LayerReading, Reading, Unit

_BOUNDS = ("breadth.low", "breadth.high")


def breadth_report(snapshot: Snapshot) -> BreadthReport:
    """The breadth layer with a verdict on the price's move.

    "repairing" where the washed-out repair flag is on; with a rising price "rise confirmed" from the
    divergence threshold up, else "rise diverging"; with a falling price "fall confirmed" while fewer
    members are above their average than the middle of the scale, else "fall diverging". An estimate whose
    interval straddles the limit decides nothing: "mixed".
    """
    layer = next(reading for reading in snapshot.readings if reading.name == "breadth")
    sheet = snapshot.sheet
    if isinstance(layer.state, Absent):
        reason = layer.state.reason
        return BreadthReport(
            snapshot.header,
            snapshot.price,
            layer,
            sheet.missing("breadth.verdict", "breadth verdict", reason),
            layer.rationale,
            sheet.missing("breadth.threshold", "threshold that would change it", reason),
        )
    rules = snapshot.profile.breadth
    share = _fact(layer, sheet.id(f"breadth.above_sma{rules.short_window}"))
    move = sheet.number(
        f"breadth.price_return_{rules.return_sessions}",
        f"{rules.return_sessions}-session return",
        roc(snapshot.bars.adj_close, rules.return_sessions)[-1],
        Unit.PERCENT,
        f"ROC({rules.return_sessions}), adjusted close",
    )
    at_high = snapshot.bars.close[-1] >= rolling_max(snapshot.bars.close, rules.return_sessions)[-1]
    rising = (isinstance(move, Fact) and move.number > 0) or bool(at_high)
    repairing = any(flag.on for flag in layer.flags if flag.id == sheet.id("breadth.washed_out_repair"))
    limit = rules.divergence_below if rising else rules.middle
    direction = "rise" if rising else "fall"
    carried = _carried(layer, share, limit, sheet, rising=rising)
    name = "repairing" if repairing else carried if carried == "mixed" else f"{direction} {carried}"
    verdict = sheet.text(
        "breadth.verdict",
        "breadth verdict",
        name,
        f"price's {rules.return_sessions}-session move against the share above",
    )
    threshold = _threshold(snapshot, layer, name, limit)
    said = say(
        f"{{verdict}}: price moved {{move}} in {rules.return_sessions} sessions with {{share}} of members "
        "above their average. The reading that changes this: {threshold}.",
        verdict=verdict,
        move=move,
        share=share,
        threshold=threshold,
    )
    return BreadthReport(snapshot.header, snapshot.price, layer, verdict, said, threshold)


def _carried(layer: LayerReading, share: Fact, limit: float, sheet: FactSheet, *, rising: bool) -> str:
    """What the share says of the move; of an estimate both ends of its interval must say it."""
    bounds = [fact.number for fact in layer.present() if fact.id in {sheet.id(key) for key in _BOUNDS}]
    if len({bound >= limit for bound in bounds or [share.number]}) > 1:
        return "mixed"
    return "confirmed" if (share.number >= limit) == rising else "diverging"


def _threshold(snapshot: Snapshot, layer: LayerReading, verdict: str, limit: float) -> Reading:
    """One number: the verdict's own limit, or while repairing the layer's next better state."""
    sheet = snapshot.sheet
    if verdict == "repairing":
        better: list[Flip] = [flip for flip in layer.flips if flip.to != "bearish"]
        if better:
            return better[0].reading
    return sheet.number(
        "breadth.threshold", "share of members that changes the verdict", limit, Unit.PERCENT, "profile key"
    )


def _fact(layer: LayerReading, fact_id: str) -> Fact:
    for fact in layer.facts:
        if fact.id == fact_id and isinstance(fact, Fact):
            return fact
    raise LookupError(f"{fact_id} is not among the facts of {layer.name}")
