"""The states that words name, among those that are studied."""

import re
from collections.abc import Iterable, Sequence

from tools.errors import BadRequest, NoData
from tools.evidence.results import StateStudy
from tools.functions.state_phrases import FAMILIES, IDLE, PHRASES, SPELLED, STATES
from tools.results import EvidenceReport
from tools.types import Fact

_TOKEN = re.compile(r"[a-z0-9_%]+(?:\.\d+)?")
_TICKER = re.compile(r"\$?\b[A-Z]{2,5}\b")
_SEVERAL = re.compile(r",|;|/|\+|\b(?:and|or|plus|with|versus|vs)\b")
_MOST = 4
"""States that one question may bring: more would bury the one that was meant."""

COMPOSITE = "composite"

Named = tuple[str, str]
"""A family, and a state of it; "" for the state that holds."""


def studies_named(words: str, report: EvidenceReport) -> tuple[StateStudy, ...]:
    """The studies that words name, in their order; with a family alone the state of it that holds.

    Args:
        words: E.g. "trend bearish", "lagging SPY and weak momentum", "credit".
        report: With every state there is.

    Raises:
        NoData: The words name what could not be studied here; says why.
        BadRequest: They name what is not studied; lists what is.
    """
    named, strange = read_states(words)
    found: dict[str, StateStudy] = {}
    for family, state in () if strange else named:
        for study in _of(family, state, report):
            found.setdefault(study.key, study)
    if found:
        return tuple(found.values())[:_MOST]
    for family, _ in named:
        title = family.replace("_", " ").capitalize()
        for gone in report.absent:
            if gone.text.startswith(f"{title} cannot be studied") and not strange:
                raise NoData(gone.text)
    titles = ", ".join(study.title for study in report.states)
    raise BadRequest(f"No state {words[:60]!r} is studied. Studied are: {titles}.")


def states_in(words: str) -> tuple[str, ...]:
    """The states that a question names, as `studies_named` reads them; its other words do not matter.

    Args:
        words: Any text.

    Returns:
        Titles such as "trend bearish"; a family alone only where no state is named at all.
    """
    named, _ = read_states(words)
    kept = [one for one in named if one[1]] or named
    return tuple(f"{family} {SPELLED.get(state, state)}".replace("_", " ").strip() for family, state in kept)


def read_states(words: str) -> tuple[tuple[Named, ...], tuple[str, ...]]:
    """The families and states that words name, and the words that are known as neither.

    A bullish, neutral or bearish state without a family is the composite's; one in a list takes the family
    of the part before it ("trend bullish or bearish").
    """
    text = (words if words.isupper() else _TICKER.sub(_without_ticker, words)).lower()
    for phrase, meant in PHRASES:
        text = " ".join(phrase.sub(f" {meant} ", text).split())
    found: list[Named] = []
    strange: list[str] = []
    before: tuple[str, ...] = ()
    for part in _SEVERAL.split(text):
        tokens = tuple(dict.fromkeys(_TOKEN.findall(part)))
        strange += [one for one in tokens if one not in IDLE and one not in FAMILIES and one not in STATES]
        families = tuple(one for one in tokens if one in FAMILIES)
        found += _pairs(families, [one for one in tokens if one in STATES], before)
        before = families or before
    named = tuple(dict.fromkeys(found))
    return named, tuple(strange)


def _without_ticker(hit: re.Match[str]) -> str:
    """A ticker names whose state it is, never which."""
    return hit[0] if hit[0].lower().strip("$") in _UPPER else " "


_UPPER = IDLE | FAMILIES | {"ema", "emas", "rsi", "macd", "adx", "atr", "vix", "fomc", "cpi"}
"""Words that may stand in capitals without being a ticker."""


def _pairs(families: Sequence[str], states: Sequence[str], before: Sequence[str]) -> Iterable[Named]:
    """Each state with the families of its part that have it; else with the one it can only be of."""
    used: set[str] = set()
    for state in states:
        owners = STATES[state]
        own = [one for one in families if one in owners]
        if not own:
            own = [one for one in before if one in owners][-1:] if not families else []
        used.update(own)
        yield from ((one, state) for one in own or owners[:1])
        used.update(owners[:1] if not own else ())
    yield from ((one, "") for one in families if one not in used and not states)


def _of(family: str, state: str, report: EvidenceReport) -> Iterable[StateStudy]:
    """The study of a state; of a family alone those that hold, states before flags, or all of it."""
    own = [study for study in report.states if study.family == family]
    if state:
        return [study for study in own if study.key == f"{family}.{state}"]
    holding = [study for study in own if isinstance(study.holds, Fact) and study.holds.value]
    return holding or own
