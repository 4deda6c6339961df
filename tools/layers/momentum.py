"""Momentum: two rates of change in units of the symbol's own noise, checked against volume."""

import numpy as np

from tools.facts import FactSheet
from tools.indicators.momentum import roc
from tools.indicators.rolling import rolling_mean
from tools.indicators.volume import lower_third_volume
from tools.layers.base import Inputs, Layer, LayerHistory, Words, adjusted_atr, atr_method
from tools.layers.next_close import next_close_fact, transitions
from tools.phrases import say
from tools.types import EXCHANGE_ZONE, Absent, Flag, Flip, FloatArray, Reading, State, Unit

COMMON_PERIOD = 10
"""Always reported, so that symbols with another short look-back can be compared."""


def history(inputs: Inputs) -> LayerHistory:
    """Mean of `ROC n / (ATR / close * sqrt n)` over the two periods, clipped and scaled to [-1, +1].

    Where the volume check fails the score is multiplied by `weak_factor`; where there is no volume the
    check abstains and the score stands. Columns: `short`, `long` (per cent), `noise` (ATR / close),
    `sigma` (mean of the two in sigma-like units, before clipping), `volume`, `volume_mean` (shares),
    `weak` (1 weak, 0 confirmed, NaN not known). Warm-up: the longer of `long_period` and the ATR.
    """
    profile = inputs.profile.momentum
    bars = inputs.bars
    short, long = roc(bars.adj_close, profile.short_period), roc(bars.adj_close, profile.long_period)
    noise = adjusted_atr(bars, profile.atr_period) / bars.adj_close
    noise = np.where(noise > 0, noise, np.nan)
    sigma = 0.5 * (
        short / (100.0 * noise * np.sqrt(profile.short_period))
        + long / (100.0 * noise * np.sqrt(profile.long_period))
    )
    volume, mean = _volume_check(inputs)
    with np.errstate(invalid="ignore"):
        weak = np.where(np.isfinite(mean), (volume <= mean).astype(np.float64), np.nan)
    if inputs.volume_check is not None:
        weak[-1] = inputs.volume_check
    raw = np.clip(sigma, -profile.clip, profile.clip) / profile.clip
    believed = np.where(weak == 1.0, profile.weak_factor, 1.0)
    score = raw * believed
    return LayerHistory(
        score=score,
        measure=score,
        band=profile.band,
        columns={
            "short": short,
            "long": long,
            "noise": noise,
            "sigma": sigma,
            "volume": volume,
            "volume_mean": mean,
            "weak": weak,
        },
        strength=believed * sigma / profile.clip,
        silence=f"needs {max(profile.long_period, profile.atr_period) + 1} sessions that moved",
    )


def _volume_check(inputs: Inputs) -> tuple[FloatArray, FloatArray]:
    """Volume in the lower third of the weekly range, and its trailing mean; NaN without volume."""
    bars, profile = inputs.bars, inputs.profile.momentum
    if bars.fields != "ohlcv":
        nothing = np.full(len(bars), np.nan)
        return nothing, nothing
    volume = lower_third_volume(bars.high, bars.low, bars.volume, profile.range_sessions)
    return volume, rolling_mean(volume, profile.volume_window)


def read(inputs: Inputs, history: LayerHistory, state: State, sheet: FactSheet) -> Words:
    """The last session in facts and words."""
    profile, columns = inputs.profile.momentum, history.columns
    bars = inputs.bars
    short, long = profile.short_period, profile.long_period
    short_fact, long_fact = (
        sheet.number(
            f"momentum.roc{period}",
            f"{period}-session rate of change",
            columns[name][-1],
            Unit.PERCENT,
            f"ROC({period}), adjusted close",
        )
        for name, period in (("short", short), ("long", long))
    )
    extra: tuple[Reading, ...] = ()
    if COMMON_PERIOD not in (short, long):
        extra = (
            sheet.number(
                f"momentum.roc{COMMON_PERIOD}",
                f"{COMMON_PERIOD}-session rate of change",
                roc(bars.adj_close, COMMON_PERIOD)[-1],
                Unit.PERCENT,
                f"ROC({COMMON_PERIOD}), adjusted close; reported, not scored in this profile",
            ),
        )
    sigma_fact = sheet.number(
        "momentum.sigma",
        "mean rate of change in units of noise",
        columns["sigma"][-1],
        Unit.SIGMA,
        f"mean of ROC n / (ATR / close x sqrt n), n {short}, {long}; {atr_method(bars, profile.atr_period)}",
    )
    no_volume = (
        "the source has no volume for this symbol" if bars.fields != "ohlcv" else "not enough sessions"
    )
    volume_fact = sheet.number(
        "momentum.lower_third_volume",
        "volume in the lower third of the weekly range",
        columns["volume"][-1],
        Unit.SHARES,
        f"daily volume spread over low-high, lower third of the {profile.range_sessions}-session range",
        missing=no_volume,
    )
    mean_fact = sheet.number(
        "momentum.lower_third_volume_mean",
        f"its {profile.volume_window}-session mean",
        columns["volume_mean"][-1],
        Unit.SHARES,
        f"SMA({profile.volume_window}) of the same measure",
        missing=no_volume,
    )
    weak = columns["weak"][-1]
    verdict = "volume check abstains"
    if np.isfinite(weak):
        verdict = "volume weak, so the score counts half" if weak else "volume confirms"
        if weak and profile.weak_factor != 0.5:
            verdict = "volume weak, so the score is reduced"
    rationale = say(
        f"{{short}} over {short} sessions and {{long}} over {long} are {{sigma}} of this symbol's noise; "
        f"{verdict}.",
        short=short_fact,
        long=long_fact,
        sigma=sigma_fact,
    )
    return Words(
        rationale,
        (short_fact, long_fact, *extra, sigma_fact, volume_fact, mean_fact, _intraday_fact(inputs, sheet)),
        _flips(inputs, history, state, sheet),
        _weak_flag(weak, volume_fact, mean_fact, sheet),
    )


def _intraday_fact(inputs: Inputs, sheet: FactSheet) -> Reading:
    """The volume measure from 5-minute bars, where the source has all of the range's sessions."""
    key, label = "momentum.lower_third_volume_5m", "the same volume from 5-minute bars"
    bars, intraday = inputs.bars, inputs.intraday
    wanted = inputs.profile.momentum.range_sessions
    if isinstance(intraday, Absent):
        return sheet.missing(key, label, intraday.reason)
    days = intraday.index.tz_convert(EXCHANGE_ZONE).normalize().tz_localize(None).unique()
    if not set(bars.index[-wanted:]) <= set(days):
        return sheet.missing(
            key, label, f"the source has 5-minute bars of fewer than {wanted} of these sessions"
        )
    start = int(intraday.index.searchsorted(bars.index[-wanted].tz_localize(EXCHANGE_ZONE)))
    high, low, volume = intraday.high[start:], intraday.low[start:], intraday.volume[start:]
    return sheet.number(
        key,
        label,
        lower_third_volume(high, low, volume, len(high))[-1],
        Unit.SHARES,
        f"5-minute volume spread over low-high, lower third of the {wanted}-session range; not scored",
        source=intraday.source,
    )


def _weak_flag(weak: float, volume: Reading, mean: Reading, sheet: FactSheet) -> tuple[Flag, ...]:
    """The volume condition; none at all where there is no volume to decide it on."""
    if not np.isfinite(weak):
        return ()
    said = say("Lower-third volume {volume} against a mean of {mean}.", volume=volume, mean=mean)
    label = "momentum weak (volume does not confirm)"
    return (Flag(sheet.id("momentum.weak"), label, bool(weak == 1.0), said),)


def _flips(inputs: Inputs, history: LayerHistory, state: State, sheet: FactSheet) -> tuple[Flip, ...]:
    """Solved for the next close P, noise and volume check held; both rates are linear in P."""
    profile, bars = inputs.profile.momentum, inputs.bars
    band = float(history.band * inputs.multiples[-1])
    factor = profile.weak_factor if history.columns["weak"][-1] == 1.0 else 1.0
    noise = history.columns["noise"][-1]
    slope = offset = 0.0
    for period in (profile.short_period, profile.long_period):
        unit = 0.5 / (noise * np.sqrt(period))
        # the next session's base is one session nearer than today's
        slope += unit / bars.adj_close[-period]
        offset += unit
    found = []
    for to, target in transitions(state, band):
        reading = sheet.number(
            f"momentum.flip.{to}",
            f"momentum score for {to}",
            target,
            Unit.SCORE,
            "momentum.band x calendar multiple",
        )
        key, label = f"momentum.flip_close.{to}", f"next close for momentum {to}"
        sigma = target * profile.clip / factor if factor else np.inf
        # at the clip itself the score equals the band and never passes it
        if abs(sigma) >= profile.clip:
            price: Reading = sheet.missing(key, label, "not while the volume check fails")
        else:
            price = next_close_fact(bars, (sigma + offset) / slope, key, label, sheet)
        found.append(Flip(to, reading, price))
    return tuple(found)


LAYER = Layer(
    "momentum",
    "Momentum",
    "mean rate of change in units of noise / momentum.clip, clipped to [-1, +1]; "
    "x momentum.weak_factor when weak",
    history,
    read,
)
