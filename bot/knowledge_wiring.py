"""The corpus' composition root: its model, its vectors, its shipped reports, and its yardsticks."""
# ruff: noqa: PLC0415 - a question to the corpus must not pay for pandas, nor a market card for the corpus

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import Clock, now, today
from bot.settings import Settings
from knowledge.ports import EventDays, Progress, no_progress
from tools.errors import BadRequest, SourceDown

if TYPE_CHECKING:
    from knowledge.library import Library
    from tools.report_prices import ReportPrices

NO_BARS = (
    "Figures were not held against bars; --data folder:PATH or --data yfinance does that. "
    "Event days and sessions were checked."
)


def corpus_folder(settings: Settings) -> Path:
    """Where documents and their index are kept."""
    return settings.home / "knowledge"


def models_folder(settings: Settings) -> Path:
    """Where prepared embedding models are kept."""
    return settings.home / "models"


def open_corpus(settings: Settings, *, repair: bool = False, progress: Progress = no_progress) -> "Library":
    """The corpus as it stands, with nothing added to it.

    Args:
        settings: Where it is and what it is made with.
        repair: Open it even if it is damaged or was made with another model, to check or rebuild it.
        progress: Told of the preparation of the model.

    Raises:
        CorpusBusy: Another process has it open.
        CorpusDown: The Chroma server does not answer.
        CorpusDamaged: Its files cannot be read.
        CorpusMismatch: It was made with another model.
    """
    from knowledge.embedding import DEFAULT_MODEL, open_embedder
    from knowledge.library import open_library

    embedder = open_embedder(settings.embedding_model or DEFAULT_MODEL, models_folder(settings), progress)
    return open_library(corpus_folder(settings), embedder, chroma_url=settings.chroma_url, repair=repair)


def shipped_stamp(settings: Settings) -> Path:
    """Remembers which shipped reports were put into the corpus."""
    return corpus_folder(settings) / "shipped.json"


def coming(settings: Settings) -> str | None:
    """What the first use of this home is going to do, as a sentence; None when it was done."""
    from importlib.resources import as_file, files

    if settings.corpus != "shipped" or shipped_stamp(settings).exists():
        return None
    with as_file(files("knowledge.reports")) as folder:
        reports = sum(1 for _ in folder.rglob("*.md"))
    prepared = models_folder(settings)
    model = "" if prepared.is_dir() and any(prepared.iterdir()) else "the embedding model and "
    return f"preparing the corpus once: {model}{reports:,} shipped reports, a minute or two"


def open_knowledge(settings: Settings, *, clock: Clock = now, progress: Progress = no_progress) -> "Library":
    """The corpus, ready to be asked: what was interrupted is finished, and the shipped reports are in it.

    Raises:
        KnowledgeError: As `open_corpus`.
    """
    from importlib.resources import as_file, files

    from bot.shipped_reports import add_shipped_reports

    library = open_corpus(settings, progress=progress)
    try:
        if library.pending():
            library.resume(progress)
        if settings.corpus == "shipped":
            with as_file(files("knowledge.reports")) as folder:
                add_shipped_reports(
                    library, folder, shipped_stamp(settings), today=today(clock), progress=progress
                )
    except BaseException:
        library.close()
        raise
    return library


@dataclass(frozen=True, slots=True)
class Yardsticks:
    """What the claims of reports are held against.

    Attributes:
        prices: Real bars; None where none were asked for.
        events: The event table and the exchange calendar, which are on this machine.
        said: Which bars these are, as a sentence.
    """

    prices: "ReportPrices | None"
    events: EventDays
    said: str

    def told(self) -> str:
        """Which bars these are, and of which symbols there turned out to be none."""
        gone = self.prices.unavailable if self.prices else {}
        none = sorted(symbol for symbol, error in gone.items() if not isinstance(error, SourceDown))
        lost = sorted((symbol, error) for symbol, error in gone.items() if isinstance(error, SourceDown))
        parts = [self.said]
        if none:
            parts.append(f"It has none of {', '.join(none)}.")
        return " ".join([*parts, *(f"{symbol}: {error}" for symbol, error in lost)])


def open_yardsticks(settings: Settings, *, bars: bool, clock: Clock = now) -> Yardsticks:
    """The calendar always; bars where a person asked for them, or where they are a folder on this machine.

    Args:
        settings: With the source of bars.
        bars: Whether the source was named for this question; then it may be on the network.
        clock: The present.

    Raises:
        BadRequest: The sample was asked for.
        SettingsError: A folder or table is wrong.
    """
    from bot.wiring import open_calendar, open_services
    from tools.report_events import ReportEvents
    from tools.report_prices import ReportPrices

    if bars and settings.data == "sample":
        raise BadRequest(
            "The sample market is simulated, so no report can be held against it; use --data folder:PATH or "
            "--data yfinance."
        )
    if not bars and not settings.data.startswith("folder:"):
        sessions, table = open_calendar(settings, clock)
        return Yardsticks(None, ReportEvents(table, sessions), NO_BARS)
    services = open_services(settings, clock=clock)
    events = ReportEvents(services.events, services.sessions)
    if services.market.simulated:
        return Yardsticks(None, events, f"No real bars could be reached. {NO_BARS}")
    finished = services.sessions.last_completed(clock())
    prices = ReportPrices(services.market.bars, services.sessions, finished)
    return Yardsticks(prices, events, f"Bars consulted: {services.market.name}.")
