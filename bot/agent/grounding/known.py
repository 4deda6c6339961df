"""The facts of a run, ready to be looked up by what people call them."""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache

from bot.agent.grounding.vocabulary import Trie, insert, key_of, metrics_of
from bot.agent.grounding.words import phrase
from knowledge.types import Passage
from tools.calendar import Event
from tools.grounds import Grounds
from tools.horizons import Horizon
from tools.types import Absent, Fact, Flag, LayerReading, Missing, Sentence, Unit

_FIRST_LABEL = 100_000
"""Labels of facts are metrics too; their numbers begin past the vocabulary's."""

_NUMBERS = re.compile(r"\d+")
_OTHERS = {
    "relative_strength.spy_10": ("SPY",),
}
"""Facts that are about a second symbol beside the one their id begins with."""


@dataclass(frozen=True, slots=True)
class Known:
    """One fact, as the checker knows it.

    Attributes:
        fact: The fact.
        key: Its id without symbol, dates and running numbers.
        symbols: What it is about, upper case.
        metrics: What it measures, by number in the vocabulary and by label.
        periods: Numbers in its key and label: the sessions it looks over.
        session: The session its tool read; facts carry dates of their own beside.
        serial: Whether it is one of many sessions of the same reading.
        earlier: Whether an earlier answer used it: it bears only what is said of its own session.
    """

    fact: Fact
    key: str
    symbols: frozenset[str]
    metrics: frozenset[int]
    periods: frozenset[int]
    session: date | None
    serial: bool = False
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class StateOf:
    """A word that a card gives a thing: a layer's state, a rating, a regime.

    Attributes:
        owner: The thing, as the vocabulary's first part of a key: "trend", "composite", "horizon.near".
        symbol: Whose.
        word: The state in words; None where it abstains or is not known.
        fact: The id it rests on.
        session: The session of the card.
    """

    owner: str
    symbol: str
    word: str | None
    fact: str
    session: date | None


@dataclass
class Index:
    """Everything a text may rest on.

    Attributes:
        known: Facts with a value.
        missing: What is not known, by symbol.
        by_metric: Facts by metric.
        labels: Phrases of labels to metrics.
        states: Words that cards give.
        flags: Flags by id without symbol: symbol, whether it is on.
        passages: Quoted pieces.
        symbols: What the run is about.
        texts: All sentences and tool texts, for times and names.
    """

    known: list[Known]
    missing: list[tuple[str, str, Missing]]
    by_metric: Mapping[int, list[Known]]
    labels: Trie
    states: list[StateOf]
    flags: list[tuple[str, str, bool, date | None]]
    passages: list[Passage]
    symbols: frozenset[str]
    newest: Mapping[str, date]
    sessions: frozenset[date]
    texts: list[str]
    said: frozenset[str]
    scores: list[Known] = dataclasses.field(default_factory=list)
    spans: list[tuple[str, tuple[date, ...]]] = dataclasses.field(default_factory=list)
    times: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    sentences: Mapping[str, list[tuple[str, date | None, tuple[str, ...]]]] = dataclasses.field(
        default_factory=dict
    )
    quotes: frozenset[str] = frozenset()

    @cached_property
    def reasons(self) -> list[str]:
        """Why things are not known, each as it may be repeated."""
        return sorted(
            {gone.reason for _, _, gone in self.missing if len(gone.reason) > 12}, key=len, reverse=True
        )

    def of(self, metrics: Iterable[int]) -> list[Known]:
        """The facts of any of these metrics, once each."""
        found: dict[int, Known] = {}
        for metric in metrics:
            for one in self.by_metric.get(metric, ()):
                found[id(one)] = one
        return list(found.values())


@cache
def _periods(text: str) -> frozenset[int]:
    return frozenset(int(number) for number in _NUMBERS.findall(text) if len(number) < 5)


class _Same:
    """The grounds of a run, equal to themselves alone: comparing hundreds of facts would cost more than indexing."""

    def __init__(self, grounds: Sequence[Grounds]) -> None:
        self.grounds = tuple(grounds)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Same)
            and len(self.grounds) == len(other.grounds)
            and all(a is b for a, b in zip(self.grounds, other.grounds, strict=True))
        )

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.grounds)))


def index_of(grounds: Sequence[Grounds]) -> Index:
    """Index the grounds of one run; a text that grows sentence by sentence is checked against one index."""
    return _indexed(_Same(grounds))


@lru_cache(maxsize=8)
def _indexed(same: _Same) -> Index:
    grounds = same.grounds
    labels: Trie = {}
    numbers: dict[tuple[str, ...], int] = {}
    known: list[Known] = []
    missing: list[tuple[str, str, Missing]] = []
    by_metric: dict[int, list[Known]] = defaultdict(list)
    seen: set[tuple[str, date, object]] = set()
    newest: dict[str, date] = {}
    sessions: set[date] = set()
    for one in grounds:
        serial = one.tool == "history"
        if one.session is not None:
            sessions.add(one.session)
        sessions |= {said.session for said in one.said}
        earlier = [(fact, said.session, True) for said in one.said for fact in said.facts]
        for reading, read_on, past in [*((fact, one.session, False) for fact in one.facts), *earlier]:
            symbol, key = key_of(reading.id)
            if isinstance(reading, Missing):
                missing.append((symbol, key, reading))
                continue
            stamp = (reading.id, reading.as_of, (reading.value, past))
            if stamp in seen:
                continue
            seen.add(stamp)
            words = phrase(reading.label)
            number = numbers.setdefault(words, _FIRST_LABEL + len(numbers))
            insert(labels, words, number)
            session = read_on or reading.as_of
            if symbol == "":
                symbol = "*"
            entry = Known(
                reading,
                key,
                _symbols(symbol, key),
                metrics_of(key) | {number},
                _periods(f"{key} {reading.label}") | ({50} if key == "breadth.change" else frozenset()),
                session,
                serial,
                past,
            )
            known.append(entry)
            for metric in entry.metrics:
                by_metric[metric].append(entry)
            for name in symbol.split("_") if symbol != "*" else ():
                if name not in newest or session > newest[name]:
                    newest[name] = session
    states, flags = _states(grounds, known, missing)
    return Index(
        known,
        missing,
        by_metric,
        labels,
        states,
        flags,
        [passage for one in grounds for passage in one.passages],
        frozenset(newest),
        newest,
        frozenset(sessions),
        [
            text
            for one in grounds
            for text in (
                one.text,
                *(said.text for said in one.sentences),
                *(text for said in one.said for text in (said.question, said.text, said.day.isoformat(), said.session.isoformat())),
                *(side.quote for found in one.findings for side in found.sides),
                *(found.why for found in one.findings),
                *_strings(one.result),
            )
        ],
        frozenset(said.answer for one in grounds for said in one.said),
        [one for one in known if one.key.endswith(".score") and one.key.count(".") == 1 and one.fact.unit is Unit.SCORE and not one.key.startswith("composite")],
        [(event.kind, (event.day, event.last_day)) for one in grounds for event in _events(one.result)],
        [(event.kind, event.time) for one in grounds for event in _events(one.result) if event.time]
        + [(one.key.split(".")[1], one.fact.value) for one in known if one.key.startswith("calendar.") and one.key.endswith(".time") and isinstance(one.fact.value, str)],
        _sentences(grounds),
        frozenset(side.quote for one in grounds for found in one.findings for side in found.sides),
    )  # fmt: skip


def _symbols(symbol: str, key: str) -> frozenset[str]:
    names = set(symbol.split("_"))
    if key.startswith("credit."):
        names |= {"HYG", "IEF", "VIX", "KRE"}
    if key.startswith("calendar."):
        names.add("*")
    names.update(_OTHERS.get(key, ()))
    if key == "relative_strength.spy_10":
        names = {"SPY"}
    if key.startswith("data."):
        names.add(key.split(".")[1].upper())
    return frozenset(names)


_TEXTS = {
    "composite.rating": "composite",
    "composite.rating_plain": "rating_plain",
    "composite.letter": "letter",
    "rotation.state": "rotation",
    "credit.state": "credit",
    "relative_strength.quadrant": "quadrant",
    "sizing.posture": "sizing",
    "breadth.verdict": "verdict",
    "swing.direction": "swing",
}


def _states(
    grounds: Sequence[Grounds], known: list[Known], missing: list[tuple[str, str, Missing]]
) -> tuple[list[StateOf], list[tuple[str, str, bool, date | None]]]:
    states: list[StateOf] = []
    flags: list[tuple[str, str, bool, date | None]] = []
    for one in known:
        fact = one.fact
        symbol = fact.id.partition(".")[0].upper()
        owner = _TEXTS.get(one.key)
        if owner is None and one.key.endswith(".vote_word"):
            owner = one.key.removesuffix(".vote_word")
        if owner is None and one.key.endswith(".state") and fact.unit is Unit.TEXT:
            owner = one.key.removesuffix(".state")
        if owner is not None and isinstance(fact.value, str):
            states.append(StateOf(owner, symbol, fact.value, fact.id, one.session))
        if fact.unit is Unit.FLAG:
            flags.append((one.key, symbol, bool(fact.value), one.session))
    for symbol, key, gone in missing:
        if key.endswith(".state") and key not in _TEXTS:
            states.append(StateOf(key.removesuffix(".state"), symbol, None, gone.id, None))
        if key in _TEXTS:
            states.append(StateOf(_TEXTS[key], symbol, None, gone.id, None))
    for ground in grounds:
        for part in _parts(ground.result):
            if isinstance(part, LayerReading):
                symbol = part.weight.id.partition(".")[0].upper()
                word = None if isinstance(part.state, Absent) else part.state
                states.append(StateOf(part.name, symbol, word, part.score.id, ground.session))
            elif isinstance(part, Horizon):
                symbol = part.score.id.partition(".")[0].upper()
                word = None if isinstance(part.state, Absent) else part.state
                states.append(StateOf(f"horizon.{part.name}", symbol, word, part.score.id, ground.session))
            elif isinstance(part, Flag):
                symbol, key = key_of(part.id)
                flags.append((key, symbol, part.on, ground.session))
    return states, flags


def _parts(value: object) -> Iterator[object]:
    """The layers, horizons and flags of a result."""
    if isinstance(value, LayerReading | Horizon | Flag):
        yield value
    if isinstance(value, Fact | Missing):
        return
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            yield from _parts(getattr(value, part.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _parts(part)


def _strings(value: object) -> Iterator[str]:
    """The words of a result: sentences, sources, reasons, days."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, date):
        yield value.isoformat()
    elif isinstance(value, Fact):
        yield value.source
        yield f"{value.label} {value.value} {value.method}" if isinstance(value.value, str) else value.method
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            yield from _strings(getattr(value, part.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part)


def _events(value: object) -> Iterator[Event]:
    """The events of a result."""
    if isinstance(value, Event):
        yield value
    elif isinstance(value, Fact | Missing):
        return
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            yield from _events(getattr(value, part.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _events(part)


_MARKS = re.compile(r"[*_`>#]+")


def plain(text: str) -> str:
    """A sentence without emphasis and spaces, as two copies of it agree."""
    return " ".join(_MARKS.sub("", text).split()).strip(" -:").rstrip(".").lower()


def _sentences(grounds: Sequence[Grounds]) -> Mapping[str, list[tuple[str, date | None, tuple[str, ...]]]]:
    """Our own sentences, and the parts of those that have several, with whose they are."""
    found: dict[str, list[tuple[str, date | None, tuple[str, ...]]]] = defaultdict(list)
    for ground in grounds:
        symbol = next((one.id.partition(".")[0].upper() for one in ground.facts), "")
        whys = [Sentence(one.why) for one in ground.findings]
        for said in (*ground.sentences, *whys, *_said(ground.result)):
            for part in {
                said.text,
                *re.split(r"(?<=[.:;])\s+", said.text),
                *re.split(r"(?<=\.)\s+", said.text),
            }:
                if len(part) > 8:
                    found[plain(part)].append((symbol, ground.session, said.facts))
        for earlier in ground.said:
            for part in {
                earlier.text,
                *re.split(r"(?<=[.:;])\s+|\n+", earlier.text),
                *re.split(r"(?<=\.)\s+|\n+", earlier.text),
            }:
                if len(part) > 8:
                    found[plain(part)].append(("", earlier.session, tuple(one.id for one in earlier.facts)))
    return found


def _said(value: object) -> Iterator[Sentence]:
    """The sentences of a result."""
    if isinstance(value, Sentence):
        yield value
    elif isinstance(value, Fact | Missing):
        return
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            yield from _said(getattr(value, part.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _said(part)
