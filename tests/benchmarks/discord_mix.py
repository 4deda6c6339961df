"""Which commands people send, and when: the same for the same seed."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

SHARES: Final[Mapping[str, int]] = {
    "analyze": 35, "why": 10, "levels": 10, "breadth": 8, "ask": 8, "evidence": 7, "rotation": 5,
    "chart": 5, "mention": 3, "scored": 3, "claims": 2, "compare": 2, "own": 2,
}  # fmt: skip
"""Of a hundred commands."""

_SYMBOLS: Final = ("IWM",) * 5 + ("SPY", "QQQ") * 2 + ("HYG", "LQD", "TLT", "IEF", "SHY", "NOSUCH")
_DAYS: Final = ("2024-03-01", "2023-11-15", "2022-06-16", "2021-02-10", "2020-03-23", "2018-12-24")
_NEWEST: Final = 0.6
_PAIRS: Final = ("IWM SPY", "IWM SPY QQQ", "TLT IEF SHY", "HYG LQD", "IWM QQQ TLT HYG SPY")
_ABOUT: Final = ("IWM", "SPY", "QQQ")
_ASKED: Final = (
    "why is {} momentum weak?",
    "what would flip {}?",
    "where is support for {}?",
    "how does {} look?",
    "is breadth confirming {}?",
    "what did {} do against its benchmark?",
    "what happened after such a state in {}?",
    "what is the RSI of {}?",
    "how volatile is {}?",
)
_GENERAL: Final = ("explain parity", "when is the next FOMC?", "what did reports say about rates?")
QUESTIONS: Final = (*(text.format(symbol) for text in _ASKED for symbol in _ABOUT), *_GENERAL)


@dataclass(frozen=True, slots=True)
class Planned:
    """One command of one member.

    Attributes:
        at: Seconds after the start.
        kind: A key of `SHARES`.
        member: Who sends it, by number.
        command: The slash command; "" for a button or a message.
        options: Its options.
        text: What is written, where it is a message.
        chance: Decides which of the cards there are by then a button is pressed on; 0 to 1.
    """

    at: float
    kind: str
    member: int
    command: str = ""
    options: Mapping[str, object] = field(default_factory=dict)
    text: str = ""
    chance: float = 0.0


def plan(count: int, seconds: float, *, members: int, burst: int, seed: int) -> Sequence[Planned]:
    """So many commands, arriving at random over a time, with a burst within one second halfway.

    Args:
        count: All of them, a multiple of 100.
        seconds: How long they arrive.
        members: How many people there are.
        burst: How many of them come within one second.
        seed: Equal seeds make equal plans.
    """
    chosen = random.Random(seed)  # noqa: S311 - a plan that can be repeated
    kinds = [kind for kind, share in SHARES.items() for _ in range(share * count // 100)]
    chosen.shuffle(kinds)
    times = [chosen.uniform(0, seconds) for _ in range(len(kinds) - burst)]
    times += [seconds / 2 + chosen.random() for _ in range(burst)]
    return [_planned(at, kind, chosen, members) for at, kind in zip(sorted(times), kinds, strict=True)]


def _planned(at: float, kind: str, chosen: random.Random, members: int) -> Planned:
    member, chance = chosen.randrange(members), chosen.random()
    if kind == "why":
        return Planned(at, kind, member, chance=chance)
    if kind == "mention":
        return Planned(at, kind, member, text=f"<@bot> {chosen.choice(QUESTIONS)}")
    command, options = _command(kind, chosen)
    return Planned(at, kind, member, command, options)


def _command(kind: str, chosen: random.Random) -> tuple[str, Mapping[str, object]]:
    if kind == "ask":
        return "ask", {"question": chosen.choice(QUESTIONS)}
    if kind == "compare":
        return "compare", {"symbols": chosen.choice(_PAIRS)}
    if kind == "own":
        own: Sequence[tuple[str, Mapping[str, object]]] = (
            ("help", {}), ("about", {}), ("settings show", {}), ("watch add", {"symbol": "IWM"}),
        )  # fmt: skip
        return chosen.choice(own)
    command = chosen.choice(("record", "debrief")) if kind == "scored" else kind
    symbol = "IWM" if kind in {"breadth", "scored"} else chosen.choice(_SYMBOLS)
    day = {} if chosen.random() < _NEWEST else {"as_of": chosen.choice(_DAYS)}
    return command, {"symbol": symbol, **day}
