"""Which layers were most right and most wrong about a move."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.debrief.called import Called
from tools.debrief.outcome import is_noise
from tools.phrases import say
from tools.types import Fact, Missing, Reading, Sentence


@dataclass(frozen=True, slots=True)
class Blame:
    """The layers with the largest score in the direction of a move, and against it; ties together.

    Attributes:
        right, wrong: Empty where no layer pointed that way, or the move decided nothing.
        said: Both in a sentence.
    """

    right: tuple[Called, ...]
    wrong: tuple[Called, ...]
    said: Sentence


def read_blame(layers: Sequence[Called], move: Reading, noise: Reading) -> Blame:
    """Rank the layers by what they said of a move.

    Args:
        layers: Of the call.
        move: Close to close, in ATR.
        noise: The smallest move that decides.
    """
    right, wrong = _ranked(layers, move)
    return Blame(right, wrong, _said(layers, right, wrong, move, noise))


def _ranked(layers: Sequence[Called], move: Reading) -> tuple[tuple[Called, ...], tuple[Called, ...]]:
    if isinstance(move, Missing) or is_noise(move):
        return (), ()
    sign = float(np.sign(move.number))
    scored = [(layer.score.number * sign, layer) for layer in layers if isinstance(layer.score, Fact)]
    best = max((score for score, _ in scored), default=0.0)
    worst = min((score for score, _ in scored), default=0.0)
    right = tuple(layer for score, layer in scored if score == best > 0)
    wrong = tuple(layer for score, layer in scored if score == worst < 0)
    return right, wrong


def _said(
    layers: Sequence[Called], right: Sequence[Called], wrong: Sequence[Called], move: Reading, noise: Reading
) -> Sentence:
    if isinstance(move, Missing):
        return say("Which layer was right is not known: the move is {move}.", move=move)
    if is_noise(move):
        return say("A move of {move} is within {noise}: no layer was right or wrong.", move=move, noise=noise)
    if not any(isinstance(layer.score, Fact) for layer in layers):
        return Sentence("No layer had a score, so none was right or wrong.")
    parts, used = [], dict[str, Reading]()
    for word, tied in (("right", right), ("wrong", wrong)):
        if not tied:
            parts.append("no layer pointed " + ("that way" if word == "right" else "the other way"))
            continue
        names = " and ".join(layer.said for layer in tied)
        parts.append(f"most {word}: {names} ({{{word}}})")
        used[word] = tied[0].score
    return say("Move of {move}; " + "; ".join(parts) + ".", move=move, **used)
