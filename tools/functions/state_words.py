"""The state that words name, among those that were studied."""

import re

from tools.errors import BadRequest, NoData
from tools.evidence.results import StateStudy
from tools.results import EvidenceReport
from tools.types import Fact

_WORD = re.compile(r"[a-z]+")
_IDLE = frozenset((
    "a", "an", "the", "is", "was", "it", "of", "in", "on", "at", "to", "for", "and", "when", "with", "state",
    "layer", "signal", "signals", "reading", "flag", "condition", "iwm", "small", "large", "caps", "cap",
    "rotation", "rating", "stack",
))  # fmt: skip
"""Words that tell no state from another: "small-cap leadership" is leadership."""

_SPELLED = {
    "bull": "bullish", "bear": "bearish", "diverging": "diverging", "divergent": "divergence",
    "outperforming": "confirmation", "outperforms": "confirmation", "lagging": "lagging",
    "converge": "converging", "converges": "converging", "convergence": "converging",
    "oversold": "washed", "relative": "relative", "stress": "stressed", "averages": "", "emas": "", "ema": "",
    "warning": "warning", "risk": "", "strength": "strength",
}  # fmt: skip
_MOST = 4
"""States that one question may bring: more would bury the one that was meant."""


def studies_named(words: str, report: EvidenceReport) -> tuple[StateStudy, ...]:
    """The studies that words name, the best first; with a family alone the state of it that holds.

    Raises:
        NoData: The words name what could not be studied here; says why.
        BadRequest: The words name none; lists those there are.
    """
    asked, studies = _told(words), report.states
    scored = [(_likeness(asked, study), study) for study in studies]
    best = max((score for score, _ in scored), default=0.0)
    if best >= 1.0:
        return tuple(study for score, study in scored if score == best)[:_MOST]
    family = [study for study in studies if asked and asked <= _told(study.family.replace("_", " "))]
    if family:
        holding = [study for study in family if isinstance(study.holds, Fact) and study.holds.value]
        return tuple(holding or family)[:_MOST]
    for gone in report.absent:
        if asked & _told(gone.text.partition(" cannot be")[0]):
            raise NoData(gone.text)
    titles = ", ".join(study.title for study in studies)
    raise BadRequest(f"no state {words[:60]!r} is studied. Studied are: {titles}.")


def _likeness(asked: frozenset[str], study: StateStudy) -> float:
    """Whether every telling word of the state is asked for, and how much of the title with it."""
    state, title = _told(study.state), _told(study.title)
    if not state or not state <= asked:
        return 0.0
    family = _told(study.family.replace("_", " "))
    strange = len(asked - title - family)
    return 1.0 + len(title & asked) - 0.5 * strange


def _told(words: str) -> frozenset[str]:
    """The telling words, in one spelling."""
    found = _WORD.findall(words.lower())
    return frozenset(_SPELLED.get(one, one) for one in found if one not in _IDLE) - {""}
