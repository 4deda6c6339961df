"""The card of an answer: its checked text, what it cites, what to know, and small print on how it came."""

from collections.abc import Iterator

from bot.agent.types import Answer
from bot.answer_words import OUTCOMES
from bot.cards.blocks import Block, Button, Card, Rule, Text
from bot.cards.length import units
from bot.cards.limits import VIEW_CHARACTERS
from bot.cards.quoting import citation, dotted, shortened
from bot.cards.request import Request
from bot.cards.shown import fitted, shown_markdown
from bot.cards.sources import sources_card
from bot.cards.words import escaped, lines, small, sources_of
from tools.results import (
    DISCLAIMER,
    Analysis,
    BreadthReport,
    ClaimsReport,
    DebriefReport,
    EvidenceReport,
    LevelsReport,
    MarketResult,
    RotationReport,
    Scan,
)

__all__ = ["answer_card", "card_request", "partial", "shown_markdown", "sources_card"]

_QUOTE = 160
"""Characters of a cited passage that stand under an answer; "Sources" shows it whole."""

_KINDS: tuple[tuple[type[MarketResult], str], ...] = (
    (Analysis, "analyze"),
    (BreadthReport, "breadth"),
    (RotationReport, "rotation"),
    (LevelsReport, "levels"),
    (EvidenceReport, "evidence"),
    (DebriefReport, "debrief"),
    (ClaimsReport, "claims"),
    (Scan, "scan"),
)
_TITLE = 10
"""Characters that stand above an answer that is being written."""

_SIMULATED = "SIMULATED data: no figure here is real."


def answer_card(answer: Answer, request: Request | None) -> Card:
    """The text, its citations and notices; pressing "Sources" shows what it rests on."""
    simulated = _simulated(answer)
    return Card(
        f"{'SIMULATED · ' if simulated else ''}**{shortened(answer.question.text, 150) or 'Answer'}**",
        tuple(_parts(answer, simulated=simulated)),
        _small_print(answer),
        "warning" if simulated or answer.outcome in ("card", "refused") else "plain",
        tuple(_buttons(answer)),
        request,
    )


def partial(text: str, working: str, *, simulated: bool = False) -> str:
    """An answer that is still being written, as the plain text of a message.

    Args:
        text: What was written and checked so far; may be empty.
        working: What is being done, in words.
        simulated: Whether its figures are made up; said below them.

    Returns:
        At most as many characters as a message of components holds; it ends with what is being done.
    """
    ending = small(f"⏳ {shortened(working)}")
    if simulated:
        ending = f"**{_SIMULATED}**\n{ending}"
    shown = fitted(shown_markdown(text), VIEW_CHARACTERS - _TITLE - units(ending) - 1)
    return f"{shown}\n{ending}" if shown else ending


def card_request(card: MarketResult) -> Request | None:
    """What shows the result itself; None where a button cannot name it."""
    kind = next((name for type_, name in _KINDS if isinstance(card, type_)), None)
    if kind is None:
        return None
    universe = card.universe if isinstance(card, Scan) else ""
    symbol = "" if universe else card.header.symbol
    return _fitting(Request(kind, symbol, card.header.as_of, more=universe))


def _parts(answer: Answer, *, simulated: bool) -> Iterator[Block]:
    if simulated and not any("SIMULATED" in notice for notice in answer.notices):
        yield Text(f"⚠ **{_SIMULATED}**")
    if answer.notices:
        yield Text(lines(f"⚠ {escaped(notice)}" for notice in answer.notices))
    yield Text(shown_markdown(answer.text) or "There is no text in this answer.")
    if answer.citations:
        yield Rule()
        yield from (Text(citation(one, _QUOTE)) for one in answer.citations)


def _small_print(answer: Answer) -> str:
    made = f"answer {answer.id} · session {answer.session.isoformat()} · {answer.model}"
    terms = answer.card.header.terms if answer.card else ""
    how = "" if answer.outcome == "grounded" else f"The text is {OUTCOMES[answer.outcome]}."
    data = sources_of(answer.facts)
    parts = (made, how, f"data: {data}" if data else "", terms, DISCLAIMER)
    return "\n".join(small(dotted([part])) for part in parts if part)


def _buttons(answer: Answer) -> Iterator[Button]:
    shown = card_request(answer.card) if answer.card else None
    wanted = (
        ("Sources", Request("sources", more=answer.id)),
        ("Ask…", Request("ask", more=answer.id)),
        ("Card", shown),
        ("Wrong?", Request("feedback", more=answer.id)),
    )
    for label, request in wanted:
        if request is not None and _fitting(request) is not None:
            yield Button(label, request)


def _fitting(request: Request) -> Request | None:
    """A request that fits a button; an id from elsewhere may not."""
    try:
        request.custom_id  # noqa: B018 - it is checked where it is made
    except ValueError:
        return None
    return request


def _simulated(answer: Answer) -> bool:
    if answer.card is not None and answer.card.header.simulated:
        return True
    notes = (note for fact in answer.facts for note in fact.notes)
    return any("simulated" in text.lower() for text in (*answer.notices, *notes))
