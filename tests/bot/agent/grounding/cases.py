"""The labelled cases: what each rests on, and how the check did on them."""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path

from bot.agent.grounding import Verdict
from knowledge.tenants import PUBLIC
from knowledge.types import Citation, Passage, Published, Scores
from tests.builders import FakeEvents
from tests.tools.desk.desks import CALENDAR
from tests.tools.desk.test_book import Clock, book_of
from tests.tools.functions.belts import ScriptedCorpus, ScriptedEarlier
from tools.desk import Desk
from tools.desk.back_filling import back_fill
from tools.desk.book import Book
from tools.functions import debrief, evidence, record
from tools.functions.context import BeltContext
from tools.grounds import Grounds
from tools.market.events import EventTable
from tools.market.folder import FolderMarketData
from tools.market.ports import Market
from tools.results import facts_of

HERE = Path(__file__).parent
FILES = (
    "written.toml",
    "held_out.toml",
    "fresh.toml",
    "blind_a.toml",
    "blind_b.toml",
    "blind_c.toml",
    "blind_d.toml",
    "blind_e.toml",
    "blind_f.toml",
    "blind_g.toml",
    "blind_h.toml",
)
SCORED = ("scored.toml", "scored_unseen.toml")
"""Answers about evidence, the record and the debrief."""

LATE = datetime(2025, 12, 31, 22, 0, tzinfo=UTC)
"""After the last session that any case names."""


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled text.

    Attributes:
        id: Its name in the file.
        run: The calls whose results it rests on, as "command symbol session", a state after it.
        text: What is checked.
        true: Whether every statement of it is borne by the results.
        kind: What was changed in a false one.
        why: What is really so.
        passages: Title, source, day and text of each report beside it.
        asked: The question that it answers, where that matters.
    """

    id: str
    run: tuple[str, ...]
    text: str
    true: bool
    kind: str
    why: str
    passages: tuple[tuple[str, str, str, str], ...]
    asked: str = ""


@cache
def cases(name: str) -> tuple[Case, ...]:
    """The cases of a file beside this one."""
    found = tomllib.loads((HERE / name).read_text(encoding="utf-8"))["case"]
    return tuple(
        Case(
            one["id"],
            tuple(one["run"]),
            one["text"],
            one["true"],
            one.get("kind", ""),
            one.get("why", ""),
            tuple((p["title"], p["source"], str(p["published"]), p["text"]) for p in one.get("passages", ())),
            one.get("asked", ""),
        )
        for one in found
    )


class Runs:
    """Makes the grounds of a case with a real desk, each call once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made = cache(self._make)

    def grounds(self, case: Case) -> list[Grounds]:
        """What the tools of the case's run gave."""
        made = [self._made(call) for call in case.run]
        if case.passages:
            made.append(Grounds("search_reports", (), "", passages=tuple(_passages(case.passages))))
        return made

    def _make(self, call: str) -> Grounds:
        what, symbol, day, *state = call.split(maxsplit=3)
        on = date.fromisoformat(day)
        if what == "evidence":
            return evidence.evidence(self._context(on), symbol, state[0], "latest")
        if what == "debrief":
            return debrief.debrief(replace(self._context(on), record=self._both), symbol, "latest")
        if what in ("record", "backfilled"):
            book = self._both if what == "record" else self._backfilled
            return record.record(replace(self._context(on), record=book), symbol, "latest")
        ask: dict[str, Callable[[str, date], object]] = {
            "analyze": self._desk.analyze,
            "breadth": self._desk.breadth,
            "rotation": self._desk.rotation,
            "levels": self._desk.levels,
        }
        result = ask[what](symbol, on)
        header = result.header  # type: ignore[attr-defined]
        return Grounds(
            what,
            (("symbol", symbol), ("date", day)),
            "",
            facts=tuple(facts_of(result)),
            result=result,  # type: ignore[arg-type]
            session=header.as_of,
            digest=header.digest,
        )

    def _context(self, session: date) -> BeltContext:
        """What the tools of the belt are given, before there is a record."""
        return BeltContext(
            desk=self._desk,
            calendar=CALENDAR,
            events=FakeEvents(()),
            corpus=ScriptedCorpus(),
            earlier=ScriptedEarlier(),
            record=self._backfilled,
            session=session,
        )

    @cached_property
    def _backfilled(self) -> Book:
        """A book of four months of 2022, sealed afterwards."""
        book = book_of(self._desk, Clock(LATE))
        back_fill(book, "IWM", date(2022, 3, 1), date(2022, 6, 30), LATE)
        return book

    @cached_property
    def _both(self) -> Book:
        """The same four months, and the three after them sealed on their evenings."""
        clock = Clock(LATE)
        book = book_of(self._desk, clock)
        back_fill(book, "IWM", date(2022, 3, 1), date(2022, 6, 30), LATE)
        for day in CALENDAR.between(date(2022, 7, 1), date(2022, 9, 30)):
            clock.now = datetime(day.year, day.month, day.day, 22, tzinfo=UTC)
            book.seal("IWM", day.date())
        clock.now = LATE
        book.settle("IWM")
        return book


@cache
def runs_over(folder: Path) -> Runs:
    """Runs over the bars of a folder as the command line reads them, on the last day of 2025."""
    source = FolderMarketData(folder, CALENDAR)
    market = Market("folder", source, source, source, source, simulated=False, terms="Files of a folder.")
    return Runs(Desk(market, CALENDAR, EventTable.from_files(sessions=CALENDAR), lambda: LATE))


def _passages(given: Sequence[tuple[str, str, str, str]]) -> Iterator[Passage]:
    for number, (title, source, published, text) in enumerate(given):
        day = date.fromisoformat(published)
        cited = Citation(f"{number:016x}", title, source, Published(day, "given"), PUBLIC)
        yield Passage(
            f"{number:016x}:0", text, cited, (), (), 0, 1, None, 0, len(text), day, 0, Scores(1.0, None, None)
        )


@dataclass(frozen=True, slots=True)
class Score:
    """How the check did: caught of the false ones, flagged of the true ones."""

    caught: int
    false: int
    flagged: int
    true: int
    missed: tuple[tuple[Case, Verdict], ...]
    alarms: tuple[tuple[Case, Verdict], ...]
    by_kind: Counter[str]
    missed_by_kind: Counter[str]


def score(
    everything: Sequence[Case], runs: Runs, check: Callable[[str, Sequence[Grounds], str], Verdict]
) -> Score:
    """Run the check over labelled cases."""
    missed, alarms = [], []
    kinds: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    # those of one run together: the check keeps the index of the runs it saw last
    for case in sorted(everything, key=lambda one: one.run):
        verdict = check(case.text, runs.grounds(case), case.asked)
        if case.true and not verdict.holds:
            alarms.append((case, verdict))
        if not case.true:
            kinds[case.kind] += 1
            if verdict.holds:
                lost[case.kind] += 1
                missed.append((case, verdict))
    false = sum(not case.true for case in everything)
    true = len(everything) - false
    return Score(false - len(missed), false, len(alarms), true, tuple(missed), tuple(alarms), kinds, lost)
