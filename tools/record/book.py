"""One book: calls of one kind on one market."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from tools.ledger.entries import HORIZONS, Kind
from tools.phrases import number, say
from tools.record.calls import Call, direction_of, directional, settled_at
from tools.record.horizon import horizon_score
from tools.record.making import Making
from tools.record.results import Book, HorizonScore
from tools.record.worst import worst_calls
from tools.types import EXCHANGE_ZONE, Fact, Reading, Sentence, Unit

KINDS: dict[Kind, str] = {
    "forward": "Forward calls: sealed before the next session opened.",
    "backfilled": "Back-filled calls: computed afterwards; no forward record.",
}


def book_of(
    calls: Sequence[Call], kind: Kind, *, simulated: bool, making: Making, resamples: int, shown: int
) -> Book:
    """Score a book.

    Args:
        calls: Of one kind and market, by session.
        kind: Forward or back-filled.
        simulated: Whether the market is the simulated one.
        making: Makes its facts.
        resamples: Of the bootstrap.
        shown: The horizon of the worst calls.
    """
    counts, due = _counts(calls, making), _due(calls, making)
    scores = (
        tuple(
            horizon_score(
                calls, horizon, making.within(f"{horizon}", number(horizon, Unit.SESSIONS)), resamples
            )
            for horizon in HORIZONS
        )
        if calls
        else ()
    )
    at = making.within(f"{shown}", number(shown, Unit.SESSIONS))
    length = at.number("length", "horizon", shown, Unit.SESSIONS, "sessions after the sealed one")
    worst, worst_said = worst_calls(directional(settled_at(calls, shown)), length, at)
    return Book(
        kind=kind,
        simulated=simulated,
        heading=Sentence(("SIMULATED: " if simulated else "") + KINDS[kind]),
        **counts,
        due=due,
        said=_said(calls, scores, counts, due),
        caveats=_caveats(calls, counts),
        horizons=scores,
        worst=worst,
        worst_said=worst_said,
    )


def _counts(calls: Sequence[Call], making: Making) -> dict[str, Reading]:
    directions = Counter(direction_of(call.seal) for call in calls)
    sessions = [call.seal.session for call in calls]

    def day(key: str, label: str, found: date | None) -> Reading:
        return (
            making.day(key, label, found, "as sealed") if found else making.missing(key, label, "none sealed")
        )

    return {
        "sealed": making.count("sealed", "calls sealed", len(calls), "seals up to the session"),
        "first": day("first", "first sealed session", min(sessions, default=None)),
        "last": day("last", "last sealed session", max(sessions, default=None)),
        "symbols": making.count(
            "symbols", "symbols", len({call.seal.symbol for call in calls}), "symbols of the seals"
        ),
        "bullish": making.count("bullish", "bullish calls", directions[1], "bullish or strong bullish"),
        "bearish": making.count("bearish", "bearish calls", directions[-1], "bearish or strong bearish"),
        "neutral": making.count("neutral", "neutral calls", directions[0], "calls without a direction"),
        "without": making.count(
            "without", "calls without a composite", directions[None], "calls without a rating"
        ),
        "late": making.count(
            "late", "survivorship-biased calls", sum(call.seal.late_members for call in calls),
            "calls whose breadth has a member list later than their session",
        ),
    }  # fmt: skip


def _caveats(calls: Sequence[Call], counts: dict[str, Reading]) -> tuple[Sentence, ...]:
    if not any(call.seal.late_members for call in calls):
        return ()
    said = say(
        "Survivorship-biased calls: {late} of {sealed}; their breadth was counted over a member list that is "
        "later than their session.",
        late=counts["late"], sealed=counts["sealed"],
    )  # fmt: skip
    return (said,)


def _due(calls: Sequence[Call], making: Making) -> Reading:
    """The session at whose close the first call that is still open can be settled."""
    days = [
        call.seal.next_open.astimezone(EXCHANGE_ZONE).date()
        for call in calls
        if HORIZONS[0] not in call.outcomes
    ]
    if not days:
        return making.missing("due", "first settlement", "no call is open at the shortest horizon")
    return making.day("due", "first settlement", min(days), "the next session of the first open call")


def _said(
    calls: Sequence[Call], scores: Sequence[HorizonScore], counts: dict[str, Reading], due: Reading
) -> Sentence:
    if not calls:
        return Sentence("Nothing has been sealed.")
    if any(isinstance(score.settled, Fact) and score.settled.number for score in scores):
        return say(
            "Calls sealed {sealed}, from {first} to {last}, symbols {symbols}: bullish {bullish}, bearish "
            "{bearish}, neutral {neutral}, without a composite {without}.",
            **counts,
        )
    return say(
        "Calls sealed {sealed}, from {first} to {last}. Nothing is settled yet; first settlement after the "
        "close of: {due}.",
        due=due,
        **counts,
    )
