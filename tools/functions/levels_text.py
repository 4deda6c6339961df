"""Levels, risk and reward against risk in lines."""

from collections.abc import Iterator

from tools.functions.lines import line
from tools.functions.stack_text import price_lines
from tools.levels import Level, Levels
from tools.results import LevelsReport
from tools.types import Missing, Reading

_PARTS = 4
"""Parts of a level that are named in the text; the facts have all."""


def levels_lines(report: LevelsReport) -> list[str]:
    """Resistance and support with what makes them, risk, reward against risk, pivots and retracements."""
    found = [*price_lines(report.price), *_levels(report.levels)]
    risk = report.risk
    found += [line(one) for one in (risk.atr, risk.atr_percent, *risk.volatility, risk.beta)]
    found += [line(one) for one in (risk.max_drawdown, risk.current_drawdown, risk.liquidity)]
    found += [line(one) for one in (risk.gap, risk.worst_gap, risk.stop)]
    found += [
        line(one.ratio) if isinstance(one.ratio, Missing) else f"{line(one.ratio)}. {one.arithmetic}"
        for one in report.reward_risk
    ]
    levels = report.levels
    found.append(_row((levels.swing_direction, levels.swing_low, levels.swing_high)))
    found += [_row(levels.fibonacci), _row(levels.pivots), _row(levels.demark)]
    found.append(_row((levels.year_high, levels.year_low)))
    found += [line(one) for one in levels.left_out]
    return found


def _levels(levels: Levels) -> Iterator[str]:
    for one in (*levels.resistance, *levels.support, levels.at_price):
        if isinstance(one, Missing):
            yield line(one)
        elif isinstance(one, Level):
            parts = one.made_of if len(one.made_of) <= _PARTS else (*one.made_of[:_PARTS], "others")
            yield (
                f"{line(one.price)}; {line(one.distance, 'distance')}; {line(one.touches, 'touches')}; "
                f"made of {', '.join(parts)}"
            )


def _row(readings: tuple[Reading, ...]) -> str:
    return "; ".join(line(one) for one in readings)
