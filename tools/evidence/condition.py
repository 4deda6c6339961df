"""A condition over history: the rows at which something was so, known then."""

from dataclasses import dataclass
from typing import Literal

from tools.types import BoolArray

Side = Literal["rise", "fall"]
"""What counts as a hit: a forward return above zero, or below."""


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A named condition on the rows of a symbol's bars.

    Attributes:
        key: Dotted, unique, as in fact ids: "trend.bullish", "composite.strong_bearish", "rotation.parity",
            "breadth.divergence_warning", "credit.stressed".
        family: What it is a state or flag of: "trend", "composite", "rotation", ...
        state: The state or flag within its family, in words: "bullish", "divergence warning".
        title: For people: "trend bullish", "breadth divergence warning".
        side: A bullish state is right when the price rises, a bearish one when it falls; without a direction
            of its own a condition counts rises.
        holds: Where it held; False where that is not known.
        known: Where it is known whether it held: what the base rate is counted over.
        caveats: What every figure about it must carry, e.g. survivorship bias.
    """

    key: str
    family: str
    state: str
    title: str
    side: Side
    holds: BoolArray
    known: BoolArray
    caveats: tuple[str, ...] = ()
