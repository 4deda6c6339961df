"""Hit rate against base rate, and its interval by resampling whole sessions."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.evidence.bootstrap import CAUTION, FEWEST_BLOCKS, block_length, multiplicities
from tools.record.calls import Outcome
from tools.types import BoolArray, FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Sessions:
    """Outcomes of one horizon as counts per session, all symbols of a session in one row.

    Attributes:
        counts: Float64 of shape (sessions, symbols, 5): settled, rose, fell, bullish calls, bearish calls.
        hits: Directional calls that hit, per session.
        seed: Made from the content, so that equal outcomes give equal intervals.
    """

    counts: FloatArray
    hits: FloatArray
    seed: int


def by_session(outcomes: Sequence[Outcome]) -> Sessions:
    """Count every settled call, directional or not: the base rate is counted over all of them."""
    days = {day: row for row, day in enumerate(sorted({one.seal.session for one in outcomes}))}
    names = {name: column for column, name in enumerate(sorted({one.seal.symbol for one in outcomes}))}
    counts, hits = np.zeros((len(days), len(names), 5)), np.zeros(len(days))
    content = hashlib.blake2b(digest_size=8)
    for one in outcomes:
        row, column = days[one.seal.session], names[one.seal.symbol]
        bullish, bearish = one.direction == 1, one.direction == -1
        counts[row, column] += (1, one.rose, one.fell, bullish, bearish)
        hits[row] += one.gain > 0
        content.update(f"{one.seal.session} {one.seal.symbol} {one.direction} {one.gain!r};".encode())
    return Sessions(counts, hits, int.from_bytes(content.digest()))


def rates(sessions: Sessions, weights: FloatArray | None = None) -> tuple[FloatArray, FloatArray]:
    """Hit rate and base rate, in per cent.

    Args:
        sessions: The outcomes.
        weights: Shape (samples, sessions): how often each session is counted; None counts each once.

    Returns:
        One of each per sample; NaN where a sample holds no directional call.
    """
    if weights is None:
        weights = np.ones((1, len(sessions.hits)))
    rows, symbols, kinds = sessions.counts.shape
    counts = (weights @ sessions.counts.reshape(rows, -1)).reshape(-1, symbols, kinds)
    settled, rose, fell, bullish, bearish = np.moveaxis(counts, 2, 0)
    calls = (bullish + bearish).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        # a symbol that a sample left out has no calls in it either
        chances = np.nan_to_num((bullish * rose + bearish * fell) / settled).sum(axis=1)
        return 100.0 * (weights @ sessions.hits) / calls, 100.0 * chances / calls


def advantage_interval(
    sessions: Sessions, horizon: int, *, confidence: float, resamples: int
) -> tuple[float, float]:
    """Interval of the hit rate less the base rate, in points, by stationary block bootstrap.

    Sessions are drawn whole, so that the calls of several symbols stay together, and in blocks as the
    evidence engine draws them. The interval is stretched about the estimate as it is there: by Student's
    quantile for the number of blocks over the normal one, and by `CAUTION`.

    Args:
        sessions: The outcomes, in order; sessions that were not sealed are passed over.
        horizon: In sessions.
        confidence: Per cent.
        resamples: How many samples are drawn.
    """
    from scipy.stats import norm, t  # noqa: PLC0415 - half a second to import

    rows = len(sessions.hits)
    block = _block(sessions, horizon)
    drawn = multiplicities(rows, block, resamples, sessions.seed).astype(np.float64)
    found = _difference(rates(sessions))[0]
    tail = (100.0 - confidence) / 200.0
    low, high = np.nanquantile(_difference(rates(sessions, drawn)), (tail, 1.0 - tail))
    stretch = CAUTION * float(t.ppf(1.0 - tail, max(rows / block - 1.0, 1.0)) / norm.ppf(1.0 - tail))
    return float(min(found + stretch * (low - found), found)), float(
        max(found + stretch * (high - found), found)
    )


def _difference(pair: tuple[FloatArray, FloatArray]) -> FloatArray:
    hit, base = pair
    return hit - base


def _block(sessions: Sessions, horizon: int) -> int:
    """The mean length of a block, as the evidence engine chooses it."""
    if len(sessions.hits) < 2 * FEWEST_BLOCKS:
        # the only length that leaves enough blocks; arch's estimate fails on series this short
        return 1
    # a series that stays on one side for long leaves nothing to correlate at its ends
    with np.errstate(divide="ignore", invalid="ignore"):
        return block_length(_beats_chance(sessions), horizon)


def _beats_chance(sessions: Sessions) -> BoolArray:
    """Whether each session's calls hit more often than their base rates: what decides the block length."""
    settled, rose, fell, bullish, bearish = np.moveaxis(sessions.counts, 2, 0)
    every = settled.sum(axis=0)
    chances = bullish * rose.sum(axis=0) / every + bearish * fell.sum(axis=0) / every
    better: BoolArray = sessions.hits > chances.sum(axis=1)
    return better
