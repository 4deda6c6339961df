"""Where an answer comes from: what was called, cited and checked, and what it took."""

from collections.abc import Iterator, Sequence
from itertools import chain

from bot.agent.grounding.verdict import Claim
from bot.agent.replay import as_called
from bot.agent.types import Answer, ToolUse
from bot.answer_words import OUTCOMES, gave, took
from bot.cards.blocks import Block, Card, Text
from bot.cards.quoting import citation, dotted, words_of
from bot.cards.request import Request
from bot.cards.sections import section
from bot.cards.shown import shown_markdown
from bot.cards.words import escaped, lines, small, value
from bot.document_words import counted
from bot.printable import printable_lines
from tools.results import DISCLAIMER
from tools.types import Fact

_LINES = 6
"""Lines of what a tool gave that are shown."""

_WIDE = 200
"""Characters of such a line."""

_WHOLE = 4_000
"""Characters of a cited passage."""


def sources_card(answer: Answer, request: Request | None) -> Card:
    """Everything behind an answer."""
    return Card(
        f"**Sources of answer {escaped(answer.id)}**",
        (
            Text(_asked(answer)),
            _tools(answer.uses),
            *_cited(answer),
            *([_facts(answer.facts)] if answer.facts else []),
            _checked(answer.verdict.claims),
            *_cut(answer),
            section("Took", *(f"- {escaped(part)}" for part in took(answer.cost))),
        ),
        small(DISCLAIMER),
        request=request,
    )


def _asked(answer: Answer) -> str:
    question = answer.question
    told = [
        f"asked {answer.asked_at:%Y-%m-%d %H:%M %Z}",
        f"session {answer.session.isoformat()}",
        f"model {answer.model}",
        question.asker.tenant.name,
        f"as of {question.as_of.isoformat()}" if question.as_of else "",
    ]
    return lines(
        (
            "\n".join(f"> {line}" for line in words_of(question.text).split("\n")),
            dotted(told),
            f"The text is {OUTCOMES[answer.outcome]}.",
            *(f"⚠ {escaped(notice)}" for notice in answer.notices),
        )
    )


def _tools(uses: Sequence[ToolUse]) -> Text:
    if not uses:
        return section("Tools", "None was called.")
    return section("Tools", *(_use(number, use) for number, use in enumerate(uses, start=1)))


def _use(number: int, use: ToolUse) -> str:
    arguments = ", ".join(f"{name}: {_words(given)}" for name, given in as_called(use.arguments).items())
    told = [line for line in printable_lines(use.text) if line.strip()]
    more = len(told) - _LINES
    return lines(
        (
            rf"{number}\. **{escaped(use.name)}** ({escaped(arguments)})",
            dotted(list(gave(use))),
            *(small(escaped(_beginning(line))) for line in told[:_LINES]),
            small(f"and {counted(more, 'line')} more") if more > 0 else "",
        )
    )


def _words(argument: object) -> str:
    return ", ".join(map(str, argument)) if isinstance(argument, list) else str(argument)


def _beginning(line: str) -> str:
    return line if len(line) <= _WIDE else f"{line[:_WIDE]}\N{HORIZONTAL ELLIPSIS}"


def _cited(answer: Answer) -> Iterator[Block]:
    if answer.citations:
        yield section("Passages cited")
    for one in answer.citations:
        yield Text(f"{citation(one, _WHOLE)}\n{small(f'passage {escaped(one.passage)}')}")


def _facts(facts: Sequence[Fact]) -> Text:
    """Facts with label, value, source, day and how they were made, and each caveat once."""
    caveats = dict.fromkeys(chain.from_iterable(fact.notes for fact in facts))
    return section(
        "Facts used",
        *(
            f"- {escaped(fact.label)} **{value(fact)}** "
            f"({dotted([fact.source, fact.as_of.isoformat(), fact.method])})"
            for fact in facts
        ),
        *(f"⚠ {escaped(caveat)}" for caveat in caveats),
    )


def _checked(claims: Sequence[Claim]) -> Text:
    if not claims:
        return section("Checked", "The text claims nothing about figures.")
    failed = sum(not claim.holds for claim in claims)
    return section(
        "Checked",
        f"{counted(len(claims), 'claim')}, {failed} not borne",
        *(
            f"- {'✓' if claim.holds else '✗'} **{escaped(claim.text)}** "
            f"{escaped(claim.kind.value)}: {escaped(claim.because)}"
            for claim in claims
        ),
    )


def _cut(answer: Answer) -> Iterator[Block]:
    """What the model wrote, where it is not what people were given."""
    if answer.outcome in ("cut", "card") and answer.written.strip():
        yield section("Written by the model before anything was cut", shown_markdown(answer.written))
