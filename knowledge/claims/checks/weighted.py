"""Score tables recomputed: score times weight, the sum of the weights, the composite in table and prose."""

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.claims.checks.figures import Figure, Interval, shown
from knowledge.claims.checks.found import contradiction, entities, ours, said, wrong
from knowledge.claims.checks.reading import FIGURE, NUMBER, SCORE, Line, reading_of
from knowledge.claims.checks.scorecards import COMPOSITE, Part, Scorecard, scorecards
from knowledge.claims.model import Claim, Finding
from knowledge.ports import EventDays, Prices
from knowledge.types import BlockKind, Document

_STATED_COMPOSITE = re.compile(
    r"(?:\b(?:composite|overall|aggregate|total|final|headline)(?:[ ](?:trade|signal|rating|weighted|risk"
    r"|model"
    r"|[A-Z]{2,5}))?[ ](?:scores?|rating|grade|reading)|\A(?:trade[ ]|signal[ ])?score\b|\bcomposite)"
    rf"(?:[ ](?:for|of)[ ][A-Z]{{2,5}})?(?:[ ](?:of|at|is|to|stands at|comes to|comes in at|works out (?:to"
    r"|at)"
    rf"|reads))?[ ]?[:=(\t]*[ ]{{0,3}}(?P<score>[{SCORE}{NUMBER}]+)",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:last|previous(?:ly)?|prior|earlier|yesterday|ago|was|were|had been|from|until|target|threshold|if"
    r"|would|could"
    r"|needs?|requires?|minimum|peer|average)\b[^.;]{0,40}\Z",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    """
    score scores rating profile quality strength analysis overall and the conviction composite
    total dimension component factor picture outlook view layer signal
    """.split()  # noqa: SIM905 - one word a line would take a page
)
_FILLER = frozenset(
    """
    score scores scored rating rates rated dimension component profile quality strength conviction
    of at is a an the earns gets receives stands for reads comes in picture thesis investment
    analysis layer carries and just only
    """.split()  # noqa: SIM905 - one word a line would take a page
)


def check_scorecards(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check every score table of a document, and what its prose says of it."""
    entity_of = entities(document, claims)
    cards = list(scorecards(document))
    for card in cards:
        entity = entity_of(card.table.span)
        yield from _rows(document, card, entity)
        yield from _weights(document, card, entity)
        yield from _composite(document, card, entity)
    if len(cards) == 1:
        yield from _prose(document, cards[0], entity_of(cards[0].table.span))


def _rows(document: Document, card: Scorecard, entity: str) -> Iterator[Finding]:
    """Rows whose product does not come out while most others do."""
    off = [part for part in card.parts if part.weighted and not _comes_out(card, part)]
    if not off or 2 * len(off) > len(card.parts):
        return
    for part in off:
        plain = card.plain_product(part)
        if part.weighted is None or part.weight is None or plain is None:
            continue
        quotes = [document.text[f.span.start : f.span.end] for f in (part.score, part.weight, part.weighted)]
        yield wrong(
            "weighted_row",
            f"{part.row.label}: score times weight",
            entity,
            (said(document, part.row.line.whole), ours("arithmetic", shown(plain))),
            f"{quotes[0]} at {quotes[1]} gives {shown(plain)}, the table says {quotes[2]}.",
        )


def _comes_out(card: Scorecard, part: Part) -> bool:
    product = card.product(part)
    return product is None or part.weighted is None or product.meets(part.weighted.shown)


def _weights(document: Document, card: Scorecard, entity: str) -> Iterator[Finding]:
    weights = [part.weight for part in card.parts if part.weight]
    total_weight = sum(weight.low for weight in weights)
    # rounded weights miss the whole by a digit or so, not by half a digit each
    slack = max(weight.step for weight in weights) * max(1.0, len(weights) / 4) if weights else 0.0
    if abs(total_weight - card.whole) <= slack + 1e-9:
        return
    if total_weight < card.whole and not _is_complete(card):
        return
    total = shown(total_weight * 100 / card.whole)
    sides = [said(document, weight.span) for weight in weights]
    yield wrong(
        "weights_sum",
        "sum of the weights",
        entity,
        (*sides, ours("arithmetic", f"{total} %")),
        f"The {len(weights)} weights add up to {total} %, not to 100 %.",
    )


def _is_complete(card: Scorecard) -> bool:
    """Whether the table shows that its rows are all there are: it draws them together, or weighs each."""
    return card.composite_row is not None or card.parts[0].weighted is not None


def _composite(document: Document, card: Scorecard, entity: str) -> Iterator[Finding]:
    if card.composite is None or card.composite.is_range or card.composite_row is None:
        return
    readings = card.composites()
    if not readings or any(_comes_to(card, card.composite, reading) for reading in readings):
        return
    figure = _from_rows(card)
    yield wrong(
        "weighted_sum",
        f"{card.composite_row.label}: sum of the weighted scores",
        entity,
        (said(document, card.composite_row.line.whole), ours("arithmetic", figure)),
        f"The rows of the table add up to {figure}, its last row says "
        f"{document.text[card.composite.span.start : card.composite.span.end]}.",
    )


def _comes_to(card: Scorecard, figure: Figure, reading: Interval) -> bool:
    """Whether a composite can be the reading; scores out of 10 may make a composite out of 100."""
    scale = 1.0
    of = card.parts[0].score.of
    if figure.of is not None and of is not None:
        scale = figure.of / of
    return any(figure.shown.meets(reading.times(Interval(k, k))) for k in (1.0, scale))


def _from_rows(card: Scorecard) -> str:
    weighted = [part.weighted.low for part in card.parts if part.weighted]
    if len(weighted) == len(card.parts):
        return shown(sum(weighted))
    return shown(sum(card.plain_product(part) or 0.0 for part in card.parts))


def _prose(document: Document, card: Scorecard, entity: str) -> Iterator[Finding]:
    table_lines = {row.line.start for row in card.table.rows}
    for line in reading_of(document).lines:
        if line.start in table_lines:
            continue
        stated = _STATED_COMPOSITE.search(line.masked)
        if stated:
            figure = line.figure_at(stated.start("score"))
            if figure and not _EARLIER.search(line.text[: stated.start()]):
                yield from _restated_composite(document, card, figure, entity)
        yield from _restated_parts(document, card, line, entity)


def _restated_composite(
    document: Document, card: Scorecard, figure: Figure, entity: str
) -> Iterator[Finding]:
    if figure.bounded or figure.is_range:
        return
    if card.composite is not None and not card.composite.is_range:
        if not _same_scale(figure, card.composite):
            return
        readings = [card.composite.shown]
        if not any(_comes_to(card, card.composite, rows) for rows in card.composites()):
            readings += card.composites()
    else:
        readings = card.composites()
    if not readings or any(_comes_to(card, figure, reading) for reading in readings):
        return
    table = card.composite.span if card.composite else card.parts[-1].row.line.whole
    total = _from_rows(card)
    words = document.text[figure.span.start : figure.span.end]
    yield wrong(
        "weighted_sum",
        "composite score in the text and in the table",
        entity,
        (said(document, figure.span), said(document, table), ours("arithmetic", total)),
        f"The text says {words}; the table's rows add up to {total}, which does not round to it.",
    )


def _same_scale(left: Figure, right: Figure) -> bool:
    return left.of is None or right.of is None or left.of == right.of


def _restated_parts(document: Document, card: Scorecard, line: Line, entity: str) -> Iterator[Finding]:
    keys = {part.row.label: _keywords(part.row.label) for part in card.parts}
    for figure in line.figures:
        of = card.parts[0].score.of
        if figure.of is None or (of is not None and figure.of != of) or figure.bounded or figure.is_range:
            continue
        at = figure.span.start - line.start
        before = re.split(rf"{FIGURE}|[.;,()\u2014\n]", line.masked[max(0, at - 90) : at])[-1]
        if line.kind is BlockKind.TABLE or _EARLIER.search(before):
            continue
        words = re.findall(r"[A-Za-z][A-Za-z'-]*", before)
        named = [
            part
            for part in card.parts
            if (last := _last(words, keys[part.row.label])) is not None
            and all(word.lower() in _FILLER or word.isupper() for word in words[last + 1 :])
        ]
        if len(named) == 1 and not COMPOSITE.search(" ".join(words[-2:-1])):
            part = named[0]
            if not part.score.shown.meets(figure.shown):
                stated = document.text[figure.span.start : figure.span.end]
                table = document.text[part.score.span.start : part.score.span.end]
                yield contradiction(
                    "score_stated_twice",
                    f"score of {part.row.label}",
                    entity,
                    (said(document, part.row.line.whole), said(document, figure.span)),
                    f"The table gives {part.row.label} {table}, the text says {stated}.",
                )


def _keywords(label: str) -> frozenset[str]:
    return frozenset(word.lower() for word in re.findall(r"[A-Za-z]{3,}", label)) - _GENERIC


def _last(words: Sequence[str], keys: frozenset[str]) -> int | None:
    places = [at for at, word in enumerate(words) if word.lower().removesuffix("'s") in keys]
    return places[-1] if places else None
