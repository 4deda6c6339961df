"""Where an answer comes from: what was called, cited and checked, and what it took."""

from collections.abc import Iterator, Sequence
from itertools import chain

from rich.console import Group, RenderableType
from rich.text import Text

from bot.agent.grounding.verdict import Claim
from bot.agent.replay import as_called
from bot.agent.types import Answer, Cited, ToolUse
from bot.answer_words import OUTCOMES, gave, took
from bot.printable import printable_lines
from bot.terminal.answer import cited
from bot.terminal.answer_text import AnswerText, clean
from bot.terminal.corpus_words import counted, indented, quote
from bot.terminal.layout import Head, Row, Rows, section
from bot.terminal.words import ABSENT, STRONG, listed, plain, value
from tools.types import Fact

_LINES = 6
"""Lines of what a tool gave that are shown; JSON has all of them."""

_WIDE = 200
"""Characters of such a line: a quoted passage is one, and stands below where it is cited."""


def why_page(answer: Answer, *, drawn: bool = False) -> Group:
    """Everything behind an answer.

    Args:
        answer: As it was kept.
        drawn: Whether its Markdown is drawn, as on a terminal.
    """
    return Group(
        _asked(answer),
        AnswerText(answer.text) if drawn else Text(clean(answer.text), overflow="fold"),
        Text(),
        *_tools(answer.uses),
        *_cited(answer.citations),
        *([facts_used(answer.facts)] if answer.facts else []),
        _checked(answer.verdict.claims),
        *_cut(answer),
        _took(answer),
    )


def facts_used(facts: Sequence[Fact]) -> Group:
    """Facts with label, value, source, day and how they were made, those of one source and day together."""
    rows = [
        Row(
            (plain(fact.label), value(fact, STRONG)),
            listed(
                [plain(part, ABSENT) for part in (fact.source, fact.as_of.isoformat(), fact.method) if part]
            ),
        )
        for fact in facts
    ]
    caveats = dict.fromkeys(chain.from_iterable(fact.notes for fact in facts))
    return section(
        f"Facts used ({len(rows)})",
        Rows((Head("Reading"), Head("Value", "right")), rows, "From"),
        *(plain(f"! {caveat}") for caveat in caveats),
        Text(),
    )


def _asked(answer: Answer) -> RenderableType:
    question = answer.question
    told = [
        f"answer {answer.id}",
        f"asked {answer.asked_at:%Y-%m-%d %H:%M %Z}",
        f"session {answer.session.isoformat()}",
        f"model {answer.model}",
        question.asker.tenant.name,
    ]
    if question.as_of is not None:
        told.append(f"as of {question.as_of.isoformat()}")
    return Group(
        Text("\n".join(printable_lines(question.text)), STRONG, overflow="fold"),
        listed([plain(part, ABSENT) for part in told]),
        plain(f"The text is {OUTCOMES[answer.outcome]}.", ABSENT),
        *(plain(f"! {notice}", "yellow") for notice in answer.notices),
        Text(),
    )


def _tools(uses: Sequence[ToolUse]) -> Iterator[RenderableType]:
    if not uses:
        yield section("Tools", plain("None was called."), Text())
        return
    yield section(f"Tools ({len(uses)})")
    for number, use in enumerate(uses, start=1):
        arguments = ", ".join(f"{name}: {_words(given)}" for name, given in as_called(use.arguments).items())
        yield Text.assemble(
            (f"{number}. ", ABSENT), plain(use.name, STRONG), plain(f"({arguments})"), overflow="fold"
        )
        yield indented(listed([plain(part, "" if use.outcome == "ok" else "yellow") for part in gave(use)]))
        lines = [line for line in printable_lines(use.text) if line.strip()]
        for line in lines[:_LINES]:
            yield indented(Text(_beginning(line), ABSENT, overflow="fold"), 6)
        if len(lines) > _LINES:
            yield indented(
                plain(f"and {counted(len(lines) - _LINES, 'line')} more; --json has them", ABSENT), 6
            )
    yield Text()


def _beginning(line: str) -> str:
    return line if len(line) <= _WIDE else f"{line[:_WIDE]}\N{HORIZONTAL ELLIPSIS}"


def _words(argument: object) -> str:
    return ", ".join(map(str, argument)) if isinstance(argument, list) else str(argument)


def _cited(citations: Sequence[Cited]) -> Iterator[RenderableType]:
    if not citations:
        return
    yield section(f"Passages cited ({len(citations)})")
    for one in citations:
        yield cited(one)
        yield indented(plain(f"passage {one.passage}", ABSENT))
        yield indented(quote(one.quote), 6)
    yield Text()


def _checked(claims: Sequence[Claim]) -> RenderableType:
    if not claims:
        return section("Checked", plain("The text claims nothing about figures."), Text())
    failed = sum(not claim.holds for claim in claims)
    title = f"Checked ({counted(len(claims), 'claim')}, {failed} not borne)"
    rows = [Row((_verdict(claim), plain(claim.text, STRONG)), _because(claim)) for claim in claims]
    return section(title, *_lines(rows), Text())


def _lines(rows: Sequence[Row]) -> Iterator[RenderableType]:
    """Claims may be of any length: each is a line of its own, with its reason below."""
    for row in rows:
        yield Text(" ").join(row.cells)
        yield indented(row.words, 2)


def _verdict(claim: Claim) -> Text:
    return plain("✓", "green") if claim.holds else plain("✗", "red")


def _because(claim: Claim) -> Text:
    return Text.assemble(plain(claim.kind.value, ABSENT), "  ", plain(claim.because), overflow="fold")


def _cut(answer: Answer) -> Iterator[RenderableType]:
    """What the model wrote, where it is not what people were given."""
    if answer.outcome in ("cut", "card") and answer.written.strip():
        yield section(
            "Written by the model before anything was cut",
            Text(clean(answer.written), ABSENT, overflow="fold"),
            Text(),
        )


def _took(answer: Answer) -> RenderableType:
    return section("Took", listed([plain(part) for part in took(answer.cost)]))
