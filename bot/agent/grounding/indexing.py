"""From the grounds of a run to the index that its text is checked against."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache

from bot.agent.grounding.carded import flags, states
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.odds_facts import cells, is_odds
from bot.agent.grounding.own_sentences import own_sentences
from bot.agent.grounding.result_parts import parts, strings
from bot.agent.grounding.vocabulary import Trie, insert, key_of, metrics_of
from bot.agent.grounding.words import phrase
from tools.calendar import Event
from tools.debrief.types import Debrief
from tools.grounds import Grounds
from tools.levels import Level
from tools.overlays.rotation import RotationFlip
from tools.sizing import Condition
from tools.types import Fact, Missing, Reading, Unit

_FIRST_LABEL = 100_000
"""Labels of facts are metrics too; their numbers begin past the vocabulary's."""

_NUMBERS = re.compile(r"\d+")
_OF_FIFTY = frozenset(("breadth.change", "breadth.above_count", "breadth.low", "breadth.high"))
"""Figures of members above their 50-session average whose labels do not say so."""

_AGAINST = {
    "relative_strength.vs_spy_10": "SPY", "relative_strength.sigma": "SPY",
    "relative_strength.vs_qqq_20": "QQQ",
}  # fmt: skip
_EVERYBODY = "*"
"""The symbol of what concerns every symbol: the calendar."""


class _Same:
    """The grounds of a run, equal to themselves alone.

    Comparing hundreds of facts would cost more than indexing them.
    """

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


@dataclass(slots=True)
class _Collected:
    """Facts as they are met.

    Attributes:
        known: Facts with a value.
        missing: What is not known: symbol, key, and why.
        by_metric: Facts by metric.
        labels: Phrases of labels to metrics.
        numbers: The metric of each label.
        newest: The last session read, by symbol.
        seen: Id, date, value and origin of the facts that are in.
    """

    known: list[Known] = field(default_factory=list)
    missing: list[tuple[str, str, Missing]] = field(default_factory=list)
    by_metric: dict[int, list[Known]] = field(default_factory=lambda: defaultdict(list))
    labels: Trie = field(default_factory=dict)
    numbers: dict[tuple[str, ...], int] = field(default_factory=dict)
    newest: dict[str, date] = field(default_factory=dict)
    seen: set[tuple[str, date, object]] = field(default_factory=set)

    def add(self, reading: Reading, read_on: date | None, *, earlier: bool, serial: bool) -> None:
        """Take one reading in, unless the same one is in."""
        symbol, key = key_of(reading.id)
        if is_odds(reading.id):
            # it has an owner, and bears nothing outside it
            if key != "record" and not reading.id.startswith("desk."):
                self._meet(symbol, read_on or reading.as_of if isinstance(reading, Fact) else read_on)
            return
        if isinstance(reading, Missing):
            self.missing.append((symbol, key, reading))
            return
        stamp = (reading.id, reading.as_of, (reading.value, earlier))
        if stamp in self.seen:
            return
        self.seen.add(stamp)
        label = phrase(reading.label)
        number = self.numbers.setdefault(label, _FIRST_LABEL + len(self.numbers))
        insert(self.labels, label, number)
        one = Known(
            fact=reading,
            key=key,
            symbols=_symbols(symbol or _EVERYBODY, key),
            metrics=metrics_of(key) | {number},
            # breadth is of members above their 50-session average; the label of its change does not say so
            periods=_periods(f"{key} {reading.label}") | ({50} if key in _OF_FIFTY else frozenset()),
            session=read_on or reading.as_of,
            serial=serial,
            earlier=earlier,
        )
        self.known.append(one)
        for metric in one.metrics:
            self.by_metric[metric].append(one)
        for name in symbol.split("_") if symbol else ():
            self._meet(name, read_on or reading.as_of)

    def _meet(self, name: str, session: date | None) -> None:
        if session is None:
            return
        if name not in self.newest or session > self.newest[name]:
            self.newest[name] = session


@lru_cache(maxsize=8)
def _indexed(same: _Same) -> Index:
    grounds = same.grounds
    collected = _Collected()
    for one in grounds:
        serial = one.tool == "history"
        for reading in one.facts:
            collected.add(reading, one.session, earlier=False, serial=serial)
        for said in one.said:
            for fact in said.facts:
                collected.add(fact, said.session, earlier=True, serial=serial)
    known = collected.known
    inner = [part for one in grounds for part in parts(one.result)]
    events = [part for part in inner if isinstance(part, Event)]
    return Index(
        known=known,
        missing=collected.missing,
        by_metric=collected.by_metric,
        labels=collected.labels,
        states=states(grounds, known, collected.missing),
        flags=flags(grounds, known),
        passages=[passage for one in grounds for passage in one.passages],
        symbols=frozenset(collected.newest),
        newest=collected.newest,
        sessions=frozenset(_sessions(grounds)),
        texts=[text for one in grounds for text in _texts(one)],
        scores=[one for one in known if _is_layer_score(one)],
        spans=[(event.kind, (event.day, event.last_day)) for event in events],
        times=[*((event.kind, event.time) for event in events if event.time), *_times(known)],
        sentences=own_sentences(grounds),
        conditions=[(*_owner(part.reading.id), part.met) for part in inner if isinstance(part, Condition)],
        flips={part.ratio.id: part.to for part in inner if isinstance(part, RotationFlip)},
        levels={
            part.price.id: tuple(one.id for one in part.parts) for part in inner if isinstance(part, Level)
        },
        cells=cells((reading, one.session) for one in grounds for reading in one.facts),
        debriefs=[part for part in inner if isinstance(part, Debrief)],
        quotes=frozenset(side.quote for one in grounds for found in one.findings for side in found.sides),
    )


def _owner(id_: str) -> tuple[str, str]:
    """The symbol, upper case, and the key of a reading."""
    symbol, key = key_of(id_)
    return (symbol or "").upper(), key


@cache
def _periods(text: str) -> frozenset[int]:
    """Numbers of a key and its label that can be spans; years and running numbers are longer."""
    return frozenset(int(number) for number in _NUMBERS.findall(text) if len(number) < 5)


def _symbols(symbol: str, key: str) -> frozenset[str]:
    """What a fact is about: its own symbol, and those that its key brings in."""
    if key == "relative_strength.spy_10":
        # the benchmark's own return stands on another symbol's card
        return frozenset(("SPY",))
    names = set(symbol.split("_"))
    if key in _AGAINST:
        # a lead over the benchmark is the benchmark's lag
        names.add(_AGAINST[key])
    if key.startswith("credit."):
        names |= {"HYG", "IEF", "VIX", "KRE"}
    if key.startswith("calendar."):
        names.add(_EVERYBODY)
    if key.startswith("data."):
        names.add(key.split(".")[1].upper())
    return frozenset(names)


def _sessions(grounds: Sequence[Grounds]) -> Iterator[date]:
    for one in grounds:
        if one.session is not None:
            yield one.session
        yield from (said.session for said in one.said)


def _texts(one: Grounds) -> Iterator[str]:
    """Everything that was written to the model, or stands in what it read."""
    yield one.text
    yield from (sentence.text for sentence in one.sentences)
    for said in one.said:
        yield from (said.question, said.text, said.day.isoformat(), said.session.isoformat())
    yield from (side.quote for found in one.findings for side in found.sides)
    yield from (f"{found.subject}: {found.why}" for found in one.findings)
    yield from strings(one.result)


def _is_layer_score(one: Known) -> bool:
    """Whether a fact is one layer's score: `trend.score`, not `horizon.near.score` or the composite's."""
    return (
        one.key.endswith(".score")
        and one.key.count(".") == 1
        and one.fact.unit is Unit.SCORE
        and not one.key.startswith("composite")
    )


def _times(known: Sequence[Known]) -> Iterator[tuple[str, str]]:
    """Kind and time of the events that facts tell: `calendar.fomc.time`."""
    for one in known:
        if one.key.startswith("calendar.") and one.key.endswith(".time") and isinstance(one.fact.value, str):
            yield one.key.split(".")[1], one.fact.value
