"""Positioning: who holds the symbol, and the rally that shorts buying back would look like."""

from dataclasses import dataclass

import numpy as np

from tools.bars import Bars, Positioning
from tools.facts import FactSheet
from tools.indicators.proportion import wilson_interval
from tools.indicators.rolling import rolling_min
from tools.indicators.volatility import atr, atr_from_closes
from tools.phrases import say
from tools.profile import Profile
from tools.types import Absent, BoolArray, Flag, FloatArray, Reading, Unit

ENOUGH_CASES = 30
"""Independent episodes below which a rate is called "too few cases"."""


@dataclass(frozen=True, slots=True)
class PositioningReading:
    """What is known of positioning at one session.

    Attributes:
        holdings: Short interest, flows and options: facts with their own dates, or not known.
        fade_risk: The short-covering flag.
        fade_cases: Independent episodes of the flag in this symbol's history whose outcome is settled.
        fade_rate: How many of them closed lower `fade_sessions` later, per cent; missing where there are
            too few cases.
        fade_low, fade_high: Its 95 % interval.
    """

    holdings: tuple[Reading, ...]
    fade_risk: Flag
    fade_cases: Reading
    fade_rate: Reading
    fade_low: Reading
    fade_high: Reading


def short_covering(bars: Bars, percent: FloatArray, weak: FloatArray, profile: Profile) -> BoolArray:
    """A rally off a low that few members or little volume carry, per session.

    True where the close is more than `rally_atr` ATR above the lowest close of the last `rally_sessions`,
    one of them was a `low_window` low, and breadth is below `breadth_below` or momentum is weak.

    Args:
        bars: The symbol.
        percent: Members above their short average, per cent, on the rows of `bars`; NaN where not known.
        weak: 1 where momentum is weak, NaN where not known, on the rows of `bars`.
        profile: Parameters.
    """
    rules = profile.positioning
    size = len(bars)
    recent = rolling_min(bars.close, rules.rally_sessions + 1)
    floor = rolling_min(bars.close, rules.low_window)
    off_low = np.zeros(size, np.bool_)
    with np.errstate(invalid="ignore"):
        for back in range(1, min(rules.rally_sessions, size - 1) + 1):
            off_low[back:] |= bars.close[:-back] <= floor[:-back]
        climbed = bars.close - recent > rules.rally_atr * plain_atr(bars, profile.risk.atr_period)
        unsupported = (percent < rules.breadth_below) | (weak == 1.0)
    return np.asarray(off_low & climbed & unsupported)


def plain_atr(bars: Bars, period: int) -> FloatArray:
    """ATR of unadjusted bars, USD; from closes where there is nothing else."""
    if bars.fields == "close":
        return atr_from_closes(bars.close, period)
    return atr(bars.high, bars.low, bars.close, period)


def faded(bars: Bars, signal: BoolArray, sessions: int) -> tuple[int, int]:
    """How often the close was lower `sessions` after the signal.

    Returns:
        (episodes that faded, independent episodes): an episode begins where the signal turns on, and the
        next one not before its outcome is known. Unsettled ones are not counted.
    """
    begins = np.flatnonzero(signal & ~np.concatenate(([False], signal[:-1])))
    cases = lower = 0
    free_from = 0
    for row in begins:
        settles = int(row) + sessions
        if row < free_from or settles >= len(bars):
            continue
        cases += 1
        lower += int(bars.close[settles] < bars.close[row])
        free_from = settles
    return lower, cases


def read_positioning(
    bars: Bars,
    percent: FloatArray,
    weak: FloatArray,
    known: Positioning,
    profile: Profile,
    sheet: FactSheet,
) -> PositioningReading:
    """The last session in facts and words."""
    rules = profile.positioning
    signal = short_covering(bars, percent, weak, profile)
    lower, cases = faded(bars, signal, rules.fade_sessions)
    low, high = wilson_interval(lower, cases)
    span = rules.fade_sessions
    too_few = f"too few cases: {cases} independent episodes, {ENOUGH_CASES} needed"
    enough = cases >= ENOUGH_CASES
    method = f"episodes with a lower close {span} sessions later / episodes, this symbol's own history"

    def rate(key: str, label: str, value: float) -> Reading:
        if not enough:
            return sheet.missing(key, label, too_few)
        return sheet.number(key, label, value, Unit.PERCENT, method)

    recent = rolling_min(bars.close, rules.rally_sessions + 1)[-1]
    rally = sheet.number(
        "positioning.rally",
        f"rise from the low of {rules.rally_sessions} sessions",
        (bars.close[-1] - recent) / plain_atr(bars, profile.risk.atr_period)[-1],
        Unit.ATR,
        "(close - lowest close) / ATR(14), unadjusted",
    )
    return PositioningReading(
        _holdings(known, sheet),
        Flag(
            sheet.id("positioning.short_covering"),
            "short-covering fade risk",
            bool(signal[-1]),
            say(f"Price is {{rally}} above its {rules.rally_sessions}-session low.", rally=rally),
            (rally,),
        ),
        sheet.number("positioning.fade_cases", "settled episodes", cases, Unit.COUNT, method),
        rate(
            "positioning.fade_rate",
            f"faded within {span} sessions",
            100.0 * lower / cases if cases else np.nan,
        ),
        rate("positioning.fade_low", "lower bound", float(low)),
        rate("positioning.fade_high", "upper bound", float(high)),
    )


def _holdings(known: Positioning, sheet: FactSheet) -> tuple[Reading, ...]:
    facts: list[Reading] = []
    if isinstance(known.short_interest, Absent):
        facts.append(
            sheet.missing("positioning.short_interest", "short interest", known.short_interest.reason)
        )
    else:
        settled, shares = known.short_interest
        facts.append(
            sheet.number(
                "positioning.short_interest",
                "short interest",
                shares,
                Unit.SHARES,
                "shares sold short at the settlement date",
                as_of=settled,
            )
        )
    facts.append(_flow(known, sheet))
    if isinstance(known.options, Absent):
        facts.append(sheet.missing("positioning.options", "options", known.options.reason))
        return tuple(facts)
    day, figures = known.options
    units = {"skew_25d": Unit.POINTS, "expected_move": Unit.PERCENT}
    facts += [
        sheet.number(
            f"positioning.{name}",
            name.replace("_", " "),
            value,
            units.get(name, Unit.TIMES),
            "option chain",
            as_of=day,
        )
        for name, value in figures.items()
    ]
    return tuple(facts)


def _flow(known: Positioning, sheet: FactSheet) -> Reading:
    """Creations less redemptions between the last two counts of shares outstanding."""
    key, label = "positioning.creations", "shares created less redeemed"
    counts = known.shares_outstanding
    if isinstance(counts, Absent):
        return sheet.missing(key, label, counts.reason)
    if len(counts) < 2:
        return sheet.missing(key, label, "one count of shares outstanding is not a change")
    (before, first), (day, last) = counts[-2:]
    method = f"shares outstanding less those of {before.isoformat()}"
    return sheet.number(key, label, last - first, Unit.SHARES, method, as_of=day)
