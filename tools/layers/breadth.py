"""The breadth layer: its history, its last session in facts and words, and what would flip it."""

from collections.abc import Callable, Mapping

import numpy as np

from tools.facts import FactSheet
from tools.indicators.momentum import roc
from tools.indicators.proportion import wilson_interval
from tools.layers.base import Breadth, Inputs, Layer, LayerHistory, Words
from tools.layers.breadth_history import advancing_share, flags, history, score_of
from tools.layers.next_close import transitions
from tools.phrases import say
from tools.profile import BreadthProfile
from tools.types import Absent, Fact, Flag, Flip, FloatArray, Reading, State, Unit

_NO_PRICE = "breadth reads the members, not the price"


def read(inputs: Inputs, history: LayerHistory, state: State, sheet: FactSheet) -> Words:
    """The last session in facts and words."""
    breadth, profile = inputs.breadth, inputs.profile.breadth
    if isinstance(breadth, Absent):
        raise TypeError("a breadth history cannot exist without breadth")
    facts = breadth_facts(breadth, history, profile, sheet)
    by_id = {fact.id: fact for fact in facts}
    short = by_id[sheet.id(f"breadth.above_sma{profile.short_window}")]
    above = by_id[sheet.id("breadth.above_count")]
    eligible = by_id[sheet.id("breadth.eligible")]
    change = by_id[sheet.id("breadth.change")]
    coverage = by_id[sheet.id("breadth.coverage")]
    low = by_id.get(sheet.id("breadth.low"))
    high = by_id.get(sheet.id("breadth.high"))
    if low is not None and high is not None:
        rationale = say(
            "About {short} of members are above their "
            f"{profile.short_window}-session average (95 % interval {{low}} to {{high}}; "
            "{above} of {eligible} with prices, coverage {coverage}), {change} in "
            f"{profile.change_sessions} sessions.",
            short=short,
            low=low,
            high=high,
            above=above,
            eligible=eligible,
            coverage=coverage,
            change=change,
        )
    else:
        rationale = say(
            "{short} of members are above their "
            f"{profile.short_window}-session average ({{above}} of {{eligible}}, coverage {{coverage}}), "
            f"{{change}} in {profile.change_sessions} sessions.",
            short=short,
            above=above,
            eligible=eligible,
            coverage=coverage,
            change=change,
        )
    return Words(
        rationale, facts, _flips(inputs, history, state, sheet), _flag_readings(inputs, history, sheet, short)
    )


def breadth_facts(
    breadth: Breadth, history: LayerHistory, profile: BreadthProfile, sheet: FactSheet
) -> tuple[Reading, ...]:
    """The counts of the last session, with their denominators and the date of the list."""
    columns = {name: values[-1] for name, values in history.columns.items()}
    short, long = profile.short_window, profile.long_window
    members = len(breadth.membership.symbols)
    notes = []
    estimated = columns["coverage"] < profile.min_coverage
    if estimated:
        notes.append("estimate from a sample")
    if breadth.biased:
        notes.append("survivorship-biased: the member list is later than this session")
    caveats = tuple(notes)
    listed = f"list of {breadth.membership.as_of.isoformat()}"

    def make(key: str, label: str, value: float, unit: Unit, method: str) -> Reading:
        return sheet.number(key, label, value, unit, method, source=breadth.source, notes=caveats)

    facts = [
        make(
            f"breadth.above_sma{window}",
            f"members above their {window}-session average",
            columns[name],
            Unit.PERCENT,
            f"share of members with {window} sessions whose adjusted close is above SMA({window}); {listed}",
        )
        for window, name in ((short, "percent"), (long, "long_percent"))
    ]
    facts += [
        make(
            "breadth.above_count",
            "members above",
            columns["above"],
            Unit.COUNT,
            f"above SMA({short}); {listed}",
        ),
        make(
            "breadth.eligible",
            "members counted",
            columns["eligible"],
            Unit.COUNT,
            f"with {short} plausible sessions",
        ),
        make("breadth.members", "members in the index", members, Unit.COUNT, listed),
        make(
            "breadth.coverage",
            "coverage",
            columns["coverage"],
            Unit.PERCENT,
            "members counted / members in the index",
        ),
        make(
            "breadth.change",
            f"{profile.change_sessions}-session change",
            columns["change"],
            Unit.POINTS,
            f"share above SMA({short}) minus the share {profile.change_sessions} sessions before",
        ),
    ]
    if estimated:
        method = (
            "95 % Wilson interval, finite-population corrected; takes the priced members as a random draw"
        )
        facts += [
            make("breadth.low", "lower bound of the share", columns["percent_low"], Unit.PERCENT, method),
            make("breadth.high", "upper bound of the share", columns["percent_high"], Unit.PERCENT, method),
        ]
    facts.append(
        Fact(
            sheet.id("breadth.list_date"),
            "date of the member list",
            breadth.membership.as_of.isoformat(),
            Unit.DATE,
            breadth.membership.as_of,
            breadth.membership.source,
            "the list used for this session",
            sheet.notes + caveats,
        )
    )
    return tuple(facts)


def _flag_readings(
    inputs: Inputs, history: LayerHistory, sheet: FactSheet, short: Reading
) -> tuple[Flag, ...]:
    profile = inputs.profile.breadth
    on = {name: bool(values[-1]) for name, values in flags(inputs, history).items()}
    move = sheet.number(
        f"breadth.price_return_{profile.return_sessions}",
        f"{profile.return_sessions}-session return",
        roc(inputs.bars.adj_close, profile.return_sessions)[-1],
        Unit.PERCENT,
        f"ROC({profile.return_sessions}), adjusted close",
    )
    limit = sheet.number(
        "breadth.divergence_below",
        "divergence threshold",
        profile.divergence_below,
        Unit.PERCENT,
        "profile key",
    )
    washed = sheet.number(
        "breadth.washed_out_below",
        "washed-out threshold",
        profile.washed_out_below,
        Unit.PERCENT,
        "profile key",
    )
    share = sheet.number(
        "breadth.advancing_share",
        f"{profile.thrust_window}-session average of advancing members",
        advancing_share(inputs, profile)[-1],
        Unit.PERCENT,
        f"EMA({profile.thrust_window}) of advancing / (advancing + declining); Zweig's is of the NYSE",
    )
    return (
        Flag(
            sheet.id("breadth.divergence_warning"),
            "breadth divergence warning",
            on["divergence_warning"],
            say(
                f"Price moved {{move}} in {profile.return_sessions} sessions with {{short}} of members above "
                f"their {profile.short_window}-session average; the warning is below {{limit}}.",
                move=move,
                short=short,
                limit=limit,
            ),
            (move, limit),
        ),
        Flag(
            sheet.id("breadth.washed_out_repair"),
            "washed-out repair",
            on["washed_out_repair"],
            say(
                "{short} now; it needs less than {washed} in the last "
                f"{profile.washed_out_within} sessions, {profile.rising_sessions} rising ones and a price "
                "near its low.",
                short=short,
                washed=washed,
            ),
            (washed,),
        ),
        Flag(
            sheet.id("breadth.thrust"),
            "breadth thrust (an NYSE statistic, here on this universe)",
            on["thrust"],
            say("Average advancing share {share}.", share=share),
            (share,),
        ),
    )


def _flips(inputs: Inputs, history: LayerHistory, state: State, sheet: FactSheet) -> tuple[Flip, ...]:
    """The share at which the score crosses its band, by bisection; the share it is compared with is held.

    Of an estimate the bound nearer to neutral must cross, with the members counted held.
    """
    profile, columns = inputs.profile.breadth, history.columns
    band = float(history.band * inputs.multiples[-1])
    base = columns["percent"][-1] - columns["change"][-1]
    found = []
    for to, target in transitions(state, band):
        key, label = f"breadth.flip.{to}", f"share above SMA({profile.short_window}) for breadth {to}"
        level = _solve(target, base, profile, _bound(inputs, columns, lower="bullish" in (state, to)))
        reading = (
            sheet.missing(key, label, "no share of members does it")
            if level is None
            else sheet.number(
                key,
                label,
                level,
                Unit.PERCENT,
                "solved from the score, the share at the start of the change held",
            )
        )
        found.append(Flip(to, reading, sheet.missing(f"breadth.flip_close.{to}", "next close", _NO_PRICE)))
    return tuple(found)


def _bound(inputs: Inputs, columns: Mapping[str, FloatArray], *, lower: bool) -> Callable[[float], float]:
    """From a share to what decides its state: itself where it is counted, a bound where it is estimated."""
    breadth = inputs.breadth
    if isinstance(breadth, Absent) or columns["coverage"][-1] >= inputs.profile.breadth.min_coverage:
        return lambda percent: percent
    eligible, members = columns["eligible"][-1], len(breadth.membership.symbols)

    def bound(percent: float) -> float:
        interval = wilson_interval(percent / 100.0 * eligible, eligible, population=members)
        return float(interval[0 if lower else 1])

    return bound


def _solve(
    target: float, base: float, profile: BreadthProfile, bound: Callable[[float], float]
) -> float | None:
    """The percentage whose score is `target`; the score never falls as the percentage rises."""

    def gap(percent: float) -> float:
        score = score_of(np.array([bound(percent)]), np.array([percent - base]), profile)
        return float(score[0]) - target

    low, high = 0.0, 100.0
    if gap(low) > 0 or gap(high) < 0:
        return None
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if gap(middle) < 0 else (low, middle)
    return 0.5 * (low + high)


LAYER = Layer(
    "breadth",
    "Breadth",
    "linear from breadth.floor (-1) to breadth.ceiling (+1), plus the change as a tie-breaker",
    history,
    read,
    flags,
)
