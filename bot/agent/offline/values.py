"""The values of the offline analyst: what was heard, what is asked, the calls it takes, what came back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tools.grounds import Grounds

Argument = str | int | tuple[str, ...]

BESIDE = "beside"
"""The angle of an ask that could not be answered, in a message with others that can."""

LATEST = "latest"
"""The date argument for the session that the conversation is pinned to."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool; equal calls are made once.

    Attributes:
        name: The tool.
        arguments: Its arguments in the tool's order.
    """

    name: str
    arguments: tuple[tuple[str, Argument], ...]

    def as_json(self) -> dict[str, str | int | list[str]]:
        """The arguments as a model would send them."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in self.arguments}


@dataclass(frozen=True, slots=True)
class Heard:
    """What one part of a question says, before anybody decides what it asks.

    Attributes:
        text: As typed.
        words: Lower case, spelling corrected, one space around every word: what cues are matched on.
        symbols: Tickers it is about, in order of mention.
        against: Tickers named only as what to hold the others against ("lagging SPY").
        date: The day it names, in words the tools understand; None: none.
        sessions: The stretch it names ("the last 10 sessions"); None: none.
    """

    text: str
    words: str
    symbols: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    date: str | None = None
    sessions: int | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked.

    Attributes:
        intent: Its kind, a name of the registry.
        heard: The words it was asked in; for a follow-up, the words of the question it follows.
        symbols: What it is about, resolved; never empty.
        date: The date argument of its calls.
        angles: What about it is asked: "flip", "why", "bullish", "since".
    """

    intent: str
    heard: Heard
    symbols: tuple[str, ...]
    date: str = LATEST
    angles: frozenset[str] = frozenset()

    @property
    def symbol(self) -> str:
        """The first of its symbols."""
        return self.symbols[0]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the last question asks, and the calls that answer it.

    Attributes:
        asks: In the order of the answer.
        calls: Each call once, in the order of the asks.
    """

    asks: tuple[Ask, ...]
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call: its grounds, or the sentence that says why there are none."""

    grounds: Grounds | None
    trouble: str = ""


Outcomes = Mapping[Call, Outcome]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of an answer.

    Attributes:
        text: Markdown.
        title: Symbol and session, written once above the pieces that share it; "" where none applies.
        closing: What is said once at the end of the whole answer.
    """

    text: str
    title: str = ""
    closing: tuple[str, ...] = field(default=())
