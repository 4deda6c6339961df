"""The whole card of a snapshot: every stage read at its session, each once. Pure."""

from tools.desk.evidence import Studies, card_evidence
from tools.desk.snapshot import Snapshot
from tools.horizons import horizons
from tools.levels import Levels, levels
from tools.overlays.credit import read_credit
from tools.overlays.positioning import read_positioning
from tools.overlays.rotation import read_rotation
from tools.results import Analysis
from tools.reward_risk import reward_risk
from tools.risk import Risk, risk
from tools.sizing import size
from tools.stack import read_composite
from tools.types import Fact
from tools.votes import votes


def card_of(shot: Snapshot, studies: Studies | None) -> Analysis:
    """The card.

    Args:
        shot: The symbol at its session.
        studies: Makes the numbers of its evidence; None leaves that out.
    """
    profile, sheet, bars = shot.profile, shot.sheet, shot.bars
    composite = read_composite(shot.inputs, shot.stack, shot.readings, sheet)
    rotation = read_rotation(bars, shot.other(profile.benchmark), profile.rotation, profile.benchmark, sheet)
    credit = read_credit(shot.gathered.credit, bars.index, profile.credit, sheet)
    window = sheet.flag(
        "calendar.tightening",
        "event window tightening",
        shot.window.tightening,
        shot.window.rationale.text,
    )
    found, measured = levels_of(shot)
    return Analysis(
        header=shot.header,
        price=shot.price,
        composite=composite,
        layers=shot.readings,
        rotation=rotation,
        credit=credit,
        positioning=read_positioning(
            bars,
            shot.column("breadth", "percent"),
            shot.column("momentum", "weak"),
            shot.gathered.positioning,
            profile,
            sheet,
        ),
        calendar=shot.window,
        sizing=size(shot.inputs, composite, shot.readings, rotation, credit, window, sheet),
        levels=found,
        risk=measured,
        reward_risk=reward_risk(shot.price.close, measured.stop, found, sheet),
        votes=votes(bars, profile.votes, sheet, wings=profile.levels.wings),
        horizons=horizons(bars, profile.horizons, sheet),
        evidence=card_evidence(shot, shot.readings, composite, studies) if studies is not None else (),
    )


def levels_of(shot: Snapshot) -> tuple[Levels, Risk]:
    """Levels and risk of a snapshot; the levels are clustered by the risk's ATR."""
    profile = shot.profile
    measured = risk(
        shot.bars,
        shot.other(profile.benchmark),
        profile.risk,
        shot.sheet,
        benchmark_symbol=profile.benchmark,
    )
    atr = measured.atr.number if isinstance(measured.atr, Fact) else float("nan")
    return levels(shot.bars, profile.levels, shot.sheet, atr), measured
