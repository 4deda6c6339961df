"""Rotation: the symbol's price ratio to the benchmark, in one of three states. Context, never a veto."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.bars import Bars
from tools.facts import FactSheet
from tools.indicators.relative_strength import price_ratio
from tools.indicators.rolling import rolling_max, rolling_mean, rolling_min
from tools.indicators.trend import run_length, slope
from tools.phrases import say
from tools.profile import RotationProfile
from tools.types import ABSTAIN, Absent, BoolArray, FloatArray, Reading, Sentence, StateArray, Unit

_SEARCH = 0.15
"""How far from today's ratio a flip is looked for; the next session is never further."""

_STEPS = 3001


@dataclass(frozen=True, slots=True, eq=False)
class RotationHistory:
    """Rotation over the sessions both symbols have.

    Attributes:
        ratio: Adjusted close over adjusted close of the benchmark.
        band: (max - min) / mean of the window, per cent.
        slope: Least-squares slope of the window, per cent of the ratio per session.
        mean: Mean of the window.
        state: +1 leadership, 0 parity, -1 flight, `ABSTAIN` before the first.
        confirmed: False where the rules give no state and the previous one is kept.
    """

    index: np.ndarray[tuple[int], np.dtype[np.datetime64]]
    ratio: FloatArray
    band: FloatArray
    slope: FloatArray
    mean: FloatArray
    state: StateArray
    confirmed: BoolArray


@dataclass(frozen=True, slots=True)
class RotationFlip:
    """The next session's ratio at which the state changes, and to what."""

    to: str
    ratio: Reading
    change: Reading


@dataclass(frozen=True, slots=True)
class Rotation:
    """Rotation at one session, or why there is none."""

    state: Reading
    confirmed: Reading
    sessions_in_state: Reading
    ratio: Reading
    band: Reading
    slope: Reading
    mean: Reading
    flips: tuple[RotationFlip, ...]
    rationale: Sentence


def state_names(profile: RotationProfile) -> Mapping[int, str]:
    """The states in words: a profile names the sides, since only a small-cap fund leads for small caps."""
    return {1: profile.leading, 0: "parity", -1: profile.lagging}


def rotation_history(bars: Bars, benchmark: Bars, profile: RotationProfile) -> RotationHistory:
    """States over history; warm-up `window - 1` common sessions.

    Parity when the window's band is within `parity_band`; otherwise leadership with a positive slope and
    the ratio above its mean, flight with a negative slope and below; anything else keeps the state before.
    """
    places = benchmark.index.get_indexer(bars.index)
    rows = np.flatnonzero(places >= 0)
    ratio = price_ratio(bars.adj_close[rows], benchmark.adj_close[places[rows]])
    window = profile.window
    mean = rolling_mean(ratio, window)
    band = 100.0 * (rolling_max(ratio, window) - rolling_min(ratio, window)) / mean
    drift = 100.0 * slope(ratio, window) / ratio
    state, confirmed = _states(ratio, mean, band, drift, profile)
    return RotationHistory(bars.index.to_numpy()[rows], ratio, band, drift, mean, state, confirmed)


def on_bars(past: RotationHistory, bars: Bars) -> tuple[StateArray, FloatArray]:
    """States and ratios on the rows of `bars`; `ABSTAIN` and NaN where the benchmark has no bar."""
    places = pd.DatetimeIndex(past.index).get_indexer(bars.index)
    there = places >= 0
    state, ratio = np.full(len(places), ABSTAIN, np.int8), np.full(len(places), np.nan)
    state[there], ratio[there] = past.state[places[there]], past.ratio[places[there]]
    return state, ratio


def _states(
    ratio: FloatArray, mean: FloatArray, band: FloatArray, drift: FloatArray, profile: RotationProfile
) -> tuple[StateArray, BoolArray]:
    with np.errstate(invalid="ignore"):
        ruled = np.select(
            [
                np.isnan(band),
                band <= profile.parity_band,
                (drift > 0) & (ratio > mean),
                (drift < 0) & (ratio < mean),
            ],
            [ABSTAIN, 0, 1, -1],
            default=2,
        ).astype(np.int8)
    confirmed = ruled != 2
    # where no rule speaks, the last state that one gave
    last = np.maximum.accumulate(np.where(confirmed, np.arange(len(ruled)), 0))
    state = ruled[last]
    state[state == 2] = ABSTAIN
    return state, confirmed & (state != ABSTAIN)


def read_rotation(
    bars: Bars, benchmark: Bars | Absent, profile: RotationProfile, benchmark_name: str, sheet: FactSheet
) -> Rotation:
    """The last session in facts and words."""
    silent = _silence(bars, benchmark, profile)
    if silent is not None or isinstance(benchmark, Absent):
        return _absent(silent or "not known", sheet)
    history = rotation_history(bars, benchmark, profile)
    if not len(history.state) or history.state[-1] == ABSTAIN:
        return _absent(f"needs {profile.window} sessions in common with {benchmark_name}", sheet)
    basis = f"adjusted close / adjusted close of {benchmark_name}"
    window = profile.window
    name = state_names(profile)[int(history.state[-1])]
    sure = bool(history.confirmed[-1])
    state = sheet.text(
        "rotation.state", "rotation", name, f"{window}-session band, slope and mean of the price ratio"
    )
    ratio = sheet.number(
        "rotation.ratio", f"price ratio to {benchmark_name}", history.ratio[-1], Unit.RATIO, basis
    )
    band = sheet.number(
        "rotation.band",
        f"{window}-session band",
        history.band[-1],
        Unit.PERCENT,
        "(max - min) / mean of the ratio",
    )
    drift = sheet.number(
        "rotation.slope",
        f"{window}-session slope",
        100.0 * history.slope[-1],
        Unit.BASIS_POINTS,
        "least-squares slope of the ratio, basis points of the ratio per session",
    )
    mean = sheet.number(
        "rotation.mean", f"{window}-session mean", history.mean[-1], Unit.RATIO, f"SMA({window}) of the ratio"
    )
    run = run_length(history.state.astype(np.float64))[-1]
    run_fact = sheet.number(
        "rotation.sessions", "sessions in this state", run, Unit.SESSIONS, "sessions in a row"
    )
    ending = "" if sure else " Unconfirmed: no rule gives a state today, so the last one stands."
    said = say(
        f"{{state}} for {{run}}: ratio {{ratio}} against a mean of {{mean}}, band {{band}}, "
        f"slope {{drift}} per session.{ending}",
        state=state,
        run=run_fact,
        ratio=ratio,
        mean=mean,
        band=band,
        drift=drift,
    )
    return Rotation(
        state,
        sheet.flag(
            "rotation.confirmed", "confirmed by today's readings", sure, "a rule gives the state today"
        ),
        run_fact,
        ratio,
        band,
        drift,
        mean,
        _flips(history, profile, sheet),
        Sentence(said.text[0].upper() + said.text[1:], said.facts),
    )


def _silence(bars: Bars, benchmark: Bars | Absent, profile: RotationProfile) -> str | None:
    if isinstance(benchmark, Absent):
        return benchmark.reason
    if benchmark.symbol == bars.symbol:
        return f"{benchmark.symbol} is the benchmark itself"
    if benchmark.last_session < bars.last_session:
        last = benchmark.last_session.isoformat()
        return f"{benchmark.symbol} has no bar for this session, its last is {last}"
    if len(bars) < profile.window:
        return f"needs {profile.window} sessions"
    return None


def _absent(reason: str, sheet: FactSheet) -> Rotation:
    gone = [
        sheet.missing(f"rotation.{key}", label, reason)
        for key, label in (
            ("state", "rotation"),
            ("confirmed", "confirmed"),
            ("sessions", "sessions in this state"),
            ("ratio", "price ratio"),
            ("band", "band"),
            ("slope", "slope"),
            ("mean", "mean"),
        )
    ]
    state, confirmed, sessions, ratio, band, drift, mean = gone
    said = Sentence(f"Rotation is not known: {reason}.")
    return Rotation(state, confirmed, sessions, ratio, band, drift, mean, (), said)


def _flips(history: RotationHistory, profile: RotationProfile, sheet: FactSheet) -> tuple[RotationFlip, ...]:
    """The nearest next ratio on each side that changes the state, found on a fine grid and bisected.

    Where an unchanged ratio changes it already, that is said, and beside it the ratios from which it would
    stay, or become yet another.
    """
    window = profile.window
    today = float(history.ratio[-1])
    tail = history.ratio[-(window - 1) :]
    current = int(history.state[-1])

    def state_at(ratios: FloatArray) -> StateArray:
        rows = np.concatenate((np.broadcast_to(tail[:, None], (window - 1, len(ratios))), ratios[None]))
        mean = rows.mean(axis=0)
        band = 100.0 * (rows.max(axis=0) - rows.min(axis=0)) / mean
        steps = np.arange(window) - (window - 1) / 2
        # not a matrix product: its last digit depends on where the memory lies, and bytes must repeat
        drift = (rows * steps[:, None]).sum(axis=0)
        with np.errstate(invalid="ignore"):
            ruled = np.select(
                [band <= profile.parity_band, (drift > 0) & (ratios > mean), (drift < 0) & (ratios < mean)],
                [0, 1, -1],
                default=current,
            )
        return ruled.astype(np.int8)

    names = state_names(profile)
    # with the window moving on, an unchanged ratio may already give another state
    rest = int(state_at(np.array([today]))[0])
    found = []
    if rest != current:
        found.append(_flip("unchanged", "an unchanged ratio", names[rest], today, today, sheet))
    for side, direction in (("up", 1.0), ("down", -1.0)):
        grid = today * (1.0 + direction * np.linspace(0.0, _SEARCH, _STEPS))
        changed = np.flatnonzero(state_at(grid) != rest)
        if not len(changed):
            continue
        near, far = grid[int(changed[0]) - 1], grid[int(changed[0])]
        for _ in range(40):
            middle = 0.5 * (near + far)
            near, far = (near, middle) if int(state_at(np.array([middle]))[0]) != rest else (middle, far)
        to = int(state_at(np.array([far]))[0])
        does = "keeps" if to == current else "changes"
        found.append(
            _flip(side, f"next ratio that {does} the state, {side}wards", names[to], float(far), today, sheet)
        )
    if found:
        return tuple(found)
    reason = f"none within {100 * _SEARCH:.0f} % of today's ratio"
    return (
        RotationFlip(
            "another state",
            sheet.missing("rotation.flip.none", "next ratio that changes the state", reason),
            sheet.missing("rotation.flip.none_percent", "its distance from today", reason),
        ),
    )


def _flip(side: str, label: str, to: str, ratio: float, today: float, sheet: FactSheet) -> RotationFlip:
    key, change = f"rotation.flip.{side}", 100.0 * (ratio / today - 1.0)
    method = "the rotation rules on the window with one more ratio"
    return RotationFlip(
        to,
        sheet.number(key, label, ratio, Unit.RATIO, method),
        sheet.number(f"{key}_percent", "its distance from today", change, Unit.PERCENT, "ratio / today - 1"),
    )
