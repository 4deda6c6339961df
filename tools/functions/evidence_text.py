"""Evidence in lines: the card's horizon first, then the others in brief, then how it was counted."""

from collections.abc import Iterator

from tools.evidence.results import HorizonStudy, StateStudy
from tools.phrases import say
from tools.results import EvidenceReport
from tools.types import Fact, Reading, Sentence


def evidence_lines(report: EvidenceReport, first: int) -> list[str]:
    """The sentences of the states in a report.

    Args:
        report: With the states that were asked for.
        first: The horizon that comes first, in sessions.
    """
    one = len(report.states) == 1
    lines = [said for study in report.states for said in _lines(study, first, whole=one)]
    return [*lines, str(report.entry), str(report.tried.said)]


def brief_lines(report: EvidenceReport) -> tuple[Sentence, ...]:
    """Every study of a report in brief."""
    return tuple(brief(study, part) for study in report.states for part in study.studies)


def brief(study: StateStudy, part: HorizonStudy) -> Sentence:
    """One horizon of a state in few words, for a list.

    Args:
        study: The state.
        part: One of its studies.
    """
    after = f"{{span}} after {study.title}: "
    if not isinstance(part.hit_rate, Fact):
        return say(
            after + "too few cases ({episodes} independent in {sessions} sessions).",
            span=part.horizon, episodes=part.episodes, sessions=part.sessions,
        )  # fmt: skip
    where = "higher" if study.side == "rise" else "lower"
    return say(
        after + f"{where} in {{hit}}, base rate {{base}}, {{advantage}}, interval {{low}} to {{high}} "
        "({episodes} independent cases): {verdict}.",
        span=part.horizon, hit=part.hit_rate, base=part.base_rate, advantage=part.advantage, low=part.low,
        high=part.high, episodes=part.episodes, verdict=part.verdict,
    )  # fmt: skip


def _lines(study: StateStudy, first: int, *, whole: bool) -> Iterator[str]:
    ordered = sorted(study.studies, key=lambda part: not _spans(part.horizon, first))
    yield from (str(part.said) for part in ordered[:1])
    if whole:
        yield from (f"  {brief(study, part)}" for part in ordered[1:])
    for caveat in study.caveats:
        yield str(caveat)


def _spans(horizon: Reading, sessions: int) -> bool:
    return isinstance(horizon, Fact) and horizon.number == sessions
