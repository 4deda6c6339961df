"""Score tables: a score, a weight, their product, and the composite they add up to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.claims.checks.figures import Figure, Interval
from knowledge.claims.checks.tables import Row, Table, tables_of
from knowledge.claims.model import Measure
from knowledge.types import Document

COMPOSITE = re.compile(
    r"\b(?:composite|overall|total|aggregate|weighted|final|sum|blended|combined|average|mean)\b",
    re.IGNORECASE,
)
_SCORE = re.compile(r"\b(?:scores?|ratings?|rated|raw|points|readings?|marks?|values?)\b", re.IGNORECASE)
_PLAIN_SCORE = re.compile(r"\bscores?\b", re.IGNORECASE)
_MEAN = re.compile(r"\b(?:average|mean)\b", re.IGNORECASE)
_SUM = re.compile(r"\b(?:total|sum)\b", re.IGNORECASE)
_WEIGHT = re.compile(r"\b(?:weights?|weightings?|wts?|wgt)\b", re.IGNORECASE)
_WEIGHTED = re.compile(r"\bweighted\b|\bcontrib|\bproduct\b|\bweight ?[x\u00d7*] ?score\b", re.IGNORECASE)
_FACTORS = (1.0, 10.0, 0.1, 100.0, 0.01)
_NONE = Interval(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Part:
    """One scored dimension.

    Attributes:
        row: Its row.
        score: Its score.
        weight: Its weight; None when the table gives none.
        weighted: Score times weight as the table says; None when it does not.
    """

    row: Row
    score: Figure
    weight: Figure | None
    weighted: Figure | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A table of scored dimensions.

    Attributes:
        table: The table.
        parts: Its dimensions.
        composite: The composite it states; None when it does not.
        composite_row: Where.
        whole: What the weights add up to when they are complete: 100, or 1 for fractions.
        factor: What score times weight is multiplied with to give the weighted column's scale.
    """

    table: Table
    parts: tuple[Part, ...]
    composite: Figure | None
    composite_row: Row | None
    whole: float
    factor: float

    @property
    def exact_weights(self) -> bool:
        """Whether the weights add up exactly, so that none of them was rounded."""
        weights = [part.weight.low for part in self.parts if part.weight]
        return len(weights) == len(self.parts) and abs(sum(weights) - self.whole) < 1e-9

    def product(self, part: Part) -> Interval | None:
        """What score times weight can be, as far as both are shown."""
        if part.weight is None:
            return None
        weight = part.weight.exact if self.exact_weights else part.weight.shown
        return part.score.shown.times(weight).times(
            Interval(self.factor / self.whole, self.factor / self.whole)
        )

    def plain_product(self, part: Part) -> float | None:
        """Score times weight of the figures as written."""
        if part.weight is None:
            return None
        return part.score.low * part.weight.low / self.whole * self.factor

    def composites(self) -> list[Interval]:
        """What the composite can be: from the weighted column, from scores and weights, or from scores alone.

        Empty when the table does not say how its parts make the whole.
        """
        if not any(part.weight for part in self.parts):
            return self._unweighted()
        weighted = [part.weighted.shown for part in self.parts if part.weighted]
        if len(weighted) == len(self.parts):
            plain = sum(self.plain_product(part) or 0.0 for part in self.parts)
            return [_total(weighted), Interval(plain, plain)]
        products = [product for part in self.parts if (product := self.product(part))]
        return [_total(products)] if len(products) == len(self.parts) else []

    def _unweighted(self) -> list[Interval]:
        label = self.composite_row.label if self.composite_row else ""
        total = _total([part.score.shown for part in self.parts])
        if _MEAN.search(label):
            return [total.times(Interval(1 / len(self.parts), 1 / len(self.parts)))]
        return [total] if _SUM.search(label) and not self._shares_one_scale() else []

    def _shares_one_scale(self) -> bool:
        """Whether the total is on the scale of its parts, so that it cannot be their plain sum."""
        total = self.composite
        return total is not None and total.of is not None and total.of == self.parts[0].score.of


def scorecards(document: Document) -> Iterator[Scorecard]:
    """The score tables of a document: at least two scored dimensions, mostly with weights."""
    for table in tables_of(document):
        if table.listed:
            continue
        weights = table.named(_WEIGHT, but=_WEIGHTED)
        weighted = table.named(_WEIGHTED)
        pattern = _SCORE if weights else _PLAIN_SCORE
        scores = [at for at in table.named(pattern) if at not in weights and at not in weighted]
        if len(scores) == 2 and len(weights) == 1 and not weighted and scores[0] < weights[0] < scores[1]:
            weighted = [scores.pop()]  # "Rating, Weight, Points": what follows the weight is the product
        if len(scores) == 1 and len(weights) <= 1 and len(weighted) <= 1:
            card = _card(table, scores[0], (*weights, None)[0], (*weighted, None)[0])
            if card:
                yield card


def _card(table: Table, score: int, weight: int | None, weighted: int | None) -> Scorecard | None:
    parts: list[Part] = []
    composite: Figure | None = None
    composite_row: Row | None = None
    for row in table.rows:
        if COMPOSITE.search(row.label) and (len(parts) > 1 or row is table.rows[-1]):
            composite = (row.figure(weighted) if weighted is not None else None) or row.figure(score)
            composite = composite or next(
                (cell.figure for cell in row.cells[1:] if _is_score(cell.figure)), None
            )
            composite_row = row
            break
        wanted = [column for column in (score, weight, weighted) if column is not None]
        given = [figure for column in wanted if _is_single(figure := row.figure(column))]
        if len(given) < len(wanted) or given[0] is None:
            return None
        by_column = dict(zip(wanted, given, strict=True))
        parts.append(
            Part(
                row,
                given[0],
                by_column[weight] if weight is not None else None,
                by_column[weighted] if weighted is not None else None,
            )
        )
    if len(parts) < 2:
        return None
    total = sum(part.weight.low for part in parts if part.weight)
    whole = 1.0 if total <= 1.5 else 100.0
    return Scorecard(table, tuple(parts), composite, composite_row, whole, _factor(parts, whole))


def _is_score(figure: Figure | None) -> bool:
    return figure is not None and figure.unit in {Measure.SCORE, Measure.COUNT} and not figure.is_range


def _is_single(figure: Figure | None) -> bool:
    return figure is not None and not figure.is_range and not figure.bounded


def _factor(parts: list[Part], whole: float) -> float:
    """The scale of the weighted column: the one on which most rows come out, 1 when in doubt."""

    def agree(factor: float) -> int:
        count = 0
        for part in parts:
            if part.weight and part.weighted:
                product = part.score.shown.times(part.weight.shown).times(
                    Interval(factor / whole, factor / whole)
                )
                count += product.meets(part.weighted.shown)
        return count

    if 2 * agree(1.0) >= len(parts):
        return 1.0
    return max(_FACTORS, key=agree)


def _total(intervals: list[Interval]) -> Interval:
    total = _NONE
    for interval in intervals:
        total = total.plus(interval)
    return total
