"""A chat at the terminal: questions, commands, and answers that can be cancelled."""

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from rich.text import Text

from bot.agent.types import Answer, Question
from bot.ask_command import Opened, asker_of, check_day, opened, question_of, tell
from bot.ask_kept import card_of, kept_answer
from bot.chat_lines import piped, typed
from bot.chat_words import listed_commands, parsed
from bot.command import console, interruptible
from bot.printable import printable
from bot.terminal.answer import asked, going_on, show_below
from bot.terminal.answer_stream import Telling
from bot.terminal.card import card
from bot.terminal.why import facts_used, why_page
from bot.terminal.words import ABSENT, plain
from knowledge.errors import KnowledgeError
from knowledge.tenants import Tenant
from tools.errors import BadRequest, NoData, PlumbError
from tools.results import DISCLAIMER


def chat_here(data: str | None, as_of: date | None, name: str, tenant: Tenant) -> None:
    """Talk until the person leaves or the input ends.

    Raises:
        BadRequest: The name cannot be that of a conversation.
        Interrupted: Ctrl-C while the input is not typed, or before the first prompt.
    """
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    telling = Telling(console(), console(stderr=True))
    with interruptible("What was answered is kept; the same command goes on from there."):
        try:
            with opened(data, telling) as here:
                telling.finish()
                check_day(here.services, as_of)
                chat = Chat(here, as_of, name, tenant, interactive=interactive)
                chat.greet()
                lines = typed(here.place.lines) if interactive else piped()
                while (line := _next(lines, interactive=interactive)) is not None and chat.take(line):
                    pass
        finally:
            telling.finish()


class Chat:
    """One conversation and the answers given in it."""

    def __init__(
        self, here: Opened, as_of: date | None, name: str, tenant: Tenant, *, interactive: bool
    ) -> None:
        """Look up where the conversation stands.

        Args:
            here: Whom to ask.
            as_of: The day to look from.
            name: The conversation's name at this terminal.
            tenant: Who asks.
            interactive: Whether somebody types.
        """
        self._here, self._as_of, self._name, self._tenant = here, as_of, name, tenant
        self._interactive = interactive
        self._topic = here.place.topic(name)
        self._asker = asker_of(tenant, here.place)
        self._answers = tuple(here.talk.history(self._asker, self._topic))
        self._out, self._err = console(), console(stderr=True)
        self._commands: Mapping[str, Callable[[str], None]] = {
            "/help": self._help,
            "/why": self._why,
            "/card": self._card,
            "/facts": self._facts,
            "/history": self._history,
            "/new": self._new,
            "/forget": self._forget,
        }

    def greet(self) -> None:
        """Say whether a conversation goes on; to somebody who types also how to leave."""
        out = self._out if self._interactive else self._err
        if self._interactive:
            out.print(plain(f"{DISCLAIMER} /help lists what can be typed; Ctrl-D leaves.", ABSENT))
        if self._answers:
            out.print(going_on(self._answers))

    def take(self, line: str) -> bool:
        """Answer a line; False when it says to leave. What cannot be served is one sentence."""
        if not line.strip():
            return True
        name, argument = parsed(line)
        if name in ("/quit", "/exit"):
            return False
        try:
            if name.startswith("/"):
                self._commands.get(name, self._unknown)(argument)
            else:
                self._ask(line)
        except KeyboardInterrupt:
            self._err.print(plain("Cancelled; the chat goes on.", "yellow"))
        except (PlumbError, KnowledgeError) as error:
            sys.stderr.write(f"plumbline: {printable(str(error))}\n")
        return True

    def _ask(self, line: str) -> None:
        question = Question(question_of(line), self._asker, self._as_of, self._topic)
        answer = tell(self._here, question, Telling(self._out, self._err))
        self._answers += (answer,)
        show_below(answer, self._out, disclaimer=not self._interactive)
        self._out.print()
        self._out.file.flush()

    def _help(self, _: str) -> None:
        for line in listed_commands():
            self._out.print(Text(line, overflow="fold"))

    def _unknown(self, _: str) -> None:
        self._out.print(plain("There is no such command. These are there:"))
        self._help("")

    def _why(self, id_: str) -> None:
        answer = self._last() if not id_ else self._found(id_)
        self._out.print(why_page(answer, drawn=self._out.is_terminal))
        self._out.print(plain(f"To run it again: python -m bot why {answer.id}", ABSENT))

    def _card(self, _: str) -> None:
        last = self._last()
        self._out.print(card(last.card or card_of(self._here.services, last)))

    def _facts(self, _: str) -> None:
        facts = self._last().facts
        if not facts:
            raise NoData("the last answer used no facts.")
        self._out.print(facts_used(facts))

    def _history(self, _: str) -> None:
        if not self._answers:
            raise NoData("nothing has been asked in this conversation yet.")
        for answer in self._answers:
            self._out.print(asked(answer))

    def _new(self, _: str) -> None:
        self._topic = self._here.place.start_afresh(self._name)
        self._answers = ()
        self._out.print(
            plain("A new conversation. The answers before stay kept; why ID still explains them.")
        )

    def _forget(self, argument: str) -> None:
        if argument.lower() != "yes":
            raise BadRequest(
                f"/forget removes this conversation and its {len(self._answers):,} answers for good; "
                "if that is wanted, write /forget yes."
            )
        self._here.talk.forget(self._asker, self._topic)
        self._answers = ()
        self._out.print(plain("Forgotten: the conversation and its answers are removed."))

    def _last(self) -> Answer:
        if not self._answers:
            raise NoData("there is no answer in this conversation yet; ask something first.")
        return self._answers[-1]

    def _found(self, id_: str) -> Answer:
        for answer in self._answers:
            if answer.id == id_:
                return answer
        return kept_answer(self._here.services.settings, id_, self._tenant)


def _next(lines: Iterator[str], *, interactive: bool) -> str | None:
    """The next line; None at the end, which Ctrl-C at the prompt is too."""
    try:
        return next(lines, None)
    except KeyboardInterrupt:
        if not interactive:
            raise
        sys.stdout.write("\n")
        return None
