"""Scales of a document: bands of a score or reading that leave gaps or overlap, and a grade off its band."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.claims.checks.figures import Figure, shown
from knowledge.claims.checks.found import contradiction, entities, said
from knowledge.claims.checks.reading import Line, reading_of
from knowledge.claims.checks.tables import Table, tables_of
from knowledge.claims.model import Claim, Finding, Measure, Span
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

_STATE = re.compile(
    r"\b(?:bullish|bearish|neutral|buy|sell|hold|low|medium|moderate|high|extreme|weak|strong|full|half"
    r"|quarter|none|no trade|zero"
    r"|aggressive|defensive|cautious|oversold|overbought|calm|stress(?:ed)?|elevated|normal|risk-on|risk-off"
    r"|poor|fair|good"
    r"|excellent|narrow|broad|healthy|washed[- ]out|overweight|underweight|market weight|equal weight"
    r"|outperform|underperform|accumulate|reduce|avoid|overheated|constructive|stand aside|complacen\w+|fear"
    r"|greed|panic)\b|\A(?:Grade[ ])?[A-F][+-]?\Z",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"\b(?:scores?|ratings?|grades?|grading|readings?|bands?|regimes?|thresholds?|levels?|range|buckets?"
    r"|tiers?|scale|interpretation|legend|posture"
    r"|siz(?:e|ing)|percentile|breadth|composite|rsi|vix|adx|zone|signal)\b",
    re.IGNORECASE,
)
_NOT_A_SCALE = re.compile(
    r"\b(?:returns?|probabilit\w+|upside|downside|growth|targets?|scenarios?|forecasts?|estimates?|odds|eps"
    r"|p/?e|yield|allocation|weights|weightings?|horizon"
    r"|days|sessions|weeks|months|typical|support|resistance|price)\b",
    re.IGNORECASE,
)
_UNITS = frozenset({Measure.COUNT, Measure.SCORE, Measure.PERCENT})
_BRACKET = re.compile(r"[ ]?\((?P<label>[A-Z][A-Za-z+-]{0,15}(?:[ ][A-Za-z]+)?)[),:;]")
_GRADE = re.compile(
    r"\b(?:grade|rating|rated|signal|posture|verdict|stance)[ ]?(?::|of|is"
    r"|=)?[ ]{0,2}\"?(?P<label>[A-Z][A-Za-z+-]{0,15}(?:[ ][A-Z][a-z]+)?)"
)


@dataclass(frozen=True, slots=True)
class _Band:
    """One band of a scale; an open side is infinite."""

    label: str
    low: float
    high: float
    step: float
    span: Span

    @property
    def middle(self) -> float:
        """Where it stands on the scale, for the order."""
        if math.isinf(self.low) or math.isinf(self.high):
            return self.high - 1e6 if math.isinf(self.low) else self.low + 1e6
        return (self.low + self.high) / 2

    def has(self, value: float) -> bool:
        """Whether a reading belongs to it, ends included."""
        return self.low <= value <= self.high


def check_bands(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check every scale of three bands and more."""
    entity_of = entities(document, claims)
    reading = reading_of(document)
    scales = [(scale, table.rows[0].line) for table in tables_of(document) for scale in _in_table(table)]
    scales += [(scale, line) for line in reading.lines for scale in _in_sentence(line)]
    for scale, line in scales:
        entity = entity_of(line.whole)
        ordered = sorted(scale, key=lambda band: band.middle)
        for lower, upper in pairwise(ordered):
            yield from _joint(document, lower, upper, entity)
    if len(scales) == 1:
        own = {band.span for band in scales[0][0]}
        for line in reading.lines:
            if not any(line.start <= span.start < line.end for span in own):
                yield from _graded(document, scales[0][0], line, entity_of(line.whole))


def _joint(document: Document, lower: _Band, upper: _Band, entity: str) -> Iterator[Finding]:
    step = max(lower.step, upper.step)
    words = [document.text[band.span.start : band.span.end] for band in (lower, upper)]
    if upper.low < lower.high - 1e-9:
        rule, what = "bands_overlap", "overlap"
    elif upper.low - lower.high > step + 1e-9:
        rule, what = "bands_gap", "leave a gap"
    else:
        return
    yield contradiction(
        rule,
        f"bands {lower.label} and {upper.label}",
        entity,
        (said(document, lower.span), said(document, upper.span)),
        f"{lower.label} ({words[0]}) and {upper.label} ({words[1]}) {what} between "
        f"{shown(min(lower.high, upper.low))} "
        f"and {shown(max(lower.high, upper.low))}.",
    )


def _in_table(table: Table) -> Iterator[list[_Band]]:
    about = " ".join((*table.header, *table.section[-1:], table.intro))
    if not _SCALE.search(about) or _NOT_A_SCALE.search(" ".join((*table.header, table.intro))):
        return
    for column in range(table.width):
        found, states = [], 0
        for row in table.rows:
            cell = row.cell(column)
            figure = cell.figures[0] if cell and len(cell.figures) == 1 else None
            others = [other.text for at, other in enumerate(row.cells) if at != column]
            label = next((text for text in others if text), "")
            states += any(_STATE.search(text) for text in others)
            if figure and label and (figure.is_range or figure.bounded) and figure.unit in _UNITS:
                found.append(_band(label[:40], figure))
        if len(found) == len(table.rows) and 5 * states >= 3 * len(found) and _is_scale(found):
            yield found


def _in_sentence(line: Line) -> Iterator[list[_Band]]:
    """`0-39 bearish, 40-59 neutral, 60-100 bullish`, the state behind or before every band."""
    limits = [f for f in line.figures if (f.is_range or f.bounded) and f.unit in _UNITS]
    if len(limits) < 3 or len(limits) != len(line.figures) or _NOT_A_SCALE.search(line.text):
        return
    cuts = [f.span.start - line.start for f in limits] + [len(line.text)]
    ends = [0] + [f.span.end - line.start for f in limits]
    behind = [line.text[ends[at + 1] : cuts[at + 1]] for at in range(len(limits))]
    before = [line.text[ends[at] : cuts[at]] for at in range(len(limits))]
    for stretches in (behind, before):
        names = [_STATE.search(stretch) for stretch in stretches]
        if all(names):
            found = [_band(name[0], f) for name, f in zip(names, limits, strict=True) if name]
            if _is_scale(found):
                yield found
            return


def _band(label: str, figure: Figure) -> _Band:
    low = -math.inf if figure.bound == "at most" else figure.low
    high = math.inf if figure.bound == "at least" else figure.high
    return _Band(label, low, high, figure.step, figure.span)


def _is_scale(found: Sequence[_Band]) -> bool:
    """Three bands and more, written in order, none of them a part of another."""
    if len(found) < 3 or len({band.label.lower() for band in found}) < 3:
        return False
    middles = [band.middle for band in found]
    rising = all(left < right for left, right in pairwise(middles))
    falling = all(left > right for left, right in pairwise(middles))
    nested = any(
        one is not other and one.low <= other.low and other.high <= one.high
        for one in found
        for other in found
    )
    return (rising or falling) and not nested


def _same_label(band: str, label: str) -> bool:
    one, other = band.lower().removeprefix("grade ").strip(), label.lower().strip()
    return one == other or (len(one) > 2 and other.startswith(f"{one} "))


def _graded(document: Document, scale: Sequence[_Band], line: Line, entity: str) -> Iterator[Finding]:
    """A score beside a grade that the document's own scale gives to other scores."""
    for score in (f for f in line.figures if f.unit is Measure.SCORE and not f.is_range and not f.bounded):
        until = score.span.end - line.start
        match = _BRACKET.match(line.text, until) or _GRADE.search(line.text, until, until + 40)
        if match is None:
            continue
        label = match["label"].strip()
        own = [band for band in scale if _same_label(band.label, label)]
        right = [band for band in scale if band.has(score.low)]
        if len(own) != 1 or not right or own[0] in right:
            continue
        words = document.text[score.span.start : score.span.end]
        yield contradiction(
            "grade_off_band",
            "grade and score",
            entity,
            (
                said(document, right[0].span),
                said(document, Span(score.span.start, line.start + match.end("label"))),
            ),
            f"{words} is graded {label}; the document's own scale gives it {right[0].label}.",
        )
