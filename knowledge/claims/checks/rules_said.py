"""Rules that a document gives for a measure: from which reading on it means what."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from knowledge.claims.checks.figures import Figure, Interval
from knowledge.claims.checks.reading import Line, Reading, reading_of
from knowledge.claims.model import Measure
from knowledge.types import BlockKind, Document

_MEASURES = (
    ("breadth 200", r"\b(?:above|over)[ ](?:their|its|the)?[ ]?200[- ]?(?:day|d\b|DMA|SMA|MA)"),
    ("breadth 50", r"\b(?:above|over)[ ](?:their|its|the)?[ ]?50[- ]?(?:day|d\b|DMA|SMA|MA)"),
    ("breadth", r"\bbreadth\b"),
    ("RSI", r"\bRSI\b"),
    ("stochastic", r"\bstochastics?\b|%K\b"),
    ("ADX", r"\bADX\b"),
    ("VIX", r"\bVIX\b"),
    ("MFI", r"\bMFI\b|\bmoney flow index\b"),
    ("CCI", r"\bCCI\b"),
    ("put/call ratio", r"\bput[/-]call\b"),
    ("high-yield spread", r"\b(?:high[- ]yield|HY|credit)[ ](?:OAS|spreads?)\b|\bOAS\b"),
    ("volume multiple", r"\b(?:relative volume|RVOL|volume ratio)\b"),
    ("percentile", r"\bpercentile\b"),
    ("composite score", r"\bcomposite\b|\b(?:overall|signal|total|trade)[ ](?:score|rating)\b|\bscores?\b"),
)
_MEASURE = re.compile(
    "|".join(f"(?P<m{at}>{pattern})" for at, (_, pattern) in enumerate(_MEASURES)), re.IGNORECASE
)
_OUTCOMES = {
    "full size": r"\bfull[- ](?:size|sized|position|conviction|allocation|risk)\b|\bmaximum size\b",
    "half size": r"\bhalf[- ](?:size|sized|position|allocation|risk)\b"
    r"|\b(?:reduce[ds]?|smaller|cut)[ ](?:position[ ])?siz(?:e|ing)\b",
    "stand aside": r"\bstand(?:s|ing)? aside\b|\bsidelined\b|\bflat\b"
    r"|\bno (?:new )?(?:entries|entry|longs|trades?|positions)\b",
    "warning": r"\bwarning\b|\bred flag\b|\bcaution(?:ary)?\b",
    "bullish": r"\bbullish\b",
    "bearish": r"\bbearish\b",
    "neutral": r"\bneutral\b",
    "oversold": r"\boversold\b|\bwashed[- ]out\b",
    "overbought": r"\boverbought\b",
    "risk-on": r"\brisk-on\b",
    "risk-off": r"\brisk-off\b",
    "buy": r"\b(?:buy|go long|long entry|long entries)\b",
    "sell": r"\b(?:sell|go short|exit longs)\b",
}
_OUTCOME = re.compile(
    "|".join(f"(?P<o{at}>{pattern})" for at, pattern in enumerate(_OUTCOMES.values())), re.IGNORECASE
)
_SIZING = re.compile(
    "|".join(_OUTCOMES[name] for name in ("full size", "half size", "stand aside")), re.IGNORECASE
)
"""Rules for the size of a position may speak of the measure of the sentences before them."""

_GRADED = re.compile(
    r"\b(?:deep(?:ly)?|extreme(?:ly)?|approach\w*|near(?:ing|ly)?|almost|not|no longer|strong(?:ly)?"
    r"|mild(?:ly)?|moderate(?:ly)?|very|severely"
    r"|slightly|heavily|less|more|most|potential(?:ly)?|short-term|truly|from|yet)[ -]\Z",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"\b(?:weekly|monthly|hourly|intraday|4-hour|uptrends?|downtrends?|bull market|bear market|trending"
    r"|strong(?:ly)? trend\w*|trends\b|instead\b|range-bound|longs?\b|shorts?\b|exits?)",
    re.IGNORECASE,
)
_MINIMUM = re.compile(r"\b(?:minimum|floor|at least|requires?|needs?)\b[^.;]{0,40}[:=]?[ ]?\Z", re.IGNORECASE)
_MAXIMUM = re.compile(r"\b(?:maximum|ceiling|cap)\b[^.;]{0,40}[:=]?[ ]?\Z", re.IGNORECASE)
_POINTS_BACK = re.compile(r"\A(?:[\w']+[ ]){0,4}?(?:this|that|such a|it)\b", re.IGNORECASE)
_HELD = re.compile(
    r"\b(?:currently|now|stands at|sits|oscillate\w*|approaching|came in|today|latest|is at|was at|reads"
    r"|at present|estimated)\b|\b(?:is|was|at)[ ](?:about|around|~)?\Z",
    re.IGNORECASE,
)
_UNITS = frozenset({Measure.PERCENT, Measure.COUNT, Measure.SCORE, Measure.MULTIPLE})
_BREAK = re.compile(r"[;\u2014\t]|[.](?=\s)")
_JOINT = re.compile(r",[ ]|\b(?:and|or|while|but|whereas)[ ]")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a reading of a measure means.

    Attributes:
        measure: The measure, with the frame that the words set ("RSI", "RSI weekly").
        readings: The readings it holds for; an open side is infinite.
        outcome: What they mean: `full size`, `warning`, `oversold`, ...
        figure: The cut-off as written.
        line: Where it stands.
        told: The line with the outcome, where that is the next one.
    """

    measure: str
    readings: Interval
    outcome: str
    figure: Figure
    line: Line
    told: Line

    @property
    def opens(self) -> int:
        """+1 for "this and more", -1 for "this and less", 0 for a range."""
        return (self.readings.high == math.inf) - (self.readings.low == -math.inf)


@lru_cache(maxsize=8)
def rules_of(document: Document) -> tuple[Rule, ...]:
    """The rules a document states in so many words."""
    reading = reading_of(document)
    found = list(_rules(reading))
    plain = {rule.measure for rule in found if rule.measure.startswith("breadth ")}
    if len(plain) == 1:
        only = plain.pop()
        found = [_renamed(rule, only) if rule.measure == "breadth" else rule for rule in found]
    return tuple(found)


def _renamed(rule: Rule, measure: str) -> Rule:
    return Rule(measure, rule.readings, rule.outcome, rule.figure, rule.line, rule.told)


def _rules(reading: Reading) -> Iterator[Rule]:
    for at, line in enumerate(reading.lines):
        if line.kind is BlockKind.HEADING or line.text.rstrip().endswith("?"):
            continue
        following = reading.lines[at + 1] if at + 1 < len(reading.lines) else None
        listed = line.kind in {BlockKind.LIST, BlockKind.TABLE}
        measure = _measure(reading.introduction(line)) if listed else None
        if measure is None and _SIZING.search(line.text):
            measure = next(
                (
                    one
                    for back in (1, 2, 3, 4, 5)
                    if at >= back and (one := _measure(reading.lines[at - back].text))
                ),
                None,
            )
        for start, end in _clauses(line):
            measure = _measure(line.text[start:end]) or measure
            if measure:
                yield from _in_clause(line, start, end, measure, following)


def _clauses(line: Line) -> Iterator[tuple[int, int]]:
    """Stretches of one cut-off each: cut at breaks, and between figures at the last comma or conjunction."""
    cuts = {0, len(line.text)}
    cuts |= {cut.end() for cut in _BREAK.finditer(line.text)}
    for left, right in pairwise(line.figures):
        between = line.text[left.span.end - line.start : right.span.start - line.start]
        joints = list(_JOINT.finditer(between))
        if joints:
            cuts.add(left.span.end - line.start + joints[-1].end())
    yield from pairwise(sorted(cuts))


def _measure(text: str) -> str | None:
    """The one measure a stretch speaks of; None for none or several."""
    named = {_MEASURES[int((m.lastgroup or "m0")[1:])][0] for m in _MEASURE.finditer(text)}
    named -= {"breadth"} if named & {"breadth 50", "breadth 200"} else set()
    if len(named) > 1:
        named.discard("composite score")
    return named.pop() if len(named) == 1 else None


def _in_clause(line: Line, start: int, end: int, measure: str, following: Line | None) -> Iterator[Rule]:
    text = line.text[start:end]
    figures = [f for f in line.figures if start <= f.span.start - line.start < end and f.unit in _UNITS]
    if (
        len(figures) != 1
        or len(
            {_MEASURES[int((m.lastgroup or "m0")[1:])][0] for m in _MEASURE.finditer(text)}
            - {"breadth", "composite score", measure}
        )
        > 0
    ):
        return
    figure = figures[0]
    readings = _readings(line, figure)
    if readings is None:
        return
    told = line
    outcomes = _outcomes(text)
    if not outcomes and following and following.block == line.block and _POINTS_BACK.match(following.text):
        outcomes, told = _outcomes(following.text), following
    frame = _FRAME.search(text)
    if len(outcomes) == 1 and not (figure.is_range and not _defines(line, figure)):
        yield Rule(
            measure + (f" {frame[0].lower()}" if frame else ""), readings, outcomes[0], figure, line, told
        )


def _outcomes(text: str) -> list[str]:
    names = list(_OUTCOMES)
    return list(
        dict.fromkeys(
            names[int((match.lastgroup or "o0")[1:])]
            for match in _OUTCOME.finditer(text)
            if not _GRADED.search(text[max(0, match.start() - 14) : match.start()])
        )
    )


def _defines(line: Line, figure: Figure) -> bool:
    """Whether a range is followed or led by its meaning: `40-60 is neutral`, `neutral (40-60)`."""
    at, until = figure.span.start - line.start, figure.span.end - line.start
    after = re.match(
        r"[ )]{0,2}(?:is|are|=|:|means|counts as|as|zone|,|-)?[ ]{0,2}", line.text[until : until + 16]
    )
    behind = line.text[until + (after.end() if after else 0) :][:28]
    before = re.search(
        r"(?P<word>[A-Za-z -]{3,24})[ ]?[(:=]?[ ]?(?:is|between|at|from)?[ ]?\Z",
        line.text[max(0, at - 36) : at],
    )
    return bool(_OUTCOME.match(behind.lstrip("\"' ")) or (before and _OUTCOME.search(before["word"])))


def _readings(line: Line, figure: Figure) -> Interval | None:
    """The readings a cut-off speaks of; None for a plain reading."""
    at = figure.span.start - line.start
    before = line.text[max(0, at - 60) : at]
    if figure.bound == "at least":
        return Interval(figure.low, math.inf)
    if figure.bound == "at most":
        return Interval(-math.inf, figure.high)
    if figure.is_range:
        return None if _HELD.search(before[-30:]) else Interval(figure.low, figure.high)
    if _MINIMUM.search(before):
        return Interval(figure.low, math.inf)
    return Interval(-math.inf, figure.high) if _MAXIMUM.search(before) else None
