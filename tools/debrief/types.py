"""The debrief as a typed result: readings and sentences, which can be written down and read again."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tools.debrief.called import LayerThen
from tools.ledger.entries import Kind
from tools.types import Missing, Reading, Sentence


@dataclass(frozen=True, slots=True)
class Warned:
    """The earliest warning of a rating that failed, or that there is none.

    Attributes:
        said: One sentence.
        layers: The layers that warned first, for people; empty without any.
        time: End of the 5-minute bar in exchange time, e.g. "10:35 ET"; missing with the reason.
        price: The price then; missing likewise.
        notes: What the replay left out or could not read.
        facts: What the sentences quote beyond time and price.
    """

    said: Sentence
    layers: tuple[str, ...]
    time: Reading
    price: Reading
    notes: tuple[Sentence, ...] = ()
    facts: tuple[Reading, ...] = ()


_NO_BASE: Final = Missing("debrief.lesson.base", "base of that share", "it was not counted then")


@dataclass(frozen=True, slots=True)
class Lesson:
    """One line for the next set-up.

    Attributes:
        rule: Which of the fixed rules spoke.
        situation: The state of rating and layers that it is about, in words; empty where there is none.
        said: One sentence.
        cases: Earlier sessions in that situation whose next session decided, known before the judged one.
        rate: Share of them whose next session went with the rating, per cent; missing with too few.
        low, high: Its 95 % interval, per cent; missing likewise.
        base: The same share over all earlier sessions whose next session decided, whatever their situation,
            per cent; missing likewise, and in debriefs kept before it was counted.
    """

    rule: str
    situation: str
    said: Sentence
    cases: Reading
    rate: Reading
    low: Reading
    high: Reading
    base: Reading = _NO_BASE


@dataclass(frozen=True, slots=True)
class Debrief:
    """What a session made of the call that was sealed at the session before it.

    Attributes:
        seal: Hash of the seal.
        kind: Whether it was sealed before the session opened, or computed afterwards.
        simulated: Whether its market is the simulated one.
        symbol: E.g. "IWM".
        session: The session that is judged.
        before: The session of the seal.
        sealing: Whether it is a forward call, with its times, in a sentence.
        sealed_at, next_open: Those times, in exchange time.
        rating, score, points: Of the composite, as sealed.
        layers: As sealed, in the order of the card.
        atr: As sealed, on today's price scale, USD.
        open_to_close, close_to_close: Moves of the session in that ATR; without dividends.
        verdict_open, verdict_close: "resolved as predicted", "failed", "inconclusive", "no call", or missing.
        outcome: Both in a sentence or two.
        most_right: Layers with the largest score in the direction of the close-to-close move; several on a
            tie; empty where none pointed that way or the move decided nothing.
        most_wrong: Likewise against it.
        blamed: Both in a sentence.
        warning: The earliest warning.
        lesson: One line.
        notes: What must be known with all of this, such as a split since the seal.
        facts: What the sentences quote beyond the fields.
        source: Where the bars that judge it came from.
        digest: Of the card of the judged session: equal digests mean equal inputs.
    """

    seal: str
    kind: Kind
    simulated: bool
    symbol: str
    session: date
    before: date
    sealing: Sentence
    sealed_at: Reading
    next_open: Reading
    rating: Reading
    score: Reading
    points: Reading
    layers: tuple[LayerThen, ...]
    atr: Reading
    open_to_close: Reading
    close_to_close: Reading
    verdict_open: Reading
    verdict_close: Reading
    outcome: Sentence
    most_right: tuple[str, ...]
    most_wrong: tuple[str, ...]
    blamed: Sentence
    warning: Warned
    lesson: Lesson
    notes: tuple[Sentence, ...]
    facts: tuple[Reading, ...]
    source: str
    digest: str
