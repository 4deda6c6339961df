"""What a kind of question is: how it is recognised, the calls that answer it, and who writes the answer."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.agent.offline.cues import Cues, Match, match
from bot.agent.offline.values import Ask, Block, Call, Heard, Outcomes

BENCHMARK = "SPY"
Write = Callable[[Ask, Outcomes], Block]


def _nothing_more(_: Heard) -> int:
    return 0


def _no_term(_: Heard) -> str:
    return ""


def term(words: str) -> Callable[[Heard], str]:
    """A term that does not depend on what was heard."""
    return lambda _: words


def _says_enough(_: Heard) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Intent:
    """A kind of question.

    Attributes:
        name: Its key.
        cues: Phrases that point at it, with weights.
        calls: The calls that answer an ask of this kind.
        write: Writes the answer from what came back.
        leads: Whether it takes the whole part: "explain breadth" asks for an explanation, not for breadth.
        beside: Weight from what was heard beside words (symbols, a stretch); may be negative.
        covers: Kinds that its answer holds already, asked about the same.
        dated: Whether the day it names holds for the questions after it too.
        leans: Whether a part leaves open what it is about, so that the words of the question before count
            too: "how has it moved?".
        words: Further words of the field that slips of the finger are corrected towards.
        term: What "what does that mean?" asks to have explained after an ask of this kind; "" for nothing.
        small: Small talk: left out when something else is asked.
    """

    name: str
    cues: Cues
    calls: Callable[[Ask], tuple[Call, ...]]
    write: Write
    leads: bool = False
    beside: Callable[[Heard], int] = _nothing_more
    covers: frozenset[str] = frozenset()
    dated: bool = True
    leans: Callable[[Heard], bool] = _says_enough
    words: tuple[str, ...] = ()
    small: bool = False
    term: Callable[[Heard], str] = _no_term

    def fit(self, heard: Heard) -> Match:
        """How well a part fits."""
        found = match(heard.words, self.cues)
        return Match(found.score + self.beside(heard), found.place) if found.score else found


def call(name: str, **arguments: str | int | tuple[str, ...]) -> tuple[Call, ...]:
    """One call as the calls of an ask."""
    return (Call(name, tuple(arguments.items())),)


def on_symbol(tool: str) -> Callable[[Ask], tuple[Call, ...]]:
    """The calls of a kind that asks one tool about each of its symbols, at most three."""

    def calls(ask: Ask) -> tuple[Call, ...]:
        return tuple(one for symbol in ask.symbols[:3] for one in call(tool, symbol=symbol, date=ask.date))

    return calls


def without_benchmark(symbols: tuple[str, ...]) -> tuple[str, ...]:
    """Symbols that can be held against the benchmark: all but itself, unless it stands alone."""
    return tuple(symbol for symbol in symbols if symbol != BENCHMARK) or symbols


def no_calls(_: Ask) -> tuple[Call, ...]:
    """The calls of a kind that no tool answers."""
    return ()
