"""A figure said to be above, below, inside, or at one end of another that stands in the same sentence."""

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.claims.checks.figures import Figure, shown
from knowledge.claims.checks.found import contradiction, entities, ours, said, wrong
from knowledge.claims.checks.reading import FIGURE, NUMBER, OTHER, USD, Line, Reading, reading_of
from knowledge.claims.model import Claim, Finding, Measure
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

_NO_FIGURE = rf"[^{USD}-{OTHER}.;]"
_END_OF = re.compile(
    rf"(?P<one>{FIGURE}+){_NO_FIGURE}{{0,60}}?\b(?:at|near|toward|towards|in"
    r"|around)[ ](?:the[ ])?(?:very[ ])?"
    r"(?P<side>lower|upper|low|high|bottom|top)[ ](?P<part>end|half|third|quarter|part|bound(?:ary)?"
    r"|edge)[ ]of[ ]"
    rf"{_NO_FIGURE}{{0,40}}?(?P<range>{FIGURE}+)(?P<after>{_NO_FIGURE}{{0,30}})",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"(?P<one>{FIGURE}+)(?P<link>{_NO_FIGURE}{{0,40}}?)\b(?P<side>within|inside"
    rf"|outside)[ ](?:of[ ])?(?P<gap>{_NO_FIGURE}{{0,30}}?)"
    rf"(?P<range>{FIGURE}+)(?P<after>{_NO_FIGURE}{{0,30}})",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    rf"(?P<one>{FIGURE}+)(?P<link>[ ,()\u2014-]*(?:\b(?:is|was|sits|stands|remains|stays|trades|trading"
    r"|came in|comes in|running|ran|which"
    r"|well|just|far|slightly|still|comfortably|significantly|modestly|marginally|now|currently|also|held"
    r"|holds|holding|and|shares"
    r"|contracts|today)\b[ ,]*){0,6})"
    r"(?P<side>above|below|under|over|beneath|higher than|lower than|greater than|less than|exceeds"
    r"|exceeding)[ ]"
    rf"(?P<gap>{_NO_FIGURE}{{0,50}}?)(?P<other>{FIGURE}+)",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"\b(?:is|was|sits|stands|remains|stays|trades|trading|came in|comes in|running|ran|held|holds"
    r"|holding)\b|[,(\u2014]",
    re.IGNORECASE,
)
_RANGE_WORD = re.compile(r"\b(?:range|band|zone|corridor|channel|interval)\b", re.IGNORECASE)
_UNREAL = re.compile(
    r"\b(?:if|would|could|should|might|may|until|unless|once|needs?|requires?|risk|must|when|were|target\w*"
    r"|forecast|expects?|from|not"
    r"|between|or|closes?|move|break|drop|rise|fall)\b",
    re.IGNORECASE,
)
_SECOND_SUBJECT = re.compile(r"\b(?:and|or|while|but|with|that|to|from|versus|vs|by)\b", re.IGNORECASE)
_UP = frozenset({"above", "over", "higher than", "greater than", "exceeds", "exceeding"})
_LEEWAY = 0.05
"""Of a range's width: how far past a third or a half a figure still counts as in it."""
_PARTS = {"third": 1 / 3, "quarter": 0.25}
_LIKE = frozenset({Measure.COUNT, Measure.SHARES, Measure.CONTRACTS})
_VOLUME_RANGE = re.compile(
    r"\b(?P<side>below|above)[- ](?:the[ ]|its[ ]|their[ ])?(?:average|normal|typical"
    r"|usual)(?:[- ]daily)?[- ]range[ ](?P<what>[a-z]{4,12})\b",
    re.IGNORECASE,
)
_VOLUME_AVERAGE = re.compile(
    r"\b(?P<side>below|above)[- ](?:the[ ]|its[ ])?average[ ](?P<what>volume|turnover)\b", re.IGNORECASE
)


def check_positions(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check that figures stand where the sentence says they stand."""
    entity_of = entities(document, claims)
    reading = reading_of(document)
    for line in reading.lines:
        entity = entity_of(line.whole)
        yield from _at_an_end(document, line, entity)
        yield from _within(document, line, entity)
        yield from _compared(document, line, entity)
    yield from _volume_words(reading, claims)


def _at_an_end(document: Document, line: Line, entity: str) -> Iterator[Finding]:
    for match in _END_OF.finditer(line.masked):
        one, whole = line.figure_at(match.start("one")), line.figure_at(match.start("range"))
        if one is None or whole is None or not whole.is_range or one.is_range or not _alike(one, whole):
            continue
        lower = match["side"].lower() in {"lower", "low", "bottom"}
        reach = _PARTS.get(match["part"].lower(), 0.5) + _LEEWAY
        width = whole.high - whole.low
        place = [(end - whole.low) / width for end in (one.shown.low, one.shown.high)]
        from_end = min(place) if lower else 1 - max(place)
        beyond = max(place) < 0 or min(place) > 1
        if from_end <= reach and not beyond:
            continue
        where = f"{shown(100 * (one.low - whole.low) / width, 0)} %"
        yield wrong(
            "range_position",
            f"place in a range: {match['side']} {match['part']}",
            entity,
            (said(document, line.span(match.start("one"), match.end("range"))), ours("arithmetic", where)),
            f"{_quote(document, one)} stands {where} of the way up {_quote(document, whole)}, not at its "
            f"{match['side']} {match['part']}.",
        )


def _within(document: Document, line: Line, entity: str) -> Iterator[Finding]:
    for match in _WITHIN.finditer(line.masked):
        one, whole = line.figure_at(match.start("one")), line.figure_at(match.start("range"))
        if one is None or whole is None or not whole.is_range or one.is_range or not _alike(one, whole):
            continue
        words = match["link"] + match["gap"]
        if _UNREAL.search(words) or _SECOND_SUBJECT.search(match["link"]) or one.bounded:
            continue
        if not _RANGE_WORD.search(match["gap"] + match["after"]):
            continue
        inside = one.shown.meets(whole.exact)
        strictly = whole.low < one.low < whole.high
        if (match["side"].lower() == "outside" and strictly) or (
            match["side"].lower() != "outside" and not inside
        ):
            yield contradiction(
                "range_position",
                f"{match['side'].lower()} a range",
                entity,
                (said(document, line.span(match.start("one"), match.end("range"))),),
                f"{_quote(document, one)} is said to be {match['side'].lower()} {_quote(document, whole)}.",
            )


def _compared(document: Document, line: Line, entity: str) -> Iterator[Finding]:
    for match in _COMPARED.finditer(line.masked):
        one, other = line.figure_at(match.start("one")), line.figure_at(match.start("other"))
        if (
            one is None
            or other is None
            or not _alike(one, other)
            or one.unit is Measure.PERCENT
            or one.bounded
        ):
            continue
        before = line.text[max(0, match.start() - 30) : match.start()]
        if not _SAYS_SO.search(match["link"]) or _UNREAL.search(match["link"] + match["gap"]):
            continue
        if re.search(r"\b(?:if|would|could|until|unless|once|closes?|change|by)\b", before, re.IGNORECASE):
            continue
        up = match["side"].lower() in _UP
        if (one.shown.high < other.exact.low) if up else (one.shown.low > other.exact.high):
            yield contradiction(
                "compared",
                f"said to be {match['side'].lower()}",
                entity,
                (said(document, line.span(match.start("one"), match.end("other"))),),
                f"{_quote(document, one)} is said to be {match['side'].lower()} {_quote(document, other)}.",
            )


def _alike(one: Figure, other: Figure) -> bool:
    return one.unit is other.unit or {one.unit, other.unit} <= _LIKE


def _quote(document: Document, figure: Figure) -> str:
    return document.text[figure.span.start : figure.span.end]


def _volume_words(reading: Reading, claims: Sequence[Claim]) -> Iterator[Finding]:
    """Below-average volume, against the volume and the average that stand elsewhere in the document."""
    entity_of = entities(reading.document, claims)
    document = reading.document
    stated = [(line, *found) for line in reading.lines if (found := _against_usual(line))]
    for line in reading.lines:
        for pattern, by_range in ((_VOLUME_RANGE, True), (_VOLUME_AVERAGE, False)):
            for match in pattern.finditer(line.text):
                about = [s for s in stated if match["what"].lower() in s[0].text.lower()]
                if len(about) != 1 or (by_range and not about[0][2].is_range):
                    continue
                where, one, usual = about[0]
                up = match["side"].lower() == "above"
                low, high = (usual.low, usual.high) if not by_range else (usual.high, usual.low)
                fits = one.shown.high >= low if up else one.shown.low <= high
                if by_range:
                    fits = one.shown.high > usual.high if up else one.shown.low < usual.low
                if fits:
                    continue
                yield contradiction(
                    "range_position",
                    f"{match['what'].lower()} said to be {match[0]}",
                    entity_of(line.whole),
                    (said(document, where.whole), said(document, line.span(*match.span()))),
                    f"{_quote(document, one)} is not {match['side'].lower()} {_quote(document, usual)}.",
                )


_USUAL = re.compile(
    rf"(?P<one>[{NUMBER}{OTHER}]+)(?P<gap>{_NO_FIGURE}{{1,60}}?)(?P<usual>[{NUMBER}{OTHER}]+)"
    rf"(?P<after>{_NO_FIGURE}{{0,30}})"
)


def _against_usual(line: Line) -> tuple[Figure, Figure] | None:
    """A figure and the usual one it is held against, when the words say "average"."""
    for match in _USUAL.finditer(line.masked):
        one, usual = line.figure_at(match.start("one")), line.figure_at(match.start("usual"))
        words = match["gap"] + match["after"]
        if (
            one
            and usual
            and _alike(one, usual)
            and re.search(r"\b(?:average|normal|typical|usual)\b", words, re.IGNORECASE)
        ):
            return None if one.is_range or one.bounded else (one, usual)
    return None
