"""What stands below the text of an answer: where it is from, what to know, and how to ask why."""

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.text import Text

from bot.agent.types import Answer, Cited
from bot.answer_words import spent
from bot.terminal.corpus_words import counted, published
from bot.terminal.words import ABSENT, STRONG, listed, plain
from knowledge.tenants import PUBLIC
from tools.results import DISCLAIMER

_WHOLE = 100_000
"""Cells in which no line is broken."""

_HISTORY = 20
"""Answers of a conversation that are given back; there may be older ones."""

_SHORT = 60
"""Characters of a question that stand in a list."""


def show_below(answer: Answer, out: Console, *, disclaimer: bool = True) -> None:
    """Print what stands below the text; in a file each line stays whole, for programs that look for one."""
    whole = out if out.is_terminal else Console(file=out.file, width=_WHOLE)
    whole.print(below(answer, disclaimer=disclaimer))


def below(answer: Answer, *, disclaimer: bool = True) -> Group:
    """Citations, notices, the footer line and the disclaimer."""
    return Group(*_parts(answer), *([plain(DISCLAIMER, ABSENT)] if disclaimer else []))


def _parts(answer: Answer) -> Iterator[RenderableType]:
    for one in answer.citations:
        yield cited(one)
    for notice in answer.notices:
        yield plain(f"! {notice}", "yellow")
    if answer.citations or answer.notices:
        yield Text()
    yield footer(answer)


def cited(one: Cited) -> Text:
    """A citation in one line: number, title, source, date, place."""
    parts = [
        plain(one.cited.title, STRONG),
        plain(one.cited.source),
        plain(f"published {published(one.cited.published)}"),
        plain(one.place, ABSENT),
    ]
    if one.cited.tenant != PUBLIC:
        parts.append(plain(one.cited.tenant.name))
    return Text.assemble(f"[{one.number}] ", listed(parts), overflow="fold")


def footer(answer: Answer) -> Text:
    """What the answer is, what it took, and the command that tells where it comes from."""
    parts = [f"answer {answer.id}", answer.model, f"session {answer.session.isoformat()}"]
    return listed([plain(part, ABSENT) for part in (*parts, *spent(answer.cost), why(answer.id))])


def why(answer: str) -> str:
    """The command that explains an answer."""
    return f"why: python -m bot why {answer}"


def asked(answer: Answer) -> Text:
    """A question of the past in one line."""
    question = plain(answer.question.text)
    question.truncate(_SHORT, overflow="ellipsis")
    return Text.assemble(
        plain(answer.id, STRONG),
        "  ",
        plain(f"{answer.asked_at:%Y-%m-%d %H:%M}", ABSENT),
        "  ",
        question,
        overflow="fold",
    )


def going_on(history: tuple[Answer, ...]) -> Text:
    """What a chat says when it goes on with an earlier conversation."""
    first = history[0].asked_at.date().isoformat()
    questions = counted(len(history), "earlier question")
    if len(history) >= _HISTORY:
        questions = f"at least {questions}"
    return plain(f"Going on with the conversation of {first}, {questions}; /new starts afresh.", ABSENT)
