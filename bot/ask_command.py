"""What the commands of the conversation share: the question, who asks, and conversations for one run."""
# ruff: noqa: PLC0415 - help must not pay for the agent: what is heavy is imported when a command runs

import re
import sys
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.ask_loop import Conversations, Talk, talk
from bot.ask_place import Given, Place
from bot.command import console, settings_of
from tools.errors import BadRequest

if TYPE_CHECKING:
    from bot.agent.types import Answer, Asker, Question
    from bot.settings import Settings
    from bot.terminal.answer_stream import Telling
    from bot.wiring import Services
    from knowledge.tenants import Tenant

LONGEST = 4_000
"""Characters of a question, at most."""

_READ = 64 * 1024
"""Bytes that are read of a question on standard input; more is too long however they are read."""

_NO_CHARACTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and bytes that were no text: nothing that a question needs."""


class Opened(NamedTuple):
    """What a command of the conversation works with."""

    talk: Talk
    services: "Services"
    place: Place


def question_of(text: str) -> str:
    """A question as it is asked: control characters become spaces, and the ends are trimmed.

    Raises:
        BadRequest: Nothing is left of it, or it is too long.
    """
    asked = _NO_CHARACTER.sub(" ", text).strip()
    if not asked:
        raise BadRequest(
            f"the question is empty; write what you want to know in 1 to {LONGEST:,} characters, "
            'e.g. "How is IWM?".'
        )
    if len(asked) > LONGEST:
        said = f"{len(asked):,}" if len(asked) < _READ else f"more than {_READ:,}"
        raise BadRequest(f"the question has {said} characters; at most {LONGEST:,} are allowed.")
    return asked


def standard_input() -> str:
    """A question from standard input."""
    return sys.stdin.buffer.read(_READ).decode("utf-8", errors="replace")


def asker_of(tenant: "Tenant", place: Place) -> "Asker":
    """Whoever sits at this terminal."""
    from bot.agent.types import Asker

    return Asker(tenant, "terminal", place.person())


@contextmanager
def opened(data: str | None, telling: "Telling | None") -> Iterator[Opened]:
    """Services and conversations for one run.

    Args:
        data: The source of bars that was named, if any.
        telling: Told what is being opened; None where a program reads the output.
    """
    from bot.wiring import open_services

    settings = settings_of(data)
    prepare_corpus(settings, quiet=telling is None)
    if telling is not None:
        telling.working("opening the market data")
    talking: list[Talk] = []

    def report(done: int, total: int, what: str) -> None:
        for one in talking:
            one.report(done, total, what)

    services = open_services(settings, progress=report)
    with talk(lambda: conversations(services)) as one:
        talking.append(one)
        yield Opened(one, services, Place(settings.home))


def conversations(services: "Services") -> "AbstractAsyncContextManager[Conversations]":
    """The conversations of this process."""
    from bot.agent_wiring import open_conversations

    return open_conversations(services)


def prepare_corpus(settings: "Settings", *, quiet: bool) -> None:
    """Do with a progress bar what the first use of a home has to do, and no answer should wait for.

    Where it cannot be done the desk answers all the same; the answer says what it could not read.
    """
    from bot.knowledge_wiring import coming, open_knowledge
    from bot.terminal.corpus_progress import corpus_progress
    from bot.terminal.words import plain
    from knowledge.errors import KnowledgeError

    said = coming(settings)
    if said is None:
        return
    try:
        with (
            corpus_progress(quiet=quiet, coming=said) as progress,
            open_knowledge(settings, progress=progress),
        ):
            return
    except KnowledgeError as error:
        console(stderr=True).print(plain(f"! The reports cannot be read: {error}", "yellow"))


def check_day(services: "Services", as_of: date | None) -> None:
    """Refuse a day that cannot be looked from before anything is asked.

    Raises:
        BadRequest: It is in the future, or before the calendar begins.
    """
    from tools.desk.asked import resolve

    if as_of is not None:
        resolve(as_of, services.sessions, services.clock(), provisional=False)


def tell(opened: Opened, question: "Question", telling: "Telling | None") -> "Answer":
    """Ask, and show the answer while it is made.

    Args:
        opened: Whom to ask.
        question: What.
        telling: Shows it; None where a program reads the output.
    """
    from bot.agent.types import Done, Sentences, Working

    answer: Answer | None = None
    try:
        with closing(opened.talk.ask(question)) as events:
            for event in events:
                if isinstance(event, Done):
                    answer = event.answer
                elif telling is None:
                    continue
                elif isinstance(event, Working):
                    telling.working(event.what)
                elif isinstance(event, Sentences):
                    telling.sentences(event.text)
        if answer is None:
            raise RuntimeError("an answer ended without being given")
        if telling is not None:
            telling.complete(answer.text)
    finally:
        if telling is not None:
            telling.finish()
    source = source_of(opened.services.settings)
    opened.place.remember(Given(answer.id, question.asker.tenant.name, source))
    return answer


def source_of(settings: "Settings") -> str:
    """The source of bars as `--data` takes it from any folder."""
    kind, colon, path = settings.data.partition(":")
    return f"{kind}:{Path(path).expanduser().resolve()}" if colon else kind
