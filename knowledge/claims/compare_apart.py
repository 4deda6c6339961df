"""Whether the words around two figures tell them apart, so that both can hold.

A careful reader calls two figures of one document a contradiction only when nothing near them names a
difference. What is checked here is evidence that they are the same: no series, no two rows of one table, no
word of a day, a part or a kind with one that the other lacks. In doubt they are apart.
"""

import re
from collections.abc import Mapping, Sequence

from knowledge.claims.compare_definitions import basis_of
from knowledge.claims.compare_plans import LEGS
from knowledge.claims.compare_statements import clause
from knowledge.claims.extract_tokens import word_set
from knowledge.claims.metrics import metrics
from knowledge.claims.model import Claim, Measure
from knowledge.claims.quantities_names import MONTH
from knowledge.types import BlockKind, Document

_SERIES = 3
"""So many different figures of one thing are a series of which the words that tell them apart were missed."""
_MISREAD = 10.0
"""Amounts further apart than this factor are of two wholes, or one is in another unit."""
_AMOUNTS = frozenset({Measure.USD, Measure.SHARES, Measure.CONTRACTS, Measure.COUNT})
_TIMES = re.compile(
    rf"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b{MONTH}\b|\b(?:19|20)[0-9]{{2}}\b|\b[QH][1-4]\b",
)
_KINDS = re.compile(
    r"\b(?:hourly|daily|weekly|monthly|quarterly|yearly|annual(?:i[sz]ed)?|intraday|overnight|opening|closing"
    r"|implied|reali[sz]ed|historical|expected|adjusted|unadjusted|reported|nominal|real|gross|net|core"
    r"|headline|trailing|forward|median|mean|average|simple|exponential|weighted|equal-weight(?:ed)?"
    r"|hedged|unhedged|domestic|foreign|overseas|male|female|retail|institutional|investor|admiral"
    r"|accumulating|distributing|class [A-Z]|[A-Z] (?:shares?|class)|long|short|puts?|calls?|front[- ]month"
    r"|near-dated|far-dated|at-the-money|skew|premium|discount|bid|ask|buyers?|sellers?|mutual|futures?|options?|spot"
    r"|large|mid|micro|growth|value|top|bottom|largest|smallest|first|second|third|fourth|half|quarter"
    r"|last|previous|prior|next|new|old|former|other|another|rest|remaining|remainder|part|parts"
    r"|together|combined|excluding|including|ex|without|minimum|maximum|peak|record|never"
    r"|before|after|since|until|earlier|later|fortnight|models?|traders"
    r"|tranches?|noon|preliminary|final|flash|revised|per (?:share|member|company|fund))\b",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    r"\s*(In|During|For|Among|Amongst|Without|Under|By|Before|After|Of|Over|Outside|Within|Between|Ex|Across"
    r"|Unlike|Including|Excluding)\b"
)
_ANNOUNCED = re.compile(
    r"\b(?:alternatives?|alternatively|instead|otherwise|options?|variants?|versions?|examples?|suppose"
    r"|plan [A-Z0-9])\b",
    re.IGNORECASE,
)
"""Words that make a whole sentence speak of something else."""
_NEUTRAL = word_set(
    "the a an its his her their our my this that of in at on and or is was with for to by has have as now"
    " current currently today latest stated initial total overall same hold holds number count fund index"
    " small us iwm russell"
)
"""Words before a metric's name that make no other kind of it."""
_ORDINALS = frozenset({"first", "second", "third", "fourth", "next", "last"})
"""Of a plan they say which leg it is, and the leg is the variant of the figure."""
_ENUMERATED = re.compile(r"\A(?:,| and| or| to) ?\$?[0-9]|\A, (?:and|then) ?\$?[0-9]")
_ENUMERATES = re.compile(r"[0-9%](?:,| and|, and| or) \$?\Z")
_MEMBERS = re.compile(
    r"\b(?:members|constituents|companies|stocks|names|components|holdings|funds|issuers)\b[^.;:]{0,20}"
    r"\b(?:together|combined|jointly|in total|altogether|taken together)\b"
    r"|\b(?:combined|joint|aggregate|total) [^.;:]{0,30}\b(?:of|by|in) (?:the |its |all )?"
    r"(?:members|constituents|companies|stocks|names|components|holdings)\b",
    re.IGNORECASE,
)
_OF_MEMBERS = frozenset({"volume", "average_volume", "dollar_volume", "assets", "day_change"})
"""Metrics of a security of which its members' sum is another figure."""


def of_another_whole(claim: Claim, document: Document) -> bool:
    """Whether the words make it a sum over members where the metric is a security's own."""
    words = document.text[claim.sentence.start : claim.sentence.end].replace("\n", " ")
    return claim.metric in _OF_MEMBERS and bool(_MEMBERS.search(words))


def is_threshold(claim: Claim) -> bool:
    """Whether a price is a bound: "never closed above" says where it was not."""
    return claim.metric == "price" and claim.quantity.bound in {"at least", "at most"}


def series(claims: Sequence[Claim]) -> frozenset[str]:
    """The ids of figures of which a document gives three or more under one name, whole and time.

    Something in the document tells them apart that was not read; they are held against nothing.
    """
    values: dict[tuple[object, ...], set[tuple[float, float]]] = {}
    for claim in claims:
        quantity = claim.quantity
        values.setdefault(_key(claim), set()).add((quantity.low, quantity.high))
    return frozenset(
        claim.id for claim in claims if claim.metric not in LEGS and len(values[_key(claim)]) >= _SERIES
    )


def _key(claim: Claim) -> tuple[object, ...]:
    time = claim.as_of if metrics()[claim.metric].time != "plan" else None
    return claim.document, claim.metric, claim.entity, basis_of(claim), time


def told_apart(first: Claim, second: Claim, documents: Mapping[str, Document]) -> bool:
    """Whether two figures of one metric may both hold for what the words around them say."""
    if _too_far(first, second):
        return True
    if first.document != second.document:
        return False
    document = documents[first.document]
    if first.sentence == second.sentence or _one_table(first, second, document):
        return True
    return _by_headings(first, second) or _by_words(first, second, document.text)


def _by_headings(first: Claim, second: Claim) -> bool:
    one, other = (" | ".join(_own_heads(*pair)) for pair in ((first, second), (second, first)))
    if _told(_KINDS, one) != _told(_KINDS, other):
        return True
    # where the words beside both figures name one stretch of time, the headings' days do not matter
    return not basis_of(first)[2] and _told(_TIMES, one) != _told(_TIMES, other)


def _by_words(first: Claim, second: Claim, text: str) -> bool:
    words = [clause(claim, text) for claim in (first, second)]
    leads = [text[claim.sentence.start : claim.quantity.span.start] for claim in (first, second)]
    if _told(_ANNOUNCED, leads[0]) != _told(_ANNOUNCED, leads[1]):
        return True
    if any(_ENUMERATES.search(before) or _ENUMERATED.match(after) for before, after in words):
        return True
    plan = metrics()[first.metric].time == "plan"
    scoped = not plan and _scopes(words[0][0]) != _scopes(words[1][0])
    if scoped or _qualifier(first, words[0][0]) != _qualifier(second, words[1][0]):
        return True
    one, other = (set(_TIMES.findall(f"{before}|{after}")) for before, after in words)
    if not (one <= other or other <= one):
        return True
    return _kinds(first, words[0]) != _kinds(second, words[1])


def _own_heads(claim: Claim, other: Claim) -> list[str]:
    return [head for head in claim.section if head not in other.section]


def _told(pattern: re.Pattern[str], words: str) -> set[str]:
    return {match[0].lower() for match in pattern.finditer(words)}


def _scopes(before: str) -> str:
    """The preposition with which a clause sets its scope ("In falling markets, ..."), if it does."""
    found = _SCOPE.match(before)
    return found[1].lower() if found and not _TIMES.search(before) else ""


def _qualifier(claim: Claim, before: str) -> str:
    """The word right before the metric's name, where it makes another kind of it ("services inflation")."""
    name = metrics()[claim.metric].label.split()[-1]
    found = [*re.finditer(rf"([\w'\u2019-]+)[ ]{re.escape(name)}\b", before, re.IGNORECASE)]
    word = found[-1][1].lower() if found else ""
    if word in _NEUTRAL or word[:1].isdigit() or word.endswith(("'s", "\u2019s")):
        return ""
    known = f"{metrics()[claim.metric].label} {claim.variant or ''} {claim.entity}".lower()
    leg = metrics()[claim.metric].time == "plan" and word in _ORDINALS
    return "" if leg or word in known else word


def _kinds(claim: Claim, words: tuple[str, str]) -> frozenset[str]:
    """Words of a kind or a part near a figure, without those by which its metric is called."""
    metric = metrics()[claim.metric]
    label = {part.rstrip("s") for part in f"{metric.label} {claim.variant or ''}".lower().split()}
    near = f"{words[0]}|{words[1].partition(',')[0]}"
    found = {match[0].lower().rstrip("s") for match in _KINDS.finditer(near)}
    return frozenset(found - label - (_ORDINALS if metric.time == "plan" else frozenset()))


def _too_far(first: Claim, second: Claim) -> bool:
    """Whether two amounts differ so much that one must be of something else."""
    quantities = (first.quantity, second.quantity)
    if any(one.unit not in _AMOUNTS or one.low <= 0 for one in quantities):
        return False
    low, high = sorted(one.low for one in quantities)
    return high > _MISREAD * low


def _one_table(first: Claim, second: Claim, document: Document) -> bool:
    return any(
        block.kind is BlockKind.TABLE
        and all(block.start <= claim.quantity.span.start < block.end for claim in (first, second))
        for block in document.blocks
    )
