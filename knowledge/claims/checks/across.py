"""Averages and prices of one document that the highs and lows of another leave no room for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.claims.checks.figures import shown
from knowledge.claims.checks.found import ours
from knowledge.claims.checks.holidays import is_session
from knowledge.claims.model import Claim, Finding, Side, Verdict
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

_YEAR = timedelta(days=364)
"""What is surely inside the 52 weeks of any convention."""

_MARGIN = 1.10
"""An average over the sessions that nothing caps is called implausible from here: so much above every price
that the documents give."""

_HIGHS = frozenset({"high_52w", "range_52w", "record_high"})
_LOWS = frozenset({"low_52w", "range_52w"})
_PRICES = frozenset(
    {
        "price",
        "sma",
        "ema",
        "high_52w",
        "low_52w",
        "range_52w",
        "record_high",
        "day_range",
        "day_high",
        "day_low",
    }
)
_LEEWAY = 0.002
"""Of a price: what two vendors may differ by."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A claim with its document."""

    document: Document
    claim: Claim

    @property
    def day(self) -> date | None:
        """The day it holds for."""
        return self.claim.as_of

    def end(self, side: int) -> float:
        """Its upper end for +1, its lower for -1, as far as rounding lets it reach."""
        value = self.claim.quantity.high if side > 0 else self.claim.quantity.low
        digits = 1.5 if self.claim.quantity.bound == "about" else 0.5
        return value + side * (digits * self.claim.quantity.step + _LEEWAY * value)

    def side(self) -> Side:
        """Its words."""
        span = self.claim.quantity.span
        return Side(
            self.document.id, self.document.title, self.day, span, self.document.text[span.start : span.end]
        )


def check_averages_across(
    documents: Sequence[Document],
    claims: Mapping[str, Sequence[Claim]],
    _prices: Prices | None,
    events: EventDays | None,
) -> Iterable[Finding]:
    """Hold each N-session average against the highs (lows) that all documents give for its sessions.

    An average is the sum of its sessions. A 52-week high caps every session of its year; a shorter average of
    the same day caps the sum of the last ones. What is left must come from the sessions nothing caps: if
    there are none, the average is impossible; if they would need far higher prices than any document gives,
    it is implausible, and the finding says which.
    """
    told = [
        _Said(document, claim)
        for document in documents
        for claim in claims.get(document.id, ())
        if claim.metric in _PRICES and claim.as_of is not None and claim.quantity.bound in {"exact", "about"}
    ]
    seen: set[tuple[object, ...]] = set()
    for average in told:
        period = _period(average)
        key = (average.document.id, average.claim.entity, period, average.claim.quantity.low)
        if average.claim.metric != "sma" or period < 2 or key in seen:
            continue
        seen.add(key)
        same = [one for one in told if one.claim.entity == average.claim.entity]
        for side in (1, -1):
            yield from _one(average, period, same, side, events)
    yield from _prices_outside(told)


def _period(said: _Said) -> int:
    variant = said.claim.variant
    return int(variant) if said.claim.metric == "sma" and variant and variant.isdigit() else 0


def _one(
    average: _Said, period: int, told: Sequence[_Said], side: int, events: EventDays | None
) -> Iterator[Finding]:
    """`side` +1 asks whether the average is too high, -1 whether it is too low."""
    last = average.day
    limits = [one for one in told if one.claim.metric in (_HIGHS if side > 0 else _LOWS)]
    if last is None or period > 252 or not limits:
        return
    window = _sessions(last, period, events)
    low = average.claim.quantity.low if side > 0 else average.claim.quantity.high
    needed_sum = period * (low - side * (average.claim.quantity.step / 2))
    shorter = [
        one
        for one in told
        if one.day == last and 0 < _period(one) < period and one.document is average.document
    ]
    best: tuple[float, int, float, _Said | None, _Said | None] | None = None
    for within in (None, *shorter):
        count = _period(within) if within else 0
        capped, used = _capped(window[count:], limits, side)
        if used is None:
            continue
        bound = sum(capped) + (count * within.end(side) if within else 0.0)
        free = len(window) - count - len(capped)
        needed = (
            side * 1e18
            if free == 0 and side * (needed_sum - bound) > 0
            else (needed_sum - bound) / free
            if free
            else 0.0
        )
        if best is None or side * (needed - best[0]) > 0:
            best = (needed, free, bound, within, used)
    if best is None:
        return
    needed, free, bound, within, used = best
    if used is None or (used.document is average.document and within is None and free == 0):
        return
    if free == 0:
        if side * (needed_sum - bound) > 0:
            yield _impossible(average, period, used, within, bound / period, side)
        return
    known = [one.end(side) for one in told]
    edge = max(known) * _MARGIN if side > 0 else min(known) / _MARGIN
    if side * (needed - edge) > 0:
        yield _implausible(average, period, used, within, (needed, free), side)


def _sessions(last: date, count: int, events: EventDays | None) -> list[date]:
    """The last `count` sessions up to a day, newest first."""
    found: list[date] = []
    day = last
    while len(found) < count:
        if is_session(day, events):
            found.append(day)
        day -= timedelta(days=1)
    return found


def _capped(sessions: Sequence[date], limits: Sequence[_Said], side: int) -> tuple[list[float], _Said | None]:
    """The tightest limit of each session that has one, and the limit that covers most of them."""
    capped: list[float] = []
    uses: dict[int, int] = {}
    for session in sessions:
        over = [(side * one.end(side), at) for at, one in enumerate(limits) if _covers(one, session)]
        if over:
            value, at = min(over)
            capped.append(side * value)
            uses[at] = uses.get(at, 0) + 1
    return capped, limits[max(uses, key=uses.__getitem__)] if uses else None


def _covers(limit: _Said, session: date) -> bool:
    if limit.day is None or session > limit.day:
        return False
    return limit.claim.metric == "record_high" or session > limit.day - _YEAR


def _impossible(
    average: _Said, period: int, used: _Said, within: _Said | None, bound: float, side: int
) -> Finding:
    word = "at most" if side > 0 else "at least"
    return Finding(
        Verdict.CONTRADICTION,
        "average_across",
        f"{period}-session average, {average.claim.entity}",
        average.claim.entity,
        (
            average.side(),
            used.side(),
            *((within.side(),) if within else ()),
            ours("arithmetic", shown(bound), average.day),
        ),
        f"Every session of the {period}-session average {average.side().quote} is bounded by "
        f"{used.side().quote}: it can "
        f"be {word} {shown(bound)}.",
    )


def _implausible(
    average: _Said,
    period: int,
    used: _Said,
    within: _Said | None,
    numbers: tuple[float, int],
    side: int,
) -> Finding:
    needed, free = numbers
    limit = used.claim.quantity.high if side > 0 else used.claim.quantity.low
    figure = f"{'at least' if side > 0 else 'at most'} {shown(needed)} on average over {free} sessions"
    beside = f" and the {_period(within)}-session average {within.side().quote}" if within else ""
    return Finding(
        Verdict.DOES_NOT_RECOMPUTE,
        "average_across",
        f"{period}-session average, {average.claim.entity}",
        average.claim.entity,
        (
            average.side(),
            used.side(),
            *((within.side(),) if within else ()),
            ours("arithmetic", figure, average.day),
        ),
        f"With {shown(limit)} as the {'highest' if side > 0 else 'lowest'} price of the year to "
        f"{used.day}{beside}, the "
        f"{period}-session average {average.side().quote} needs {figure}; no price "
        "that these documents give comes within 10 % of that. Implausible, not impossible.",
    )


def _prices_outside(told: Sequence[_Said]) -> Iterator[Finding]:
    """A price of one document on a day whose year, by another, never went that far."""
    for price in (one for one in told if one.claim.metric == "price" and one.claim.as_of_said):
        for limit in told:
            if limit.document is price.document or limit.claim.entity != price.claim.entity:
                continue
            day = price.day
            if day is None or not _covers(limit, day):
                continue
            above = (
                limit.claim.metric in _HIGHS
                and price.claim.quantity.low - price.claim.quantity.step > limit.end(1)
            )
            below = (
                limit.claim.metric in _LOWS
                and price.claim.quantity.high + price.claim.quantity.step < limit.end(-1)
            )
            if above or below:
                yield Finding(
                    Verdict.CONTRADICTION,
                    "price_across",
                    f"price and 52-week range, {price.claim.entity}",
                    price.claim.entity,
                    (price.side(), limit.side()),
                    f"{price.side().quote} on {day} is {'above' if above else 'below'} {limit.side().quote}, "
                    "the limit of the "
                    f"52 weeks to {limit.day}.",
                )
