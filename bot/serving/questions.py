"""The registry of questions: what each kind of request reads, and the card it becomes.

Everything here is pure computing and reading of markets: it runs on a worker thread, and equal requests
share one run. What depends on who asks is in the cogs.
"""
# ruff: noqa: PLC0415 - makers import pandas and matplotlib, which the start of the process does not wait for

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.cards.actions import REFRESH
from bot.cards.blocks import Button, Card
from bot.cards.request import Request
from tools.errors import BadRequest, PlumbError

if TYPE_CHECKING:
    from bot.wiring import Services
    from tools.charts import Chart, ChartKind
    from tools.results import Header

Question = Callable[["Services", Request], Card]
_PANELS: Final[Mapping[str, "ChartKind"]] = {
    "": "all", "all": "all", "price": "price", "ratio": "ratio", "breadth": "breadth", "momentum": "momentum",
}  # fmt: skip


def card_for(services: "Services", request: Request) -> Card:
    """The card that answers a request.

    Raises:
        BadRequest: No question is of this kind.
        PlumbError: What the desk raises.
    """
    question = QUESTIONS.get(request.kind)
    if question is None:
        raise BadRequest("this button belongs to a version of the bot that knew more; use a command instead.")
    card = question(services, request)
    if request.as_of is None:
        return card
    # on a card of a day that somebody chose, the newest session is another card and no fresher one
    return replace(card, buttons=tuple(_newest(button) for button in card.buttons))


def _newest(button: Button) -> Button:
    return replace(button, label="Newest session") if button.label == REFRESH else button


def _analyze(services: "Services", request: Request) -> Card:
    from bot.cards.result import card_of

    result = services.desk.analyze(request.symbol, request.as_of)
    return card_of(result, request, chart=_picture(services, result.header, "all"))


def _why(services: "Services", request: Request) -> Card:
    from bot.cards.result import card_of

    return card_of(services.desk.analyze(request.symbol, request.as_of), request)


def _breadth(services: "Services", request: Request) -> Card:
    from bot.cards.result import card_of

    result = services.desk.breadth(request.symbol, request.as_of)
    return card_of(result, request, chart=_picture(services, result.header, "breadth"))


def _rotation(services: "Services", request: Request) -> Card:
    from bot.cards.result import card_of

    result = services.desk.rotation(request.symbol, request.as_of)
    return card_of(result, request, chart=_picture(services, result.header, "ratio"))


def _levels(services: "Services", request: Request) -> Card:
    from bot.cards.result import card_of

    result = services.desk.levels(request.symbol, request.as_of)
    return card_of(result, request, chart=_picture(services, result.header, "price"))


def _chart(services: "Services", request: Request) -> Card:
    from bot.cards.chart import chart_card

    kind = _PANELS.get(request.more)
    if kind is None:
        raise BadRequest(f"there is no chart of {request.more!r}; there are {', '.join(list(_PANELS)[1:])}.")
    header = services.desk.snapshot(request.symbol, request.as_of).header
    chart = services.desk.chart(request.symbol, header.as_of, kind=kind, theme=services.settings.theme)
    # its buttons stay with the session that is drawn
    return chart_card(chart, replace(request, symbol=header.symbol, as_of=header.as_of), header)


def _evidence(services: "Services", request: Request) -> Card:
    from bot.cards.result import card_of

    layer, _, horizon = request.more.partition("/")
    sessions = int(horizon) if horizon.isdecimal() else None
    return card_of(
        services.desk.evidence(request.symbol, request.as_of, layer=layer or None, horizon=sessions), request
    )


def _claims(services: "Services", request: Request) -> Card:
    from bot.cards.result import card_of

    return card_of(services.desk.claims(request.symbol, request.as_of), request)


def _debrief(services: "Services", request: Request) -> Card:
    from bot.cards.result import card_of

    return card_of(services.book.debrief(request.symbol, request.as_of), request)


def _record(services: "Services", request: Request) -> Card:
    from bot.cards.result import card_of
    from tools.charts import reliability_chart

    horizon = int(request.more) if request.more.isdecimal() else None
    report = services.book.record(request.symbol or None, request.as_of, horizon=horizon)
    return card_of(report, request, chart=reliability_chart(report, services.settings.theme))


def _compare(services: "Services", request: Request) -> Card:
    from bot.cards.comparison import comparison_card

    return comparison_card(services.desk.compare(request.more.split(","), request.as_of), request)


def _scan(services: "Services", request: Request) -> Card:
    from bot.cards.result import card_of

    return card_of(services.desk.scan(request.more or "russell2000", request.as_of), request)


def _picture(services: "Services", header: "Header", kind: "ChartKind") -> "Chart | None":
    """The chart beside a card; a card without a picture is better than none."""
    try:
        return services.desk.chart(header.symbol, header.as_of, kind=kind, theme=services.settings.theme)
    except PlumbError:
        return None


QUESTIONS: Final[Mapping[str, Question]] = {
    "analyze": _analyze,
    "why": _why,
    "breadth": _breadth,
    "rotation": _rotation,
    "levels": _levels,
    "chart": _chart,
    "evidence": _evidence,
    "claims": _claims,
    "debrief": _debrief,
    "record": _record,
    "compare": _compare,
    "scan": _scan,
}
"""Kind of request -> what answers it. A new question is one function and one line here."""
