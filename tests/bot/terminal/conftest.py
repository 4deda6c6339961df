"""Results to render: of the simulated market always, of the real data where they are."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tools.desk import Desk
from tools.market.events import EventTable
from tools.market.folder import FolderMarketData
from tools.market.ports import Market
from tools.market.sample import SampleMarketData
from tools.market.sessions import Sessions
from tools.results import Analysis, Result, Scan

SESSIONS = Sessions(end=date(2028, 12, 31))
LATER = datetime(2026, 11, 20, tzinfo=UTC)
DURING = datetime(2026, 11, 19, 18, tzinfo=UTC)


def _desk(market: Market, now: datetime = LATER) -> Desk:
    clock: Callable[[], datetime] = lambda: now  # noqa: E731 - the desk wants a function
    return Desk(market, SESSIONS, EventTable.from_files(sessions=SESSIONS), clock)


def _sample_market() -> Market:
    data = SampleMarketData(SESSIONS.between(date(2014, 1, 2), date(2026, 11, 20)))
    return Market(
        "sample", data, data, data, data, simulated=True, terms="Made up.", banner="Not real prices."
    )


@pytest.fixture(scope="session")
def sample_results() -> Mapping[str, Result]:
    """One result of every kind, all SIMULATED, and one PROVISIONAL."""
    market = _sample_market()
    desk = _desk(market)
    return {
        "analysis": desk.analyze("IWM"),
        "breadth": desk.breadth("IWM"),
        "rotation": desk.rotation("IWM"),
        "levels": desk.levels("IWM"),
        "evidence": desk.evidence("IWM"),
        "scan": desk.scan(),
        "provisional": _desk(market, DURING).analyze("IWM", provisional=True),
    }


@pytest.fixture(scope="session")
def analysis(sample_results: Mapping[str, Result]) -> Analysis:
    """The whole card of the simulated market."""
    result = sample_results["analysis"]
    assert isinstance(result, Analysis)
    return result


@pytest.fixture(scope="session")
def scan(sample_results: Mapping[str, Result]) -> Scan:
    """The members of the simulated market."""
    result = sample_results["scan"]
    assert isinstance(result, Scan)
    return result


@pytest.fixture(scope="session")
def real_results(data_dir: Path) -> Mapping[str, Result]:
    """Crashes, quiet days, too little history, no members, closes only, stale."""
    data = FolderMarketData(data_dir)
    desk = _desk(Market("folder", data, data, data, data, simulated=False, terms="Yours."))
    return {
        "2025": desk.analyze("IWM", date(2025, 9, 26)),
        "2008": desk.analyze("IWM", date(2008, 11, 20)),
        "2020": desk.analyze("IWM", date(2020, 3, 23)),
        "2021": desk.analyze("IWM", date(2021, 2, 10)),
        "two layers": desk.analyze("SPY", date(2025, 9, 26)),
        "other session": desk.analyze("QQQ", date(2025, 9, 27)),
        "closes only": desk.analyze("AAON", date(2023, 6, 30)),
        "nothing": desk.analyze("IWM", date(2000, 6, 2)),
        "stale": desk.analyze("IWM"),
        "breadth": desk.breadth("IWM", date(2020, 3, 23)),
        "no breadth": desk.breadth("SPY", date(2025, 9, 26)),
        "rotation": desk.rotation("IWM", date(2020, 3, 23)),
        "no rotation": desk.rotation("SPY", date(2025, 9, 26)),
        "levels": desk.levels("IWM", date(2020, 3, 23)),
        "levels of closes": desk.levels("AAON", date(2023, 6, 30)),
    }
