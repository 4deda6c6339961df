"""The typed results of the record; every number in them is a `Fact`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tools.ledger.entries import Kind
from tools.types import Fact, Reading, Sentence


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Calls whose stated probability of a rise lay between two fixed edges.

    Attributes:
        place: 1 and up, the lowest probabilities first; places without a call are left out.
        lower, upper: Its edges, per cent; the lower one belongs to it.
        count: Calls in it.
        apart: Of those, as many as do not overlap in time.
        stated: Mean stated probability, per cent.
        observed: Share that rose, per cent.
        low, high: Wilson's interval of that share over the calls that are apart, per cent.
        few: Whether they are too few to judge by: drawn hollow.
    """

    place: int
    lower: Fact
    upper: Fact
    count: Fact
    apart: Fact
    stated: Fact
    observed: Fact
    low: Fact
    high: Fact
    few: bool


@dataclass(frozen=True, slots=True)
class StatedScore:
    """Stated probabilities of a rise against what happened, at one horizon.

    Attributes:
        count: Settled calls with a probability stated for this horizon.
        apart: Of those, as many as do not overlap in time.
        brier: Mean squared distance to what happened, 0 at best, 1 at worst; missing with too few cases.
        brier_base: The same of the base probability stated with each; missing likewise.
        skill: One less the ratio of the two, per cent; above zero the statement beats its base.
        bins: Where there are any, the lowest probabilities first.
        said: One sentence.
    """

    count: Reading
    apart: Reading
    brier: Reading
    brier_base: Reading
    skill: Reading
    bins: tuple[ReliabilityBin, ...]
    said: Sentence


@dataclass(frozen=True, slots=True)
class HorizonScore:
    """How a book's calls did at one horizon.

    Fact ids are `<symbol or desk>.record.<forward|backfilled>[.simulated].<horizon>.<field>`.

    Attributes:
        horizon: In sessions.
        length: The same as a fact.
        settled, open, unable: All calls by what came of them.
        reasons: Why some can never be settled -> how many.
        calls: Directional calls settled.
        episodes: Of those, as many as do not overlap within their symbol.
        apart: Of those, as many as do not overlap whatever the symbol: calls of one time share its market.
            This many decide whether the cases are enough; with one symbol it equals `episodes`.
        hits: Calls whose return had their direction.
        hit_rate: Share of hits, per cent; missing with too few cases, as all that follows up to `high`.
        base_rate: What these directions would have hit without information: the mean over the calls of
            the share of all settled sessions of the book and symbol that went in the call's direction.
        advantage: Hit rate less base rate, points.
        low, high: Its interval by stationary block bootstrap over sessions, points.
        verdict: "better than base", "worse than base", "no difference shown" or "too few cases".
        mean, median: Of the returns in the call's direction, per cent.
        said: One sentence with the cases.
        stated: The stated probabilities.
    """

    horizon: int
    length: Fact
    settled: Reading
    open: Reading
    unable: Reading
    reasons: Mapping[str, Reading]
    calls: Reading
    episodes: Reading
    apart: Reading
    hits: Reading
    hit_rate: Reading
    base_rate: Reading
    advantage: Reading
    low: Reading
    high: Reading
    verdict: Reading
    mean: Reading
    median: Reading
    said: Sentence
    stated: StatedScore


@dataclass(frozen=True, slots=True)
class WorstCall:
    """A directional call that went wrong.

    Attributes:
        rank: 1 is the worst.
        symbol: E.g. "IWM".
        session: When it was sealed.
        rating: What it said.
        percent: The return, per cent.
        against: The return against the call in ATR of the sealed session; missing where that was not known.
        said: One sentence.
    """

    rank: Fact
    symbol: Fact
    session: Fact
    rating: Fact
    percent: Fact
    against: Reading
    said: Sentence


@dataclass(frozen=True, slots=True)
class Book:
    """Calls of one kind on one market; books are never added up.

    Attributes:
        kind: Forward or back-filled.
        simulated: Whether its market is the simulated one.
        heading: What kind of calls these are.
        sealed: Calls.
        first, last: Their sessions; missing where there is none.
        symbols: How many symbols.
        bullish, bearish: Directional calls.
        neutral: Calls without a direction.
        without: Calls without a composite.
        late: Calls whose breadth was counted over a member list that is later than their session.
        due: The session at whose close the first open call can be settled; missing where none is open.
        said: The counts in a sentence, or that there is nothing yet.
        caveats: What must be known with every figure of the book.
        horizons: The shortest first; empty where nothing is sealed.
        worst: Directional calls that went against their direction, the worst first.
        worst_said: How they are ranked, or why there are none.
    """

    kind: Kind
    simulated: bool
    heading: Sentence
    sealed: Reading
    first: Reading
    last: Reading
    symbols: Reading
    bullish: Reading
    bearish: Reading
    neutral: Reading
    without: Reading
    late: Reading
    due: Reading
    said: Sentence
    caveats: tuple[Sentence, ...]
    horizons: tuple[HorizonScore, ...]
    worst: tuple[WorstCall, ...]
    worst_said: Sentence


@dataclass(frozen=True, slots=True)
class Record:
    """How sealed calls did, as it was known at a session.

    Attributes:
        symbol: Whose calls; None for those of every symbol.
        as_of: Outcomes that were not known by its close are left out.
        shown: The horizon of the worst calls, and of the reliability that is drawn.
        confidence: Of every interval, per cent.
        least: Independent cases that a rate needs.
        books: Forward before back-filled, real before simulated. The real forward one is always there.
        whose, day: What the sentence quotes.
        said: Whose record it is, in a sentence.
    """

    symbol: str | None
    as_of: date
    shown: int
    confidence: Fact
    least: Fact
    books: tuple[Book, ...]
    whose: Fact
    day: Fact
    said: Sentence
