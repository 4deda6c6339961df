"""Which state of which family, or which book of calls, a stretch of text names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.agent.grounding.odds_facts import Owner

_FAMILIES = {
    "composite": r"composite|(?:signal )?stack|overall (?:signal|rating)|rating",
    "trend": r"trend", "momentum": r"momentum", "breadth": r"breadth",
    "relative_strength": r"relative[- ]strength", "credit": r"credit", "rotation": r"rotation",
}  # fmt: skip
_STATE = r"(?:(?P<strong>strong(?:ly)?)[- ])?(?P<state>bullish|bearish|neutral)"
_BETWEEN = (
    r"(?:[- ](?:is|was|were|being|reads?|read|had been|has been|turned|turns|state|layer|signal|at))*[- ]"
)
_FAMILY = "|".join(f"(?P<{name}>{words})" for name, words in _FAMILIES.items())
_NAMED = (
    re.compile(rf"\b(?:{_FAMILY}){_BETWEEN}{_STATE}\b"),
    re.compile(rf"\b{_STATE}[- ](?:{_FAMILY})\b"),
    re.compile(rf"\b(?:{_FAMILY}) (?:study|layer|signal) \({_STATE}\)"),
)
_ELLIPTIC = re.compile(
    rf"\b{_STATE} (?:one|ones|state|reading|case)\b|\b(?:after|when|while"
    rf"|with) (?:a )?{_STATE.replace('strong>', 's2>').replace('state>', 't2>')}(?=[,:;]| (?:it"
    rf"|the price|iwm|the share))"
)
_ALONE = {
    "trend.converging": r"(?:trend[- ])?converg(?:ing|e|es|ed|ence)",
    "trend.diverging": r"(?:trend[- ])?diverging|averages diverge",
    "trend.fresh_cross": r"fresh cross(?:ing)?",
    "momentum.weak": r"momentum (?:is |was )?weak|weak momentum",
    "breadth.divergence_warning": r"(?:breadth[- ])?divergence warnings?|breadth divergences?",
    "breadth.washed_out_repair": r"washed[- ]out(?:[- ]repair)?",
    "breadth.thrust": r"(?:breadth )?thrusts?",
    "rotation.small_cap_leadership": r"(?:small[- ]cap )?leadership",
    "rotation.parity": r"parity",
    "rotation.large_cap_flight": r"(?:large[- ]cap )?flight",
    "rotation.leads_its_benchmark": r"leads its benchmark",
    "rotation.lags_its_benchmark": r"lags its benchmark",
    "credit.supportive": r"supportive(?: credit)?",
    "credit.stressed": r"stressed(?: credit)?",
    "positioning.short_covering": r"short[- ]covering(?: fade)?(?: risk)?",
}  # fmt: skip
_STATES = {name: re.compile(rf"\b(?:{words})\b") for name, words in _ALONE.items()}
_STUDY = re.compile(rf"\b(?:{_FAMILY})(?:'s)? (?:study|evidence|hit rate|history|one|figures?)\b(?! \()")
_BOOKS = {
    "forward": re.compile(r"\bforward(?!-| (?:return|looking|price|month))\b"),
    "backfilled": re.compile(r"\bback-?[ ]?fill(?:ed|ing)?\b"),
}
_LESSON = re.compile(r"\blesson\b|\bearlier cases\b|\b(?:with|against) the rating\b|\bsession after went\b")
_TRIED = re.compile(
    r"\bcomparisons?\b|\bby (?:pure )?chance\b|\bby their own intervals?\b|\beverything (?:that was )?tried\b"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An owner where it is named.

    Attributes:
        start: First character in the searched text.
        end: One past the last.
        owner: Which.
    """

    start: int
    end: int
    owner: Owner


def owners_named(text: str, before: Sequence[Owner]) -> list[Named]:
    """The states and books that a text names, in order and without overlap.

    Args:
        text: Lower case.
        before: Owners of the sentences before: "a bullish one" is of the family spoken of.
    """
    found: list[Named] = []
    for one in sorted(_all(text), key=lambda one: (one.start, one.start - one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    for match in _ELLIPTIC.finditer(text):
        family = _family_before(match.start(), found, before)
        word = match["state"] or match["t2"]
        strong = match["strong"] or match["s2"]
        free = not any(one.start < match.end() and match.start() < one.end for one in found)
        if family and free:
            found.append(Named(match.start(), match.end(), _state(family, word, bool(strong))))
    return sorted(found, key=lambda one: one.start)


def families_named(text: str, owners: Iterable[Owner]) -> Iterator[Named]:
    """Studies named by their family alone, where the run has one of that family: "the composite study".

    Args:
        text: Lower case.
        owners: Those of the run.
    """
    mine = {one for one in owners if one.kind == "evidence"}
    for match in _STUDY.finditer(text):
        family = next(name for name in _FAMILIES if match[name])
        of_family = [one for one in mine if one.name.startswith(f"{family}.")]
        if len(of_family) == 1:
            yield Named(match.start(), match.end(), of_family[0])


def speaks_of_lesson(text: str) -> bool:
    """Whether a sentence, lower case, tells what a debrief's lesson rests on."""
    return _LESSON.search(text) is not None


def speaks_of_trials(text: str) -> bool:
    """Whether a sentence, lower case, tells how much was tried."""
    return _TRIED.search(text) is not None


def _all(text: str) -> Iterator[Named]:
    for pattern in _NAMED:
        for match in pattern.finditer(text):
            family = next(name for name in _FAMILIES if match[name])
            yield Named(match.start(), match.end(), _state(family, match["state"], bool(match["strong"])))
    for name, pattern in _STATES.items():
        for match in pattern.finditer(text):
            yield Named(match.start(), match.end(), Owner("evidence", name))
    for name, pattern in _BOOKS.items():
        for match in pattern.finditer(text):
            yield Named(match.start(), match.end(), Owner("record", name))


def _state(family: str, word: str, strong: bool) -> Owner:  # noqa: FBT001 - it is what was matched
    return Owner("evidence", f"{family}.{'strong_' if strong else ''}{word}")


def _family_before(at: int, found: Sequence[Named], before: Sequence[Owner]) -> str:
    """The family last spoken of; empty where a book was, or nothing."""
    spoken = [*before, *(one.owner for one in sorted(found, key=lambda one: one.start) if one.start < at)]
    return spoken[-1].name.partition(".")[0] if spoken and spoken[-1].kind == "evidence" else ""
