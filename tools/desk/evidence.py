"""Evidence for what the card says: whole studies, and the line beside each state in force."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tools.desk.conditions import FAMILIES, absent_families, conditions_of
from tools.desk.snapshot import Snapshot
from tools.errors import BadRequest
from tools.evidence.cache import StudyCache, study_key
from tools.evidence.condition import Condition
from tools.evidence.results import EvidenceLine
from tools.evidence.study import Study, study
from tools.evidence.tried import Counted, count_tried
from tools.evidence.words import ENTRY, caveats_of, horizon_study, state_study, tried_missing, tried_words
from tools.results import EvidenceReport
from tools.stack import Composite
from tools.types import Absent, Fact, LayerReading, Sentence

_STUDIES_KEPT = 16
"""Numbers of a symbol at a session; a few hundred figures each."""

COMPOSITE = "composite"


@dataclass(frozen=True, slots=True, eq=False)
class Studied:
    """Everything that was tried for a symbol at a session.

    Attributes:
        conditions: All of them.
        study: Their numbers, or why there are none.
        counted: What survives when all are counted.
    """

    conditions: tuple[Condition, ...]
    study: Study | Absent
    counted: Counted


class Studies:
    """Makes the study of a snapshot, once per content. Thread-safe."""

    def __init__(self, cache: StudyCache | None = None) -> None:
        """Assemble.

        Args:
            cache: Where numbers outlive the process; None: nowhere.
        """
        self._cache = cache
        self._kept: dict[str, Study | Absent] = {}
        self._lock = threading.Lock()

    def of(self, shot: Snapshot) -> Studied:
        """The study of everything there is a column for."""
        conditions, rules = conditions_of(shot), shot.profile.evidence
        key = study_key(shot.bars, conditions, rules)
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = study(shot.bars, conditions, rules, self._cache)
            with self._lock:
                while len(self._kept) >= _STUDIES_KEPT:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[key] = found
        return Studied(conditions, found, count_tried(found, rules))


def evidence_report(
    shot: Snapshot,
    studies: Studies,
    *,
    layer: str | None = None,
    state: str | None = None,
    horizon: int | None = None,
) -> EvidenceReport:
    """What followed every state and flag, or those that were asked for.

    The correction for everything that was tried is always over all of them.

    Args:
        shot: The symbol at its session.
        studies: Makes the numbers.
        layer: One of `FAMILIES`.
        state: A state or flag in words, e.g. "bearish" or "breadth divergence warning".
        horizon: One of the profile's, in sessions.

    Raises:
        BadRequest: No such layer, state or horizon; says what is allowed.
    """
    rules, sheet, family = shot.profile.evidence, shot.sheet, _family(layer)
    if horizon is not None and horizon not in rules.horizons:
        allowed = ", ".join(str(one) for one in rules.horizons)
        raise BadRequest(f"{horizon} sessions is no horizon of the studies; there are {allowed}.")
    made = studies.of(shot)
    wanted = _wanted([one for one in made.conditions if family in (None, one.family)], state)
    absent = tuple(
        Sentence(f"{name.replace('_', ' ').capitalize()} cannot be studied: {why}.")
        for name, why in absent_families(shot, made.conditions).items()
        if family in (None, name)
    )
    if isinstance(made.study, Absent):
        reason = Sentence(f"No forward return is known: {made.study.reason}.")
        tried = tried_missing(made.study.reason, sheet)
        return EvidenceReport(shot.header, shot.price, (), ENTRY, tried, (reason, *absent))
    found = [state_study(one, made.study, made.counted, rules, sheet) for one in wanted]
    if horizon is not None:
        place = rules.horizons.index(horizon)
        found = [replace(one, studies=one.studies[place : place + 1]) for one in found]
    tried = tried_words(made.counted, rules, sheet)
    return EvidenceReport(shot.header, shot.price, tuple(found), ENTRY, tried, absent)


def _family(layer: str | None) -> str | None:
    if layer is None:
        return None
    plain = _plain(layer)
    for name in FAMILIES:
        if _plain(name) == plain:
            return name
    allowed = ", ".join(_plain(name) for name in FAMILIES)
    raise BadRequest(f"{layer[:40]!r} is nothing that is studied; there are {allowed}.")


def _wanted(conditions: Sequence[Condition], state: str | None) -> Sequence[Condition]:
    """Those of a state, named alone or with what it is a state of."""
    if state is None or not conditions:
        return conditions
    plain = _plain(state)
    found = [one for one in conditions if plain in (_plain(one.state), _plain(one.title), _plain(one.key))]
    if not found:
        allowed = ", ".join(dict.fromkeys(one.state for one in conditions))
        raise BadRequest(f"{state[:80]!r} is no state that is studied here; there are {allowed}.")
    return found


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("_", " ").replace("-", " ").replace(".", " ").split())


def card_evidence(
    shot: Snapshot, readings: Sequence[LayerReading], composite: Composite, studies: Studies
) -> tuple[EvidenceLine, ...]:
    """One line per layer and one for the composite: what followed the state in force, at the card's horizon.

    Args:
        shot: The symbol at its session.
        readings: The layers' last session.
        composite: Its last session.
        studies: Makes the numbers.
    """
    made, rating = studies.of(shot), composite.rating
    said = str(rating.value) if isinstance(rating, Fact) else Absent(rating.reason)
    states = [*((one.name, one.title, one.state) for one in readings), (COMPOSITE, "Composite", said)]
    return tuple(_line(name, title, word, made, shot) for name, title, word in states)


def _line(name: str, title: str, word: str | Absent, made: Studied, shot: Snapshot) -> EvidenceLine:
    rules, sheet, at = shot.profile.evidence, shot.sheet, shot.profile.evidence.card_horizon
    reason = word.reason if isinstance(word, Absent) else ""
    if isinstance(made.study, Absent):
        reason = made.study.reason
    if reason or isinstance(made.study, Absent):
        gone = sheet.missing(f"evidence.{name}", f"evidence for {title.lower()}", reason)
        return EvidenceLine(name, gone, Sentence(f"{title}: no evidence, {reason}."))
    condition = next(one for one in made.conditions if one.family == name and one.state == word)
    numbers = made.study.numbers[condition.key][made.study.horizons.index(at)]
    survives = (condition.key, at) in made.counted.surviving
    found = horizon_study(condition, at, numbers, rules, sheet, survives=survives)
    words = " ".join((found.said.text, *(text.text for text in caveats_of(condition))))
    return EvidenceLine(name, found, Sentence(words, found.said.facts))
