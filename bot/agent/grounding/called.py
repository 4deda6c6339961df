"""The check of what is said of a call that was judged: its outcome, its rating, which layer was right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.agent.grounding.fitting import near
from bot.agent.grounding.known import Index
from bot.agent.grounding.odds_owners import speaks_of_lesson
from bot.agent.grounding.odds_scene import lowered, part_at, parts_of
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.verdict import Claim, ClaimKind
from tools.debrief.types import Debrief
from tools.types import Fact, Reading

_CUE = re.compile(
    r"\bcalls?\b|\brating\b|\bpredict|\bresolved\b|\binconclusive\b|\bfailed\b|\bmost (?:right|wrong)\b"
    r"|\bworked\b"
    r"|\b(?:close|open)[- ]to[- ]close\b|\bright nor wrong\b|\bdecides?\b|\bthis one\b|\bsealed\b"
)
_OUTCOMES = (
    ("inconclusive", re.compile(
        r"\binconclusive\b|\bneither right nor wrong\b|\bundecided\b|\b(?:decided|settled) nothing\b"
        r"|\btoo small to (?:judge|decide|call)\b"
    )),
    ("no call", re.compile(r"\bno call\b|\bnothing to (?:judge|resolve)\b|\bpredict(?:s|ed) nothing\b")),
    ("failed", re.compile(
        r"\b(?:did not|didn't|has not|hasn't) (?:work|resolve|play|hold|succeed)\w*(?: as predicted| out)?\b"
        r"|\bfailed\b|(?:was|proved|turned out|is|were|been|went) wrong\b|\bmissed\b|\bnot (?:right"
        r"|correct)\b"
    )),
    ("resolved as predicted", re.compile(
        r"\bresolved as predicted\b|\bas predicted\b|\bworked(?: out)?\b|\bdid work\b|\bplayed out\b"
        r"|\bsucceeded\b"
        r"|(?:call|it|rating|prediction|and|which|one) (?:was|proved|turned out|came out) (?:right|correct)\b"
    )),
)  # fmt: skip
_MEASURE = re.compile(r"\b(?P<from>open|close)[- ]to[- ]close\b")
_DIRECTLY = re.compile(r"[ )]*(?:\(|from|the|,|measured)?[ ]*(?:the )?(?P<from>open|close)[- ]to[- ]close\b")
_RATING = r"(?:strong(?:ly)? )?(?:bullish|bearish)|neutral"
_RATED = re.compile(
    rf"(?<!after a )(?<!after )\b(?P<a>{_RATING}) (?:forward |back-?filled )?(?:calls?|rating|prediction)\b"
    rf"|\b(?:call|rating|sealed composite)(?: of \S+)? (?:was|is|read|reads|had been) (?P<b>{_RATING})\b"
)
_KIND = (
    ("forward", re.compile(r"\bforward (?:\w+ )?call\b")),
    ("backfilled", re.compile(r"\bback-?filled (?:\w+ )?call\b|\bcomputed afterwards\b")),
)
_MOST = re.compile(r"\bmost (?P<which>right|wrong)\b")
_FOLLOWS = re.compile(r"(?: layer)?(?:: | was | were | is | \()(?:the )?")
_NOISE = re.compile(r"\b(?:less than|under|within|decid\w+|threshold|smallest|smaller than)\b")
_FELL = re.compile(r"\b(?:fell|lost|dropped|declined|slid|down|minus)\b[^.;,]{0,30}\Z")


def called(read: Read, index: Index, symbol: str | None) -> list[Claim]:
    """The claims of a statement about a call that was judged; none where the run judged none.

    Args:
        read: The statement.
        index: What the tools gave.
        symbol: The symbol spoken of.
    """
    text = lowered(read.body)
    if not index.debriefs or not _CUE.search(text):
        return []
    one = _meant(read, index.debriefs, symbol)
    found = [*_numbers(read, text, one)]
    if not speaks_of_lesson(text):
        found += _rated(read, text, one)
    return [*found, *_outcomes(read, text, one), *_most(read, text, one)]


def _meant(read: Read, debriefs: Sequence[Debrief], symbol: str | None) -> Debrief:
    """The debrief that is spoken of: of a named day, of the symbol, else the last one."""
    named = [
        one for one in debriefs for day in read.days if day.is_day(one.session) or day.is_day(one.before)
    ]
    mine = [one for one in named or debriefs if one.symbol == symbol]
    return (mine or named or list(debriefs))[-1]


def _outcomes(read: Read, text: str, one: Debrief) -> Iterator[Claim]:
    taken: list[tuple[int, int]] = []
    for outcome, pattern in _OUTCOMES:
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            facts = _verdicts(text, match, one)
            values = [fact.value for fact in facts if isinstance(fact, Fact)]
            holds = bool(values) and all(value == outcome for value in values)
            yield _claim(read, match.span(), facts, holds=holds, because=" and ".join(map(str, values)))


def _verdicts(text: str, match: re.Match[str], one: Debrief) -> list[Reading]:
    """The outcomes that a verdict is about, by the measure told beside it; else close to close."""
    first, last = part_at(parts_of(text), match.start(), len(text))
    if (
        re.search(r"\bboth\b", text[match.start() : match.end() + 12])
        or "both" in text[first : match.start()]
    ):
        return [one.verdict_close, one.verdict_open]
    found = (
        list(_MEASURE.finditer(text, first, last))[:1]
        or list(_MEASURE.finditer(text, 0, first))[-1:]
        or list(_MEASURE.finditer(text, last))[:1]
    )
    opened = bool(found) and found[0]["from"] == "open"
    return [one.verdict_open if opened else one.verdict_close]


def _rated(read: Read, text: str, one: Debrief) -> Iterator[Claim]:
    """What the call said, and whether it was sealed before or computed afterwards."""
    for match in _RATED.finditer(text):
        said = (match["a"] or match["b"]).replace("strongly", "strong")
        value = one.rating.value if isinstance(one.rating, Fact) else ""
        because = f"the sealed rating is {value or 'not known'}"
        yield _claim(read, match.span(), [one.rating], holds=str(value).endswith(said), because=because)
    for kind, pattern in _KIND:
        for match in pattern.finditer(text):
            because = "sealed before the open" if one.kind == "forward" else "computed afterwards"
            yield _claim(read, match.span(), [], holds=one.kind == kind, because=because)


def _most(read: Read, text: str, one: Debrief) -> Iterator[Claim]:
    """The layer that was most right or most wrong: behind the words where they lead to it, else before."""
    layers = re.compile("|".join(rf"\b{re.escape(layer.title.lower())}\b" for layer in one.layers))
    for match in _MOST.finditer(text):
        right = list(one.most_right if match["which"] == "right" else one.most_wrong)
        lead = _FOLLOWS.match(text, match.end())
        after = layers.match(text, lead.end()) if lead else None
        before = [found.group() for found in layers.finditer(text, 0, match.start())][-1:]
        said = [after.group()] if after else before
        if said:
            because = f"most {match['which']}: {', '.join(right) or 'none'}"
            yield _claim(read, match.span(), [], holds=said[0] in right, because=because)


def _numbers(read: Read, text: str, one: Debrief) -> Iterator[Claim]:
    """Moves in ATR, and the smallest one that decides."""
    for quantity in read.numbers:
        if quantity.kind is not Kind.ATR:
            continue
        fact = _move(quantity, read, text, one)
        if fact is None:
            continue
        holds = isinstance(fact, Fact) and _fits(quantity, fact, read)
        told = (
            f"{fact.label} is {fact.number:+.2f} ATR"
            if isinstance(fact, Fact)
            else f"{fact.label} is not known"
        )
        place = (quantity.start - read.statement.start, quantity.end - read.statement.start)
        yield replace(_claim(read, place, [fact], holds=holds, because=told), kind=ClaimKind.NUMBER)


def _move(quantity: Quantity, read: Read, text: str, one: Debrief) -> Reading | None:
    """The move that a number of ATRs tells."""
    start, end = quantity.start - read.statement.start, quantity.end - read.statement.start
    first, last = part_at(parts_of(text), start, len(text))
    if _NOISE.search(text, first, last):
        return next((fact for fact in one.facts if fact.id.endswith("debrief.noise")), None)
    direct = _DIRECTLY.match(text, end)
    found = direct or next(
        iter([*list(_MEASURE.finditer(text, 0, start))[-1:], *_MEASURE.finditer(text, end)]), None
    )
    return one.open_to_close if found and found["from"] == "open" else one.close_to_close


def _fits(quantity: Quantity, fact: Fact, read: Read) -> bool:
    if not near(quantity, abs(fact.number)):
        return False
    if abs(fact.number) < quantity.step / 2:
        return True
    before = read.text[read.statement.start : quantity.start].lower()
    sign = quantity.sign or (-1 if _FELL.search(before) else 1)
    return fact.number * sign > 0


def _claim(
    read: Read, place: tuple[int, int], facts: Sequence[Reading], *, holds: bool, because: str
) -> Claim:
    start, end = place[0] + read.statement.start, place[1] + read.statement.start
    ids = tuple(fact.id for fact in facts if isinstance(fact, Fact)) if holds else ()
    return Claim(start, end, read.text[start:end], ClaimKind.STATE, holds, because, ids)
