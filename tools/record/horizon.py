"""One horizon of a book: what is settled, and how directional calls did against their base rate."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from tools.ledger.entries import Unable
from tools.phrases import say
from tools.record.calls import Call, Outcome, apart, apart_by_symbol, directional, settled_at
from tools.record.making import TOO_FEW, Making
from tools.record.resampling import advantage_interval, by_session, rates
from tools.record.results import HorizonScore
from tools.record.stated import stated_score
from tools.types import Fact, Reading, Sentence, Unit

_NOTHING = 1e-9
"""Points below which a difference is the rounding of equal rates."""


def horizon_score(calls: Sequence[Call], horizon: int, making: Making, resamples: int) -> HorizonScore:
    """Score one horizon of a book's calls."""
    outcomes = settled_at(calls, horizon)
    chosen = directional(outcomes)
    length = making.number("length", "horizon", horizon, Unit.SESSIONS, "sessions after the sealed one")
    settled = making.count("settled", "calls settled", len(outcomes), "calls with a return at this horizon")
    open_, unable, reasons = _unsettled(calls, horizon, making)
    measures = _against_base(outcomes, chosen, horizon, making, resamples)
    rate = measures["hit_rate"]
    cases = {
        "calls": making.count("calls", "directional calls settled", len(chosen), "bullish and bearish"),
        "episodes": making.count(
            "episodes",
            "independent episodes within their symbols",
            apart_by_symbol(chosen),
            "returns that do not overlap, counted per symbol",
        ),
        "apart": making.count(
            "apart",
            "independent episodes",
            apart(chosen),
            "returns that do not overlap, whatever their symbol",
        ),
        "hits": making.count(
            "hits", "hits", sum(one.gain > 0 for one in chosen), "returns in the call's direction"
        ),
    }
    mean, median = _returns(chosen, making, enough=isinstance(rate, Fact))
    return HorizonScore(
        horizon=horizon,
        length=length,
        settled=settled,
        open=open_,
        unable=unable,
        reasons=reasons,
        **cases,
        **measures,
        mean=mean,
        median=median,
        said=_said(length, cases, measures, making, enough=isinstance(rate, Fact)),
        stated=stated_score(outcomes, horizon, length, making),
    )


def _unsettled(
    calls: Sequence[Call], horizon: int, making: Making
) -> tuple[Reading, Reading, Mapping[str, Reading]]:
    """Open calls, calls that can never be settled, and why."""
    ends = [call.outcomes.get(horizon) for call in calls]
    why = Counter(end.reason for end in ends if isinstance(end, Unable))
    open_ = making.count("open", "calls open", ends.count(None), "calls without an outcome yet")
    unable = making.count("unable", "calls that cannot be settled", why.total(), "calls without an outcome")
    ranked = sorted(why.items(), key=lambda item: (-item[1], item[0]))
    reasons = {
        reason: making.count(f"unable.{place}", "calls that cannot be settled for one reason", count, reason)
        for place, (reason, count) in enumerate(ranked, start=1)
    }
    return open_, unable, reasons


def _against_base(
    outcomes: Sequence[Outcome], chosen: Sequence[Outcome], horizon: int, making: Making, resamples: int
) -> dict[str, Reading]:
    """Hit rate, base rate, advantage with its interval, and verdict."""
    enough = apart(chosen) >= making.least.number
    why_not = "" if enough else TOO_FEW if chosen else "no directional call is settled"
    hit = base = low = high = float("nan")
    verdict: Reading = (
        making.text("verdict", "verdict", TOO_FEW, "independent episodes below the least that a rate needs")
        if chosen
        else making.missing("verdict", "verdict", why_not)
    )
    if enough:
        sessions = by_session(outcomes)
        hit, base = (float(rate[0]) for rate in rates(sessions))
        low, high = advantage_interval(
            sessions, horizon, confidence=making.confidence.number, resamples=resamples
        )
        verdict = making.text(
            "verdict", "verdict", _verdict(low, high), "where the interval lies against zero"
        )
    given = making.given(why_not)
    interval = "stationary block bootstrap over sessions, all symbols of a session together"
    return {
        "hit_rate": given("hit_rate", "hit rate", hit, Unit.PERCENT, "hits over directional calls"),
        "base_rate": given(
            "base_rate",
            "base rate",
            base,
            Unit.PERCENT,
            "mean over directional calls of the share of the symbol's settled sessions in their direction",
        ),
        "advantage": given("advantage", "advantage", hit - base, Unit.POINTS, "hit rate less base rate"),
        "low": given("low", "lower end of the advantage's interval", low, Unit.POINTS, interval),
        "high": given("high", "upper end of the advantage's interval", high, Unit.POINTS, interval),
        "verdict": verdict,
    }


def _verdict(low: float, high: float) -> str:
    if low > _NOTHING:
        return "better than base"
    return "worse than base" if high < -_NOTHING else "no difference shown"


def _returns(chosen: Sequence[Outcome], making: Making, *, enough: bool) -> tuple[Reading, Reading]:
    """Mean and median return in the direction of the calls; of too few they would say more than is known."""
    given = making.given("" if enough else TOO_FEW if chosen else "no directional call is settled")
    gains = np.array([one.gain for one in chosen]) if chosen else np.zeros(1)
    method = "of the returns, those of bearish calls with their sign turned"
    return (
        given("mean", "mean return in the call's direction", float(np.mean(gains)), Unit.PERCENT, method),
        given(
            "median", "median return in the call's direction", float(np.median(gains)), Unit.PERCENT, method
        ),
    )


def _said(
    length: Fact,
    cases: Mapping[str, Fact],
    measures: Mapping[str, Reading],
    making: Making,
    *,
    enough: bool,
) -> Sentence:
    if not cases["calls"].number:
        return say("Over {length}: no directional call is settled.", length=length)
    if not enough:
        return say(
            "Over {length}: directional calls settled {calls}, hits {hits}; independent episodes {apart} of "
            "the {least} needed: too few cases.",
            length=length,
            least=making.least,
            **cases,
        )
    return say(
        "Over {length}: hit rate {hit_rate} against a base of {base_rate}, advantage {advantage}, "
        "{confidence} interval {low} to {high} (directional calls {calls}, independent episodes {apart}): "
        "{verdict}.",
        length=length,
        confidence=making.confidence,
        **cases,
        **measures,
    )
