"""What followed a state: the horizon asked for first, the others in brief, and how far it can be trusted."""

from collections.abc import Iterator

from bot.agent.offline.cues import Cues, match
from bot.agent.offline.horizons import horizon_in
from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import bullets, notices, outcomes_of, paragraphs, put, title
from bot.agent.offline.writing.trouble import trouble
from tools.evidence.results import HorizonStudy, StateStudy
from tools.functions.evidence_text import brief
from tools.grounds import Grounds
from tools.results import EvidenceReport
from tools.types import Fact

IN_FORCE = "composite"
"""The state a question means that names none: the rating in force."""

_USUAL = 10
"""The horizon that leads where none is asked for: that of the card."""

_INSTEAD = (
    "No odds are given without cases and an interval. What a term means can be asked (`explain ...`), and "
    "what would flip a state."
)
_RISES: Cues = (("higher|up|rise*|rose|gain|gains|gained|rally|rallies|bounce*|positive", 1),)
_FALLEN: Cues = (("lower|down|fall|falls|fell|drop|drops|dropped|decline*|crash|negative", 1),)
HISTORY = "This is what followed in the past. It is no forecast of what comes."
_FALLS = "A bearish state or a warning counts as right when the price is lower afterwards."


def write_evidence(ask: Ask, outcomes: Outcomes) -> Block:
    """Each state that was asked about, and once how it was counted."""
    found = outcomes_of(outcomes, "evidence")
    texts = [trouble(outcome, _INSTEAD) for _, outcome in found if outcome.grounds is None]
    grounds = [outcome.grounds for _, outcome in found if outcome.grounds is not None]
    if not grounds:
        return Block(paragraphs(*dict.fromkeys(texts)))
    first = grounds[0]
    told = [state for one in grounds for state in _states(one, ask, alone=len(grounds) == 1)]
    return Block(
        paragraphs(
            notices(first, members=_members(grounds)), *told, _closing(grounds), *dict.fromkeys(texts)
        ),
        title(first),
    )


def lead_study(study: StateStudy, asked: int | None) -> HorizonStudy:
    """The study of the horizon that was asked for, or the nearest there is.

    Args:
        study: Of a state.
        asked: In sessions; None for the usual one.
    """
    wanted = asked or _USUAL
    return min(study.studies, key=lambda part: (abs(_sessions(part) - wanted), _sessions(part)))


def _states(grounds: Grounds, ask: Ask, *, alone: bool) -> Iterator[str]:
    report = grounds.result
    if not isinstance(report, EvidenceReport):
        yield grounds.text
        return
    asked = horizon_in(ask.heard.text)
    in_force = dict(grounds.arguments).get("state") == IN_FORCE
    for study in report.states:
        lead = lead_study(study, asked)
        others = [part for part in study.studies if part is not lead]
        listed = others if alone and len(report.states) == 1 else ()
        yield paragraphs(
            f"In force: {put(study.holds)}." if in_force else "",
            _nearest(lead, asked),
            f"**{lead.said}**",
            _other_way(study, ask),
            bullets([*_returns(lead), *(str(brief(study, part)) for part in listed)]),
            bullets(str(said) for said in study.caveats),
        )


def _other_way(study: StateStudy, ask: Ask) -> str:
    """Where rises are asked for and falls are counted, or the reverse, which is which."""
    asked = _RISES if study.side == "fall" else _FALLEN
    if not match(ask.heard.words, asked).score:
        return ""
    counted, rest = ("lower", "higher") if study.side == "fall" else ("higher", "lower")
    return f"Counted is the share that was {counted}; the rest were {rest} or unchanged."


def _nearest(lead: HorizonStudy, asked: int | None) -> str:
    """Where the horizon asked for is not studied, that."""
    if asked is None or _sessions(lead) == asked:
        return ""
    return f"The horizon asked for is not studied; the nearest that is: {put(lead.horizon)}."


def _returns(lead: HorizonStudy) -> Iterator[str]:
    """What the share alone does not say: how much was gained."""
    if isinstance(lead.mean, Fact):
        yield f"{put(lead.mean)}; {put(lead.base_mean)}"


def _closing(grounds: list[Grounds]) -> str:
    """That it is history, how it was counted, and how much was tried."""
    report = grounds[0].result
    if not isinstance(report, EvidenceReport):
        return ""
    reports = [one.result for one in grounds if isinstance(one.result, EvidenceReport)]
    falls = any(study.side == "fall" for one in reports for study in one.states)
    return paragraphs(
        f"**{HISTORY}**",
        bullets([_FALLS if falls else "", str(report.entry), str(report.tried.said)]),
    )


def _members(grounds: list[Grounds]) -> bool:
    """Whether a study rests on the members, whose list may be of a later day."""
    reports = [one.result for one in grounds if isinstance(one.result, EvidenceReport)]
    return any(study.caveats for report in reports for study in report.states)


def _sessions(part: HorizonStudy) -> int:
    return int(part.horizon.number) if isinstance(part.horizon, Fact) else 0
