"""Whether two figures of a trading plan are the same leg of the same plan, and so ought to agree."""

import re
from collections.abc import Mapping, Sequence

from knowledge.claims.compare_statements import clause
from knowledge.claims.model import Claim
from knowledge.types import Document

LEGS = frozenset({"target", "stop", "entry", "risk_reward", "position_size"})
_CHANGES = re.compile(
    r"\b(?:moves?|moved|moving|raises?|raised|lowers?|lowered|lifts?|lifted|trails?|trailed|trailing"
    r"|tightens?"
    r"|tightened|adjust(?:s|ed)?|shift(?:s|ed)?|roll(?:s|ed)?|bump(?:s|ed)?|cut|cuts|revised?|from"
    r"|up to|down to"
    r"|then|after(?:wards)?|later|once|when|until|alternative(?:ly)?|instead|or|else|otherwise"
    r"|versions?|variants?"
    r"|option|another|other|also|even|previous(?:ly)?|earlier|old|prior|former(?:ly)?|was|were|stood|had"
    r"|remaining|remainder|rest|half|third|quarter|blended|combined|overall|average|add|adds|adding"
    r"|second|final|next|runner|core|conservative|aggressive|tight(?:er)?|wide(?:r)?|mental|time"
    r"|break[- ]?even"
    r"|if|would|could|might|unless|depending|each|per|between|short|puts?|calls?|spread|swing|day trade"
    r"|intraday"
    r"|ideal(?:ly)?|preferred|maximum|minimum|max|min)\b",
    re.IGNORECASE,
)
"""Words of a change, an alternative or a part: what is said with them may differ."""
_KIND = re.compile(r"\b(?:hard|soft|closing|disaster|emergency|weekly|daily|monthly)\b", re.IGNORECASE)
"""Words of a kind of stop or level, of which several stand beside each other."""
_ALTERNATIVES = re.compile(
    r"\b(?:alternatives?|options?|variants?|versions?|plans? [A-Z0-9]|setups?|scenarios?|case|aggressive"
    r"|conservative|management|adjustments?|updates?|examples?|history|lessons?|short|long)\b",
    re.IGNORECASE,
)
_ONE_OR_TWO = 2


def same_leg(first: Claim, second: Claim, text: str) -> bool:
    """Whether two figures of one document's plan ought to agree.

    A plan has alternatives, legs, and stops that move. Only plain statements of one leg are held against each
    other: no change, no part, no alternative in their clauses, not two rows of tables, and not under headings
    of different alternatives.
    """
    if first.metric not in LEGS:
        return True
    pieces = ["".join(clause(claim, text)) for claim in (first, second)]
    if any(_CHANGES.search(piece) for piece in pieces):
        return False
    if _kinds(pieces[0]) != _kinds(pieces[1]):
        return False
    if all("\t" in text[claim.sentence.start : claim.sentence.end] for claim in (first, second)):
        return False
    heads = {head for claim in (first, second) for head in claim.section}
    shared = set(first.section) & set(second.section)
    return not any(_ALTERNATIVES.search(head) for head in heads - shared)


def _kinds(piece: str) -> set[str]:
    return {match[0].lower() for match in _KIND.finditer(piece)}


def of_one_plan(claims: Sequence[Claim], documents: Mapping[str, Document]) -> list[Claim]:
    """The claims without the plans of documents that have several of them.

    A document has several plans when it states more than one entry and more than one stop, say, or many
    figures of one leg.
    """
    figures: dict[tuple[str, str, str, str | None], set[tuple[float, float]]] = {}
    for claim in claims:
        if claim.metric in LEGS and not _CHANGES.search(
            "".join(clause(claim, documents[claim.document].text))
        ):
            leg = (claim.document, claim.entity, claim.metric, claim.variant)
            figures.setdefault(leg, set()).add((claim.quantity.low, claim.quantity.high))
    double = [(leg[0], leg[1]) for leg, values in figures.items() if len(values) > 1]
    several = {plan for plan in double if double.count(plan) > 1}
    several |= {(leg[0], leg[1]) for leg, values in figures.items() if len(values) > _ONE_OR_TWO}
    return [
        claim for claim in claims if claim.metric not in LEGS or (claim.document, claim.entity) not in several
    ]
