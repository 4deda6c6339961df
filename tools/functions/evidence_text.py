"""Evidence in lines: the card's horizon first, then the others, then how it was counted."""

from collections.abc import Iterator

from tools.evidence.results import StateStudy
from tools.results import EvidenceReport
from tools.types import Fact, Reading


def evidence_lines(report: EvidenceReport, first: int) -> list[str]:
    """The sentences of the states in a report.

    Args:
        report: With the states that were asked for.
        first: The horizon that comes first, in sessions.
    """
    one = len(report.states) == 1
    lines = [said for study in report.states for said in _lines(study, first, whole=one)]
    return [*lines, str(report.entry), str(report.tried.said)]


def _lines(study: StateStudy, first: int, *, whole: bool) -> Iterator[str]:
    ordered = sorted(study.studies, key=lambda part: not _spans(part.horizon, first))
    for part in ordered if whole else ordered[:1]:
        yield str(part.said)
    for caveat in study.caveats:
        yield str(caveat)


def _spans(horizon: Reading, sessions: int) -> bool:
    return isinstance(horizon, Fact) and horizon.number == sessions
