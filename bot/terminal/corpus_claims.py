"""What documents claim in numbers, and where claims do not go together."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.text import Text

from bot.checked import Checked
from bot.printable import printable
from bot.terminal.corpus_words import counted, indented
from bot.terminal.layout import PHRASE, Head, Row, Rows, section
from bot.terminal.words import ABSENT, STRONG, plain
from knowledge.claims.model import Claim, Finding, Measure, Quantity, Side, Verdict
from knowledge.types import Document

_CLAIM_HEADS = (
    Head("Metric"),
    Head("Of"),
    Head("Value", "right"),
    Head("Unit"),
    Head("As of"),
    Head("How"),
)
_ORDER = (
    (Verdict.CONTRADICTION, "Contradictions"),
    (Verdict.DOES_NOT_RECOMPUTE, "Figures that do not recompute"),
    (Verdict.DIFFERENT_DEFINITION, "Different definitions"),
    (Verdict.SUPERSEDED, "Superseded by a later figure"),
)
_SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
_SCALED = (Measure.USD, Measure.SHARES, Measure.CONTRACTS, Measure.COUNT)


def figure(quantity: Quantity) -> str:
    """A quantity in words: "about 43", "at least 2.78 billion", "43 to 44"."""
    low, high = (_number(end, quantity) for end in (quantity.low, quantity.high))
    if quantity.bound == "at least":
        return f"at least {low}"
    if quantity.bound == "at most":
        return f"at most {high}" if math.isinf(quantity.low) else f"{low} to at most {high}"
    said = low if quantity.low == quantity.high else f"{low} to {high}"
    return f"about {said}" if quantity.bound == "about" else said


def _number(value: float, quantity: Quantity) -> str:
    """As many digits as were written."""
    scales = _SCALES if quantity.unit in _SCALED else ()
    scale, word = next((pair for pair in scales if abs(value) >= pair[0]), (1.0, ""))
    exponent = Decimal(f"{quantity.step / scale:.9g}").normalize().as_tuple().exponent
    digits = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"{value / scale:,.{digits}f}{word}"


_NOTHING_ADDED = (
    "No document was added yet. `python -m bot knowledge add PATH` adds files and folders; --shipped looks "
    "at the reports that come with the program."
)


def claims_page(
    claims: Sequence[Claim], documents: Mapping[str, Document], metrics: Collection[str]
) -> Group:
    """Claims by document, each with the sentence it was read from.

    Args:
        claims: What to show.
        documents: By id, those that were read.
        metrics: What there is to choose from, where nothing is left to show.
    """
    if not documents:
        return Group(plain(_NOTHING_ADDED))
    if not claims:
        said = f"No claim of this kind was found in {counted(len(documents), 'document')}."
        return Group(plain(f"{said} Metrics that were found: {', '.join(sorted(metrics)) or 'none'}."))
    by_document = {name: [one for one in claims if one.document == name] for name in documents}
    parts = [
        section(printable(f"{documents[name].title} · {name}"), _claims(found, documents[name]))
        for name, found in by_document.items()
        if found
    ]
    with_claims = sum(bool(found) for found in by_document.values())
    said = f"{counted(len(claims), 'claim')} in {counted(with_claims, 'document')}."
    return Group(
        *parts, plain(f"{said} (doc): no day is said with the figure; it is the document's.", ABSENT)
    )


def _claims(claims: Sequence[Claim], document: Document) -> Rows:
    rows = [
        Row(
            (
                plain(f"{claim.metric} ({claim.variant})" if claim.variant else claim.metric, STRONG),
                plain(claim.entity),
                plain(figure(claim.quantity), STRONG),
                plain(claim.quantity.unit.value),
                plain(_as_of(claim)),
                plain(claim.method.value),
            ),
            _said(claim, document),
        )
        for claim in claims
    ]
    return Rows(_CLAIM_HEADS, rows, "Who says it, where, and the words", least=PHRASE)


def _as_of(claim: Claim) -> str:
    if claim.as_of is None:
        return "unknown"
    return claim.as_of.isoformat() if claim.as_of_said else f"{claim.as_of.isoformat()} (doc)"


def _said(claim: Claim, document: Document) -> Text:
    """Who says it, where the figure stands, and the sentence around it."""
    span = claim.quantity.span
    who = f"{claim.attributed_to or document.source}, characters {span.start:,} to {span.end:,}:"
    words = document.text[claim.sentence.start : claim.sentence.end]
    return Text.assemble(plain(who, ABSENT), " ", plain(_quoted(words)), overflow="fold")


def _quoted(words: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}"


def findings_page(checked: Checked, *, most: int = 20, rules: Collection[str] | None = None) -> Group:
    """Disagreements by verdict, contradictions first.

    Args:
        checked: What was found.
        most: Findings of one verdict that are shown; of more there is only a number.
        rules: Where one rule was asked for, all that found something: what there is to choose from.
    """
    if not checked.documents:
        return Group(plain(_NOTHING_ADDED))
    parts: list[RenderableType] = []
    if not checked.findings:
        said = f"in {counted(checked.documents, 'document')}."
        if rules:
            there = ", ".join(sorted(rules))
            parts.append(plain(f"This rule found nothing {said} Rules that found something: {there}."))
        else:
            parts.append(plain(f"No disagreement was found {said}"))
    for verdict, title in _ORDER:
        found = [one for one in checked.findings if one.verdict is verdict]
        if found:
            parts.append(section(f"{title} ({len(found):,})", *(_finding(one) for one in found[:most])))
        if len(found) > most:
            said = f"and {len(found) - most:,} more; --limit shows more, --symbol and --rule narrow the list."
            parts += [plain(said, "yellow"), Text()]
    return Group(*parts, *_left_out(checked.superseded_left_out), plain(checked.bars, ABSENT))


def _left_out(superseded: int) -> Iterator[Text]:
    if superseded:
        yield plain(
            f"Not shown: {counted(superseded, 'figure')} that a later report replaced; --all shows them.",
            ABSENT,
        )


def _finding(finding: Finding) -> Group:
    kind = plain(f"{finding.entity}, {finding.rule}", ABSENT)
    head = Text.assemble(plain(finding.subject, STRONG), "  ", kind, overflow="fold")
    sides = [indented(_side(side), 2) for side in finding.sides]
    return Group(head, *sides, indented(plain(finding.why), 2), Text())


def _side(side: Side) -> Text:
    where = [side.title]
    where += [side.document] if side.document else []
    where += [side.day.isoformat() if side.day else "date unknown"] if side.document or side.day else []
    where += [f"characters {side.span.start:,} to {side.span.end:,}"] if side.span else []
    words = _quoted(side.quote) if side.span else side.quote
    return Text.assemble("- ", plain(words), "  ", plain(", ".join(where), ABSENT), overflow="fold")
