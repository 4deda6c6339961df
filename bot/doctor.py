"""What is configured, reachable and stale: one finding per part, each with what to do about it."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from bot.knowledge_wiring import corpus_folder, models_folder
from bot.settings import Settings
from bot.version import running_version
from bot.wiring import Services
from tools.calendar import KINDS
from tools.errors import PlumbError, SourceDown
from tools.profile import load_profile

State = Literal["works", "look", "fails"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report.

    Attributes:
        part: What was looked at.
        state: "works", "look" (usable, with a reservation) or "fails".
        said: What was found, and what to do about it.
    """

    part: str
    state: State
    said: str


def examine(services: Services) -> tuple[Finding, ...]:
    """Look at every part; none of them stops the others."""
    return tuple(_all(services))


def _all(services: Services) -> Iterator[Finding]:
    settings = services.settings
    yield Finding("version", "works", f"plumbline {running_version()}, yfinance {version('yfinance')}")
    simulated = services.market.simulated
    yield Finding(
        "source",
        "look" if simulated else "works",
        f"{settings.data} -> {services.market.name}. {services.market.banner or services.market.terms}",
    )
    yield _tried("reachable", lambda: _reach(services))
    yield _home(services)
    yield _tried("profiles", lambda: _profiles(services))
    yield _tried("calendar", lambda: _calendar(services))
    yield _tried("IWM", lambda: _newest(services, "IWM"))
    yield _tried("members", lambda: _members(services))
    yield _events(services)
    yield _documents(settings)
    yield _model(settings)
    yield _tried("vectors", lambda: _vectors(settings))


def _tried(part: str, look: Callable[[], tuple[State, str]]) -> Finding:
    try:
        state, said = look()
    except PlumbError as error:
        return Finding(part, "fails", str(error))
    return Finding(part, state, said)


def _reach(services: Services) -> tuple[State, str]:
    began = time.monotonic()
    services.probe()
    return "works", f"{services.market.name} answers ({1000 * (time.monotonic() - began):.0f} ms)"


def _home(services: Services) -> Finding:
    home = services.settings.home
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        return Finding("home", "fails", f"{home} cannot be written; set PLUMB_HOME to a folder that can")
    if services.store is None:
        return Finding("home", "works", f"{home} (nothing is stored for this source)")
    kept = services.store.status()
    megabytes = sum(status.bytes for status in kept) / 1e6
    return Finding("home", "works", f"{home}: {len(kept):,} series, {megabytes:,.1f} MB")


def _profiles(services: Services) -> tuple[State, str]:
    names = [load_profile(symbol, services.settings.profiles).name for symbol in ("IWM", "SPY")]
    where = services.settings.profiles or "shipped ones only"
    return "works", f"{', '.join(names)} are valid ({where})"


def _calendar(services: Services) -> tuple[State, str]:
    last = services.sessions.last_completed(services.clock())
    return "works", f"last completed session {last.isoformat()}"


def _newest(services: Services, symbol: str) -> tuple[State, str]:
    bars = services.market.bars.bars(symbol)
    due = services.sessions.last_completed(services.clock())
    behind = services.sessions.count(bars.last_session, due)
    span = f"{bars.index[0].date().isoformat()} to {bars.last_session.isoformat()}"
    if behind > 0:
        return "look", f"{span}: STALE, {behind} sessions behind {due.isoformat()}"
    return "works", f"{span}, up to date"


def _members(services: Services) -> tuple[State, str]:
    due = services.sessions.last_completed(services.clock())
    listed = services.market.panels.membership("russell2000", due)
    return "works", f"{len(listed.symbols):,} members on the list of {listed.as_of.isoformat()}"


def _events(services: Services) -> Finding:
    today = services.clock().date()
    unknown = [title for kind, title in KINDS.items() if services.events.gap(kind, today, today) is not None]
    if unknown:
        return Finding(
            "events", "look", f"no dates on file for today: {', '.join(unknown)}; see PLUMB_EVENTS"
        )
    return Finding("events", "works", "every kind of event is on file for today")


def _documents(settings: Settings) -> Finding:
    """The documents on the shelf, counted without opening the corpus, which another process may have."""
    folder = corpus_folder(settings)
    counts = {shelf.parent.name: len(list(shelf.iterdir())) for shelf in sorted(folder.glob("*/documents"))}
    held = ", ".join(f"{tenant} {count:,}" for tenant, count in counts.items() if count) or "none yet"
    shipped = "with" if settings.corpus == "shipped" else "without"
    return Finding("corpus", "works", f"documents: {held}; {shipped} the shipped reports ({folder})")


def _model(settings: Settings) -> Finding:
    from knowledge.embedding import DEFAULT_MODEL  # noqa: PLC0415 - only the doctor wants it here
    from knowledge.embedding.prepared import Prepared  # noqa: PLC0415

    name = settings.embedding_model or DEFAULT_MODEL
    if name != DEFAULT_MODEL:
        return Finding("embedding", "works", f"{name}, opened when it is first used")
    if Prepared.in_cache(models_folder(settings)).onnx.is_file():
        return Finding("embedding", "works", f"{name}, prepared")
    return Finding("embedding", "look", f"{name}, not prepared yet: the first use takes some seconds more")


def _vectors(settings: Settings) -> tuple[State, str]:
    if settings.chroma_url is None:
        return (
            "works",
            "on this disk, for one process at a time; PLUMB_CHROMA_URL lets several share a server",
        )
    import requests  # noqa: PLC0415 - only a server needs it

    url = settings.chroma_url.rstrip("/")
    try:
        requests.get(f"{url}/api/v2/heartbeat", timeout=settings.probe).raise_for_status()
    except requests.RequestException as error:
        raise SourceDown(f"the Chroma server {url} does not answer ({type(error).__name__})") from error
    return "works", f"on the Chroma server {url}, which answers"
