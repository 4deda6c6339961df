"""Reward against risk: entry, stop and target in, the arithmetic shown."""

import math
from dataclasses import dataclass

from tools.facts import FactSheet
from tools.levels import Level, Levels
from tools.phrases import say
from tools.types import Missing, Reading, Sentence, Unit


@dataclass(frozen=True, slots=True)
class RewardRisk:
    """One target.

    Attributes:
        target: The level.
        reward: Target less entry, in the unit of price.
        risk: Entry less stop.
        ratio: Reward / risk.
        arithmetic: How the ratio came about, or why there is none.
    """

    target: Reading
    reward: Reading
    risk: Reading
    ratio: Reading
    arithmetic: Sentence


def reward_risk(entry: Reading, stop: Reading, levels: Levels, sheet: FactSheet) -> tuple[RewardRisk, ...]:
    """Reward and risk of a long entry for each resistance.

    Args:
        entry: Price bought at, comparable with a chart (unadjusted for dividends), as are all of these.
        stop: Price the position is given up at.
        levels: Of the same session.
        sheet: Makes the facts.

    Returns:
        One for R1 to R3; ratios are `Missing` where a price is, where the stop is at or above the
        entry, or where the target is at or below it.
    """
    rows = []
    for rank, level in enumerate(levels.resistance, start=1):
        target = level.price if isinstance(level, Level) else level
        rows.append(_row(f"r{rank}", entry, stop, target, sheet))
    return tuple(rows)


def _row(name: str, entry: Reading, stop: Reading, target: Reading, sheet: FactSheet) -> RewardRisk:
    key, title = f"reward_risk.{name}", name.upper()
    reward = risk = ratio = math.nan
    unit = Unit.USD
    no_reward = no_risk = next((one.reason for one in (entry, stop, target) if isinstance(one, Missing)), "")
    if not (isinstance(entry, Missing) or isinstance(stop, Missing) or isinstance(target, Missing)):
        unit = entry.unit
        reward, risk = target.number - entry.number, entry.number - stop.number
        if reward <= 0:
            reward, no_reward = math.nan, "the target is at or below the entry"
        if risk <= 0:
            risk, no_risk = math.nan, "the stop is at or above the entry"
        ratio = reward / risk
    facts = (
        sheet.number(
            f"{key}.reward", f"reward to {title}", reward, unit, "target - entry", missing=no_reward
        ),
        sheet.number(f"{key}.risk", f"risk for {title}", risk, unit, "entry - stop", missing=no_risk),
        sheet.number(
            key, f"reward/risk to {title}", ratio, Unit.TIMES, "reward / risk", missing=no_risk or no_reward
        ),
    )
    arithmetic = (
        say("No reward/risk: {ratio}.", ratio=facts[2])
        if isinstance(facts[2], Missing)
        else say(
            "({target} - {entry}) / ({entry} - {stop}) = {ratio}",
            target=target,
            entry=entry,
            stop=stop,
            ratio=facts[2],
        )
    )
    return RewardRisk(target, *facts, arithmetic)
