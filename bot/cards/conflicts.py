"""The card of disagreements: where sources contradict each other, arithmetic, the calendar or bars."""

from collections.abc import Iterator, Sequence

from bot.cards.blocks import Block, Card, Text
from bot.cards.quoting import dotted, quoted, shortened
from bot.cards.request import Request
from bot.cards.sections import section
from bot.cards.words import escaped, lines, small
from bot.checked import Checked
from bot.document_words import counted
from knowledge.claims.model import Finding, Side, Verdict

_TITLES = (
    (Verdict.CONTRADICTION, "Contradictions"),
    (Verdict.DOES_NOT_RECOMPUTE, "Figures that do not recompute"),
    (Verdict.DIFFERENT_DEFINITION, "Different definitions"),
    (Verdict.SUPERSEDED, "Superseded by a later figure"),
)
_NONE = "No disagreement was found in"
_MEANS = (
    "That means: no two figures of the same thing and day were found apart, and none that could be held "
    "against arithmetic, calendar or bars failed. It does not mean that the reports are right."
)


def conflicts_card(checked: Checked, request: Request | None, *, about: str = "") -> Card:
    """Where sources contradict each other, arithmetic, the calendar or bars; both sides in their words."""
    return Card(
        f"**Conflicts between sources**{f' · {shortened(about)}' if about else ''}",
        tuple(conflicts_parts(checked)),
        small(escaped(checked.bars)),
        tone="warning" if checked.findings else "plain",
        request=request,
    )


def conflicts_parts(checked: Checked) -> Iterator[Block]:
    """Disagreements by kind, contradictions first; where there is none, what that means."""
    if not checked.documents:
        yield Text("No document was added yet, so there is nothing to hold together.")
        return
    if not checked.findings:
        yield Text(f"{_NONE} {counted(checked.documents, 'document')}. {_MEANS}")
    yield from findings_of(checked.findings)
    if checked.superseded_left_out:
        yield Text(
            small(
                f"Not shown: {counted(checked.superseded_left_out, 'figure')} that a later report replaced."
            )
        )


def findings_of(findings: Sequence[Finding]) -> Iterator[Block]:
    """Disagreements by kind, contradictions first, each side in its own words."""
    for verdict, title in _TITLES:
        found = [one for one in findings if one.verdict is verdict]
        if found:
            yield section(title)
            yield from (Text(_finding(one)) for one in found)


def _finding(finding: Finding) -> str:
    kind = dotted([part for part in (finding.entity, finding.rule.replace("_", " ")) if part])
    head = f"**{escaped(finding.subject)}** · {kind}"
    return lines((head, *map(_side, finding.sides), escaped(finding.why)))


def _side(side: Side) -> str:
    """A document's own words as a quote, or a figure of ours as it is."""
    where = [side.title, *([side.document] if side.document else [])]
    if side.document or side.day:
        where.append(side.day.isoformat() if side.day else "date unknown")
    words = quoted(side.quote) if side.span else escaped(side.quote)
    return f"{words}\n{small(dotted(where))}"
