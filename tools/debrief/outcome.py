"""What a session made of a call: its moves in ATR, and a verdict for each."""

from dataclasses import dataclass
from typing import Final

from tools.bars import Bars
from tools.chart_prices import CHART
from tools.debrief.called import side_of
from tools.facts import FactSheet
from tools.phrases import say
from tools.types import Fact, Missing, Reading, Sentence, Unit

NOISE_ATR: Final = 0.25
"""A smaller move decides nothing."""

FAILED: Final = "failed"
INCONCLUSIVE: Final = "inconclusive"
NO_CALL: Final = "no call"


@dataclass(frozen=True, slots=True)
class Wording:
    """What tells a debrief from hindsight in ids and sentences.

    Attributes:
        prefix: Of the fact ids.
        predicted: The verdict for a move in the rating's direction.
        composite: Whose rating it is, at the start of a sentence.
        atr: Which ATR the moves are measured in.
    """

    prefix: str
    predicted: str
    composite: str
    atr: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The session's moves, and what each made of the rating.

    Attributes:
        open_to_close, close_to_close: In ATR; without dividends.
        verdict_open, verdict_close: As predicted, failed, inconclusive or no call, in words.
        noise: The smallest move that decides.
        said: The verdicts in a sentence or two.
    """

    open_to_close: Reading
    close_to_close: Reading
    verdict_open: Reading
    verdict_close: Reading
    noise: Fact
    said: Sentence

    @property
    def failed(self) -> bool:
        """Whether the rating failed from close to close."""
        return isinstance(self.verdict_close, Fact) and self.verdict_close.value == FAILED


def read_outcome(bars: Bars, atr: Reading, rating: Reading, sheet: FactSheet, wording: Wording) -> Outcome:
    """Hold a session's moves against a rating.

    Args:
        bars: Up to the session that is judged, its last row; the row before is the call's session.
        atr: Of the session before, on the price scale of `bars`.
        rating: Of the call.
        sheet: Makes the facts of the session.
        wording: Debrief or hindsight.
    """
    day, night = _moves(bars, atr, sheet, wording)
    verdicts = tuple(
        _verdict(f"{wording.prefix}.{key}", label, move, rating, sheet, wording.predicted)
        for key, label, move in (
            ("verdict_open_to_close", "outcome from open to close", day),
            ("verdict_close_to_close", "outcome from close to close", night),
        )
    )
    noise = sheet.fact(
        f"{wording.prefix}.noise", "smallest move that decides", NOISE_ATR, Unit.ATR, "rule of the debrief"
    )
    said = _said(rating, (day, night), verdicts, noise, wording.composite)
    return Outcome(day, night, verdicts[0], verdicts[1], noise, said)


def is_noise(move: Reading) -> bool:
    """Whether a move is known and too small to decide anything."""
    return isinstance(move, Fact) and abs(move.number) < NOISE_ATR


def _moves(bars: Bars, atr: Reading, sheet: FactSheet, wording: Wording) -> tuple[Reading, Reading]:
    """Open to close, and close to close with dividends, in ATR of the session before."""
    unit = atr.number if isinstance(atr, Fact) and atr.number > 0 else float("nan")
    no_unit = atr.reason if isinstance(atr, Missing) else "the price did not move before"
    day = bars.close[-1] - bars.open[-1]
    # the return of adjusted closes, on the scale of the quoted close: an ex-dividend day is no fall
    night = bars.close[-2] * (bars.adj_close[-1] / bars.adj_close[-2] - 1.0)
    closes_only = bars.fields == "close"
    return (
        sheet.number(
            f"{wording.prefix}.open_to_close", "move from open to close", day / unit, Unit.ATR,
            f"(close - open) / {wording.atr}, {CHART}",
            missing="closes only" if closes_only else no_unit,
        ),
        sheet.number(
            f"{wording.prefix}.close_to_close", "move from close to close", night / unit, Unit.ATR,
            f"return of adjusted closes x close before / {wording.atr}",
            missing=no_unit,
        ),
    )  # fmt: skip


def _verdict(
    key: str, label: str, move: Reading, rating: Reading, sheet: FactSheet, predicted: str
) -> Reading:
    gone = next((one for one in (rating, move) if isinstance(one, Missing)), None)
    if gone is not None or isinstance(rating, Missing) or isinstance(move, Missing):
        return sheet.missing(key, label, gone.reason if gone else "not known")
    side = side_of(rating)
    if side == 0:
        word = NO_CALL
    elif is_noise(move):
        word = INCONCLUSIVE
    else:
        word = predicted if move.number * side > 0 else FAILED
    return sheet.text(key, label, word, "sign of the move against the rating; within 0.25 ATR inconclusive")


def _said(
    rating: Reading, moves: tuple[Reading, Reading], verdicts: tuple[Reading, ...], noise: Reading, whose: str
) -> Sentence:
    if isinstance(rating, Missing):
        return say(f"{whose} is {{rating}}, so nothing was predicted.", rating=rating)
    if side_of(rating) == 0:
        return say(
            f"{whose} reads {{rating}}: a neutral rating predicts nothing, so the "
            "move of {night} from close to close and of {day} from open to close is neither right nor wrong.",
            rating=rating, day=moves[0], night=moves[1],
        )  # fmt: skip
    return say(
        f"{whose} reads {{rating}}. From close to close the price moved {{night}}: "
        "{close}. From open to close it moved {day}: {open}. Less than {noise} decides nothing.",
        rating=rating, night=moves[1], close=verdicts[1], day=moves[0], open=verdicts[0], noise=noise,
    )  # fmt: skip
