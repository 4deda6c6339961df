"""Claims about how many members take part: washed-out entries, thin rallies, the minimum for full size."""

from collections.abc import Mapping

import numpy as np

from tools.evidence.claims.claim import Claim, ClaimInputs, Term, Trial
from tools.evidence.claims.columns import (
    BREAKOUT,
    against_base,
    between,
    breadth_of,
    change,
    fell,
    not_higher,
    returns_of,
    setups,
)
from tools.indicators.momentum import roc
from tools.indicators.rolling import rolling_max, rolling_min
from tools.layers import breadth_history
from tools.layers.base import adjusted_atr
from tools.profile import Profile
from tools.types import Absent, Unit

_LONG = 21
_SHORT = 10


def _repair(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    layer = breadth_of(inputs)
    if isinstance(layer, Absent):
        return layer
    bars = inputs.market.bars
    flag = breadth_history.flags(inputs.market, layer)["washed_out_repair"]
    return against_base(
        "sessions of washed-out repair",
        flag,
        np.isfinite(layer.columns["percent"]),
        returns_of(bars, (10, _LONG, 63), bars.index),
        bars.symbol,
        (_LONG,),
    )


def _recovering(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    layer = breadth_of(inputs)
    if isinstance(layer, Absent):
        return layer
    bars, rules = inputs.market.bars, inputs.market.profile.breadth
    share = layer.columns["percent"]
    floor = rolling_min(bars.close, rules.low_window)
    scale = bars.close / bars.adj_close
    with np.errstate(invalid="ignore"):
        lowest = rolling_min(np.nan_to_num(layer.columns["percent_high"], nan=100.0), rules.washed_out_within)
        near = rules.near_low_atr * adjusted_atr(bars, inputs.market.profile.trend.atr_period) * scale
        repairing = (lowest < rules.washed_out_below) & (change(share, rules.rising_sessions) > 0)
        low = bars.close - floor <= near
    return against_base(
        "recovering sessions",
        repairing & low,
        np.isfinite(share),
        returns_of(bars, (10, _LONG, 63), bars.index),
        bars.symbol,
        (_LONG,),
    )


def _washed_out(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    layer = breadth_of(inputs)
    if isinstance(layer, Absent):
        return layer
    bars, rules = inputs.market.bars, inputs.market.profile.breadth
    with np.errstate(invalid="ignore"):
        low = layer.columns["percent_high"] < rules.washed_out_below
    return against_base(
        "washed-out sessions",
        low,
        np.isfinite(layer.columns["percent"]),
        returns_of(bars, (10, _LONG, 63), bars.index),
        bars.symbol,
        (_LONG,),
    )


def _thin_rallies(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    layer = breadth_of(inputs)
    if isinstance(layer, Absent):
        return layer
    bars, rules = inputs.market.bars, inputs.market.profile.breadth
    with np.errstate(invalid="ignore"):
        rally = (roc(bars.adj_close, rules.return_sessions) > 0) | (
            bars.close >= rolling_max(bars.close, rules.return_sessions)
        )
        thin = layer.columns["percent_high"] < rules.divergence_below
        broad = layer.columns["percent_low"] >= rules.divergence_below
    return between(
        ("thin rallies", rally & thin),
        ("broad rallies", rally & broad),
        returns_of(bars, (5, _SHORT, 21), bars.index),
        bars.symbol,
        (_SHORT,),
        fell,
    )


def _full_size(inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    layer = breadth_of(inputs)
    if isinstance(layer, Absent):
        return layer
    bars, profile = inputs.market.bars, inputs.market.profile
    signal, limit = setups(bars, profile), profile.sizing.breadth_full
    with np.errstate(invalid="ignore"):
        enough, few = layer.columns["percent_low"] >= limit, layer.columns["percent_high"] < limit
    return between(
        ("set-ups with few members", signal & few),
        ("set-ups with enough members", signal & enough),
        returns_of(bars, (5, _SHORT, 21), bars.index),
        bars.symbol,
        (_SHORT,),
        not_higher,
    )


def _long_terms(profile: Profile) -> Mapping[str, Term]:
    rules = profile.breadth
    return {
        "low": Term("share that is washed out", rules.washed_out_below, Unit.PERCENT),
        "horizon": Term("horizon of the verdict", _LONG, Unit.SESSIONS),
    }


def _repair_terms(profile: Profile) -> Mapping[str, Term]:
    rules = profile.breadth
    return {
        **_long_terms(profile),
        "within": Term("sessions since washed out", rules.washed_out_within, Unit.SESSIONS),
        "rising": Term("rising sessions", rules.rising_sessions, Unit.SESSIONS),
        "near": Term("distance from the low", rules.near_low_atr, Unit.ATR),
        "window": Term("sessions of the low", rules.low_window, Unit.SESSIONS),
    }


def _rally_terms(profile: Profile) -> Mapping[str, Term]:
    rules = profile.breadth
    return {
        "limit": Term("share below which a rally is thin", rules.divergence_below, Unit.PERCENT),
        "window": Term("sessions of a rally", rules.return_sessions, Unit.SESSIONS),
        "horizon": Term("horizon of the verdict", _SHORT, Unit.SESSIONS),
    }


def _size_terms(profile: Profile) -> Mapping[str, Term]:
    return {
        "limit": Term("share for full size", profile.sizing.breadth_full, Unit.PERCENT),
        "window": Term("sessions of a breakout", BREAKOUT, Unit.SESSIONS),
        "horizon": Term("horizon of the verdict", _SHORT, Unit.SESSIONS),
    }


CLAIMS = (
    Claim(
        "washed_out_repair",
        "washed-out repair is the best entry",
        "The best entries come when fewer than {low} of members were above their average, the share is "
        "recovering and price is still near support.",
        "Below {low} within {within}, rising for {rising}, price within {near} of the lowest close of "
        "{window}, against all sessions with breadth: share from which the symbol was higher {horizon} after "
        "the next open.",
        "rose",
        _repair,
        _repair_terms,
        subject="breadth",
    ),
    Claim(
        "washed_out_recovering",
        "washed-out repair, read less strictly",
        "The best entries come when fewer than {low} of members were above their average, the share is "
        "recovering and price is still near support.",
        "As before with a share above that of {rising} earlier instead of rising on each of them: below "
        "{low} within {within}, price within {near} of the lowest close of {window}, against all sessions "
        "with breadth: share from which the symbol was higher {horizon} after the next open.",
        "rose",
        _recovering,
        _repair_terms,
        subject="breadth",
        open=("Added after the stricter reading had shown too few cases, before this one was counted.",),
    ),
    Claim(
        "washed_out_level",
        "washed out is an entry by itself",
        "Sessions with fewer than {low} of members above their average are good entries.",
        "Those sessions against all with breadth: share from which the symbol was higher {horizon} after the "
        "next open.",
        "rose",
        _washed_out,
        _long_terms,
        subject="breadth",
    ),
    Claim(
        "thin_rallies_fade",
        "thin rallies fade",
        "A rally in which fewer than {limit} of members are above their average reverses.",
        "Rally: up over {window}, or at their closing high. Thin rallies against broad ones: share from "
        "which the symbol was lower {horizon} after the next open.",
        "fell",
        _thin_rallies,
        _rally_terms,
        subject="breadth",
    ),
    Claim(
        "full_size_breadth",
        "full size needs enough members",
        "Entries with at least {limit} of members above their average deserve full size, others half.",
        "Set-up: the first close above the highest of the {window} before it, or the fast average crossing "
        "above the slow. Set-ups with fewer members against those with enough: share not higher {horizon} "
        "after the next open.",
        "failed",
        _full_size,
        _size_terms,
        subject="breadth",
    ),
)
