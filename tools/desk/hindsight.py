"""Hindsight: what the stack of the session before reads today, held against what the session then did.

Not a debrief. A debrief needs a signal that was sealed before the outcome; this is computed afterwards, from
bars up to the session before, and says so in its first sentence. Pure: two snapshots in, one result out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tools.chart_prices import CHART, price_unit
from tools.debrief.blame import read_blame
from tools.debrief.called import Called, LayerThen, Level, side_of
from tools.debrief.daily_warning import NOT_FAILED, DailyWarning, daily_warning
from tools.debrief.outcome import Wording, read_outcome
from tools.desk.layer_state import state_reading, states_of
from tools.desk.snapshot import Snapshot
from tools.facts import FactSheet
from tools.overlays.positioning import plain_atr
from tools.results import Header
from tools.stack import Composite
from tools.types import Fact, LayerReading, Reading, Sentence, Unit

_WORDING: Final = Wording(
    "hindsight", "as predicted", "The composite of the session before", "ATR of the session before"
)

_AFTERWARDS = Sentence(
    "Computed afterwards, from bars up to the session before; nothing was sealed, so this is no debrief and "
    "counts in no record."
)


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
    layers = tuple(called(reading, then) for reading in before.readings)
    outcome = read_outcome(session.bars, atr, composite.rating, sheet, _WORDING)
    blame = read_blame(layers, outcome.close_to_close, outcome.noise)
    warning = (
        daily_warning(session.bars, layers, side_of(composite.rating), sheet, states_of(session.readings))
        if outcome.failed
        else DailyWarning(NOT_FAILED)
    )
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
        layers=tuple(layer.then for layer in layers),
        atr=atr,
        open_to_close=outcome.open_to_close,
        close_to_close=outcome.close_to_close,
        verdict_open=outcome.verdict_open,
        verdict_close=outcome.verdict_close,
        said=outcome.said,
        most_right=tuple(layer.said for layer in blame.right),
        most_wrong=tuple(layer.said for layer in blame.wrong),
        blamed=blame.said,
        warning=warning.said,
        lesson=_lesson(outcome.verdict_close, blame.right, blame.wrong),
        facts=(outcome.noise, *warning.facts),
    )


def called(reading: LayerReading, sheet: FactSheet) -> Called:
    """A layer of a snapshot as the rules of the debrief read it.

    Args:
        reading: The layer's last session.
        sheet: Makes the facts of that session.
    """
    levels = tuple(Level(flip.to, flip.price) for flip in reading.flips if isinstance(flip.price, Fact))
    return Called(reading.name, reading.title, state_reading(reading, sheet), reading.score, levels)


def _atr(before: Snapshot, sheet: FactSheet) -> Reading:
    period = before.profile.risk.atr_period
    basis = f"ATR({period}, Wilder)" + (" of closes only" if before.bars.fields == "close" else "")
    return sheet.number(
        f"atr{period}", f"ATR {period}", plain_atr(before.bars, period)[-1], price_unit(before.bars),
        f"{basis}, {CHART}",
    )  # fmt: skip


_FEW = "A single session is too few cases for a rate."


def _lesson(verdict: Reading, right: Sequence[Called], wrong: Sequence[Called]) -> Sentence:
    """One line by a fixed rule; no rate of any situation is known here."""
    word = verdict.value if isinstance(verdict, Fact) else ""
    rights, wrongs = (", ".join(one.said for one in side) for side in (right, wrong))
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


def _leaned(layers: Sequence[Called]) -> str:
    """A layer in its neutral band leans; it points only with a state of its own."""
    return "leaned, within the neutral band," if all(side_of(one.state) == 0 for one in layers) else "pointed"
