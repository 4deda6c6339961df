"""Results to make cards of: of the simulated market always, of the real data where they are."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tools.charts import Chart
from tools.desk import Desk
from tools.market.events import EventTable
from tools.market.folder import FolderMarketData
from tools.market.ports import Market
from tools.market.sample import SampleMarketData
from tools.market.sessions import Sessions
from tools.results import Analysis, Result

SESSIONS = Sessions(end=date(2028, 12, 31))
LATER = datetime(2026, 11, 20, tzinfo=UTC)
DURING = datetime(2026, 11, 19, 18, tzinfo=UTC)


def _desk(market: Market, now: datetime = LATER) -> Desk:
    clock: Callable[[], datetime] = lambda: now  # noqa: E731 - the desk wants a function
    return Desk(market, SESSIONS, EventTable.from_files(sessions=SESSIONS), clock)


@pytest.fixture(scope="session")
def sample_market() -> Market:
    """A market that nobody may take for a real one."""
    data = SampleMarketData(SESSIONS.between(date(2014, 1, 2), date(2026, 11, 20)))
    return Market(
        "sample", data, data, data, data, simulated=True, terms="Made up.", banner="Not real prices."
    )


@pytest.fixture(scope="session")
def sample_results(sample_market: Market) -> Mapping[str, Result]:
    """One result of every kind, all SIMULATED, and one PROVISIONAL."""
    desk = _desk(sample_market)
    return {
        "analysis": desk.analyze("IWM"),
        "breadth": desk.breadth("IWM"),
        "rotation": desk.rotation("IWM"),
        "levels": desk.levels("IWM"),
        "scan": desk.scan(),
        "provisional": _desk(sample_market, DURING).analyze("IWM", provisional=True),
    }


@pytest.fixture(scope="session")
def analysis(sample_results: Mapping[str, Result]) -> Analysis:
    """The whole card of the simulated market."""
    result = sample_results["analysis"]
    assert isinstance(result, Analysis)
    return result


@pytest.fixture(scope="session")
def sample_chart(sample_market: Market) -> Chart:
    """Its picture."""
    return _desk(sample_market).chart("IWM")


@pytest.fixture(scope="session")
def real_desk(data_dir: Path) -> Desk:
    """A desk over the real data."""
    data = FolderMarketData(data_dir)
    return _desk(Market("folder", data, data, data, data, simulated=False, terms="Yours."))


@pytest.fixture(scope="session")
def real_results(real_desk: Desk) -> Mapping[str, Result]:
    """A busy day, the end of breadth, the newest; a benchmark, closes only, too little history, stale."""
    return {
        "2021": real_desk.analyze("IWM", date(2021, 2, 10)),
        "2024": real_desk.analyze("IWM", date(2024, 3, 8)),
        "2025": real_desk.analyze("IWM", date(2025, 9, 26)),
        "2020": real_desk.analyze("IWM", date(2020, 3, 23)),
        "two layers": real_desk.analyze("SPY", date(2025, 9, 26)),
        "closes only": real_desk.analyze("AAON", date(2023, 6, 30)),
        "nothing": real_desk.analyze("IWM", date(2000, 6, 2)),
        "stale": real_desk.analyze("IWM"),
        "breadth": real_desk.breadth("IWM", date(2020, 3, 23)),
        "no breadth": real_desk.breadth("SPY", date(2025, 9, 26)),
        "rotation": real_desk.rotation("IWM", date(2020, 3, 23)),
        "no rotation": real_desk.rotation("SPY", date(2025, 9, 26)),
        "levels": real_desk.levels("IWM", date(2020, 3, 23)),
        "levels of closes": real_desk.levels("AAON", date(2023, 6, 30)),
    }
