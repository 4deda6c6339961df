"""Levels: the ladder around the price, and the whole card with pivots, swing and risk."""

from collections.abc import Iterator

from rich.console import Group, RenderableType

from bot.terminal.facts import facts_list
from bot.terminal.footer import footer_of
from bot.terminal.header import header_of
from bot.terminal.layout import PHRASE, Beside, Head, Row, Rows, section
from bot.terminal.risk import reward_section, risk_section
from bot.terminal.words import ABSENT, NO_READING, STRONG, figure, plain, told, value
from tools.levels import Level, Levels
from tools.results import LevelsReport
from tools.types import Missing, Reading

_HEADS = (
    Head("Level"),
    Head("Price", "right"),
    Head("Distance", "right"),
    Head("", "right"),
    Head("Touches", "right"),
    Head("Last touch"),
)


def levels_card(report: LevelsReport) -> Group:
    """The ladder, every other level, risk, and reward against risk."""
    session, found = report.header.as_of, report.levels
    pivots = (*found.pivots, *found.demark)
    swing = (found.swing_direction, found.swing_high, found.swing_low, *found.fibonacci)
    return Group(
        header_of(report.header, report.price),
        ladder_section(found, report.price.close),
        Beside(
            section("Pivots for the next session", facts_list(pivots, session)),
            section("Last swing and year", facts_list((*swing, found.year_high, found.year_low), session)),
        ),
        Beside(risk_section(report.risk, session), reward_section(report.reward_risk)),
        footer_of(report.header),
    )


def ladder_section(found: Levels, close: Reading) -> Group:
    """Resistance from the farthest down to the price, then support."""
    return section("Levels", *_ladder(found, close))


def _ladder(found: Levels, close: Reading) -> Iterator[RenderableType]:
    above = [_rung(f"R{rank}", level) for rank, level in enumerate(found.resistance, start=1)]
    below = [_rung(f"S{rank}", level) for rank, level in enumerate(found.support, start=1)]
    here = [_price(close)]
    if found.at_price is not None:
        here.append(_rung("at price", found.at_price))
    yield Rows(_HEADS, [*reversed(above), *here, *below], "Made of", least=PHRASE)
    for gone in found.left_out:
        yield told(f"? {gone.label}:", gone)


def _price(close: Reading) -> Row:
    blank = plain("")
    return Row((plain("▶ price", STRONG), value(close, STRONG), blank, blank, blank, blank))


def _rung(name: str, level: Level | Missing) -> Row:
    if isinstance(level, Missing):
        none = plain(NO_READING, ABSENT)
        return Row((plain(name), none, none, none, none, none), plain(level.reason, ABSENT))
    return Row(
        (
            plain(name),
            value(level.price, STRONG),
            figure(level.distance),
            figure(level.distance_percent),
            figure(level.touches),
            figure(level.last_touch, ABSENT),
        ),
        plain(", ".join(level.made_of)),
    )
