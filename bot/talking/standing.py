"""From what the check found to right, wrong and unknown. Pure.

The check lets nothing pass that its grounds do not bear. Somebody else's text deserves more: what it says may
be so and merely not be computed here. So only a claim with facts against it can be wrong, and only where it
speaks of the session that was read, as far as its words tell.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from bot.agent.grounding import Claim, ClaimKind, Verdict
from bot.agent.grounding.statements import statements
from bot.talking.checked_values import Standing, Stated
from bot.talking.saying import Saying, saying
from tools.grounds import Grounds
from tools.phrases import written
from tools.types import Fact, Unit

_ELSEWHERE = re.compile(
    r"\b(?:yesterday|tomorrow|tonight|overnight|(?:last|next|this|prior|previous|past|each|every|per)"
    r" (?:week|month|year|quarter|night|session|time|summer|winter|spring|fall|mon|tue|wed|thu|fri)\w*"
    r"|weekly|monthly|hourly|daily close by|intraday|pre-?market|after-?hours|futures?"
    r"|\d+ ?-?(?:min(?:ute)?s?|hours?|hr|h|m|weeks?|months?|years?)\b(?! (?:high|low|range))|ytd|year to date"
    r"|if|would|could|should|might|may(?! \d)|will|gonna|going to|expect\w*|forecast\w*|target\w*|predict\w*"
    r"|guess|a close|flips?|turns?|cents?|until|unless|used to|ago|back (?:in|then|when)"
    r"|mon(?:day)?|tues?(?:day)?|wed(?:nesday)?"
    r"|thu(?:rs)?(?:day)?|fri(?:day)?|puts?|calls?|strikes?|pt|stop|entry|bought|sold|cost basis|avg cost)\b"
    r"|\?",
    re.IGNORECASE,
)
"""Words by which a sentence may speak of another session or period, of what may come, or of a position."""

_OWN_RATING = re.compile(r"\b(?:composite|rating|rated|rates|signal|score|card|plumbline)\b", re.IGNORECASE)
_ON_THE_DAY = re.compile(r"\b(?:today|day|session|closed|close|finished|settled|ended)\b", re.IGNORECASE)

UNKNOWN: Final = "Not known here: nothing that was computed or read bears it out or refutes it."
_KINDS = frozenset(ClaimKind) - {ClaimKind.SOURCE}
_INDEXED = frozenset((Unit.INDEX, Unit.POINTS_100))
_CHANGES = frozenset(("change", "change_percent"))
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


_NEARLY: Final = 1.0
"""How far a whole number may lie from a reading and still be the reading, cut instead of rounded."""


class Held(NamedTuple):
    """A verdict with what the text was held against."""

    verdict: Verdict
    grounds: Sequence[Grounds]


class _Found(NamedTuple):
    """A claim, as one of the verdicts has it, with its facts and the sentence around it."""

    claim: Claim
    facts: Mapping[str, Fact]
    saying: Saying


def stand(text: str, held: Sequence[Held]) -> tuple[Stated, ...]:
    """How each statement of a text stands.

    A text may speak of any session that was read. So it is held against each alone and all together: one that
    bears a statement is enough, and wrong is what none leaves open.

    Args:
        text: What was checked.
        held: The verdicts, at least one; the last is that of all sessions together.
    """
    places = statements(text)
    found: dict[tuple[int, int, ClaimKind], list[_Found]] = defaultdict(list)
    for one in held:
        facts = _by_id(one.grounds)
        for claim in one.verdict.claims:
            around = next((place for place in places if place.start <= claim.start < place.end), None)
            if around is not None and claim.kind in _KINDS and claim.start < claim.end:
                about = _Found(claim, facts, saying(text, around, one.grounds))
                found[claim.start, claim.end, claim.kind].append(about)
    made = (_stated(text, claims) for claims in found.values())
    return tuple(sorted(filter(None, made), key=lambda one: (one.start, one.end)))


def _stated(text: str, found: Sequence[_Found]) -> Stated | None:
    """How one statement stands; None for what is no figure: an opinion, a bare date."""
    last = found[-1]
    if all(_is_opinion(one) for one in found) or any(map(_is_only_a_day, found)):
        return None
    standing, facts, why = _decided(found)
    claim = last.claim
    return Stated(
        start=claim.start,
        end=claim.end,
        words=text[claim.start : claim.end],
        sentence=last.saying.text,
        kind=claim.kind,
        standing=standing,
        why=why,
        facts=facts,
    )


def _decided(found: Sequence[_Found]) -> tuple[Standing, tuple[Fact, ...], str]:
    for one in found:
        claim, facts, around = one
        named = _named(claim.facts, facts)
        by_chance = claim.kind is ClaimKind.NUMBER and named and not around.bears(claim, named)
        if claim.holds and not by_chance and not around.of_another_day(named):
            return "right", named, _told(named) or f"{claim.because[:1].upper()}{claim.because[1:]}."
    meant = [one for one in found if one.saying.dated(one.facts.values())] or found
    against = [_against(one) for one in meant]
    borne = any(one.claim.holds for one in found)
    if borne or not all(against) or _ELSEWHERE.search(found[0].saying.text):
        return "unknown", (), UNKNOWN
    refuting = against[0]
    if any(_nearly(one.claim, each) for one, each in zip(meant, against, strict=True)):
        return "unknown", refuting, f"Not the same, but near: {_told(refuting)}"
    return "wrong", refuting, _told(refuting)


def _against(found: _Found) -> tuple[Fact, ...]:
    """The facts against a claim that are of the very thing it speaks of, as far as its words tell."""
    claim, facts, around = found
    named = _named(claim.against, facts)
    if claim.kind is ClaimKind.NUMBER:
        named = around.refuted_by(claim, named)
    ends = {one.id.partition(".")[2] for one in named}
    if ends & _CHANGES and _ON_THE_DAY.search(around.text) is None:
        return ()
    return named


def _nearly(claim: Claim, facts: Sequence[Fact]) -> bool:
    """Whether a figure is so near a reading that another way of making it may give it.

    A whole number may be cut off instead of rounded: an ADX "of 30" that is 30.8. An average of closes that
    are not adjusted for dividends, as many charts show it, lies a little off ours.
    """
    digits = _NUMBER.search(claim.text)
    if claim.kind is not ClaimKind.NUMBER or digits is None:
        return False
    size = float(digits[0].replace(",", ""))
    whole = _NEARLY if "." not in digits[0] else 0.0
    return any(
        abs(abs(one.number) - size) <= max(whole, _slack(one))
        for one in facts
        if not isinstance(one.value, str)
    )


def _slack(fact: Fact) -> float:
    """How far a reading may lie off one of the same name that is made from unadjusted closes."""
    if "dividend-adjusted" not in fact.method:
        return 0.0
    return 0.01 * abs(fact.number) if fact.unit is Unit.USD else _NEARLY if fact.unit in _INDEXED else 0.0


def _is_opinion(found: _Found) -> bool:
    """Whether "bullish" is said of a symbol as anybody may, and not of our rating."""
    claim = found.claim
    ends = {one.partition(".")[2] for one in (*claim.facts, *claim.against)}
    return (
        claim.kind is ClaimKind.STATE
        and bool(ends & {"composite.rating", "composite.letter"})
        and _OWN_RATING.search(found.saying.text) is None
    )


def _is_only_a_day(found: _Found) -> bool:
    """Whether a date stands because its session was read, which says nothing about what it is the date of."""
    claim = found.claim
    return claim.kind is ClaimKind.DATE and claim.holds and not _named(claim.facts, found.facts)


def _named(ids: Iterable[str], facts: Mapping[str, Fact]) -> tuple[Fact, ...]:
    return tuple(facts[id_] for id_ in dict.fromkeys(ids) if id_ in facts)


def _by_id(grounds: Iterable[Grounds]) -> dict[str, Fact]:
    """Facts by id; one that has several values, as of several sessions, is left out."""
    found: dict[str, Fact] = {}
    several = set()
    for fact in (fact for one in grounds for fact in one.facts if isinstance(fact, Fact)):
        if found.setdefault(fact.id, fact).value != fact.value:
            several.add(fact.id)
    return {id_: fact for id_, fact in found.items() if id_ not in several}


def _told(facts: Sequence[Fact]) -> str:
    """Readings in words, with how each was made: another method gives another value."""
    told = "; ".join(
        f"{one.id.partition('.')[0].upper().replace('_', '/')} {one.label} is {written(one)} "
        f"({one.method}, {one.as_of})"
        for one in facts
    )
    return told and f"{told}."
