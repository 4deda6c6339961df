"""What an answer may stand on: the facts, passages and findings that the tools of one run gave.

The agent's text is checked against these and nothing else, so a `Grounds` carries everything a tool gave,
while its `text` is the short form that the model reads.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.claims.model import Finding
from knowledge.types import Passage
from tools.results import MarketResult
from tools.types import Fact, Reading, Sentence


@dataclass(frozen=True, slots=True)
class Said:
    """An earlier answer of this bot to the same person, in the same place.

    Attributes:
        answer: Its id.
        day: The day it was given.
        session: The session it read.
        question: What was asked.
        text: What was answered; its figures were facts of that session, not of today's.
        facts: The facts that the text used.
    """

    answer: str
    day: date
    session: date
    question: str
    text: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What one call of a tool gave.

    Attributes:
        tool: The tool's name.
        arguments: What it was called with, in the order of its arguments, as text.
        text: What the model reads: short, with values as people read them.
        facts: Every reading behind it; `Missing` ones are grounds for "not known" alone.
        sentences: Sentences of ours that may be repeated as they stand.
        passages: Quoted pieces of stored reports.
        findings: Where reports contradict each other, arithmetic or the calendar.
        said: Earlier answers.
        result: The typed result, where there is a card to show.
        session: The session it read; None where no session is involved.
        digest: Hash of the inputs of `result`; None without one.
    """

    tool: str
    arguments: tuple[tuple[str, str], ...]
    text: str
    facts: tuple[Reading, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    passages: tuple[Passage, ...] = ()
    findings: tuple[Finding, ...] = ()
    said: tuple[Said, ...] = ()
    result: MarketResult | None = None
    session: date | None = None
    digest: str | None = None


def tag(passage: Passage) -> str:
    """How a passage is pointed at in a text: `[3fa2c1:7]`, from its document and its position.

    The same passage has the same tag in every search, so that parallel searches cannot clash.
    """
    return f"[{passage.cited.document[:6]}:{passage.position}]"


def readings(grounds: Iterable[Grounds]) -> Iterator[Reading]:
    """Every reading of a run once, by id and session, in the order of the calls."""
    seen: set[tuple[str, date | None]] = set()
    for one in grounds:
        for reading in one.facts:
            key = (reading.id, reading.as_of if isinstance(reading, Fact) else one.session)
            if key not in seen:
                seen.add(key)
                yield reading
