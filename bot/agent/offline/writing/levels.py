"""Levels and risk: nearest support and resistance, the stop, reward against risk, and what else was named."""

from collections.abc import Iterator

from bot.agent.offline.cues import match
from bot.agent.offline.values import Ask, Block, Heard, Outcomes
from bot.agent.offline.writing.figures import bullets, first, notices, paragraphs, put
from bot.agent.offline.writing.trouble import each
from tools.grounds import Grounds
from tools.levels import Level
from tools.phrases import written
from tools.results import Analysis, LevelsReport
from tools.types import Missing, Reading

_PARTS = 3
"""Named prices that a level is said to be made of."""

_BASIS = (
    "Levels are unadjusted prices, comparable with a chart; the stop is a rule's, not advice on a position."
)


def write_levels(ask: Ask, outcomes: Outcomes) -> Block:
    """Levels of each symbol."""

    def one(grounds: Grounds) -> str:
        report = grounds.result
        if not isinstance(report, LevelsReport | Analysis):
            return grounds.text
        return _far(report, ask.heard) if "far" in ask.angles else _told(grounds, report, ask.heard)

    return each(outcomes, "levels", one, "")


def _told(grounds: Grounds, report: LevelsReport | Analysis, heard: Heard) -> str:
    near, symbol = _near(report, heard), report.header.symbol
    return paragraphs(
        notices(grounds, members=False),
        near,
        bullets(_named(report, heard)),
        f"**{symbol} resistance**\n" + bullets(_rung(level) for level in report.levels.resistance),
        f"**{symbol} support**\n" + bullets(_rung(level) for level in report.levels.support),
        f"**{symbol} reward/risk of a long entry at the close**\n"
        + bullets(f"{row.ratio.label}: {row.arithmetic}" for row in report.reward_risk),
        _BASIS,
    )


def _near(report: LevelsReport | Analysis, heard: Heard) -> str:
    """The answer in one line: the close between its nearest levels, and the stop; the stop first if asked."""
    levels = report.levels
    sides = [*levels.support[:1], *levels.resistance[:1]]
    told = [put(report.price.close), *(put(_price(level)) for level in sides)]
    stop = put(report.risk.stop)
    asked = match(heard.words, (("stop|stoploss", 1),)).score > 0
    line = "; ".join([stop, *told] if asked else [*told, stop])
    return f"**{report.header.symbol} {line}.**"


_SIDES = (("resistance|r1|r2|r3", "resistance"), ("support|s1|s2|s3", "support"))


def _far(report: LevelsReport | Analysis, heard: Heard) -> str:
    """How far what was asked about lies from the close; the stop has a price and no distance."""
    levels, symbol = report.levels, report.header.symbol
    lines = []
    if match(heard.words, (("stop|stoploss", 1),)).score:
        lines.append(
            f"**{first(put(report.risk.stop))}; {put(report.price.close)}.** The distance of the stop in per "
            "cent is not computed; the nearest levels carry theirs:"
        )
    wanted = [name for cue, name in _SIDES if match(heard.words, ((cue, 1),)).score] or [
        "support",
        "resistance",
    ]
    rungs = [level for name in wanted for level in getattr(levels, name)]
    return paragraphs(*lines, f"**{symbol} distances from the close**\n" + bullets(map(_rung, rungs)), _BASIS)


def _price(level: Level | Missing) -> Reading:
    return level.price if isinstance(level, Level) else level


def _rung(level: Level | Missing) -> str:
    if isinstance(level, Missing):
        return put(level)
    made = ", ".join(level.made_of[:_PARTS]) + (" and others" if len(level.made_of) > _PARTS else "")
    away = f"distance {written(level.distance)} ({written(level.distance_percent)})"
    return f"**{first(put(level.price))}**, {away}, touches {written(level.touches)}; made of {made}"


def _named(report: LevelsReport | Analysis, heard: Heard) -> Iterator[str]:
    """Figures beyond the ladder that the question names; the ATR always."""
    risk, levels = report.risk, report.levels
    wanted: tuple[tuple[str, tuple[Reading, ...]], ...] = (
        ("pivot|pivots|demark", (*levels.pivots, *levels.demark)),
        ("fibonacci|fib|fibs|retracement*|swing", (levels.swing_high, levels.swing_low, *levels.fibonacci)),
        ("52|year|high|low", (levels.year_high, levels.year_low)),
        ("volatile|volatility|vol|risky|risk", (*risk.volatility, risk.beta)),
        ("drawdown*|risky", (risk.max_drawdown, risk.current_drawdown)),
        ("beta", (risk.beta,)),
        ("gap|gaps", (risk.gap, risk.worst_gap)),
        ("liquid|liquidity", (risk.liquidity,)),
    )
    yield "; ".join((put(risk.atr), put(risk.atr_percent)))
    for cue, readings in wanted:
        if match(heard.words, ((cue, 1),)).score:
            yield "; ".join(put(reading) for reading in readings)
