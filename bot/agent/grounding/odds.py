"""Statements about odds: what followed a state, how calls did, what a lesson rests on, each of its own owner.

They are read apart from a card's: a rate has an owner (a state of a family, or a book), a horizon and a
field, and the number that agrees in two of them only is the worst mistake there is.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.agent.grounding.known import Index
from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.odds_days import sealed_days
from bot.agent.grounding.odds_directions import told_lower
from bot.agent.grounding.odds_facts import Cell
from bot.agent.grounding.odds_horizons import horizons_named
from bot.agent.grounding.odds_numbers import odds_number
from bot.agent.grounding.odds_owners import owners_named
from bot.agent.grounding.odds_scene import Scene, lowered, scene_of
from bot.agent.grounding.odds_topic import Topic
from bot.agent.grounding.odds_verdicts import odds_verdicts
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried
from bot.agent.grounding.units import Kind
from bot.agent.grounding.verdict import Claim, ClaimKind

_STRONG = re.compile(
    r"\bhit rates?\b|\bbase (?:rates?|share|mean)\b|\bbaseline\b|\b(?:a|its|the|below|above|than"
    r"|against) bases?\b"
    r"|\bbase:? (?:of )?\d|\bof the time\b|\bodds\b|\bprobabilit|\bchance\b|\blikelihood\b|\bwin(?:s"
    r"|ning)? rate\b"
    r"|\bindependent (?:cases|ones|episodes)\b|\bbrier\b|\bskill\b|\bsealed\b|\bback-?fill"
    r"|\bforward (?:calls?|ones?|record|book)\b|\bcomparisons\b|\bshare (?:of )?(?:higher|lower)"
    r"|\b(?:sessions?|days?) later\b|\b(?:mean|median) return\b|\bout of sample\b|\btoo few\b"
    r"|\bno difference\b"
    r"|\b(?:in|of) (?:the )?(?:all )?cases\b|%(?: \w+)? of [\d,]+ (?:sessions|cases)|\bby chance\b|\blesson\b"
    r"|\bearlier cases\b|\bworst (?:\S+ )?call\b|\bdirectional calls\b|\bhits\b"
)
_WEAK = re.compile(
    r"\bbases?\b|\b(?:dis)?advantage\b|\bedge\b|\bindependent\b|\bepisodes\b|\binterval\b|\bcases\b"
    r"|\bstud(?:y|ies)\b"
    r"|\b(?:sessions?|days?) after\b|\bmean\b.*\bmedian\b|\bhistor(?:y|ical|ically)\b|\bsurviv|\breliable\b"
    r"|\b(?:none|all|some|nothing|it|they)(?: of it| of them)? (?:does not |doesn't |do not "
    r"|still )?stands?\b(?! (?:at|in)\b)"
)
_OF_CARD = re.compile(r"\bfaded\b|\bfade rate\b|\bsettled episodes\b|\bcoverage\b")
"""A card's own shares: of short-covering rallies that faded, and of the members with prices."""

_MINE = frozenset(
    (
        Kind.PERCENT,
        Kind.POINTS,
        Kind.PLAIN,
        Kind.SESSIONS,
        Kind.TIMES,
        Kind.OTHER,
        Kind.ATR,
        Kind.MEMBERS,
        Kind.FRACTION,
    )
)
_WORDS = frozenset((ClaimKind.STATE, ClaimKind.DIRECTION, ClaimKind.RANKING, ClaimKind.COUNT))
"""Claims that a card's words make: "higher" and "bullish" are a study's here. A number stays checked."""

_RATES = frozenset((Kind.PERCENT, Kind.POINTS))


@dataclass(slots=True)
class Told:
    """What was found of odds in a statement.

    Attributes:
        claims: Its claims.
        taken: Stretches whose numbers are told here.
        spans: Stretches in which no other reading of states and directions is wanted.
    """

    claims: list[Claim] = field(default_factory=list)
    taken: list[Claim] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def covers(self, claim: Claim) -> bool:
        """Whether a claim of a card is really part of a statement about odds."""
        return claim.kind in _WORDS and any(a <= claim.start and claim.end <= b + 1 for a, b in self.spans)


def topic_of(asked: str, index: Index) -> Topic:
    """What a question lends the first statement."""
    low = lowered(asked)
    spans = horizons_named(low, _horizons(index))
    owners = [one.owner for one in owners_named(low, ())]
    return Topic(owners, spans[-1].sessions if spans else 0, None, alive=bool(owners or spans))


def odds(read: Read, carried: Carried, index: Index, judged: Sequence[Claim] = ()) -> Told:
    """The claims of a statement about odds; nothing where it is about none.

    Args:
        read: The statement.
        carried: What the statements before lend; the owner and horizon of this one are remembered in it.
        index: What the tools gave.
        judged: Claims about a judged call, whose numbers are told already.
    """
    if not index.cells:
        return Told()
    topic = carried.odds
    scene = scene_of(read, _of_day(read, index), topic, carried.symbol, _horizons(index))
    told = _read(read, scene, carried, judged) if _is_about(read, scene, index) else Told()
    _remember(scene, topic, told)
    return told


def _horizons(index: Index) -> frozenset[int]:
    return frozenset(one.horizon for one in index.cells if one.horizon)


def _of_day(read: Read, index: Index) -> list[Cell]:
    """The figures of the sessions that the statement names, if the run read several."""
    sessions = {one.session for one in index.cells if one.session is not None}
    named = {session for session in sessions for day in read.days if day.is_day(session)}
    return [one for one in index.cells if not named or one.session in named]


def _is_about(read: Read, scene: Scene, index: Index) -> bool:
    """Whether a statement is about odds: by its words, or as it goes on with them and names no reading."""
    if _OF_CARD.search(scene.text):
        return False
    if _STRONG.search(scene.text):
        return True
    weak = _WEAK.search(scene.text) is not None
    if weak and scene.owners and scene.horizons:
        return True
    if any(_is_reading(one) and index.of(one.metrics) for one in read.mentions):
        return False
    if weak and (scene.owners or scene.topic.alive):
        return True
    return scene.topic.alive and any(one.kind in _RATES for one in read.numbers)


def _told_in(part: str) -> bool:
    return bool(_STRONG.search(part) or _WEAK.search(part))


def _is_reading(one: Mention) -> bool:
    """Whether a name is a card's reading, such as an average, and no layer or verb."""
    return not (one.weak or one.foreign or one.owner)


def _read(read: Read, scene: Scene, carried: Carried, judged: Sequence[Claim]) -> Told:
    """The claims of a statement that is about odds."""
    told = Told(odds_verdicts(read, scene))
    said = " ".join(carried.words)
    told.spans = _spans(read, scene)
    for quantity in sorted(read.numbers, key=lambda one: one.start):
        start = quantity.start - scene.shift
        if any(one.start <= start < one.end for one in scene.horizons):
            told.taken.append(_mark(quantity.start, quantity.end, read))
            continue
        if any(one.start <= quantity.start < one.end for one in judged):
            continue
        if quantity.kind not in _MINE or not any(a <= quantity.start < b for a, b in told.spans):
            continue
        if _is_of_card(start, read, scene) or (quantity.worded and quantity.value == 1):
            # "a bullish one"
            continue
        claim = odds_number(quantity, read, scene, said)
        if claim is not None:
            told.claims.append(claim)
            told.taken.append(claim)
    days = sealed_days(read, scene)
    told.claims += days
    told.taken += days
    return told


def _is_of_card(start: int, read: Read, scene: Scene) -> bool:
    """Whether a number's part names a reading of the card and nothing of odds: "RSI is 59.3"."""
    first, last = scene.part_of(start)
    if _told_in(scene.text[first:last]) or any(first <= one.start < last for one in scene.owners):
        return False
    return any(first <= one.start - scene.shift < last and _is_reading(one) for one in read.mentions)


def _mark(start: int, end: int, read: Read) -> Claim:
    return Claim(start, end, read.text[start:end], ClaimKind.NUMBER, holds=True, because="a horizon")


def _spans(read: Read, scene: Scene) -> list[tuple[int, int]]:
    """The statement from its first part that tells odds; what stands before is a card's."""
    named = [*(one.start for one in scene.owners), *(one.start for one in scene.horizons)]
    # "54 %, against a base of 57 %": a share that nothing on the card is named for
    shares = [one.start - scene.shift for one in read.numbers if one.kind in _RATES]
    cards = [one.start - scene.shift for one in read.mentions if one.start >= 0 and not one.foreign]
    prices = [one.start - scene.shift for one in read.numbers if one.kind is Kind.USD]
    for begin, end in zip(scene.parts, [*scene.parts[1:], len(scene.text)], strict=True):
        told = _told_in(scene.text[begin:end]) or any(begin <= place < end for place in named)
        free = not any(begin <= place < end for place in cards)
        told = told or (free and any(begin <= place < end for place in shares))
        if told and not any(begin <= place < end for place in prices):
            return [(begin + scene.shift, read.statement.end)]
    return [(read.statement.start, read.statement.end)]


def _remember(scene: Scene, topic: Topic, told: Told) -> None:
    """Keep whose odds were spoken of, at which horizon, for the next statement."""
    named = [one.owner for one in scene.owners if not scene.denied(one)]
    if scene.lesson:
        named = []
    if named:
        topic.owners = named
    if scene.horizons:
        topic.horizon = scene.horizons[-1].sessions
    if told.claims:
        topic.lower = told_lower(scene, len(scene.text))
    topic.alive = bool(told.claims) or (topic.alive and bool(named))


def without_covered(claims: Iterable[Claim], told: Told) -> list[Claim]:
    """Claims of a card, less those that read a statement about odds as one about a card."""
    return [one for one in claims if not told.covers(one)]
