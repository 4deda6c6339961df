"""The composition root: the only place that knows which adapter stands behind which port."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bot.clock import Clock, now
from bot.evidence_files import EvidenceFiles
from bot.knowledge_wiring import open_knowledge
from bot.settings import Settings
from bot.version import running_version
from tools.desk import Desk
from tools.desk.book import Book
from tools.errors import SourceDown
from tools.ledger.port import Ledger
from tools.market.events import EventTable
from tools.market.folder import FolderMarketData
from tools.market.ports import Market, Progress, no_progress
from tools.market.sample import UNIVERSE, SampleMarketData
from tools.market.sessions import Sessions
from tools.market.stored import StoredBars

if TYPE_CHECKING:
    from knowledge.library import Library

T = TypeVar("T")

YAHOO_TERMS = "Yahoo Finance through yfinance; Yahoo's data are for personal use only."
SAMPLE_TERMS = "SIMULATED market made by this program; no figure in it is real."
_AHEAD = timedelta(days=400)
"""How far the exchange calendar reaches past today: the next year's events must be in it."""

_FIRST_SAMPLE = date(2014, 1, 1)


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a surface needs, built once.

    Attributes:
        settings: What they were built from.
        clock: The present, with a time zone.
        sessions: The exchange calendar.
        events: The macro calendar.
        market: Where data come from.
        desk: Answers questions.
        store: The bars kept on disk, where the source has a store.
        probe: Asks the source whether it serves; raises a `SourceDown` when it does not.
        library: The report corpus; opened at the first call, the same one ever after.
        book: Keeps score of calls; its database is opened at the first use.
    """

    settings: Settings
    clock: Clock
    sessions: Sessions
    events: EventTable
    market: Market
    desk: Desk
    store: StoredBars | None
    probe: Callable[[], None]
    library: "Callable[[], Library]"
    book: Book


def open_services(
    settings: Settings,
    *,
    clock: Clock = now,
    progress: Progress = no_progress,
    yahoo_session: Callable[[], Any] | None = None,
    notice: str = "",
) -> Services:
    """Build everything from settings.

    Args:
        settings: The operator's choices.
        clock: The present; tests pass their own.
        progress: Told of long fetches (the members of an index).
        yahoo_session: Makes the HTTP session for Yahoo; None for the default.
        notice: A sentence above every result, such as that the clock stands.

    Raises:
        SettingsError: A folder, manifest, profile or table is wrong.
        SourceDown: `yfinance` was asked for by name; `auto` falls back to the sample instead.
    """
    sessions, events = open_calendar(settings, clock)
    market, store, probe = _market(settings, sessions, clock, progress, yahoo_session)
    if notice:
        market = replace(market, banner=f"{notice} {market.banner or ''}".strip())
    studies = EvidenceFiles(settings.home / "evidence")
    desk = Desk(market, sessions, events, clock, settings.profiles, studies)
    library = _once(lambda: open_knowledge(settings, clock=clock))
    book = Book(desk, _once(lambda: _ledger(settings)), sessions, clock, running_version())
    return Services(settings, clock, sessions, events, market, desk, store, probe, library, book)


def _ledger(settings: Settings) -> Ledger:
    """The ledger in the database that answers are kept in; SQLAlchemy is imported when it is opened.

    Raises:
        SettingsError: Nothing can be kept where the settings say.
        SourceDown: The database does not answer.
    """
    from bot.store import open_store

    settings.home.mkdir(parents=True, exist_ok=True)
    return open_store(settings.store_url).ledger


def open_calendar(settings: Settings, clock: Clock = now) -> tuple[Sessions, EventTable]:
    """The exchange's sessions and the macro calendar; both are on this machine.

    Raises:
        SettingsError: An event table is wrong.
    """
    sessions = Sessions(end=(clock() + _AHEAD).date())
    return sessions, EventTable.from_files(settings.events, sessions=sessions)


def _once(make: Callable[[], T]) -> Callable[[], T]:
    """The same value at every call; it is made at the first, by one thread while the others wait."""
    lock = threading.Lock()
    made: list[T] = []

    def get() -> T:
        with lock:
            if not made:
                made.append(make())
            return made[0]

    return get


def _market(
    settings: Settings,
    sessions: Sessions,
    clock: Clock,
    progress: Progress,
    yahoo_session: Callable[[], Any] | None,
) -> tuple[Market, StoredBars | None, Callable[[], None]]:
    if settings.data.startswith("folder:"):
        return _folder(Path(settings.data.removeprefix("folder:")).expanduser(), sessions), None, _always
    if settings.data == "sample":
        return _sample(sessions, clock), None, _always
    market, store, probe = _yahoo(settings, sessions, clock, progress, yahoo_session)
    if settings.data == "yfinance":
        return market, store, probe
    try:
        probe()
    except SourceDown as error:
        banner = (
            f"SIMULATED data: {str(error).rstrip('.')}. Every figure below comes from the sample market. "
            "For real ones use --data yfinance with a network, or --data folder:PATH with your own bars."
        )
        return replace(_sample(sessions, clock), banner=banner), None, _always
    return market, store, probe


def _always() -> None:
    """Sources on this machine are there."""


def _folder(path: Path, sessions: Sessions) -> Market:
    source = FolderMarketData(path, sessions)
    return Market(
        name="folder",
        bars=source,
        panels=source,
        rates=source,
        positioning=source,
        simulated=False,
        terms=f"Files of the folder {path.name}, on the terms of whoever made them.",
    )


def _sample(sessions: Sessions, clock: Clock) -> Market:
    until = sessions.last_completed(clock())
    source = SampleMarketData(
        sessions.between(_FIRST_SAMPLE, until),
        early_closes=frozenset(sessions.early_closes(_FIRST_SAMPLE, until)),
    )
    return Market(
        name="sample",
        bars=source,
        panels=source,
        rates=source,
        positioning=source,
        simulated=True,
        terms=SAMPLE_TERMS,
        banner="SIMULATED data: the sample market, for trying the product. No figure below is real.",
    )


def _yahoo(
    settings: Settings,
    sessions: Sessions,
    clock: Clock,
    progress: Progress,
    yahoo_session: Callable[[], Any] | None,
) -> tuple[Market, StoredBars, Callable[[], None]]:
    # half a second of imports that the other sources do not need
    import requests

    from bot.yahoo_session import rewriting_session
    from tools.market.holdings import HoldingsUniverse
    from tools.market.member_panels import MarketPanels
    from tools.market.yfinance_bars import YFinanceBars
    from tools.market.yfinance_positioning import YFinancePositioning
    from tools.market.yfinance_rates import YFinanceRates

    if yahoo_session is None and settings.yahoo_url:
        url = settings.yahoo_url
        yahoo_session = lambda: rewriting_session(url)  # noqa: E731 - a factory of one expression
    yahoo = YFinanceBars(
        yahoo_session,
        cache_dir=settings.home / "yfinance",
        deadline_seconds=settings.deadline,
        pool_size=settings.pool,
        longest_wait=settings.wait,
    )
    store = StoredBars(yahoo, settings.home / "bars", sessions, clock)
    lists = HoldingsUniverse(
        UNIVERSE,
        settings.holdings_url,
        settings.home / "universe",
        requests.Session,
        clock,
        settings.deadline,
    )
    market = Market(
        name="yfinance",
        bars=store,
        panels=MarketPanels(lists, store, progress),
        rates=YFinanceRates(store),
        positioning=YFinancePositioning(yahoo.wire, lambda: sessions.last_completed(clock())),
        simulated=False,
        terms=YAHOO_TERMS,
    )
    return market, store, lambda: yahoo.probe(settings.probe)
