"""How good the findings are, held against a careful reader who did not know the rules.

Rules were mended by all parts but `fresh`, which somebody who did not know them wrote after them. The
floors say what is reached, so that a change that loses it is noticed; they are no aim.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.settings import load_settings
from bot.wiring import open_services
from knowledge.claims import findings
from knowledge.documents import read_document
from knowledge.types import Document, Given
from tests.knowledge.golden.score import Score, load, score
from tools.market.events import EventTable
from tools.market.sessions import Sessions
from tools.report_events import ReportEvents
from tools.report_prices import ReportPrices

pytestmark = pytest.mark.data

HERE = Path(__file__).parent
FINISHED = date(2026, 11, 20)

Judge = Callable[[str], list[Score]]


@pytest.fixture(scope="module")
def judge(data_dir: Path) -> Judge:
    """Scores of every reading of a golden file."""
    sessions = Sessions(end=date(2027, 12, 31))
    events = ReportEvents(EventTable.from_files((), sessions=sessions), sessions)
    services = open_services(
        load_settings(data=f"folder:{data_dir}"), clock=lambda: datetime(2026, 11, 21, tzinfo=UTC)
    )
    prices = ReportPrices(services.market.bars, sessions, FINISHED)

    def read(name: str) -> Document:
        path = (
            next((data_dir.parent / "seeds").glob(f"{name}*"))
            if name.isdigit()
            else HERE / "documents" / name
        )
        return read_document(path.read_bytes(), Given(name=path.name))

    def judged(file: str) -> list[Score]:
        golden = load(HERE / f"{file}.toml")
        scores = []
        for reading in golden.readings:
            documents = {name: read(name) for name in reading.documents}
            found = findings(tuple(documents.values()), prices, events)
            scores.append(score(found, documents, golden))
        return scores

    return judged


def precision(scores: list[Score]) -> float:
    """Share of findings that an entry expects; several findings of one entry count once."""
    right = sum(len(one.matched) for one in scores)
    return right / (right + sum(len(one.unexpected) for one in scores))


def recall(scores: list[Score]) -> float:
    """Share of all entries, those included that a reader may but need not want."""
    right = sum(len(one.matched) for one in scores)
    return right / (right + sum(len(one.missed) for one in scores))


@pytest.mark.parametrize(
    ("file", "least_precision", "least_recall"),
    [("seeds", 0.95, 0.4), ("written", 0.85, 0.6), ("held_out", 0.9, 0.4), ("fresh", 0.75, 0.4)],
)
def test_findings_are_right_and_not_too_few(
    judge: Judge, file: str, least_precision: float, least_recall: float
) -> None:
    scores = judge(file)
    assert precision(scores) >= least_precision
    assert recall(scores) >= least_recall
