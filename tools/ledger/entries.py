"""What the ledger keeps: a seal, its settlements, and the debrief of its next session."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tools.types import Rating, State

HORIZONS = (1, 5, 10, 21, 63)
"""Sessions after which every seal is settled."""

Kind = Literal["forward", "backfilled"]
"""Forward: sealed before the next session opened. Back-filled: computed afterwards. Never mixed."""


@dataclass(frozen=True, slots=True)
class SealedFlip:
    """A next close at which a layer's state would change, as it was known when the call was sealed."""

    to: State
    price: float


@dataclass(frozen=True, slots=True)
class SealedLayer:
    """A layer as it was sealed.

    Attributes:
        name: Its key, e.g. "relative_strength".
        title: Its name for people.
        state: Its state; None where it abstained.
        score: In [-1, +1]; None where it abstained.
        reason: Why it abstained; None where it did not.
        flips: The next closes that would change its state; empty where none would.
    """

    name: str
    title: str
    state: State | None
    score: float | None
    reason: str | None = None
    flips: tuple[SealedFlip, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """A probability that was stated with the call, from cases whose outcome was known then.

    Attributes:
        horizon: In sessions.
        rise: The probability that the return is above zero.
        base: The same over all sessions of that history, whatever the state.
        episodes: Independent cases behind it.
    """

    horizon: int
    rise: float
    base: float
    episodes: int


@dataclass(frozen=True, slots=True)
class Seal:
    """A call, as it stood before its outcome.

    Attributes:
        symbol: E.g. "IWM".
        session: The session whose close it was read at.
        kind: Whether it was sealed before the next session opened.
        simulated: Whether its market is the simulated one.
        sealed_at: When, UTC.
        next_open: When the next session opens, UTC; a forward seal is older.
        rating: The composite's; None where there was no composite.
        score: The composite's, in [-1, +1]; None likewise.
        points: The same on 0-100.
        layers: In the order of the card.
        rotation: Its state in words; None where it was not known.
        posture: The sizing posture in words.
        close: USD, split-adjusted.
        adj_close: USD, adjusted for splits and dividends, as the source had it then.
        atr: ATR 14 of the session, USD; None where it was not known.
        stated: Probabilities stated with it; a horizon without enough cases is left out.
        source: Where the bars came from.
        bars: Hash of the symbol's bars up to the session.
        digest: Hash of all inputs, calendar, profile and rules: equal digests mean equal readings.
        profile: Name of the profile.
        profile_digest: Hash of its parameters.
        rules: Version of the rules.
        code: Version of the program.
        late_members: Whether breadth was counted over a member list that is later than the session, so that
            the call is survivorship-biased.
    """

    symbol: str
    session: date
    kind: Kind
    simulated: bool
    sealed_at: datetime
    next_open: datetime
    rating: Rating | None
    score: float | None
    points: float | None
    layers: tuple[SealedLayer, ...]
    rotation: str | None
    posture: str
    close: float
    adj_close: float
    atr: float | None
    stated: tuple[Stated, ...]
    source: str
    bars: str
    digest: str
    profile: str
    profile_digest: str
    rules: str
    code: str
    late_members: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of a seal at a horizon.

    Attributes:
        entered: The session after the seal, entered at its open.
        left: The session whose close ends the horizon.
        entry: Its open, adjusted for splits and dividends as the source has it today, USD.
        leave: The adjusted close at the end, USD.
        percent: The return between them, per cent.
        bars: Hash of the symbol's bars up to `left`, as they were read for it.
    """

    entered: date
    left: date
    entry: float
    leave: float
    percent: float
    bars: str


@dataclass(frozen=True, slots=True)
class Unable:
    """That a horizon can never be settled, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """The outcome of a seal at a horizon; written once.

    Attributes:
        seal: Hash of the seal.
        symbol, session, kind, simulated: The seal's.
        horizon: In sessions.
        settled_at: When it was written, UTC.
        outcome: What came of it, or why that can never be said.
    """

    seal: str
    symbol: str
    session: date
    kind: Kind
    simulated: bool
    horizon: int
    settled_at: datetime
    outcome: Settled | Unable


@dataclass(frozen=True, slots=True)
class DebriefEntry:
    """A debrief, as it was written.

    Attributes:
        seal: Hash of the seal it judges.
        symbol: The seal's.
        session: The session that is judged, the one after the seal's.
        kind, simulated: The seal's.
        written_at: When, UTC.
        corrects: Hash of the entry that this one corrects; None for the first.
        body: The debrief, as `tools.debrief.codec` writes it.
    """

    seal: str
    symbol: str
    session: date
    kind: Kind
    simulated: bool
    written_at: datetime
    corrects: str | None
    body: str
