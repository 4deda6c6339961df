"""One question from the command line, and everything that is printed of its answer."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import typer

from bot.agent.answer_json import to_json
from bot.agent.types import Answer, Question
from bot.ask_chart import draw
from bot.ask_command import Opened, asker_of, check_day, opened, question_of, standard_input, tell
from bot.ask_place import once
from bot.command import console, interruptible
from bot.terminal.answer import show_below
from bot.terminal.answer_stream import Telling
from bot.terminal.card import card
from bot.terminal.words import plain
from knowledge.tenants import Tenant

REFUSED = 75
"""Exit code of an answer that was refused: a budget is used up, or nothing could be said."""


class Wanted(NamedTuple):
    """What the command line asks for.

    Attributes:
        question: As typed; "-" is read from standard input.
        as_of: The day to look from.
        topic: The conversation to go on in; None begins one of its own.
        tenant: Who asks.
        card: Whether the card is shown too.
        chart: Where a chart is drawn.
        as_json: Whether a program reads the output.
    """

    question: str
    as_of: date | None
    topic: str | None
    tenant: Tenant
    card: bool = False
    chart: Path | None = None
    as_json: bool = False


def answer_once(wanted: Wanted, data: str | None) -> int:
    """Ask, print, and return the exit code.

    Raises:
        BadRequest: The question, the day or the topic cannot be served as given.
        Interrupted: The person pressed Ctrl-C.
    """
    text = question_of(standard_input() if wanted.question == "-" else wanted.question)
    telling = None if wanted.as_json else Telling(console(), console(stderr=True))
    with (
        interruptible("The question was not answered; the same command asks it again."),
        opened(data, telling) as here,
    ):
        check_day(here.services, wanted.as_of)
        asker = asker_of(wanted.tenant, here.place)
        topic = once() if wanted.topic is None else here.place.topic(wanted.topic)
        answer = tell(here, Question(text, asker, wanted.as_of, topic), telling)
        if wanted.as_json:
            typer.echo(to_json(answer, indent=2))
        else:
            show_below(answer, console())
        _extras(here, answer, wanted)
    return REFUSED if answer.outcome == "refused" else 0


def _extras(here: Opened, answer: Answer, wanted: Wanted) -> None:
    if answer.card is None:
        if wanted.card or wanted.chart:
            console(stderr=True).print(plain("! This answer read no card, so there is none to show or draw."))
        return
    if wanted.card and not wanted.as_json:
        console().print(card(answer.card))
    if wanted.chart is not None:
        alt = draw(here.services, answer.card, wanted.chart)
        typer.echo(f"Chart: {wanted.chart}\n{alt}", err=True)
