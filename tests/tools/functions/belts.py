"""What the tests of the belt share: contexts over real and made desks, a scripted corpus, and good calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from knowledge.claims.model import Finding, Side, Verdict
from knowledge.tenants import PUBLIC, Tenant
from knowledge.types import Citation, Passage, Published, Query, Scores, SearchResult
from tests.builders import FakeEvents
from tests.tools.desk.desks import CALENDAR, LAST, fake_desk, real_desk
from tests.tools.functions.records import NothingSealed
from tools.calendar import Event
from tools.desk import Desk
from tools.functions.context import BeltContext
from tools.grounds import Said
from tools.types import Fact, Unit


def passage(
    text: str,
    known: date,
    *,
    title: str = "A title",
    source: str = "a newsletter",
    tenant: Tenant = PUBLIC,
    document: str = "3fa2c1",
) -> Passage:
    cited = Citation(document + "0" * 10, title, source, Published(known, "given"), tenant)
    return Passage(
        id=f"{document}:7",
        text=text,
        cited=cited,
        symbols=("IWM",),
        section=(),
        position=7,
        of=9,
        page=None,
        start=0,
        end=len(text),
        known_from=known,
        age=0,
        scores=Scores(1.0, 1.0, 1.0),
    )


@dataclass
class ScriptedCorpus:
    """A corpus of a few passages that keeps the port's promise about the day a question looks from."""

    passages: Sequence[Passage] = ()
    findings: Sequence[Finding] = ()
    queries: list[Query] = field(default_factory=list)

    def search(self, query: Query) -> SearchResult:
        self.queries.append(query)
        fitting = [
            one
            for one in self.passages
            if one.known_from <= query.as_of
            and query.source in (None, one.cited.source)
            and (query.symbol is None or query.symbol in one.symbols)
        ]
        found = tuple(fitting[: query.limit])
        return SearchResult(query, found, None if found else "nothing in the corpus answers this.")

    def conflicts(self, symbol: str | None) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if symbol in (None, one.entity))


@dataclass
class ScriptedEarlier:
    """Earlier answers from a list."""

    said: Sequence[Said] = ()

    def between(self, start: date, end: date) -> tuple[Said, ...]:
        return tuple(one for one in self.said if start <= one.day <= end)


def said_on(session: date, given: date) -> Said:
    fact = Fact("iwm.close", "close", 231.5, Unit.USD, session, "fake", "close")
    return Said("a1b2", given, session, "How is IWM?", "IWM closed at $231.50.", (fact,))


def finding_of(day: date | None) -> Finding:
    sides = (
        Side("d1", "One report", day, None, "43 %"),
        Side("d2", "Another report", day, None, "51 %"),
    )
    return Finding(
        Verdict.CONTRADICTION, "same_metric", "floating-rate share", "IWM", sides, "43 % is not 51 %."
    )


PLAYBOOK = {"source": "Plumbline playbook", "document": "bbbbbb"}
NOW = date(2026, 11, 21)
CORPUS = (
    passage("Small caps carry much floating-rate debt.", date(2025, 3, 31)),
    passage("Outlook written later.", date(2026, 3, 1), document="aaaaaa"),
    passage("After the cut of 2025 IWM rose.", NOW, title="Rates and small caps", **PLAYBOOK),
    passage("In 2026 the ratio was flat.", NOW, title="Glossary", **PLAYBOOK),
    passage("Parity: the ratio stayed within 2 %.", NOW, title="Glossary", **PLAYBOOK),
    passage("Parity is what I say.", NOW, title="Glossary", tenant=Tenant("user:7"), **PLAYBOOK),
)
EVENTS = FakeEvents(
    (
        Event("fomc", date(2025, 9, 17), "FOMC decision", "Federal Reserve Board", "14:00"),
        Event("fomc", date(2025, 10, 29), "FOMC decision", "Federal Reserve Board", "14:00"),
        Event("earnings_season", date(2025, 10, 13), "earnings season", "a rule", until=date(2025, 11, 7)),
        Event("cpi", date(2025, 10, 15), "CPI release", "Bureau of Labor Statistics", "08:30"),
    )
)


def context_of(desk: Desk, session: date = LAST, **parts: object) -> BeltContext:
    made = BeltContext(
        desk=desk,
        calendar=CALENDAR,
        events=EVENTS,
        corpus=ScriptedCorpus(CORPUS, (finding_of(date(2025, 5, 1)), finding_of(date(2026, 5, 1)))),
        earlier=ScriptedEarlier(
            (said_on(date(2025, 9, 25), date(2025, 9, 25)), said_on(date(2026, 1, 5), date(2026, 1, 5)))
        ),
        record=NothingSealed(),
        session=session,
    )
    return replace(made, **parts)  # type: ignore[arg-type]


def made_context(session: date = LAST, **parts: object) -> BeltContext:
    return context_of(fake_desk(), session, **parts)


def real_context(folder: Path, session: date = LAST, **parts: object) -> BeltContext:
    desk = real_desk(folder)
    return context_of(desk, session, **({"events": desk.events} | parts))


CALLS: Mapping[str, Mapping[str, object]] = {
    "signal_stack": {"symbol": "IWM", "date": "latest"},
    "layer": {"symbol": "IWM", "layer": "trend", "date": "latest"},
    "breadth": {"symbol": "IWM", "date": "latest"},
    "rotation": {"symbol": "IWM", "date": "latest"},
    "credit": {"symbol": "IWM", "date": "latest"},
    "levels": {"symbol": "IWM", "date": "latest"},
    "indicators": {"symbol": "IWM", "date": "latest"},
    "compare": {"symbols": ["IWM", "QQQ"], "date": "latest"},
    "history": {"symbol": "IWM", "reading": "trend score", "date": "latest", "sessions": 21},
    "evidence": {"symbol": "IWM", "state": "trend bearish", "date": "latest"},
    "claims": {"symbol": "IWM", "claim": "all", "date": "latest"},
    "event_calendar": {"kind": "all", "date": "latest", "sessions": 21},
    "search_reports": {"question": "floating-rate debt", "symbol": "any", "since": "any", "before": "latest"},
    "explain": {"term": "parity"},
    "conflicts": {"symbol": "any"},
    "debrief": {"symbol": "IWM", "date": "latest"},
    "record": {"symbol": "IWM", "date": "latest"},
    "earlier_answers": {"since": "any", "until": "latest"},
}
"""A good call of every tool."""

UNFILLED = ("record",)
"""Tools whose port says that nothing is there, where nothing was sealed."""
