"""Hindsight: what the stack of the session before reads today, held against what the session then did.

Not a debrief. A debrief needs a signal that was sealed before the outcome; this is computed afterwards, from
bars up to the session before, and says so in its first sentence. Pure: two snapshots in, one result out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from tools.chart_prices import CHART, price_unit
from tools.desk.hindsight_warning import earliest_warning, side_of
from tools.desk.layer_state import state_reading
from tools.desk.snapshot import Snapshot
from tools.facts import FactSheet
from tools.overlays.positioning import plain_atr
from tools.phrases import say
from tools.results import Header
from tools.stack import Composite
from tools.types import Fact, LayerReading, Missing, Reading, Sentence, Unit

NOISE_ATR: Final = 0.25
"""A smaller move decides nothing."""

Verdict = Literal["as predicted", "failed", "inconclusive", "no call"]

_AFTERWARDS = Sentence(
    "Computed afterwards, from bars up to the session before; nothing was sealed, so this is no debrief and "
    "counts in no record."
)


@dataclass(frozen=True, slots=True)
class LayerThen:
    """A layer as the session before reads it: its state and score, with that session as their date."""

    title: str
    state: Reading
    score: Reading


@dataclass(frozen=True, slots=True)
class Hindsight:
    """A session, and what the stack of the session before it reads.

    Attributes:
        header: Of the session itself.
        header_before: Of the session before: its digest names the inputs of the reading.
        not_sealed: That this is no debrief.
        before: The session before, as a date.
        rating, score, points: Of the composite of the session before.
        layers: The layers of the session before.
        atr: Of the session before, which both moves are measured in.
        open_to_close, close_to_close: The session's moves in ATR of the session before; without dividends.
        verdict_open, verdict_close: What each move made of the rating: "as predicted", "failed",
            "inconclusive" (within a quarter ATR), "no call" (a neutral rating predicts nothing).
        said: The verdicts in a sentence.
        most_right: Layers with the largest score in the direction of the close-to-close move; several on a
            tie; empty where no layer pointed that way, or the move was inconclusive.
        most_wrong: Likewise against it.
        blamed: Both in a sentence.
        warning: When the rating failed: the earliest of open, extreme and close at which the session went
            against it, and which layers' levels it crossed; no time of day.
        lesson: One line by a fixed rule.
        facts: What the sentences quote beyond the fields.
    """

    header: Header
    header_before: Header
    not_sealed: Sentence
    before: Reading
    rating: Reading
    score: Reading
    points: Reading
    layers: tuple[LayerThen, ...]
    atr: Reading
    open_to_close: Reading
    close_to_close: Reading
    verdict_open: Reading
    verdict_close: Reading
    said: Sentence
    most_right: tuple[str, ...]
    most_wrong: tuple[str, ...]
    blamed: Sentence
    warning: Sentence
    lesson: Sentence
    facts: tuple[Reading, ...]


def read_hindsight(session: Snapshot, before: Snapshot, composite: Composite) -> Hindsight:
    """Hold a session against the stack of the session before.

    Args:
        session: The symbol at the session; its last bar is that session's.
        before: The symbol at the session before, from bars up to that one.
        composite: Of `before`.
    """
    sheet, then = session.sheet, before.sheet
    atr = _atr(before, then)
    moves = _moves(session, atr, sheet)
    verdicts = tuple(
        _verdict(key, label, move, composite.rating, sheet)
        for key, label, move in zip(
            ("verdict_open_to_close", "verdict_close_to_close"),
            ("outcome from open to close", "outcome from close to close"),
            moves,
            strict=True,
        )
    )
    noise = sheet.fact(
        "hindsight.noise", "smallest move that decides", NOISE_ATR, Unit.ATR, "rule of the debrief"
    )
    right, wrong = _blame(before.readings, moves[1])
    blamed = _blamed(before.readings, right, wrong, moves[1], noise)
    warning, crossed = earliest_warning(session, before, composite.rating, verdicts[1], sheet)
    return Hindsight(
        header=session.header,
        header_before=before.header,
        not_sealed=_AFTERWARDS,
        before=then.text(
            "hindsight.before", "session before", then.as_of.isoformat(), "last bar before", unit=Unit.DATE
        ),
        rating=composite.rating,
        score=composite.score,
        points=composite.points,
        layers=tuple(
            LayerThen(reading.title, state_reading(reading, then), reading.score)
            for reading in before.readings
        ),
        atr=atr,
        open_to_close=moves[0],
        close_to_close=moves[1],
        verdict_open=verdicts[0],
        verdict_close=verdicts[1],
        said=_said(composite.rating, moves, verdicts, noise),
        most_right=tuple(reading.title.lower() for reading in right),
        most_wrong=tuple(reading.title.lower() for reading in wrong),
        blamed=blamed,
        warning=warning,
        lesson=_lesson(verdicts[1], right, wrong),
        facts=(noise, *crossed),
    )


def _atr(before: Snapshot, sheet: FactSheet) -> Reading:
    period = before.profile.risk.atr_period
    basis = f"ATR({period}, Wilder)" + (" of closes only" if before.bars.fields == "close" else "")
    return sheet.number(
        f"atr{period}", f"ATR {period}", plain_atr(before.bars, period)[-1], price_unit(before.bars),
        f"{basis}, {CHART}",
    )  # fmt: skip


def _moves(session: Snapshot, atr: Reading, sheet: FactSheet) -> tuple[Reading, Reading]:
    """Open to close, and close to close with dividends, in ATR of the session before."""
    bars = session.bars
    unit = atr.number if isinstance(atr, Fact) and atr.number > 0 else float("nan")
    no_unit = atr.reason if isinstance(atr, Missing) else "the price did not move before"
    day = bars.close[-1] - bars.open[-1]
    # the return of adjusted closes, on the scale of the quoted close: an ex-dividend day is no fall
    night = bars.close[-2] * (bars.adj_close[-1] / bars.adj_close[-2] - 1.0)
    closes_only = bars.fields == "close"
    return (
        sheet.number(
            "hindsight.open_to_close", "move from open to close", day / unit, Unit.ATR,
            f"(close - open) / ATR of the session before, {CHART}",
            missing="closes only" if closes_only else no_unit,
        ),
        sheet.number(
            "hindsight.close_to_close", "move from close to close", night / unit, Unit.ATR,
            "return of adjusted closes x close before / ATR of the session before",
            missing=no_unit,
        ),
    )  # fmt: skip


def _verdict(key: str, label: str, move: Reading, rating: Reading, sheet: FactSheet) -> Reading:
    gone = next((one for one in (rating, move) if isinstance(one, Missing)), None)
    if gone is not None or isinstance(rating, Missing) or isinstance(move, Missing):
        return sheet.missing(f"hindsight.{key}", label, gone.reason if gone else "not known")
    side = side_of(rating)
    word: Verdict
    if side == 0:
        word = "no call"
    elif abs(move.number) < NOISE_ATR:
        word = "inconclusive"
    else:
        word = "as predicted" if move.number * side > 0 else "failed"
    return sheet.text(
        f"hindsight.{key}", label, word, "sign of the move against the rating; within 0.25 ATR inconclusive"
    )


def _said(
    rating: Reading, moves: tuple[Reading, Reading], verdicts: tuple[Reading, ...], noise: Reading
) -> Sentence:
    if isinstance(rating, Missing):
        return say(
            "The composite of the session before is {rating}, so nothing was predicted.", rating=rating
        )
    if side_of(rating) == 0:
        return say(
            "The composite of the session before reads {rating}: a neutral rating predicts nothing, so the "
            "move of {night} from close to close and of {day} from open to close is neither right nor wrong.",
            rating=rating, day=moves[0], night=moves[1],
        )  # fmt: skip
    return say(
        "The composite of the session before reads {rating}. From close to close the price moved {night}: "
        "{close}. From open to close it moved {day}: {open}. Less than {noise} decides nothing.",
        rating=rating, night=moves[1], close=verdicts[1], day=moves[0], open=verdicts[0], noise=noise,
    )  # fmt: skip


def _blame(
    readings: Sequence[LayerReading], move: Reading
) -> tuple[tuple[LayerReading, ...], tuple[LayerReading, ...]]:
    """The layers with the largest score in the direction of the move, and against it; ties together."""
    if isinstance(move, Missing) or abs(move.number) < NOISE_ATR:
        return (), ()
    sign = float(np.sign(move.number))
    scored = [
        (reading.score.number * sign, reading) for reading in readings if isinstance(reading.score, Fact)
    ]
    best = max((score for score, _ in scored), default=0.0)
    worst = min((score for score, _ in scored), default=0.0)
    right = tuple(reading for score, reading in scored if score == best > 0)
    wrong = tuple(reading for score, reading in scored if score == worst < 0)
    return right, wrong


def _blamed(
    readings: Sequence[LayerReading],
    right: Sequence[LayerReading],
    wrong: Sequence[LayerReading],
    move: Reading,
    noise: Reading,
) -> Sentence:
    if isinstance(move, Missing):
        return say("Which layer was right is not known: the move is {move}.", move=move)
    if abs(move.number) < NOISE_ATR:
        return say("A move of {move} is within {noise}: no layer was right or wrong.", move=move, noise=noise)
    if not any(isinstance(reading.score, Fact) for reading in readings):
        return Sentence("No layer had a score, so none was right or wrong.")
    parts, used = [], dict[str, Reading]()
    for word, tied in (("right", right), ("wrong", wrong)):
        if not tied:
            parts.append("no layer pointed " + ("that way" if word == "right" else "the other way"))
            continue
        names = " and ".join(reading.title.lower() for reading in tied)
        parts.append(f"most {word}: {names} ({{{word}}})")
        used[word] = tied[0].score
    return say("Move of {move}; " + "; ".join(parts) + ".", move=move, **used)


_FEW = "A single session is too few cases for a rate."


def _lesson(verdict: Reading, right: Sequence[LayerReading], wrong: Sequence[LayerReading]) -> Sentence:
    """One line by a fixed rule; no rate of any situation is known here."""
    word = verdict.value if isinstance(verdict, Fact) else ""
    rights, wrongs = (", ".join(one.title.lower() for one in side) for side in (right, wrong))
    if not word:
        text = "No lesson: without a rating and a move there is nothing to compare."
    elif word == "no call":
        text = "No lesson: a neutral rating made no call."
    elif word == "inconclusive":
        text = "No lesson: the move was within noise, so the rating is neither praised nor blamed."
    elif word == "as predicted":
        text = (
            f"The rating held although {wrongs} {_leaned(wrong)} the other way."
            if wrongs
            else "The rating held and no layer with a score spoke against it."
        )
    elif rights:
        text = f"The rating failed while {rights} {_leaned(right)} the way the price went and was outvoted."
    else:
        text = (
            "The rating failed and no layer pointed the way the price went: the stack had no warning in it."
        )
    return Sentence(f"{text} {_FEW}")


def _leaned(layers: Sequence[LayerReading]) -> str:
    """A layer in its neutral band leans; it points only with a state of its own."""
    return "leaned, within the neutral band," if all(one.state == "neutral" for one in layers) else "pointed"
