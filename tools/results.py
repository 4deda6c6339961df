"""The typed results of the desk: what cards, the terminal, JSON and the agent are rendered from.

Every number a person sees in a result is inside a `Fact`; `facts_of` finds them all.
"""

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tools.debrief.types import Debrief
from tools.evidence.results import ClaimStudy, EvidenceLine, StateStudy, Survivorship, Tried
from tools.horizons import Horizon
from tools.levels import Levels
from tools.overlays.calendar_window import CalendarWindow
from tools.overlays.credit import Credit
from tools.overlays.positioning import PositioningReading
from tools.overlays.rotation import Rotation
from tools.record.results import Record
from tools.risk import RewardRisk, Risk
from tools.sizing import Sizing
from tools.stack import Composite
from tools.types import Fact, LayerReading, Missing, Reading, Sentence
from tools.votes import VoteScore

DISCLAIMER = "General market commentary, not financial advice."


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One input of a result.

    Attributes:
        symbol: What it is.
        source: Where it came from.
        first, last: The span read, up to the card's session.
        rows: Rows that passed the gate.
        dropped: Rows or prices the gate dropped.
        remarks: What the gate said, in words.
        digest: Hash of exactly what was read.
    """

    symbol: str
    source: str
    first: date
    last: date
    rows: Reading
    dropped: Reading
    remarks: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Header:
    """What every result begins with.

    Attributes:
        symbol: As resolved.
        as_of: The session of the readings.
        requested: The date asked for, where one was.
        notices: What a reader must know first: another session than asked, stale, dropped rows.
        simulated: Whether every rendering must say SIMULATED.
        provisional: Whether the session is unfinished.
        banner: The market's own notice, or None.
        terms: Whose data, on what terms.
        sources: The inputs.
        absent: Inputs that were not there, with reasons.
        profile: Name of the profile.
        rules: Version of the rules.
        digest: Hash of inputs, calendar, profile and rules: equal digests mean equal readings.
        disclaimer: Always there.
        facts: What the notices quote.
    """

    symbol: str
    as_of: date
    requested: date | None
    notices: tuple[Sentence, ...]
    simulated: bool
    provisional: bool
    banner: str | None
    terms: str
    sources: tuple[SourceLine, ...]
    absent: tuple[Missing, ...]
    profile: str
    rules: str
    digest: str
    disclaimer: str = DISCLAIMER
    facts: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Price:
    """The session's price."""

    close: Reading
    adj_close: Reading
    change: Reading
    change_percent: Reading


@dataclass(frozen=True, slots=True)
class Analysis:
    """The whole card of one symbol at one session.

    Attributes:
        evidence: What followed the state of each layer and the rating in force; empty where not asked for.
    """

    header: Header
    price: Price
    composite: Composite
    layers: tuple[LayerReading, ...]
    rotation: Rotation
    credit: Credit
    positioning: PositioningReading
    calendar: CalendarWindow
    sizing: Sizing
    levels: Levels
    risk: Risk
    reward_risk: tuple[RewardRisk, ...]
    votes: VoteScore
    horizons: tuple[Horizon, ...]
    evidence: tuple[EvidenceLine, ...] = ()


@dataclass(frozen=True, slots=True)
class BreadthReport:
    """Breadth alone: is the price's move carried by the members?

    Attributes:
        layer: The breadth layer; it may abstain.
        verdict: "rise confirmed", "rise diverging", "fall confirmed", "fall diverging", "repairing", "mixed".
        threshold: The one reading at which the verdict would change.
    """

    header: Header
    price: Price
    layer: LayerReading
    verdict: Reading
    rationale: Sentence
    threshold: Reading


@dataclass(frozen=True, slots=True)
class RotationReport:
    """Rotation with the credit overlay beside it."""

    header: Header
    price: Price
    rotation: Rotation
    credit: Credit


@dataclass(frozen=True, slots=True)
class LevelsReport:
    """Levels and risk."""

    header: Header
    price: Price
    levels: Levels
    risk: Risk
    reward_risk: tuple[RewardRisk, ...]


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """What followed every state and flag of a symbol, over its history up to the session.

    Attributes:
        states: Those asked for; empty where no forward return is known.
        entry: What entry, hit and base mean.
        tried: Over all comparisons of the symbol, whichever were asked for.
        absent: What could not be studied, and why.
    """

    header: Header
    price: Price
    states: tuple[StateStudy, ...]
    entry: Sentence
    tried: Tried
    absent: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class ScanRow:
    """One member through the stack."""

    symbol: str
    rank: Fact
    points: Fact
    score: Fact
    rating: Fact
    letter: Fact
    close: Fact
    coverage: Fact
    layers: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """Every member of a universe through the stack, best first.

    Attributes:
        rows: Those with a composite.
        without: Reason -> how many members have none for it; with `ranked` they make up `members`.
        members: Members asked.
        ranked: Members with a composite.
    """

    header: Header
    universe: str
    members: Reading
    ranked: Reading
    rows: tuple[ScanRow, ...]
    without: Mapping[str, Reading]


@dataclass(frozen=True, slots=True)
class DebriefReport:
    """What a session made of the call sealed before it; header and price are the judged session's."""

    header: Header
    price: Price
    debrief: Debrief


@dataclass(frozen=True, slots=True)
class RecordReport:
    """The public score of sealed calls: of a symbol, or of all; it has no market and no price of its own.

    Attributes:
        record: The books, each scored alone.
        requested: The date asked for, where one was.
        heads: The hash of the last row of each chain of the ledger, as text facts: who noted them earlier
            can show that nothing was changed since.
        profile: Name of the profile whose [evidence] was used.
        rules: Version of the rules.
        notices: What a reader must know first: another session than asked, a chain that is broken.
        disclaimer: Always there.
        facts: What the notices quote.
    """

    record: Record
    requested: date | None
    heads: tuple[Reading, ...]
    profile: str
    rules: str
    notices: tuple[Sentence, ...] = ()
    disclaimer: str = DISCLAIMER
    facts: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimsReport:
    """What other systems claim of the symbol, tested on its history.

    Attributes:
        claims: Those that were tested, then those that cannot be.
        survivorship: What the date of the member list does to the claims about breadth.
        tried: How many comparisons were made, and what chance would show.
        counts: Claims supported, not supported, with too few cases, and not known.
        said: How many claims are supported, not supported, without enough cases, and not known.
    """

    header: Header
    price: Price
    claims: tuple[ClaimStudy, ...]
    survivorship: Survivorship
    tried: Tried
    counts: tuple[Reading, ...]
    said: Sentence


MarketResult = (
    Analysis
    | BreadthReport
    | RotationReport
    | LevelsReport
    | EvidenceReport
    | DebriefReport
    | ClaimsReport
    | Scan
)
"""A result read from a market; it begins with a `Header`."""

Result = MarketResult | RecordReport


def facts_of(result: object) -> Iterator[Reading]:
    """Every fact and every missing one in a result, in the order of its fields; repeats included."""
    if isinstance(result, Fact | Missing):
        yield result
    elif dataclasses.is_dataclass(result) and not isinstance(result, type):
        for part in dataclasses.fields(result):
            yield from facts_of(getattr(result, part.name))
    elif isinstance(result, Mapping):
        for value in result.values():
            yield from facts_of(value)
    elif isinstance(result, tuple):
        for value in result:
            yield from facts_of(value)


def to_json(result: Result, *, indent: int | None = 2) -> str:
    """The full typed result; equal results give equal bytes.

    Each dataclass is an object, dates are ISO texts, a `Missing` is an object with `reason` and without
    `value`.
    """
    kind = {"kind": type(result).__name__.lower()}
    return json.dumps(kind | _plain(result), indent=indent, ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:  # noqa: ANN401 - a tree of anything the results hold
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {part.name: _plain(getattr(value, part.name)) for part in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
