"""The facts of a run, as the checker looks them up: by what people call them, whose, and of which session."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.agent.grounding.odds_facts import Cell
from bot.agent.grounding.vocabulary import Trie, family, metrics_of
from knowledge.types import Passage
from tools.debrief.types import Debrief
from tools.types import Fact, Missing


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
        missing: What is not known: symbol, key, and why.
        by_metric: Facts by metric.
        labels: Phrases of labels to metrics.
        states: Words that cards give.
        flags: Conditions: key, symbol, whether it is on, session of the card.
        passages: Quoted pieces.
        symbols: What the run is about.
        newest: The last session read, by symbol.
        sessions: All sessions read, those of earlier answers included.
        texts: All sentences and tool texts, for times and names.
        scores: The scores of the layers.
        spans: Kind of an event, and its first and last day.
        times: Kind of an event, and its time of day in New York.
        sentences: Our own sentences as they may be repeated: symbol, session and the facts they quote.
        quotes: Sides of contradictions between reports, word for word.
        conditions: Symbol, key of the reading and whether it is met, of each condition for full size.
        flips: The state that each ratio of a rotation leads to, by the ratio's id.
        levels: The parts of each level, by the id of its price.
        cells: What followed states, how calls did: figures that bear nothing outside their owner.
        debriefs: Calls that were judged.
        scopes: The facts of some symbols and sessions, as `bot.agent.grounding.scope` found them once.
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
    scores: list[Known]
    spans: list[tuple[str, tuple[date, ...]]]
    times: list[tuple[str, str]]
    sentences: Mapping[str, list[tuple[str, date | None, tuple[str, ...]]]]
    quotes: frozenset[str]
    conditions: list[tuple[str, str, str]]
    flips: Mapping[str, str]
    levels: Mapping[str, tuple[str, ...]]
    cells: list[Cell]
    debriefs: list[Debrief]
    scopes: dict[tuple[frozenset[str] | None, frozenset[date] | None], frozenset[int]] = field(
        default_factory=dict
    )

    @cached_property
    def reasons(self) -> list[str]:
        """Why things are not known, each as it may be repeated; the longest first."""
        return sorted(
            {gone.reason for _, _, gone in self.missing if len(gone.reason) > 12}, key=len, reverse=True
        )

    @cached_property
    def by_family(self) -> Mapping[str, list[tuple[int, Known]]]:
        """Facts by what they belong to, each with its place among all facts."""
        found: dict[str, list[tuple[int, Known]]] = defaultdict(list)
        for place, one in enumerate(self.known):
            found[family(one.key)].append((place, one))
        return found

    @cached_property
    def gone(self) -> frozenset[int]:
        """The metrics of what is not known in this run; where a level is missing, other supports are not."""
        return frozenset(
            metric for _, key, _ in self.missing if not key.startswith("level.") for metric in metrics_of(key)
        )

    def of(self, metrics: Iterable[int]) -> list[Known]:
        """The facts of any of these metrics, once each."""
        found: dict[int, Known] = {}
        for metric in metrics:
            for one in self.by_metric.get(metric, ()):
                found[id(one)] = one
        return list(found.values())
