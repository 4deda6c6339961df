"""The typed results of the evidence engine; every number in them is a `Fact`."""

from dataclasses import dataclass

from tools.evidence.condition import Side
from tools.types import Missing, Reading, Sentence


@dataclass(frozen=True, slots=True)
class HorizonStudy:
    """What followed a condition at one horizon, entered at the next session's open.

    Fact ids are `<symbol>.evidence.<key>.<horizon>.<field>`.

    Attributes:
        horizon: In sessions.
        sessions: Sessions at which it held and whose outcome is known.
        episodes: Of those, as many as do not overlap.
        hit_rate: Share of the sessions that hit, per cent.
        base_rate: The same share over every session of the same period.
        advantage: Hit rate less base rate, in points: the probability advantage.
        low, high: Its 95 % interval by stationary block bootstrap, in points.
        mean, median: Of the returns, per cent.
        base_mean: Mean return over every session of the same period.
        walked: The advantage out of sample: what was known before each year, judged on that year; points.
        walked_years, walked_agreed: Calendar years judged so, and those that kept the direction.
        survives: Whether the difference stands when everything that was tried is counted.
        verdict: "better than base", "worse than base", "no difference shown", "too few cases", or missing.
        said: One sentence with the hit rate, its base, the cases and the interval.
    """

    horizon: Reading
    sessions: Reading
    episodes: Reading
    hit_rate: Reading
    base_rate: Reading
    advantage: Reading
    low: Reading
    high: Reading
    mean: Reading
    median: Reading
    base_mean: Reading
    walked: Reading
    walked_years: Reading
    walked_agreed: Reading
    survives: Reading
    verdict: Reading
    said: Sentence


@dataclass(frozen=True, slots=True)
class StateStudy:
    """A condition over its horizons.

    Attributes:
        key, family, state, title, side: The condition's.
        holds: Whether it holds at the session.
        studies: One per horizon, the shortest first.
        caveats: What must be said with every figure of it.
    """

    key: str
    family: str
    state: str
    title: str
    side: Side
    holds: Reading
    studies: tuple[HorizonStudy, ...]
    caveats: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """How many comparisons were made, so that chance can be told from evidence.

    Attributes:
        comparisons: Conditions times horizons that had enough cases.
        differing: Of those, how many differ from base by their own interval.
        by_chance: How many would differ if nothing did.
        surviving: How many still differ when all comparisons are counted.
        said: The same as a sentence.
    """

    comparisons: Reading
    differing: Reading
    by_chance: Reading
    surviving: Reading
    said: Sentence


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """The evidence of what a card says: of a layer's state, or of the composite's rating.

    Attributes:
        subject: The layer's name, or "composite".
        study: At the profile's card horizon; `Missing` where nothing can be studied.
        said: One sentence.
    """

    subject: str
    study: HorizonStudy | Missing
    said: Sentence


@dataclass(frozen=True, slots=True)
class ClaimTrial:
    """One comparison that a claim was tested by.

    Attributes:
        whose: Whose outcome it is, e.g. "SPY".
        case: The sessions the claim speaks of, e.g. "set-ups in large-cap flight".
        base: What they are compared with.
        decides: Whether the verdict rests on it.
        horizon: In sessions.
        sessions, episodes: Of the case, with a known outcome; and as many as do not overlap.
        rate: Share of the case's sessions that counted, per cent, or their mean.
        mean: Mean return of those sessions, per cent; missing where the outcome is no count of returns.
        base_sessions, base_episodes, base_rate, base_mean: The same of the base.
        difference: Rate less base rate, or their ratio where a ratio is claimed.
        low, high: Its 95 % interval by stationary block bootstrap.
        survives: Whether it stands when every comparison is counted.
        said: One sentence.
    """

    whose: str
    case: str
    base: str
    decides: bool
    horizon: Reading
    sessions: Reading
    episodes: Reading
    rate: Reading
    mean: Reading
    base_sessions: Reading
    base_episodes: Reading
    base_rate: Reading
    base_mean: Reading
    difference: Reading
    low: Reading
    high: Reading
    survives: Reading
    said: Sentence


@dataclass(frozen=True, slots=True)
class ClaimStudy:
    """A claim of another system, tested.

    Attributes:
        key: E.g. "flight_fails_more".
        title: A few words, for a table.
        claim: What is claimed, in our words.
        test: How it was tested: condition, horizon, measure.
        verdict: "supported", "not supported", "too few cases", or missing.
        numbers: What the claim and its test name: thresholds, horizons, the span of sessions counted.
        said: The verdict with its numbers, in a sentence or two.
        trials: Every comparison, the shortest horizon first.
        caveats: Survivorship, and what the test leaves open.
    """

    key: str
    title: str
    claim: Sentence
    test: Sentence
    verdict: Reading
    numbers: tuple[Reading, ...]
    said: Sentence
    trials: tuple[ClaimTrial, ...] = ()
    caveats: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class ListVerdict:
    """A claim about breadth under one of two member lists, on the sessions both have.

    Attributes:
        title: The claim's.
        listed: Date of the list.
        verdict: As of a `ClaimStudy`.
        episodes: Of the case, that do not overlap.
        difference, low, high: Of the deciding comparison; missing where cases are too few.
    """

    title: str
    listed: Reading
    verdict: Reading
    episodes: Reading
    difference: Reading
    low: Reading
    high: Reading


@dataclass(frozen=True, slots=True)
class Survivorship:
    """How much a member list that is later than its sessions moves breadth, where two panels overlap.

    Attributes:
        numbers: Sessions compared, mean and largest difference in points, by year, share of sessions on the
            other side of a threshold.
        said: The same in a sentence or two; that it is not known where there are no two panels.
        verdicts: The claims about breadth under either list, two entries per claim, the earlier list first.
    """

    numbers: tuple[Reading, ...]
    said: Sentence
    verdicts: tuple[ListVerdict, ...] = ()
