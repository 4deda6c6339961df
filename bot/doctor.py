"""What is configured, reachable and stale: one finding per part, each with what to do about it."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from bot.version import running_version
from bot.wiring import Services
from tools.calendar import KINDS
from tools.errors import PlumbError
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
