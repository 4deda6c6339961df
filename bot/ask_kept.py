"""Answers that were kept, and the cards that stood beside them."""
# ruff: noqa: PLC0415 - the database is opened when an answer is looked up

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from bot.agent.answer_json import Shown
from bot.agent.types import Answer
from knowledge.tenants import Tenant
from tools.errors import NoData

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.store.answers import Answers
    from bot.wiring import Services
    from tools.results import MarketResult


@contextmanager
def answers_of(settings: "Settings") -> "Iterator[Answers]":
    """The kept answers of this home.

    Raises:
        PlumbError: They cannot be opened.
    """
    from bot.store import open_store

    settings.home.mkdir(parents=True, exist_ok=True)
    with open_store(settings.store_url) as store:
        yield store.answers


def kept_answer(settings: "Settings", id_: str, tenant: Tenant) -> Answer:
    """An answer by its id.

    Raises:
        NoData: There is none of this id and tenant.
    """
    with answers_of(settings) as answers:
        answer = answers.get(id_, tenant)
    if answer is None:
        raise NoData(
            f"no answer of {tenant} is kept under {id_[:40]!r}; the id stands below each answer, and a "
            "question that was refused leaves none."
        )
    return answer


def card_of(services: "Services", answer: Answer) -> "MarketResult":
    """The card beside a kept answer, made again from the same session.

    Raises:
        NoData: No card stood beside it, or its inputs are not the same any more.
    """
    with answers_of(services.settings) as answers:
        shown = answers.shown(answer.id, answer.question.asker.tenant)
    if shown is None:
        raise NoData("the last answer read no card.")
    made = _made(services, shown)
    if made.header.digest != shown.digest:
        raise NoData(
            f"the card of {shown.symbol} for {shown.session.isoformat()} cannot be made again: the data "
            "behind it have changed since. `analyze` gives today's."
        )
    return made


def _made(services: "Services", shown: Shown) -> "MarketResult":
    desk = services.desk
    questions: Mapping[str, Callable[[str, date], MarketResult]] = {
        "analysis": desk.analyze,
        "breadthreport": desk.breadth,
        "rotationreport": desk.rotation,
        "levelsreport": desk.levels,
    }
    if shown.kind not in questions:
        raise NoData(f"a card of the kind {shown.kind[:20]!r} is not made again; ask once more.")
    return questions[shown.kind](shown.symbol, shown.session)
